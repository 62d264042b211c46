import { sql } from 'kysely';
import type { Category } from '../policy/types.ts';
import type { Db } from './database.ts';
import { inScope, type Scope } from './scope.ts';

export interface CategoryCount {
  readonly category: Category;
  /** From `from` up to and with `today`. */
  readonly now: number;
  /** From `before` up to `from`. */
  readonly before: number;
}

/** Days in London, `YYYY-MM-DD`. */
export interface TwoTimes {
  readonly before: string;
  readonly from: string;
  readonly today: string;
}

/**
 * Incidents by category, of a time and of one before it: the days before today as they were rolled up, today as it is. What the
 * poster says isn't about a patient is left out.
 */
export async function countByCategory(
  db: Db,
  scope: Scope,
  { before, from, today }: TwoTimes,
): Promise<CategoryCount[]> {
  const rolledUp = db
    .selectFrom('daily_incidents')
    .select([sql<Category>`unnest(categories)`.as('category'), 'day', 'incidents'])
    .where(inScope(scope, 'daily_incidents'))
    .where(sql<boolean>`answer is distinct from 'not-patient'`)
    .where('day', '>=', before)
    .where('day', '<', today);
  const todays = db
    .selectFrom('incidents')
    .select([sql<Category>`unnest(categories)`.as('category'), sql<string>`${today}::date`.as('day')])
    .select(sql<number>`1`.as('incidents'))
    .where(inScope(scope, 'incidents'))
    .where('repeat_of', 'is', null)
    .where(sql<boolean>`answer is distinct from 'not-patient'`)
    .where(sql<boolean>`claimed_at >= ${today}::date::timestamp at time zone 'Europe/London'`);
  const sum = (when: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(incidents) filter (where ${when}), 0)::integer`;
  return db
    .selectFrom(rolledUp.unionAll(todays).as('each'))
    .select('category')
    .select(sum(sql`day >= ${from}`).as('now'))
    .select(sum(sql`day < ${from}`).as('before'))
    .groupBy('category')
    .execute();
}
