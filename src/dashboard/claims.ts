import type { SignInConfig } from '../config.ts';
import { GIVEN_ROLES } from '../roles.ts';
import type { SignedIn } from '../store/sessions.ts';
import type { SignInClaims } from '../store/tables.ts';

type Given = Readonly<Record<string, unknown>>;
type Mapping = Pick<SignInConfig, 'rolesClaim' | 'roleGroups'>;

const SLACK = 'https://slack.com/';

/**
 * What counts of a verified ID token. Nobody is known by an address alone: Entra's `email` is whatever a tenant's admin typed, and
 * so is anybody's (the attack is called nOAuth). Entra's person is `oid` within `tid`, Slack's a user of a workspace, any other `sub`.
 */
export function readClaims(token: Given & { readonly sub: string }, mapping: Mapping): SignedIn {
  const account = accountOf(token);
  const name = [token.name, token.preferred_username].find((claim) => typeof claim === 'string');
  return {
    subject: account?.user ?? token.sub,
    name: name?.slice(0, 100) ?? null,
    claims: { roles: rolesIn(token, mapping), account, email: verifiedEmail(token) },
  };
}

function accountOf(token: Given): SignInClaims['account'] {
  const text = (name: string) => {
    const value = token[name];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const [team, slackUser] = [text(`${SLACK}team_id`), text(`${SLACK}user_id`)];
  if (team && slackUser) {
    const grid = text(`${SLACK}enterprise_id`);
    return { platform: 'slack', tenants: grid ? [team, grid] : [team], user: slackUser };
  }
  const [tenant, object] = [text('tid'), text('oid')];
  // As the Teams adapter keeps them.
  if (tenant && object) return { platform: 'teams', tenants: [tenant.toLowerCase()], user: object.toLowerCase() };
  return null;
}

function rolesIn(token: Given, { rolesClaim, roleGroups }: Mapping): SignInClaims['roles'] {
  const named = new Set(strings(token[rolesClaim]).map((value) => value.toLowerCase()));
  const groups = new Set(strings(token.groups));
  const byGroup = new Set(roleGroups.filter(({ group }) => groups.has(group)).map(({ role }) => role));
  return GIVEN_ROLES.filter((role) => named.has(role) || byGroup.has(role));
}

function verifiedEmail(token: Given): string | null {
  return token.email_verified === true && typeof token.email === 'string' ? token.email.toLowerCase() : null;
}

/** Entra leaves out the groups of somebody who is in more than 200, and names where they can be asked for instead. */
export const groupsLeftOut = (token: Given): boolean =>
  typeof token._claim_names === 'object' && token._claim_names !== null && 'groups' in token._claim_names;

/** Who speaks for an account: the identity provider, and with Sign in with Slack the workspace, whose admins give roles there only. */
export function realmOf(issuer: string, { account }: SignInClaims): string {
  return account?.platform === 'slack' ? `${issuer}/${account.tenants[0]}` : issuer;
}

const strings = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one) => typeof one === 'string');
