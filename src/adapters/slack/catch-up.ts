import { setTimeout as sleep } from 'node:timers/promises';
import { ErrorCode, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Inbound } from '../../chat.ts';
import type { Log } from '../../log.ts';
import { slackCode } from './errors.ts';
import { readMessage } from './inbound.ts';
import { channelId, timestamp } from './payloads.ts';
import type { Connected } from './workspaces.ts';

/**
 * Reads again what was written in a workspace since `from`, when nobody told us: posts, edits and replies, in the channels and group
 * messages that Quietword is in; of what was deleted, what had replies. Rejects where that can't be finished: it is begun anew then, and what was judged before is known.
 * `goOn` is called before each request with how long it may take. A wait ends at once, by rejecting, when `signal` aborts.
 */
export type CatchUp = (
  here: Connected,
  from: Date,
  going: { readonly goOn: (seconds: number) => Promise<void>; readonly signal: AbortSignal },
) => Promise<void>;

/** Slack takes 50 of these a minute: https://docs.slack.dev/apis/web-api/rate-limits/ */
const EVERY_MS = 1_300;
const A_CALL_SECONDS = 60;
/** Replies and edits are found of what was written up to so long before; Slack can't be asked for them alone. */
const LOOK_BACK_MS = 24 * 3_600_000;
/** A quiet word about what is older comes too late to do any good; it is recorded. */
const OLD_AFTER_MS = 4 * 3_600_000;
const PAGE = 200;

const more = z.object({ next_cursor: z.string().nullish() }).nullish();
const channels = z.object({
  channels: z.array(
    z.looseObject({ id: channelId, is_private: z.boolean().nullish(), is_mpim: z.boolean().nullish() }),
  ),
  response_metadata: more,
});
const messages = z.object({ messages: z.array(z.looseObject({ ts: timestamp })), response_metadata: more });
const teams = z.object({ teams: z.array(z.object({ id: z.string() })), response_metadata: more });
/** The parts that say whether anything of it is new. */
const touched = z.object({
  edited: z.object({ ts: timestamp }).nullish(),
  latest_reply: timestamp.nullish(),
});
type Item = z.infer<typeof messages>['messages'][number];
interface Place {
  readonly id: string;
  readonly type: string;
}

interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number, signal: AbortSignal) => Promise<unknown>;
}

/** Taken away, left or archived meanwhile: there is nothing to read any more. */
const CLOSED = new Set(['channel_not_found', 'not_in_channel', 'is_archived', 'thread_not_found']);

export function createCatchUp(
  { onMessage }: Pick<Inbound, 'onMessage'>,
  log: Log,
  clock: Clock = { now: Date.now, sleep: (ms, signal) => sleep(ms, undefined, { signal }) },
): CatchUp {
  return async (here, from, { goOn, signal }) => {
    const web = here.clients.broadcasts; // so that nobody waits for it

    const call = async (ask: (web: WebClient) => Promise<unknown>): Promise<unknown> => {
      for (;;) {
        await goOn(A_CALL_SECONDS);
        try {
          const answer = await ask(web);
          await clock.sleep(EVERY_MS, signal);
          return answer;
        } catch (error) {
          const wait = askedToWait(error);
          if (wait === undefined) throw error;
          await goOn(A_CALL_SECONDS + wait);
          await clock.sleep(wait * 1000, signal);
        }
      }
    };

    /** Each page of a list, by Slack's cursors. */
    async function* pages<T extends { response_metadata?: z.infer<typeof more> }>(
      shape: z.ZodType<T>,
      ask: (web: WebClient, page: { limit: number; cursor?: string }) => Promise<unknown>,
    ) {
      let cursor: string | undefined;
      do {
        const page = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
        const answer = shape.parse(await call((client) => ask(client, page)));
        yield answer;
        cursor = answer.response_metadata?.next_cursor || undefined;
      } while (cursor !== undefined);
    }

    const take = async (item: Item, place: Place): Promise<void> => {
      const event = { subtype: item.subtype, ...item, channel: place.id, channel_type: place.type };
      const read = readMessage(event, here);
      // When that was isn't said; what is closed already stays as it is.
      if (read.type === 'deleted') return onMessage(read.message);
      const edited = touched.safeParse(item).data?.edited?.ts;
      const writtenAt = millis(edited ?? item.ts);
      if (read.type !== 'posted' || writtenAt < from.getTime()) return;
      const channel = await here.channelOf(read.channel, false);
      const missed = clock.now() - writtenAt > OLD_AFTER_MS ? 'old' : 'recent';
      await onMessage({ ...read.message, version: edited ?? '', channel, missed });
    };

    const takeReplies = async (place: Place, thread: string): Promise<void> => {
      const oldest = seconds(from.getTime() - LOOK_BACK_MS);
      for await (const { messages: items } of pages(messages, (client, page) =>
        client.conversations.replies({ channel: place.id, ts: thread, oldest, ...page }),
      )) {
        // Slack always sends a thread's first message along, and history had it.
        for (const item of items) if (item.ts !== thread) await take(item, place);
      }
    };

    const takeChannel = async (place: Place): Promise<void> => {
      const oldest = seconds(from.getTime() - LOOK_BACK_MS);
      for await (const { messages: items } of pages(messages, (client, page) =>
        client.conversations.history({ channel: place.id, oldest, ...page }),
      )) {
        // Slack gives the newest first.
        for (const item of items.toReversed()) {
          await take(item, place);
          const reply = touched.safeParse(item).data?.latest_reply;
          if (reply && millis(reply) >= from.getTime()) await takeReplies(place, item.ts);
        }
      }
    };

    const takeTeam = async (team: { team_id?: string }): Promise<void> => {
      // What is written to Quietword itself nobody else reads.
      const kinds = { types: 'public_channel,private_channel,mpim', exclude_archived: true };
      for await (const { channels: list } of pages(channels, (client, page) =>
        client.users.conversations({ ...kinds, ...team, ...page }),
      )) {
        for (const { id, is_private, is_mpim } of list) {
          const type = is_mpim ? 'mpim' : is_private ? 'group' : 'channel';
          await takeChannel({ id, type }).catch((error: unknown) => {
            const code = slackCode(error);
            if (code === undefined || !CLOSED.has(code)) throw error;
            log.debug('slack.gap_closed_to_us', { channel: id, reason: code });
          });
        }
      }
    };

    if (!here.orgWide) return takeTeam({});
    for await (const { teams: list } of pages(teams, (client, page) => client.auth.teams.list(page))) {
      for (const { id } of list) await takeTeam({ team_id: id });
    }
  };
}

const limited = z.object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number() });

/** Seconds, where Slack asks for patience. */
function askedToWait(error: unknown): number | undefined {
  const parsed = limited.safeParse(error);
  return parsed.success ? Math.max(1, parsed.data.retryAfter) : undefined;
}

const millis = (ts: string): number => Number(ts) * 1000;
const seconds = (ms: number): string => (ms / 1000).toFixed(6);
