import { type Kysely, sql } from 'kysely';
import type { PersonRef } from './accounts.ts';
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

/** All teams within the scope, by name. */
export async function listTeams(db: Kysely<Database>, scope: Scope, limit: number): Promise<TeamRef[]> {
  const rows = await db
    .selectFrom('people')
    .select(['tenant', 'team'])
    .distinct()
    .where(inScope(scope, 'people'))
    .where('team', 'is not', null)
    .orderBy('team')
    .orderBy('tenant')
    .limit(limit)
    .execute();
  return rows.map(({ tenant, team }) => ({ tenant, team: team ?? '' }));
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
