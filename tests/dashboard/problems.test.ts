import { afterAll, beforeAll, expect, test } from 'vitest';
import { ACCESS, type Route } from '../../src/dashboard/access.ts';
import { GIVEN_ROLES } from '../../src/roles.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { fillSide, type Side } from './access-sides.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN, signedInAs } from './visitor.ts';

/** PostgreSQL keeps no such sign in a text, whoever typed it: U+0000. */
const NUL = '\u0000';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let cookie: string;
  let mine: Side;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    mine = await fillSide(db, { tenant: 'T1', mark: 'MarkMine' });
    site = await serveDashboard(db, { platforms: ['slack'], signIn: SIGN_IN });
    cookie = await signedInAs(db, {
      roles: GIVEN_ROLES,
      account: { platform: 'slack', tenants: ['T1'], user: 'UMarkMine' },
      before: ['staff', ...GIVEN_ROLES],
    });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const ask = async (path: string, body?: URLSearchParams | FormData) => {
    const headers = { Accept: 'text/html', Cookie: cookie };
    const init = body ? { method: 'POST', body } : {};
    const response = await fetch(site.url + path, { ...init, headers, redirect: 'manual' });
    return { status: response.status, text: await response.text() };
  };
  const ROUTES = (Object.keys(ACCESS) as Route[]).filter((route) => !/ \/(try|metrics|slack)/.test(route));

  test.each(ROUTES.filter((route) => route.startsWith('GET')))('%s', async (route) => {
    const path = route.slice(4).replace(/:\w+/g, '%00x');
    const query = QUERY.map((name) => `${name}=a%00b`).join('&');
    // Each by itself, since one that is refused hides the others; files, which take their time, have few.
    const alone = /\.\w+$/.test(path) ? [] : QUERY.map((name) => `${path}?${name}=a%00b`);
    for (const address of [path, `${path}?${query}`, ...alone])
      expect((await ask(address)).status, address).toBeLessThan(500);
  });
  const QUERY = ['words', 'team', 'in', 'on', 'q', 'actor', 'search', 'topic', 'organisation', 'campaign', 'to'];

  const FORMS: readonly [string, () => string, Record<string, string>][] = [
    ['a note', () => `/triage/${mine.item}`, { action: 'note', note: `a${NUL}b` }],
    ['a challenge', () => `/me/incidents/${mine.incident}`, { note: `a${NUL}b` }],
    ['a role', () => '/admin/sign-in', { action: 'give', subject: `a${NUL}b`, role: 'trainer' }],
    ['a team', () => `/admin/people/${mine.person}`, { action: 'give-team', team: `a${NUL}b` }],
    ['a team to take', () => `/admin/people/${mine.person}`, { action: 'take-team', team: `a${NUL}b` }],
    [
      'a campaign',
      () => '/campaigns/new',
      { tenant: `T${NUL}`, name: `a${NUL}b`, 'starts-on': '2027-01-01', 'ends-on': '2027-02-01' },
    ],
    ['a queue', () => '/admin/jobs', { queue: `a${NUL}b` }],
    [
      'a list',
      () => '/admin/people/import',
      { keep: 'good', csv: `platform,user,name,team\nslack,U1${NUL},Ada${NUL},W${NUL}` },
    ],
    ['a channel', () => `/channels/slack/T1/C0${encodeURIComponent(NUL)}`, { audience: 'platform' }],
  ];
  test.each(FORMS)('%s', async (_what, path, fields) => {
    const { status } = await ask(path(), new URLSearchParams(fields));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
  });

  test('a refresher', async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      title: `a${NUL}`,
      words: `b${NUL}`,
      topic: 'photos',
      from: 'none',
      how: 'sent',
      audience: 'everyone',
    }))
      form.append(name, value);
    expect((await ask('/refreshers/new', form)).status).toBe(400);
  });
});
