import { sql } from 'kysely';
import type { Db } from './database.ts';
import { inScope, type Scope } from './scope.ts';

export interface RefresherMonth {
  readonly month: string;
  /** Refreshers that were sent. */
  readonly refreshers: number;
  /** Copies that a platform took. */
  readonly sent: number;
  readonly acknowledged: number;
}

/** Refreshers by the month (London) in which they were sent, from a day on. What a trainer sent to themself is in no count. */
export async function countRefreshers(db: Db, scope: Scope, from: string): Promise<RefresherMonth[]> {
  const month = sql<string>`to_char(c.sent_at at time zone 'Europe/London', 'YYYY-MM')`;
  return db
    .selectFrom('refreshers as r')
    .innerJoin('refresher_recipients as c', (join) =>
      join.onRef('c.tenant', '=', 'r.tenant').onRef('c.refresher', '=', 'r.id'),
    )
    .select(month.as('month'))
    .select(sql<number>`count(distinct r.id)::integer`.as('refreshers'))
    .select(sql<number>`count(*)::integer`.as('sent'))
    .select(sql<number>`count(c.acknowledged_at)::integer`.as('acknowledged'))
    .where(inScope(scope, 'r'))
    .where('c.is_test', '=', false)
    .where('c.delivery', '=', 'sent')
    .where('c.sent_at', '>=', sql<Date>`${from}::date::timestamp at time zone 'Europe/London'`)
    .groupBy(month)
    .execute();
}
