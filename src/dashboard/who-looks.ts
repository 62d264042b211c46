import type { Platform } from '../chat.ts';
import type { SignInConfig } from '../config.ts';
import { personBehind } from '../store/accounts.ts';
import type { Db } from '../store/database.ts';
import { grantsOf } from '../store/role-grants.ts';
import type { SignedIn } from '../store/sessions.ts';
import { teamsManagedBy } from '../store/team-managers.ts';
import type { Viewer } from './access.ts';
import { realmOf } from './claims.ts';
import { rolesOf } from './roles-of.ts';

/** Finds out anew at each request who is looking, so that a role which is taken away is gone at once. */
export function createWhoLooks(parts: {
  db: Db;
  signIn: Pick<SignInConfig, 'issuer' | 'admins'>;
  platforms: readonly Platform[];
}): (person: SignedIn) => Promise<Viewer> {
  const { db, signIn, platforms } = parts;
  return async ({ subject, name, claims }) => {
    const realm = realmOf(signIn.issuer, claims);
    const [granted, person] = await Promise.all([grantsOf(db, { tenant: realm, subject }), personBehind(db, claims)]);
    const teams = person ? await teamsManagedBy(db, person) : [];
    const sources = rolesOf({
      claimed: claims.roles,
      granted,
      firstAdmin: signIn.admins.includes(subject),
      managesTeams: teams.length > 0,
    });
    const { account } = claims;
    const scope =
      account?.platform === 'slack'
        ? { platforms: platforms.filter((platform) => platform === 'slack'), tenants: account.tenants }
        : { platforms, tenants: null };
    return { realm, subject, name, roles: new Set(sources.keys()), sources, person, teams, scope };
  };
}
