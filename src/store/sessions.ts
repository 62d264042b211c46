import type { Role } from '../roles.ts';
import type { Db } from './database.ts';
import type { SignInClaims } from './tables.ts';

/** How long a sign-in lasts in all, and how long it lasts unused, in milliseconds. */
export const SESSION_LIMIT = 12 * 60 * 60_000;
const IDLE_LIMIT = 60 * 60_000;

/** A page view within this time of the last one costs no write. */
const SEEN_EVERY = 60_000;

/** Names a session: `tenant` is the identity provider, `tokenHash` the SHA-256 of the cookie's token. */
export interface SessionKey {
  readonly tenant: string;
  readonly tokenHash: Uint8Array;
}

export interface SignedIn {
  /** The identity provider's id of the person. */
  readonly subject: string;
  readonly name: string | null;
  readonly claims: SignInClaims;
}

/** Somebody with a session, and the roles that they had when it was last used. */
export interface InSession extends SignedIn {
  readonly roles: readonly Role[];
}

export async function startSession(db: Db, key: SessionKey, person: InSession, now: Date): Promise<void> {
  await db
    .insertInto('sessions')
    .values({
      tenant: key.tenant,
      token_hash: key.tokenHash,
      subject: person.subject,
      name: person.name,
      claims: JSON.stringify(person.claims),
      roles: [...person.roles],
      created_at: now,
      seen_at: now,
    })
    .execute();
}

/** Who is signed in with this token and within both limits, or undefined. Counts as use. */
export async function useSession(db: Db, key: SessionKey, now: Date): Promise<InSession | undefined> {
  const row = await db
    .selectFrom('sessions')
    .select(['subject', 'name', 'claims', 'roles', 'seen_at'])
    .where('tenant', '=', key.tenant)
    .where('token_hash', '=', key.tokenHash)
    .where('created_at', '>', ago(now, SESSION_LIMIT))
    .where('seen_at', '>', ago(now, IDLE_LIMIT))
    .executeTakeFirst();
  if (!row) return undefined;
  if (row.seen_at < ago(now, SEEN_EVERY)) {
    await db
      .updateTable('sessions')
      .set({ seen_at: now })
      .where('tenant', '=', key.tenant)
      .where('token_hash', '=', key.tokenHash)
      .execute();
  }
  const { subject, name, claims, roles } = row;
  return { subject, name, claims, roles };
}

/** Gives the session another token and remembers the roles that go with it; false where another request was first. */
export async function renewSession(
  db: Db,
  key: SessionKey,
  next: { readonly tokenHash: Uint8Array; readonly roles: readonly Role[] },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('sessions')
    .set({ token_hash: next.tokenHash, roles: [...next.roles] })
    .where('tenant', '=', key.tenant)
    .where('token_hash', '=', key.tokenHash)
    .executeTakeFirstOrThrow();
  return numUpdatedRows > 0n;
}

export async function endSession(db: Db, key: SessionKey): Promise<void> {
  await db.deleteFrom('sessions').where('tenant', '=', key.tenant).where('token_hash', '=', key.tokenHash).execute();
}

/** Removes the sessions that neither limit lets live on. */
export async function removeExpiredSessions(db: Db, tenant: string, now: Date): Promise<void> {
  await db
    .deleteFrom('sessions')
    .where('tenant', '=', tenant)
    .where((row) =>
      row.or([row('created_at', '<=', ago(now, SESSION_LIMIT)), row('seen_at', '<=', ago(now, IDLE_LIMIT))]),
    )
    .execute();
}

function ago(now: Date, milliseconds: number): Date {
  return new Date(now.getTime() - milliseconds);
}
