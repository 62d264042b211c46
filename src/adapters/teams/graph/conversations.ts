import { z } from 'zod';
import type { Log } from '../../../log.ts';
import { type Graph, part, QUICK } from './client.ts';
import { reasonOf } from './errors.ts';
import type { ConversationFacts, Where } from './types.ts';

const LIFE_MS = 10 * 60_000;
const GUESS_LIFE_MS = 30_000;
const MOST = 10_000;
/** Of a larger channel so many are counted: it is a crowd by then, and the guests are as good as certain. */
const MOST_PAGES = 5;

const member = z.object({ roles: z.array(z.string()).nullish(), tenantId: z.string().nullish() });
type Member = z.infer<typeof member>;
const channel = z.object({ displayName: z.string().nullish(), membershipType: z.string().nullish() });
const chat = z.object({
  chatType: z.string().nullish(),
  topic: z.string().nullish(),
  members: z.array(member).nullish(),
});

/** Who can read it, of those who can. Pure. */
export function count(members: readonly Member[], tenant: string): { readers: number; guests: number } {
  const guests = members.filter(
    ({ roles, tenantId }) => roles?.includes('guest') || (tenantId && tenantId.toLowerCase() !== tenant),
  ).length;
  return { readers: members.length, guests };
}

/** Pure. `answer`: a chat with its members. Throws where it has another shape. */
export function readChat(answer: unknown, tenant: string): ConversationFacts {
  const { chatType, topic, members } = chat.parse(answer);
  const kind = chatType === 'oneOnOne' ? 'direct' : chatType === 'meeting' ? 'meeting' : 'group';
  const counted = members ? count(members, tenant) : { readers: null, guests: null };
  return { kind, membership: null, name: topic ?? null, ...counted };
}

/**
 * Conversations, as Graph tells them, remembered for ten minutes, at most 10,000 of them; those who ask at the same time share
 * one look-up. Null where Graph doesn't say: a message is judged for a guessed audience rather than lost.
 */
export function createConversations(
  graph: Graph,
  tenant: string,
  log: Log,
  now: () => number = Date.now,
): (where: Where) => Promise<ConversationFacts | null> {
  const known = new Map<string, { readonly facts: Promise<ConversationFacts | null>; until: number }>();

  const lookUp = async ({ channel: id, team }: Where): Promise<ConversationFacts> => {
    if (team === null) return readChat(await graph.get(`/chats/${part(id)}?$expand=members`, QUICK), tenant);
    const path = `/teams/${part(team)}/channels/${part(id)}`;
    const about = graph.get(`${path}?$select=displayName,membershipType`, QUICK);
    const members: Member[] = [];
    const list = async () => {
      let pages = 0;
      for await (const { items } of graph.pages(`${path}/allMembers?$top=999`, QUICK)) {
        members.push(...z.array(member).parse(items));
        if (++pages >= MOST_PAGES) return;
      }
    };
    const [answer] = await Promise.all([about, list()]);
    const { displayName, membershipType } = channel.parse(answer);
    const membership =
      membershipType === 'private' || membershipType === 'shared' ? membershipType : ('standard' as const);
    return { kind: 'channel', membership, name: displayName ?? null, ...count(members, tenant) };
  };

  return (where) => {
    const found = known.get(where.channel);
    if (found && found.until > now()) return found.facts;
    const entry = {
      until: now() + LIFE_MS,
      facts: lookUp(where).catch((error: unknown) => {
        log.warn('graph.conversation_unknown', { channel: where.channel, reason: reasonOf(error), error });
        entry.until = now() + GUESS_LIFE_MS;
        return null;
      }),
    };
    known.delete(where.channel);
    known.set(where.channel, entry);
    const oldest = known.keys().next();
    if (known.size > MOST && !oldest.done) known.delete(oldest.value);
    return entry.facts;
  };
}
