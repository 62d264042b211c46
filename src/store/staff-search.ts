import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { PersonRef } from './accounts.ts';
import { inScope, type Scope } from './scope.ts';
import type { Database } from './tables.ts';
import type { TeamRef } from './team-managers.ts';

/** What a directory, or a list that an admin brought in, says of somebody. */
export interface StaffRow {
  readonly tenant: string;
  readonly id: string;
  readonly platform: Platform;
  /** The platform's id. */
  readonly user: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly jobTitle: string | null;
  readonly team: string | null;
  readonly guest: boolean;
  /** `YYYY-MM-DD`. */
  readonly joinedOn: string | null;
  readonly leftOn: string | null;
  readonly awayUntil: Date | null;
  /** When a directory named them last; null where none ever did. */
  readonly directoryAt: Date | null;
}

export interface StaffQuery {
  /** The beginnings of words of a name, an address, or the platform's id; empty: everyone. */
  readonly words: string;
  readonly team: string;
  /** From 0. */
  readonly page: number;
  readonly perPage: number;
}

const COLUMNS = [
  'p.tenant',
  'p.id',
  'p.platform',
  'p.platform_user as user',
  'p.name',
  'p.email',
  'p.job_title as jobTitle',
  'p.team',
  'p.guest',
  'p.joined_on as joinedOn',
  'p.left_on as leftOn',
  'p.away_until as awayUntil',
  'p.directory_at as directoryAt',
] as const;

/** People within the scope by name, one more than a page holds where there are more. */
export async function searchStaff(
  db: Kysely<Database>,
  scope: Scope,
  { words, team, page, perPage }: StaffQuery,
): Promise<StaffRow[]> {
  const asked = words.trim();
  return (
    db
      .selectFrom((from) =>
        from
          .selectFrom('people as p')
          .selectAll()
          .where(inScope(scope, 'p'))
          // `offset 0` has the matches found before they are put in order: whoever goes through all by name for a rare one reads everybody.
          .$if(asked !== '', (query) => query.where(matches(asked)).offset(0))
          .$if(team !== '', (query) => query.where('p.team', '=', team))
          .as('p'),
      )
      .select(COLUMNS)
      // Ascending, those without a name come last.
      .orderBy('p.name')
      .orderBy('p.id')
      .limit(perPage + 1)
      .offset(page * perPage)
      .execute()
  );
}

function matches(asked: string): RawBuilder<boolean> {
  if (asked.includes('@')) return sql<boolean>`p.email = ${asked.toLowerCase()}`;
  const prefixes = asked.match(/[\p{L}\p{N}]+/gu)?.map((word) => `${word}:*`) ?? [];
  return sql<boolean>`(to_tsvector('simple', coalesce(p.name, '')) @@ to_tsquery('simple', ${prefixes.join(' & ')})
    or p.platform_user = ${asked})`;
}

export interface StaffDetail extends StaffRow {
  readonly manager: string | null;
  readonly manages: readonly { readonly team: string; readonly source: 'directory' | 'admin' }[];
}

/** One person within the scope, with whom they answer to and which teams they manage. */
export async function findStaff(db: Kysely<Database>, scope: Scope, id: string): Promise<StaffDetail | undefined> {
  const row = await db
    .selectFrom('people as p')
    .select(COLUMNS)
    .where(inScope(scope, 'p'))
    .leftJoin('people as m', (join) => join.onRef('m.tenant', '=', 'p.tenant').onRef('m.id', '=', 'p.manager'))
    .select((row) => row.fn.coalesce('m.name', 'm.platform_user').as('manager'))
    .where('p.id', '=', id)
    .executeTakeFirst();
  if (!row) return undefined;
  const manages = await db
    .selectFrom('team_managers')
    .select(['team', 'source'])
    .where('tenant', '=', row.tenant)
    .where('person', '=', id)
    .orderBy('team')
    .orderBy('source')
    .execute();
  return { ...row, manages };
}

/** The account that signed in as this person last, within a realm. */
export async function accountOf(
  db: Kysely<Database>,
  realm: string,
  { tenant, id }: PersonRef,
): Promise<{ subject: string; at: Date } | undefined> {
  return db
    .selectFrom('accounts')
    .select(['subject', 'last_signed_in_at as at'])
    .where('tenant', '=', realm)
    .where('person_tenant', '=', tenant)
    .where('person', '=', id)
    .orderBy('last_signed_in_at', 'desc')
    .limit(1)
    .executeTakeFirst();
}

/** Whether anybody is in a team of this name. */
export async function teamExists(db: Kysely<Database>, { tenant, team }: TeamRef): Promise<boolean> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('tenant', '=', tenant)
    .where('team', '=', team)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
