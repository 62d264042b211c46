import { type Kysely, sql } from 'kysely';
import type { Draft } from '../chat.ts';
import type { Level } from '../policy/types.ts';
import { londonDay } from './counts.ts';
import type { Database } from './tables.ts';

/** Counts a draft that was checked: where and how it was judged, never what it said. */
export async function countCheck(
  db: Kysely<Database>,
  { tenant, platform }: Pick<Draft, 'tenant' | 'platform'>,
  level: Level,
  now: Date,
): Promise<void> {
  await db
    .insertInto('daily_checks')
    .values({ tenant, platform, day: londonDay(now), level, checks: 1 })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'platform', 'day', 'level'])
        .doUpdateSet({ checks: sql<number>`daily_checks.checks + 1` }),
    )
    .execute();
}
