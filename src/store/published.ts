import { sql } from 'kysely';
import type { Happened } from '../scores/practice.ts';
import type { Published } from '../scores/publish.ts';
import type { Db } from './database.ts';
import type { Organisation } from './scores.ts';
import { shownOrder } from './shown-order.ts';

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

/** Teams of which something was published in these months: how they are found in a list. */
export interface TeamSearch {
  readonly tenant: string;
  readonly platform: string;
  readonly months: readonly string[];
  /** Any part of the name; '' for all. */
  readonly query: string;
  /** Null: every team. */
  readonly only: readonly string[] | null;
  readonly offset: number;
  readonly limit: number;
}

/**
 * Their names: the least aware over the months first, then those without enough answers, by name. The order is that of the shown
 * figures (`shownOrder`), since an order by others would tell them. `least`: so many answers make a share.
 */
export async function findTeamNames(db: Db, search: TeamSearch, least: number): Promise<string[]> {
  const { tenant, platform, months, query, only, offset, limit } = search;
  const like = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const named = query === '' ? sql`true` : sql`team ilike ${like}`;
  const wanted = sql`tenant = ${tenant} and platform = ${platform} and topic = '' and team <> '' and month = any(${[...months]})
    ${only === null ? sql`` : sql`and team = any(${[...only]})`}`;
  // `offset 0` has names compared once a team, not once a month: it is what takes longest.
  const ranked = sql`select team, part, whole from (
      select team, sum(part)::double precision as part, sum(whole)::double precision as whole from score_figures
      where ${wanted} and measure = 'awareness' group by team having sum(whole) >= ${sql.lit(least)} offset 0) summed
    where ${named}`;
  const { rows: first } = await sql<{ team: string }>`select team from (${ranked}) ranked
    order by ${shownOrder('part', 'whole')}, team limit ${limit} offset ${offset}`.execute(db);
  if (first.length === limit) return first.map(({ team }) => team);
  const { rows: counted } = await sql<{
    n: number;
  }>`select count(*)::integer as n from (${ranked}) ranked`.execute(db);
  const { rows: others } = await sql<{ team: string }>`select distinct team from score_figures
    where ${wanted} and ${named} and measure in ('awareness', 'coverage', 'told') and team not in (select team from (${ranked}) ranked)
    order by team limit ${limit - first.length} offset ${Math.max(0, offset - (counted[0]?.n ?? 0))}`.execute(db);
  return [...first, ...others].map(({ team }) => team);
}

/** Rows of one statement. */
const BATCH = 5000;

/** Keeps what a month shows, where nobody has before: what was published once stays. False where it had been. */
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
    return true;
  });
}
