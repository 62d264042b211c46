import { createHash, randomBytes } from 'node:crypto';
import { type GivenRole, ROLES, type Role } from '../../src/roles.ts';
import type { Db } from '../../src/store/database.ts';
import { startSession } from '../../src/store/sessions.ts';
import type { SignInClaims } from '../../src/store/tables.ts';

export const ISSUER = 'http://localhost:9/issuer';
/** Enough for pages: who has a session needs the provider no more. */
export const SIGN_IN = { issuer: ISSUER, clientId: 'quietword', clientSecret: 'secret-of-the-test' };

export interface SomeoneSignedIn {
  readonly subject?: string;
  readonly name?: string;
  readonly roles?: readonly GivenRole[];
  readonly account?: SignInClaims['account'];
  readonly email?: string | null;
  /** Roles as of the last page: the same as now, so that the token stays. */
  readonly before?: readonly Role[];
}

/** Puts a session into the database, as a sign-in does, and gives back the cookie of its browser. */
export async function signedInAs(
  db: Db,
  { subject = 'S1', name = 'Ada Osei', roles = [], account = null, email = null, before }: SomeoneSignedIn,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const tokenHash = createHash('sha256').update(token).digest();
  const known = before ?? ROLES.filter((role) => role === 'staff' || (roles as readonly Role[]).includes(role));
  await startSession(
    db,
    { tenant: ISSUER, tokenHash },
    { subject, name, claims: { roles, account, email }, roles: known },
    new Date(),
  );
  return `quietword=${token}`;
}
