import { z } from 'zod';
import type { Log } from '../../../log.ts';
import { type Graph, part } from './client.ts';
import { reasonOf, statusOf } from './errors.ts';
import type { Resource } from './subscriptions.ts';
import type { Take } from './take.ts';

/**
 * Reads again what was said since `from`, when nobody told us. Rejects where that can't be finished: it is begun anew then, and
 * what was judged before is known. `goOn` is called as it goes, and rejects where it has to stop.
 */
export type Recover = (resource: Resource, from: Date, goOn: () => Promise<void>) => Promise<void>;

const named = z.object({ id: z.string() });
const channels = z.object({ value: z.array(named) });
const chain = z.looseObject({
  id: z.string(),
  lastModifiedDateTime: z.string().nullish(),
  replies: z.array(z.unknown()).nullish(),
  'replies@odata.nextLink': z.string().nullish(),
});
const authored = z.object({
  deletedDateTime: z.string().nullish(),
  from: z.object({ user: z.object({ id: z.string() }).nullish() }).nullish(),
});

export function createRecover(graph: Graph, take: Take, log: Log): Recover {
  const takeAll = async (items: readonly unknown[], from: Date) => {
    for (const item of items) await take({ type: 'missed', from }, item);
  };

  /** The thread, and its replies: Graph gives a chain whole when anything of it is new. */
  const takeChain = async (item: unknown, from: Date) => {
    const parsed = chain.safeParse(item);
    if (!parsed.success) return;
    const { replies, 'replies@odata.nextLink': more } = parsed.data;
    await takeAll([item, ...(replies ?? [])], from);
    if (!more) return;
    for await (const { items } of graph.pages(more)) await takeAll(items, from);
  };

  /** What Graph won't let us see, or has no more of, isn't waited for. */
  const unlessClosed = async (kind: string, read: () => Promise<void>) => {
    try {
      await read();
    } catch (error) {
      if (![400, 403, 404, 410, 423].includes(statusOf(error))) throw error;
      log.debug('graph.gap_closed_to_us', { kind, reason: reasonOf(error) });
    }
  };

  const inChannels = async (from: Date, goOn: () => Promise<void>) => {
    const since = encodeURIComponent(`lastModifiedDateTime gt ${from.toISOString()}`);
    for await (const page of graph.pages('/teams?$select=id')) {
      const teams = page.items.map((item) => named.parse(item).id);
      const lists = await graph.batch(teams.map((team) => `/teams/${part(team)}/channels?$select=id`));
      for (const [index, team] of teams.entries()) {
        const list = channels.safeParse(lists[index]?.body);
        if (!list.success) throw new Error('Graph did not give the channels of a team.');
        for (const { id } of list.data.value) {
          await goOn();
          await unlessClosed('channel', async () => {
            const path = `/teams/${part(team)}/channels/${part(id)}/messages/delta`;
            for await (const { items } of graph.pages(`${path}?$filter=${since}&$expand=replies&$top=50`)) {
              for (const item of items) await takeChain(item, from);
              await goOn();
            }
          });
        }
      }
    }
  };

  /** Graph lists chats by person only. Of each person's, what they wrote themselves: so each message comes once. */
  const inChats = async (from: Date, goOn: () => Promise<void>) => {
    const since = encodeURIComponent(`lastModifiedDateTime gt ${from.toISOString()}`);
    for await (const page of graph.pages('/users?$select=id&$filter=accountEnabled%20eq%20true&$top=999')) {
      for (const { id } of page.items.map((item) => named.parse(item))) {
        await goOn();
        await unlessClosed('chats', async () => {
          const path = `/users/${part(id)}/chats/getAllMessages?$filter=${since}&$top=50`;
          for await (const { items } of graph.pages(path)) {
            await takeAll(
              items.filter((item) => wrote(item, id)),
              from,
            );
            await goOn();
          }
        });
      }
    }
  };

  return (resource, from, goOn) =>
    resource === '/teams/getAllMessages' ? inChannels(from, goOn) : inChats(from, goOn);
}

/** A deleted message may have lost its author, and to be told twice that it is gone does no harm. */
function wrote(item: unknown, person: string): boolean {
  const { data } = authored.safeParse(item);
  const author = data?.from?.user?.id;
  return author === undefined ? !!data?.deletedDateTime : author === person;
}
