import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import { namesChanged } from './directories.ts';
import type { PersonKey } from './people.ts';
import { inScope, type Scope } from './scope.ts';
import type { Database, Trx } from './tables.ts';

/** What a list says of somebody: a field that it leaves out stays as it is, null takes it away. */
export interface StaffGiven {
  readonly tenant: string;
  readonly platform: Platform;
  readonly user: string;
  readonly fields: {
    readonly name?: string | null;
    readonly email?: string | null;
    readonly job_title?: string | null;
    readonly team?: string | null;
    /** The platform's id of the person whom they answer to. */
    readonly manager?: string | null;
    /** `YYYY-MM-DD`. */
    readonly joined_on?: string | null;
    readonly left_on?: string | null;
  };
}

const BATCH = 1000;

/** The organisations of each platform that anything is known of, within the scope. */
export async function knownTenants(
  db: Kysely<Database>,
  scope: Scope,
): Promise<{ platform: Platform; tenant: string }[]> {
  return db
    .selectFrom('people')
    .select(['platform', 'tenant'])
    .distinct()
    .where(inScope(scope, 'people'))
    .union(db.selectFrom('channels').select(['platform', 'tenant']).distinct().where(inScope(scope, 'channels')))
    .execute();
}

/** Those of the keys that nobody has. */
export async function unknownPeople(db: Kysely<Database>, keys: readonly PersonKey[]): Promise<PersonKey[]> {
  const unknown: PersonKey[] = [];
  for (const batch of batches(keys)) {
    const { rows } = await sql<PersonKey>`
      select g.tenant, g.platform, g."user" from ${recordsOf(batch)}
      where not exists (select from people p
        where p.tenant = g.tenant and p.platform = g.platform and p.platform_user = g."user")`.execute(db);
    unknown.push(...rows);
  }
  return unknown;
}

/**
 * Keeps what a list says of people, and no directory writes over it. Whoever it names as a manager manages that team from then
 * on. All at once, or, should it throw, nothing.
 */
export async function importStaff(trx: Trx, people: readonly StaffGiven[], now: Date): Promise<void> {
  // In one order, so that two lists at a time wait for each other and not in a ring.
  const sorted = [...people].sort((a, b) => order(a) - order(b) || (a.user < b.user ? -1 : 1));
  for (const batch of batches(sorted))
    await sql`insert into people (tenant, platform, platform_user)
      select g.tenant, g.platform, g."user" from ${recordsOf(batch)} on conflict do nothing`.execute(trx);
  for (const batch of batches(sorted)) await update(trx, batch);
  // So that each process knows these colleagues by their names from now on.
  const places = new Map(sorted.map(({ tenant, platform }) => [`${platform}/${tenant}`, { tenant, platform }]));
  for (const place of places.values()) await namesChanged(trx, place, now);
}

const order = ({ platform }: StaffGiven) => ['slack', 'teams', 'simulator'].indexOf(platform);

async function update(trx: Trx, batch: readonly StaffGiven[]): Promise<void> {
  const field = (name: keyof StaffGiven['fields'], cast = sql``) =>
    sql`case when g.fields ? ${name} then (g.fields->>${name})${cast} else p.${sql.ref(name)} end`;
  await sql`
    update people p set name = ${field('name')}, email = ${field('email')}, job_title = ${field('job_title')},
      team = ${field('team')}, joined_on = ${field('joined_on', sql`::date`)}, left_on = ${field('left_on', sql`::date`)},
      manager = case when g.fields ? 'manager' then (select m.id from people m where m.tenant = g.tenant
        and m.platform = g.platform and m.platform_user = g.fields->>'manager') else p.manager end,
      -- What an admin gave, no directory writes over; what they took away is the directory's again.
      from_admin = array(
        select kept from unnest(p.from_admin) kept where not g.fields ? kept
        union select named from jsonb_each(g.fields) as given (named, value) where value <> 'null'::jsonb)
    from ${recordsOf(batch)}
    where p.tenant = g.tenant and p.platform = g.platform and p.platform_user = g."user"`.execute(trx);
  await sql`
    insert into team_managers (tenant, team, person, source)
      select distinct p.tenant, p.team, p.manager, 'admin' from people p
      join ${recordsOf(batch)} on p.tenant = g.tenant and p.platform = g.platform and p.platform_user = g."user"
      where g.fields ? 'manager' and p.team is not null and p.manager is not null
    on conflict do nothing`.execute(trx);
}

// Through text, since PGlite and pg serialise objects each in their own way.
const recordsOf = (rows: readonly object[]) =>
  sql`jsonb_to_recordset(${JSON.stringify(rows)}::text::jsonb) as g (tenant text, platform text, "user" text, fields jsonb)`;

function* batches<T>(rows: readonly T[]): Generator<readonly T[]> {
  for (let from = 0; from < rows.length; from += BATCH) yield rows.slice(from, from + BATCH);
}
