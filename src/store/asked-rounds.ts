import { sql } from 'kysely';
import type { AskedRound } from '../scores/streak.ts';
import type { Db } from './database.ts';
import type { PersonId } from './own.ts';

/** Some years of weeks, and what was asked for beside them. */
const MOST = 250;

/** Questions that were put to somebody, the latest first; no survey, which is answered without a name. */
export async function askedRounds(db: Db, { tenant, id }: PersonId): Promise<AskedRound[]> {
  return db
    .selectFrom('quiz_rounds as r')
    .select(['r.slot', 'r.questions', 'r.closed_at as closedAt'])
    .select(
      sql<number>`(select count(*)::integer from quiz_asked q
        join quiz_answers a on a.tenant = q.tenant and a.person = q.person and a.about = q.id
        where q.tenant = r.tenant and q.round = r.id)`.as('answered'),
    )
    .where('r.tenant', '=', tenant)
    .where('r.person', '=', id)
    .where('r.kind', '=', 'quiz')
    .where('r.asked_at', 'is not', null)
    .orderBy('r.slot', 'desc')
    .limit(MOST)
    .execute();
}
