import { sql } from 'kysely';
import type { Category } from '../policy/types.ts';
import type { Db } from './database.ts';
import { inScope, type Scope } from './scope.ts';

export interface CategoryCount {
  readonly category: Category;
  /** From `from` to `to`. */
  readonly now: number;
  /** In as long a time before `from`. */
  readonly before: number;
}

/** Incidents by category, of a time and of one as long before it. What the poster says isn't about a patient is left out. */
export async function countByCategory(db: Db, scope: Scope, from: Date, to: Date): Promise<CategoryCount[]> {
  const before = new Date(2 * from.getTime() - to.getTime());
  const each = db
    .selectFrom('incidents')
    .select([sql<Category>`unnest(categories)`.as('category'), 'claimed_at'])
    .where(inScope(scope, 'incidents'))
    .where('repeat_of', 'is', null)
    .where(sql<boolean>`answer is distinct from 'not-patient'`)
    .where('claimed_at', '>=', before)
    .where('claimed_at', '<', to);
  return db
    .selectFrom(each.as('each'))
    .select('category')
    .select(sql<number>`(count(*) filter (where claimed_at >= ${from}))::integer`.as('now'))
    .select(sql<number>`(count(*) filter (where claimed_at < ${from}))::integer`.as('before'))
    .groupBy('category')
    .execute();
}
