import { sql } from 'kysely';
import { LEAST_PEOPLE } from '../scores/rounding.ts';
import type { Db } from './database.ts';
import type { Trx } from './tables.ts';

/** Whoever counts, it is in days by the clocks in London. */
const dayOf = (column: string) => sql<string>`(${sql.ref(column)} at time zone 'Europe/London')::date`;
const startOf = (day: string) => sql<Date>`(${day}::date::timestamp at time zone 'Europe/London')`;
const endOf = (day: string) => sql<Date>`((${day}::date + 1)::timestamp at time zone 'Europe/London')`;

/** Organisations of which anybody is known. One step for each, however many people there are. */
export async function findTenants(db: Db): Promise<string[]> {
  const { rows } = await sql<{ tenant: string }>`
    with recursive found as (
      select min(tenant) as tenant from people
      union all
      select (select min(p.tenant) from people p where p.tenant > found.tenant) from found where found.tenant is not null)
    select tenant from found where tenant is not null`.execute(db);
  return rows.map(({ tenant }) => tenant);
}

/** Days of which something was written since then, oldest first. */
export interface TouchedDays {
  readonly incidents: readonly string[];
  readonly answers: readonly string[];
  readonly triage: readonly string[];
}

/** `since` null: all days. Of a burst, an answer touches each message. */
export async function findTouchedDays(db: Db, tenant: string, since: Date | null): Promise<TouchedDays> {
  const from = since ?? new Date(0);
  const days = async (query: ReturnType<typeof sql<{ day: string }>>) =>
    (await query.execute(db)).rows.map(({ day }) => day).sort();
  const [incidents, answers, triage] = await Promise.all([
    days(
      since === null
        ? sql`select distinct ${dayOf('claimed_at')} as day from incidents where tenant = ${tenant}
            union select distinct day from daily_counts where tenant = ${tenant}`
        : sql`with touched as (select distinct incident from outcomes where tenant = ${tenant} and at >= ${from})
          select distinct ${dayOf('i.claimed_at')} as day from touched t join incidents i on i.tenant = ${tenant} and i.id = t.incident
          union
          select distinct ${dayOf('i.claimed_at')} as day from touched t join incidents i on i.tenant = ${tenant} and i.burst_of = t.incident`,
    ),
    days(sql`select distinct ${dayOf('at')} as day from quiz_answers where tenant = ${tenant} and at >= ${from}`),
    days(sql`select distinct ${dayOf('t.raised_at')} as day from triage_log l join triage t on t.tenant = l.tenant and t.id = l.item
      where l.tenant = ${tenant} and l.at >= ${from}`),
  ]);
  return { incidents, answers, triage };
}

/** Counts a day of incidents anew. An edit that shows nothing worse is the same incident, and not counted. */
export async function rollUpIncidents(db: Db, tenant: string, day: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await clear(trx, ['daily_incidents', 'daily_team_incidents', 'daily_totals'], tenant, day);
    const ofDay = sql`i.tenant = ${tenant} and i.repeat_of is null and i.claimed_at >= ${startOf(day)} and i.claimed_at < ${endOf(day)}`;
    await sql`insert into daily_incidents (tenant, platform, day, audience, level, mode, delivery, resolution, answer, held, categories, incidents)
      select i.tenant, i.platform, ${day}::date, i.audience, i.level, i.mode, coalesce(n.delivery, 'held'), i.resolution, i.answer,
        i.held, i.categories, count(*)
      from incidents i left join lateral (
        select n.delivery from notices n where n.tenant = i.tenant and n.incident = i.id and n.kind = 'first' limit 1) n on true
      where ${ofDay} group by i.tenant, i.platform, i.audience, i.level, i.mode, coalesce(n.delivery, 'held'), i.resolution, i.answer,
        i.held, i.categories`.execute(trx);
    await sql`insert into daily_totals (tenant, platform, day, incidents, urgent, put_right, posters, clear)
      select ${tenant}, platform, ${day}::date, sum(incidents), sum(urgent), sum(put_right), sum(posters), sum(clear) from (
        select i.platform, count(*) as incidents, count(*) filter (where i.level = 'urgent') as urgent,
          count(i.resolution) as put_right, count(distinct i.person) as posters, 0 as clear
        from incidents i where ${ofDay} group by i.platform
        union all
        select platform, 0, 0, 0, 0, sum(clear) from daily_counts where tenant = ${tenant} and day = ${day} group by platform) each
      group by platform`.execute(trx);
    await sql`with each as (
        select i.platform, i.categories[1] as category, i.audience, i.resolution, p.team
        from incidents i join people p on p.tenant = i.tenant and p.id = i.person where ${ofDay}),
      ${largeTeams(tenant)}
      insert into daily_team_incidents (tenant, platform, day, team, category, audience, incidents, put_right)
      select ${tenant}, each.platform, ${day}::date, coalesce(large.team, ''), each.category, each.audience, count(*), count(each.resolution)
      from each left join large on large.platform = each.platform and large.team = each.team
      group by each.platform, coalesce(large.team, ''), each.category, each.audience`.execute(trx);
  });
}

/** Counts a day of answers anew: of the bank, in variants that were new to the person. */
export async function rollUpAnswers(db: Db, tenant: string, day: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await clear(trx, ['daily_answers'], tenant, day);
    await sql`with each as (
        select p.platform, p.team, a.topic, a.correct
        from quiz_answers a join people p on p.tenant = a.tenant and p.id = a.person
        where a.tenant = ${tenant} and a.at >= ${startOf(day)} and a.at < ${endOf(day)} and a.question is not null and a.first_seen),
      ${largeTeams(tenant)}
      insert into daily_answers (tenant, platform, day, team, topic, answers, correct)
      select ${tenant}, each.platform, ${day}::date, coalesce(large.team, ''), each.topic, count(*), count(*) filter (where each.correct)
      from each left join large on large.platform = each.platform and large.team = each.team
      group by each.platform, coalesce(large.team, ''), each.topic`.execute(trx);
  });
}

/** Counts anew what was put on the Guardian's list on a day, as it stands now. */
export async function rollUpTriage(db: Db, tenant: string, day: string): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await clear(trx, ['daily_triage'], tenant, day);
    await sql`insert into daily_triage (tenant, platform, day, kind, category, state, items)
      select tenant, platform, ${day}::date, kind, coalesce(categories[1], ''), state, count(*) from triage
      where tenant = ${tenant} and raised_at >= ${startOf(day)} and raised_at < ${endOf(day)}
      group by tenant, platform, kind, coalesce(categories[1], ''), state`.execute(trx);
  });
}

/** Teams of those in `each` that are large enough to be named in what is kept for years. */
const largeTeams = (tenant: string) => sql`large as (
  select p.platform, p.team from people p join (select distinct platform, team from each where team <> '') t
    on t.platform = p.platform and t.team = p.team
  where p.tenant = ${tenant} and p.left_on is null group by p.platform, p.team having count(*) >= ${sql.lit(LEAST_PEOPLE)})`;

type Daily = 'daily_incidents' | 'daily_team_incidents' | 'daily_totals' | 'daily_answers' | 'daily_triage';

async function clear(trx: Trx, tables: readonly Daily[], tenant: string, day: string): Promise<void> {
  for (const table of tables) await trx.deleteFrom(table).where('tenant', '=', tenant).where('day', '=', day).execute();
}
