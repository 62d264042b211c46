import type { Channel } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { ConversationFacts, Where } from './graph/types.ts';
import type { Activity } from './payloads.ts';
import { placeOf } from './payloads.ts';

/** What an activity itself says of its conversation. */
export interface Hint {
  readonly channel: string;
  readonly kind: ConversationFacts['kind'];
  /** Of the team that the channel is in: the Bot Framework's id, and Entra's. */
  readonly team: string | null;
  readonly group: string | null;
  readonly name: string | null;
  readonly membership: ConversationFacts['membership'];
}

/** What the policy says, as it is now. */
export interface Rules {
  /** A conversation up to so many members is a care team's. */
  readonly careTeam: () => number;
  readonly excludes: (channel: Pick<Channel, 'id' | 'name'>) => boolean;
}

const MEMBERSHIPS = ['standard', 'private', 'shared'] as const;

export function hintOf(activity: Activity): Hint {
  const { channel, team } = activity.channelData ?? {};
  const type = activity.conversation.conversationType;
  const place = placeOf(activity).channel;
  const kind =
    type === 'channel'
      ? 'channel'
      : type === 'personal'
        ? 'direct'
        : place.startsWith('19:meeting_')
          ? 'meeting'
          : 'group';
  return {
    channel: place,
    kind,
    team: team?.id ?? null,
    group: team?.aadGroupId ?? null,
    name: (kind === 'channel' ? channel?.name : activity.conversation.name) ?? null,
    membership: kind === 'channel' ? (MEMBERSHIPS.find((one) => one === channel?.type) ?? 'standard') : null,
  };
}

/** Of a conversation that nobody can tell about, nothing is assumed that would make it a small one. */
export function audienceOf(facts: ConversationFacts | null, careTeam: number): Channel['audience'] {
  if (facts?.kind === 'direct') return 'direct';
  if (facts === null) return 'organisation';
  if (facts.membership === 'shared' || (facts.guests ?? 0) > 0) return 'external';
  return facts.readers !== null && facts.readers <= careTeam ? 'care-team' : 'organisation';
}

export function channelFrom({ careTeam }: Pick<Rules, 'careTeam'>) {
  return ({ channel }: Pick<Where, 'channel'>, facts: ConversationFacts | null): Channel => ({
    id: channel,
    name: facts?.name ?? null,
    audience: audienceOf(facts, careTeam()),
    readers: facts?.readers ?? null,
    guests: facts?.guests ?? null,
  });
}

export interface Channels {
  /** Never rejects: a message is judged for a guessed audience rather than lost. */
  channelOf(hint: Hint): Promise<Channel>;
  /** The conversation's name where it was looked up before, for the line that says what a notice is about. */
  nameOf(channel: string): string | null;
  /** Its members or its name have changed. */
  forget(hint: Pick<Hint, 'channel' | 'team'>): void;
}

const LIFE_MS = 10 * 60_000;
const GUESS_LIFE_MS = 30_000;
const MOST_CHANNELS = 10_000;

interface Known {
  readonly team: string | null;
  readonly facts: Promise<Found | null>;
  until: number;
  name: string | null;
}

/** The facts, and what the team is called: what may not be read is often known by that. */
export type Found = ConversationFacts & { readonly teamName: string | null };

/** Conversations, remembered for ten minutes, at most 10,000 of them; those who ask at the same time share one look-up. */
export function createChannels(
  lookUp: (hint: Hint) => Promise<Found>,
  elsewhere: (where: Where) => Promise<ConversationFacts | null>,
  rules: Rules,
  log: Log,
  now: () => number = Date.now,
): Channels {
  const known = new Map<string, Known>();
  const from = channelFrom(rules);

  const ask = (hint: Hint): Known => {
    const entry: Known = {
      team: hint.team,
      until: now() + LIFE_MS,
      name: hint.name,
      facts: lookUp(hint)
        .catch(async (error: unknown) => {
          log.warn('teams.channel_unknown', { channel: hint.channel, error });
          const facts = await elsewhere({ channel: hint.channel, team: hint.group });
          if (!facts) entry.until = now() + GUESS_LIFE_MS;
          return facts && { ...facts, teamName: null };
        })
        .then((facts) => {
          entry.name = facts?.name ?? entry.name;
          return facts;
        }),
    };
    known.delete(hint.channel);
    known.set(hint.channel, entry);
    const oldest = known.keys().next();
    if (known.size > MOST_CHANNELS && !oldest.done) known.delete(oldest.value);
    return entry;
  };

  return {
    async channelOf(hint) {
      // Between a person and the app nothing more is to be learnt.
      if (hint.kind === 'direct') {
        return from(hint, { kind: 'direct', membership: null, name: null, readers: 2, guests: null });
      }
      const found = known.get(hint.channel);
      const facts = await (found && found.until > now() ? found : ask(hint)).facts;
      const channel = from(hint, facts ?? unknown(hint));
      // A channel of a team that is never read has a name of its own, which says nothing of that.
      const id = hint.channel;
      return facts?.teamName && rules.excludes({ id, name: facts.teamName })
        ? { ...channel, name: facts.teamName }
        : channel;
    },
    nameOf: (channel) => known.get(channel)?.name ?? null,
    forget({ channel, team }) {
      for (const [id, entry] of known) if (id === channel || (team !== null && entry.team === team)) known.delete(id);
    },
  };
}

const unknown = ({ kind, membership, name }: Hint): ConversationFacts => ({
  kind,
  membership,
  name,
  readers: null,
  guests: null,
});
