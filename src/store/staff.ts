import { type Kysely, sql } from 'kysely';
import type { Platform, StaffMember } from '../chat.ts';
import type { Database, Trx } from './tables.ts';

/** What a directory says of people, beside what they do: nobody is ever removed, and what an admin gave stays. */
export interface DirectoryKey {
  readonly tenant: string;
  readonly platform: Platform;
}

export interface Named {
  readonly now: Date;
  /** Everyone is being read: who stayed as they were is marked as named now, and who isn't has gone. */
  readonly everyone: boolean;
  /** Whether the directory was read to its end before, so that whom it hasn't named yet is new here. */
  readonly newcomers: boolean;
}

/** The day in the United Kingdom: from when somebody has left, or has come. */
export const today = (now: Date) => sql<string>`(${now}::timestamptz at time zone 'Europe/London')::date`;

/**
 * Puts down what the directory says of these people; of somebody who left before they were known, nothing. Gives whether a
 * name came, changed or went. One statement for each step, in one order, so that two that write the same people wait for
 * each other and never in a ring.
 */
export async function putStaff(
  trx: Trx,
  { tenant, platform }: DirectoryKey,
  people: readonly StaffMember[],
  { now, everyone, newcomers }: Named,
): Promise<boolean> {
  if (people.length === 0) return false;
  const users = people.map(({ user }) => user);
  const given = sql`jsonb_to_recordset(${JSON.stringify(people)}::text::jsonb) as g ("user" text, name text, email text,
    "jobTitle" text, department text, manager text, guest boolean, active boolean, language text, "timeZone" text,
    "awayUntil" timestamptz, "joinedOn" date)`;
  await sql`
    insert into people (tenant, platform, platform_user)
      select distinct ${tenant}, ${platform}, ids.id from ${given}
      cross join lateral (values (g."user"), (g.manager)) as ids (id)
      where g.active and ids.id is not null order by ids.id on conflict do nothing`.execute(trx);
  await sql`
    select from people where tenant = ${tenant} and platform = ${platform}
      and platform_user = any(${users}::text[]) order by platform_user collate "C" for update`.execute(trx);
  const unless = (column: string, value: ReturnType<typeof sql>) =>
    sql`case when ${column} = any(p.from_admin) then p.${sql.ref(column)} else ${value} end`;
  const { rows } = await sql<{ renamed: boolean }>`
    with said as (
      select p.id, p.directory_at as named_before,
        (p.name, p.guest, p.left_on) as before,
        ${unless('name', sql`nullif(g.name, '')`)} as name,
        ${unless('email', sql`g.email`)} as email,
        ${unless('job_title', sql`g."jobTitle"`)} as job_title,
        ${unless('manager', sql`m.id`)} as manager,
        ${unless(
          'joined_on',
          sql`coalesce(g."joinedOn", p.joined_on,
          case when ${newcomers} and p.directory_at is null and g.active then ${today(now)} end)`,
        )} as joined_on,
        ${unless('left_on', sql`case when g.active then null else coalesce(p.left_on, ${today(now)}) end`)} as left_on,
        g.department, g.guest, coalesce(p.language, g.language) as language, g."timeZone" as time_zone,
        g."awayUntil" as away_until
      from ${given}
      join people p on p.tenant = ${tenant} and p.platform = ${platform} and p.platform_user = g."user"
        -- Said again, for a plan that is right before the table's first statistics, too.
        and p.platform_user = any(${users}::text[])
      left join people m on m.tenant = p.tenant and m.platform = p.platform and m.platform_user = g.manager
    )
    update people p set name = s.name, email = s.email, job_title = s.job_title, manager = s.manager,
      joined_on = s.joined_on, left_on = s.left_on, department = s.department, guest = s.guest, language = s.language,
      time_zone = s.time_zone, away_until = s.away_until, directory_at = ${now}
    from said s where p.tenant = ${tenant} and p.id = s.id and (${everyone} or p.directory_at is null
      or (p.name, p.email, p.job_title, p.manager, p.joined_on, p.left_on, p.department, p.guest, p.language, p.time_zone,
        p.away_until) is distinct from (s.name, s.email, s.job_title, s.manager, s.joined_on, s.left_on, s.department,
        s.guest, s.language, s.time_zone, s.away_until))
    returning s.before is distinct from (s.name, s.guest, s.left_on) as renamed`.execute(trx);
  return rows.some(({ renamed }) => renamed);
}

/** These have gone. Gives whether anybody has who was there. */
export async function markLeft(
  trx: Trx,
  { tenant, platform }: DirectoryKey,
  users: readonly string[],
  now: Date,
): Promise<boolean> {
  const { numUpdatedRows } = await trx
    .updateTable('people')
    .set({ left_on: today(now), directory_at: now })
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('platform_user', '=', sql<string>`any(${[...users]}::text[])`)
    .where('left_on', 'is', null)
    .where(sql<boolean>`not 'left_on' = any(from_admin)`)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

/** Whom the directory named once, and no more since `before`, has gone. Gives how many. */
export async function markGone(
  db: Kysely<Database>,
  { tenant, platform }: DirectoryKey,
  before: Date,
  now: Date,
): Promise<number> {
  const { numUpdatedRows } = await db
    .updateTable('people')
    .set({ left_on: today(now) })
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('directory_at', '<', before)
    .where('left_on', 'is', null)
    .where(sql<boolean>`not 'left_on' = any(from_admin)`)
    .executeTakeFirstOrThrow();
  return Number(numUpdatedRows);
}

/** Who has not left: to be written to, and counted. */
export const stillHere = (now: Date, people = 'people') =>
  sql<boolean>`(${sql.ref(`${people}.left_on`)} is null or ${sql.ref(`${people}.left_on`)} > ${today(now)})`;

/** Who has not left, and is not away: to be asked something that can wait. */
export const atWork = (now: Date, people = 'people') =>
  sql<boolean>`(${stillHere(now, people)} and (${sql.ref(`${people}.away_until`)} is null
    or ${sql.ref(`${people}.away_until`)} <= ${now}))`;
