import { type Insertable, sql } from 'kysely';
import type { PostedMessage } from '../chat.ts';
import type { Log } from '../log.ts';
import { londonDay } from './counts.ts';
import type { Db } from './database.ts';
import type { Database } from './tables.ts';
import { weekPart } from './week-part.ts';

const FLUSH_EVERY_MS = 5_000;
/** A person who posts all day is written once a minute. */
const AGAIN_AFTER_MS = 60_000;
const REMEMBERED = 50_000;
/** Whose hours change isn't asked by the old ones for long. */
const PARTS_KEPT_DAYS = 56;

/**
 * Who was seen posting, when last, and in which parts of the week: to ask people while they are at work, and to know how many
 * there are. Kept in memory and written in batches, so that a clear message costs no write of its own; a crash loses five seconds of it.
 */
export interface Activity {
  seen(message: PostedMessage): void;
  flush(): Promise<void>;
  stop(): Promise<void>;
}

type Row = Insertable<Database['people']> & { readonly last_seen_at: Date };

export function startActivity(db: Db, log: Log): Activity {
  let pending = new Map<string, Row>();
  const written = new Map<string, number>();

  async function flush(): Promise<void> {
    // In one order, so that two processes that write the same people wait for each other and never in a ring.
    const batch = [...pending].sort(([one], [other]) => (one < other ? -1 : 1));
    pending = new Map();
    if (batch.length === 0) return;
    const isOld = sql`people.seen_parts_since is null or people.seen_parts_since < excluded.seen_parts_since - ${PARTS_KEPT_DAYS}::integer`;
    try {
      await db
        .insertInto('people')
        .values(batch.map(([, row]) => row))
        .onConflict((conflict) =>
          conflict.columns(['tenant', 'platform', 'platform_user']).doUpdateSet((row) => ({
            last_seen_at: sql<Date>`greatest(people.last_seen_at, excluded.last_seen_at)`,
            language: row.fn.coalesce('people.language', 'excluded.language'),
            seen_parts: sql<number>`case when ${isOld} then excluded.seen_parts
              else people.seen_parts | excluded.seen_parts end`,
            seen_parts_since: sql<string>`case when ${isOld} then excluded.seen_parts_since
              else people.seen_parts_since end`,
          })),
        )
        .execute();
    } catch (error) {
      for (const [key, row] of batch) if (!pending.has(key)) pending.set(key, row);
      log.warn('activity.not-flushed', { count: batch.length, error });
    }
  }

  const timer = setInterval(flush, FLUSH_EVERY_MS);

  return {
    seen({ tenant, platform, author, language, postedAt }) {
      const key = `${tenant} ${platform} ${author}`;
      const at = postedAt.getTime();
      if (at - (written.get(key) ?? Number.NEGATIVE_INFINITY) < AGAIN_AFTER_MS) return;
      if (written.size >= REMEMBERED) written.clear();
      written.set(key, at);
      pending.set(key, {
        tenant,
        platform,
        platform_user: author,
        language,
        last_seen_at: postedAt,
        seen_parts: weekPart(postedAt),
        seen_parts_since: londonDay(postedAt),
      });
    },
    flush,
    async stop() {
      clearInterval(timer);
      await flush();
    },
  };
}
