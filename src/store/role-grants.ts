import type { Kysely } from 'kysely';
import type { GivenRole } from '../roles.ts';
import type { Database } from './tables.ts';

/** An account that signs in: its realm and the identity provider's id. */
export interface AccountKey {
  readonly tenant: string;
  readonly subject: string;
}

/** The roles that an admin gave this account. */
export async function grantsOf(db: Kysely<Database>, { tenant, subject }: AccountKey): Promise<GivenRole[]> {
  const rows = await db
    .selectFrom('role_grants')
    .select('role')
    .where('tenant', '=', tenant)
    .where('subject', '=', subject)
    .execute();
  return rows.map(({ role }) => role);
}

/** False where the account has the role already. */
export async function giveRole(
  db: Kysely<Database>,
  { tenant, subject }: AccountKey,
  role: GivenRole,
  by: string,
): Promise<boolean> {
  const row = await db
    .insertInto('role_grants')
    .values({ tenant, subject, role, granted_by: by })
    .onConflict((conflict) => conflict.doNothing())
    .returning('role')
    .executeTakeFirst();
  return row !== undefined;
}

/** False where the account has no such grant. */
export async function takeRole(
  db: Kysely<Database>,
  { tenant, subject }: AccountKey,
  role: GivenRole,
): Promise<boolean> {
  const { numDeletedRows } = await db
    .deleteFrom('role_grants')
    .where('tenant', '=', tenant)
    .where('subject', '=', subject)
    .where('role', '=', role)
    .executeTakeFirstOrThrow();
  return numDeletedRows > 0n;
}
export interface Grant {
  readonly subject: string;
  /** As the account signed in last; null where it never has. */
  readonly name: string | null;
  readonly role: GivenRole;
  readonly by: string;
  readonly at: Date;
}

/** All roles that admins gave in this realm, by role and name. */
export async function listGrants(db: Kysely<Database>, realm: string): Promise<Grant[]> {
  return db
    .selectFrom('role_grants as g')
    .leftJoin('accounts as a', (join) => join.onRef('a.tenant', '=', 'g.tenant').onRef('a.subject', '=', 'g.subject'))
    .select(['g.subject', 'a.name', 'g.role', 'g.granted_by as by', 'g.at'])
    .where('g.tenant', '=', realm)
    .orderBy('g.role')
    .orderBy('a.name')
    .orderBy('g.subject')
    .execute();
}
