import { sql } from 'kysely';
import { monthsUpTo } from '../scores/months.ts';
import { leastAwareFirst } from '../scores/order.ts';
import { MONTHS } from '../scores/period.ts';
import type { Db } from './database.ts';
import type { Organisation } from './scores.ts';
import type { Trx } from './tables.ts';

/** In which order lists have the teams of which something is shown. */

/** Rows of one statement. */
const BATCH = 5000;

/** Puts the teams in order as of a month that is being published: by all the months that a page sums up to it. */
export async function keepTeamOrder(trx: Trx, { tenant, platform }: Organisation, month: string): Promise<void> {
  const { rows } = await sql<{ team: string; right: number; answered: number }>`select team,
      coalesce(sum(part) filter (where measure = 'awareness'), 0)::integer as "right",
      coalesce(sum(whole) filter (where measure = 'awareness'), 0)::integer as answered
    from score_figures where tenant = ${tenant} and platform = ${platform} and month = any(${monthsUpTo(month, MONTHS)})
      and team <> '' and topic = '' and measure in ('awareness', 'coverage', 'told') group by team`.execute(trx);
  const teams = leastAwareFirst(rows);
  for (let from = 0; from < teams.length; from += BATCH)
    await sql`insert into team_order (tenant, platform, month, place, team)
      select ${tenant}, ${platform}, ${month}, ${sql.lit(from)} + place, team
      from unnest(${teams.slice(from, from + BATCH)}::text[]) with ordinality as t (team, place)`.execute(trx);
}

/** How teams are found in a list. */
export interface TeamSearch extends Organisation {
  /** The last that is over: it is published. */
  readonly month: string;
  /** Any part of the name; '' for all. */
  readonly query: string;
  /** Null: every team. */
  readonly only: readonly string[] | null;
  readonly offset: number;
  readonly limit: number;
}

/** Their names, in their order. */
export async function findTeamNames(db: Db, search: TeamSearch): Promise<string[]> {
  const { tenant, platform, month, query, only, offset, limit } = search;
  const like = `%${query.replace(/[\\%_]/g, '\\$&')}%`;
  const rows = await db
    .selectFrom('team_order')
    .select('team')
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('month', '=', month)
    .$if(query !== '', (some) => some.where('team', 'ilike', like))
    .$if(only !== null, (some) => some.where(sql<boolean>`team = any(${[...(only ?? [])]})`))
    .orderBy('place')
    .limit(limit)
    .offset(offset)
    .execute();
  return rows.map(({ team }) => team);
}
