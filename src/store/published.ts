import { sql } from 'kysely';
import type { Happened } from '../scores/practice.ts';
import type { Published } from '../scores/publish.ts';
import type { Db } from './database.ts';
import type { Organisation } from './scores.ts';
import { keepTeamOrder } from './team-order.ts';

/** What was published of months. In the tables '' stands for all teams or all topics. */

/** Those of the months that were published. */
export async function findPublishedMonths(
  db: Db,
  { tenant, platform }: Organisation,
  months: readonly string[],
): Promise<Map<string, Happened | null>> {
  if (months.length === 0) return new Map();
  const rows = await db
    .selectFrom('score_months')
    .select(['month', 'happened'])
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('month', 'in', [...months])
    .execute();
  return new Map(rows.map(({ month, happened }) => [month, happened]));
}

/**
 * The figures of these months, by month: of the whole organisation with its topics, and of the teams that are asked for, these
 * by topic where they are few.
 */
export async function findPublished(
  db: Db,
  { tenant, platform }: Organisation,
  months: readonly string[],
  teams: { readonly names: readonly string[]; readonly byTopic: boolean } = { names: [], byTopic: false },
): Promise<Map<string, Published[]>> {
  const rows = await db
    .selectFrom('score_figures')
    .select(['month', 'measure', 'team', 'topic', 'part', 'whole'])
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('month', 'in', [...months])
    .where('team', 'in', ['', ...teams.names])
    .$if(!teams.byTopic, (query) => query.where((row) => row.or([row('team', '=', ''), row('topic', '=', '')])))
    .execute();
  const found = new Map<string, Published[]>(months.map((month) => [month, []]));
  for (const { month, team, topic, ...figure } of rows)
    found.get(month)?.push({ ...figure, team: team === '' ? null : team, topic: topic === '' ? null : topic });
  return found;
}

/** Rows of one statement. */
const BATCH = 5000;

/** Keeps what a month shows, and the order of its teams, where nobody has before: what was published once stays. False where it had been. */
export async function keepPublished(
  db: Db,
  { tenant, platform }: Organisation,
  month: string,
  { figures, happened }: { figures: readonly Published[]; happened: Happened },
): Promise<boolean> {
  return db.transaction().execute(async (trx) => {
    const first = await trx
      .insertInto('score_months')
      .values({ tenant, platform, month, happened: JSON.stringify(happened) })
      .onConflict((conflict) => conflict.doNothing())
      .returning('month')
      .executeTakeFirst();
    if (!first) return false;
    for (let from = 0; from < figures.length; from += BATCH) {
      const rows = JSON.stringify(figures.slice(from, from + BATCH));
      await sql`insert into score_figures (tenant, platform, month, measure, team, topic, part, whole)
        select ${tenant}, ${platform}, ${month}, measure, coalesce(team, ''), coalesce(topic, ''), part, whole
        from jsonb_to_recordset(${rows}::jsonb) as row (measure text, team text, topic text, part integer, whole integer)`.execute(
        trx,
      );
    }
    await keepTeamOrder(trx, { tenant, platform }, month);
    return true;
  });
}
