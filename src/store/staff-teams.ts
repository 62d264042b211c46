import { type Kysely, sql } from 'kysely';
import { type DirectoryKey, stillHere } from './staff.ts';
import type { Database } from './tables.ts';

/**
 * The one team that somebody counts in: what an admin gave, else their department, else the first by name of their groups that
 * begin with `prefix`. Guests are in none. `users`: of these people only.
 */
export async function settleTeams(
  db: Kysely<Database>,
  { tenant, platform }: DirectoryKey,
  prefix: string,
  users: readonly string[] | null = null,
): Promise<void> {
  await sql`
    update people p set team = settled.team from (
      select id, case when guest then null else coalesce(department, (
        select min(g.name) from staff_group_members m
        join staff_groups g on g.tenant = m.tenant and g.platform = m.platform and g.id = m.staff_group
        where m.tenant = staff.tenant and m.platform = staff.platform and m.platform_user = staff.platform_user
          and starts_with(g.name, ${prefix}))) end as team
      from people staff
      where tenant = ${tenant} and platform = ${platform} and directory_at is not null and not 'team' = any(from_admin)
        and (${users === null} or platform_user = any(${[...(users ?? [])]}::text[]))
    ) settled
    where p.tenant = ${tenant} and p.id = settled.id and p.team is distinct from settled.team`.execute(db);
}

/** Whoever is the manager of somebody in a team manages that team, as far as the directory says. */
export async function settleManagers(
  db: Kysely<Database>,
  { tenant, platform }: DirectoryKey,
  now: Date,
): Promise<void> {
  const managed = sql`
    select distinct staff.team, staff.manager as person from people staff
      join people m on m.tenant = staff.tenant and m.id = staff.manager
      where staff.tenant = ${tenant} and staff.platform = ${platform} and staff.team is not null and not m.guest
        and ${stillHere(now, 'staff')} and ${stillHere(now, 'm')}`;
  await sql`
    delete from team_managers t using people p
      where t.tenant = ${tenant} and t.source = 'directory' and p.tenant = t.tenant and p.id = t.person
        and p.platform = ${platform} and (t.team, t.person) not in (${managed})`.execute(db);
  await sql`
    insert into team_managers (tenant, team, person, source)
      select ${tenant}, team, person, 'directory' from (${managed}) managed on conflict do nothing`.execute(db);
}
