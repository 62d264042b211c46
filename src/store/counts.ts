import { type Insertable, sql } from 'kysely';
import type { PostedMessage } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Db } from './database.ts';
import { noteChannels } from './seen-channels.ts';
import type { Database } from './tables.ts';

const FLUSH_EVERY_MS = 5_000;
const REMEMBERED = 20_000;

/** `YYYY-MM-DD` of a moment, in the time zone that the organisation's days are counted in. */
export function londonDay(at: Date): string {
  const hour = Math.floor(at.getTime() / HOUR_MS);
  if (hour !== last.hour) last = { hour, day: LONDON.format(at) };
  return last.day;
}

/** What is posted now is of the same hour, which lies in one day there; to ask the calendar costs more than all else of a count. */
const HOUR_MS = 3_600_000;
let last = { hour: Number.NaN, day: '' };
const LONDON = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/London', dateStyle: 'short' });

/**
 * Counts of messages judged clear, so that a clear message costs no write of its own. They are
 * added up in memory and written every five seconds and at shutdown. A crash loses at most the
 * clear counts of its last five seconds, never an incident. A message that the platform delivers
 * twice is counted once as long as it is among the last 20,000 that this process saw.
 */
export interface Counts {
  addClear(message: PostedMessage): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

type Row = Insertable<Database['daily_counts']>;

export function startCounts(db: Db, log: Log): Counts {
  let pending = new Map<string, Row>();
  const seen = new Set<string>();

  const add = (row: Row) => {
    const key = `${row.tenant} ${row.platform} ${row.day} ${row.channel} ${row.audience}`;
    pending.set(key, { ...row, clear: row.clear + (pending.get(key)?.clear ?? 0) });
  };

  async function flush(): Promise<void> {
    // In one order, so that two processes that write the same counts wait for each other and never in a ring.
    const batch = [...pending].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
    pending = new Map();
    if (batch.length === 0) return;
    try {
      await noteChannels(
        db,
        batch.map(({ tenant, platform, channel, audience }) => ({
          tenant,
          platform,
          id: channel,
          audience,
          readers: null,
        })),
      );
      await db
        .insertInto('daily_counts')
        .values(batch)
        .onConflict((conflict) =>
          conflict
            .columns(['tenant', 'platform', 'day', 'channel', 'audience'])
            .doUpdateSet({ clear: sql<number>`daily_counts.clear + excluded.clear` }),
        )
        .execute();
    } catch (error) {
      // Kept for the next flush: the database may be back by then.
      batch.forEach(add);
      log.warn('counts.not-flushed', { count: batch.length, error });
    }
  }

  const timer = setInterval(flush, FLUSH_EVERY_MS);

  return {
    addClear({ tenant, platform, channel, id, postedAt }) {
      const key = `${tenant} ${platform} ${channel.id} ${id}`;
      if (seen.has(key)) return;
      seen.add(key);
      if (seen.size > REMEMBERED)
        for (const oldest of seen.values()) {
          seen.delete(oldest);
          break;
        }
      add({ tenant, platform, day: londonDay(postedAt), channel: channel.id, audience: channel.audience, clear: 1 });
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
