import { type Kysely, sql } from 'kysely';
import type { PersonRef } from './accounts.ts';
import type { Db } from './database.ts';
import { findTenants } from './roll-up.ts';
import { inScope, type Scope } from './scope.ts';
import type { Database } from './tables.ts';

export interface TeamRef {
  readonly tenant: string;
  readonly team: string;
}

/** The teams that somebody manages, as a directory says or an admin gave them. Who has left manages none. */
export async function teamsManagedBy(db: Kysely<Database>, { tenant, id }: PersonRef): Promise<TeamRef[]> {
  return db
    .selectFrom('team_managers as m')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'm.tenant').onRef('p.id', '=', 'm.person'))
    .select(['m.tenant', 'm.team'])
    .distinct()
    .where('m.tenant', '=', tenant)
    .where('m.person', '=', id)
    .where(sql<boolean>`coalesce(p.left_on > current_date, true)`)
    .orderBy('m.team')
    .execute();
}

/** The first teams within the scope, by name. One step of an index for each, however many people there are. */
export async function listTeams(db: Db, scope: Scope, limit: number): Promise<TeamRef[]> {
  const tenants = scope.tenants ?? (await findTenants(db));
  const next = sql`select min(p.team) from people p where p.tenant = t.tenant and ${inScope(scope, 'p')}`;
  const { rows } = await sql<TeamRef>`
    select t.tenant, each.team from unnest(${[...tenants]}::text[]) as t (tenant) cross join lateral (
      with recursive found as (
        select (${next}) as team, 1 as nth
        union all
        select (${next} and p.team > found.team), nth + 1 from found where found.team is not null and nth < ${limit})
      select team from found where team is not null) each
    order by each.team, t.tenant limit ${limit}`.execute(db);
  return rows;
}

/** False where an admin gave it to them already. */
export async function giveTeam(db: Kysely<Database>, { tenant, team }: TeamRef, person: string): Promise<boolean> {
  const row = await db
    .insertInto('team_managers')
    .values({ tenant, team, person, source: 'admin' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('team')
    .executeTakeFirst();
  return row !== undefined;
}

/** Takes what an admin gave; what the directory says stays. False where there was nothing to take. */
export async function takeTeam(db: Kysely<Database>, { tenant, team }: TeamRef, person: string): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('team_managers')
    .where('tenant', '=', tenant)
    .where('team', '=', team)
    .where('person', '=', person)
    .where('source', '=', 'admin')
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
