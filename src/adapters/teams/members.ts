import { z } from 'zod';
import type { Found, Hint } from './channels.ts';
import type { Call } from './connector.ts';

const member = z.object({
  tenantId: z.string().nullish(),
  userRole: z.string().nullish(),
  userPrincipalName: z.string().nullish(),
});
const members = z.object({ members: z.array(member), continuationToken: z.string().nullish() });
const team = z.object({ name: z.string().nullish(), memberCount: z.number().int().nonnegative().nullish() });
const channels = z.object({ conversations: z.array(z.object({ id: z.string(), name: z.string().nullish() })) });

const PAGE = 500;
const MOST_PAGES = 20;

/** Asks the connector who is in a conversation. Rejects where it doesn't say. */
export function createLookUp(call: Call, tenant: string): (hint: Hint) => Promise<Found> {
  const get = async (path: string): Promise<unknown> => {
    const { status, body } = await call('GET', path, null, { quick: true });
    if (status !== 200) throw new NotTold(status);
    return body;
  };

  const membersOf = async (conversation: string) => {
    let [readers, guests] = [0, 0];
    let next: string | null = '';
    for (let page = 0; next !== null && page < MOST_PAGES; page++) {
      const token: string = next === '' ? '' : `&continuationToken=${encodeURIComponent(next)}`;
      const answer = members.parse(
        await get(`v3/conversations/${encodeURIComponent(conversation)}/pagedmembers?pageSize=${PAGE}${token}`),
      );
      readers += answer.members.length;
      guests += answer.members.filter((one) => isGuest(one, tenant)).length;
      next = answer.continuationToken || null;
    }
    return { readers, guests, whole: next === null };
  };

  return async (hint) => {
    const { channel, kind, membership, name } = hint;
    if (kind !== 'channel' || hint.team === null) {
      const { readers, guests } = await membersOf(channel);
      return { kind, membership, name, readers, guests, teamName: null };
    }
    const at = `v3/teams/${encodeURIComponent(hint.team)}`;
    const [counted, details, list] = await Promise.all([
      membersOf(hint.team),
      get(at).then((body) => team.parse(body)),
      get(`${at}/conversations`).then((body) => channels.parse(body)),
    ]);
    const found = list.conversations.find(({ id }) => id === channel);
    return {
      kind,
      membership,
      // The first channel of a team has no name, and is called General.
      name: found ? (found.name ?? 'General') : name,
      readers: counted.whole ? counted.readers : Math.max(counted.readers, details.memberCount ?? 0),
      guests: counted.guests,
      teamName: details.name ?? null,
    };
  };
}

function isGuest({ userRole, tenantId, userPrincipalName }: z.infer<typeof member>, tenant: string): boolean {
  if (userRole === 'guest' || userRole === 'anonymous') return true;
  if (userPrincipalName?.includes('#EXT#')) return true;
  return tenantId ? tenantId.toLowerCase() !== tenant : false;
}

class NotTold extends Error {
  override readonly name = 'NotTold';
  readonly code: string;
  constructor(status: number) {
    super(`The connector did not say who is in the conversation (${status}).`);
    this.code = `http_${status}`;
  }
}
