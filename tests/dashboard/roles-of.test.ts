import { describe, expect, test } from 'vitest';
import { readClaims, realmOf } from '../../src/dashboard/claims.ts';
import { type Known, rolesOf } from '../../src/dashboard/roles-of.ts';

describe('where roles come from', () => {
  const nobody: Known = { claimed: [], granted: [], firstAdmin: false, managesTeams: false };
  test.each<[string, Partial<Known>, Record<string, string[]>]>([
    ['everyone is staff', {}, { staff: ['everyone'] }],
    ['a role of the provider', { claimed: ['guardian'] }, { staff: ['everyone'], guardian: ['provider'] }],
    ['a grant', { granted: ['trainer'] }, { staff: ['everyone'], trainer: ['grant'] }],
    ['the setting', { firstAdmin: true }, { staff: ['everyone'], admin: ['setting'] }],
    ['a team', { managesTeams: true }, { staff: ['everyone'], manager: ['team'] }],
    [
      'several ways at once',
      { claimed: ['manager', 'admin'], granted: ['admin'], firstAdmin: true, managesTeams: true },
      { staff: ['everyone'], manager: ['provider', 'team'], admin: ['provider', 'grant', 'setting'] },
    ],
  ])('%s', (_what, known, roles) => {
    expect(Object.fromEntries(rolesOf({ ...nobody, ...known }))).toEqual(roles);
  });
});

describe('what counts of an ID token', () => {
  const mapping = { rolesClaim: 'roles', roleGroups: [{ role: 'guardian' as const, group: 'g-1' }] };
  const read = (claims: Record<string, unknown>, change: Partial<typeof mapping> = {}) =>
    readClaims({ sub: 'sub-1', ...claims }, { ...mapping, ...change });

  test('Entra: the person is oid within tid, and its address is nobody’s proof', () => {
    const signedIn = read({ tid: 'T-1', oid: 'O-1', email: 'chief@example.org', name: 'Ada', roles: ['Guardian'] });
    expect(signedIn).toEqual({
      subject: 'o-1',
      name: 'Ada',
      claims: {
        roles: ['guardian'],
        account: { platform: 'teams', tenants: ['t-1'], user: 'o-1' },
        email: null,
      },
    });
  });

  test.each([{ tid: 'T-1' }, { oid: 'O-1' }, { tid: '', oid: 'O-1' }, { 'https://slack.com/user_id': 'U1' }])(
    '%j is half of an account, and nobody among those who post',
    (claims) => expect(read(claims)).toMatchObject({ subject: 'sub-1', claims: { account: null } }),
  );

  test('Slack: a user of a workspace, whose admins give roles there only', () => {
    const { subject, claims } = read({ 'https://slack.com/team_id': 'T1', 'https://slack.com/user_id': 'U1' });
    expect(subject).toBe('U1');
    expect(claims.account).toEqual({ platform: 'slack', tenants: ['T1'], user: 'U1' });
    expect(realmOf('https://slack.com', claims)).toBe('https://slack.com/T1');
  });

  test.each([
    ['verified', { email: 'Ada@Example.org', email_verified: true }, 'ada@example.org'],
    ['not verified', { email: 'ada@example.org', email_verified: false }, null],
    ['verified, says a text', { email: 'ada@example.org', email_verified: 'true' }, null],
    ['nothing said', { email: 'ada@example.org' }, null],
  ])('an address: %s', (_what, claims, email) => {
    expect(read(claims).claims.email).toBe(email);
  });

  test.each([
    ['roles that are ours', { roles: ['trainer', 'owner', 'staff'] }, ['trainer']],
    ['one role as a text', { roles: 'admin' }, ['admin']],
    ['a group', { groups: ['g-0', 'g-1'] }, ['guardian']],
    ['another claim than the one that is set', { realm_roles: ['admin'] }, []],
    ['nonsense', { roles: { admin: true }, groups: 7 }, []],
  ])('%s', (_what, claims, roles) => {
    expect(read(claims).claims.roles).toEqual(roles);
  });

  test('the claim that lists roles is by setting', () => {
    expect(read({ quietword: ['admin'] }, { rolesClaim: 'quietword' }).claims.roles).toEqual(['admin']);
  });
});
