import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS, type Route } from '../../src/dashboard/access.ts';
import { GIVEN_ROLES, type Role } from '../../src/roles.ts';
import type { Db } from '../../src/store/database.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { fillSide, type Side, stateOf } from './access-sides.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN, signedInAs } from './visitor.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

/** What a route can name of somebody else's. */
interface Line {
  /** An address that names something of this side: there for its own people, and for nobody else. */
  readonly names?: (side: Side) => string;
  /** It is a person's own, and nobody else's in their organisation either. */
  readonly own?: true;
  /** A filter of the address, or what its form says: another's is not to be had by it. */
  readonly asks?: (side: Side) => string;
  readonly form?: (side: Side) => Record<string, string>;
  /** Shows its own organisation's mark, so that a list which shows nothing of others is not merely empty. */
  readonly shows?: true;
}

/** Whatever has no rows of anybody, and why. */
type Nobody = `nobody’s: ${string}`;

const ONE_ACTION = (fields: Record<string, string>) => ({ form: () => fields });

/** Every route of the access table. One that is new fails here until it has a line. */
const ROWS: Record<Route, Line | Nobody> = {
  'GET /': {},
  'GET /awareness': { shows: true },
  'GET /triage': { shows: true },
  'GET /triage/decisions.csv': { shows: true },
  'GET /triage/:id': { names: ({ item }) => `/triage/${item}` },
  'POST /triage/:id': { names: ({ item }) => `/triage/${item}`, ...ONE_ACTION({ action: 'state', state: 'breach' }) },
  'GET /training': { shows: true },
  'GET /questions': { asks: () => '/questions?search=Mark', shows: true },
  'GET /questions/bank.zip': 'nobody’s: the bank of who looks, packed; its pages are tried',
  'GET /questions/new': {},
  'POST /questions/new': { form: ({ tenant }) => ({ tenant, topic: 'photos' }) },
  'GET /questions/:id': { names: ({ question }) => `/questions/${question}` },
  'POST /questions/:id': { names: ({ question }) => `/questions/${question}`, ...ONE_ACTION({ action: 'retire' }) },
  'GET /questions/:id/edit': { names: ({ question }) => `/questions/${question}/edit` },
  'POST /questions/:id/edit': { names: ({ question }) => `/questions/${question}/edit`, ...ONE_ACTION({}) },
  'GET /refreshers': { shows: true },
  'GET /refreshers/new': {
    asks: ({ tenant, campaign }) => `/refreshers/new?organisation=slack/${tenant}&campaign=${campaign}`,
    shows: true,
  },
  'POST /refreshers/new': {
    form: ({ tenant, campaign }) => ({
      organisation: `slack/${tenant}`,
      campaign,
      title: 'A',
      words: 'B',
      topic: 'photos',
    }),
  },
  'GET /refreshers/:id': { names: ({ refresher }) => `/refreshers/${refresher}` },
  'POST /refreshers/:id': { names: ({ refresher }) => `/refreshers/${refresher}`, ...ONE_ACTION({ action: 'copy' }) },
  'GET /refreshers/:id/edit': { names: ({ refresher }) => `/refreshers/${refresher}/edit` },
  'POST /refreshers/:id/edit': { names: ({ refresher }) => `/refreshers/${refresher}/edit`, ...ONE_ACTION({}) },
  'GET /refreshers/:id/send': { names: ({ refresher }) => `/refreshers/${refresher}/send` },
  'POST /refreshers/:id/send': {
    names: ({ refresher }) => `/refreshers/${refresher}/send`,
    ...ONE_ACTION({ when: 'now' }),
  },
  'GET /campaigns': { shows: true },
  'GET /campaigns/new': {},
  'POST /campaigns/new': {
    form: ({ tenant }) => ({ tenant, name: 'C', 'starts-on': '2026-12-01', 'ends-on': '2026-12-15' }),
  },
  'GET /campaigns/:id': { names: ({ campaign }) => `/campaigns/${campaign}` },
  'GET /campaigns/:id/edit': { names: ({ campaign }) => `/campaigns/${campaign}/edit` },
  'POST /campaigns/:id/edit': { names: ({ campaign }) => `/campaigns/${campaign}/edit`, ...ONE_ACTION({ name: '' }) },
  'GET /me': {},
  'POST /me/choices': { form: ({ person }) => ({ person, language: 'cy', questions: 'on', share: 'no' }) },
  'GET /me/incidents/:id': { names: ({ incident }) => `/me/incidents/${incident}`, own: true },
  'POST /me/incidents/:id': {
    names: ({ incident }) => `/me/incidents/${incident}`,
    own: true,
    ...ONE_ACTION({ note: '' }),
  },
  'GET /me/download.json': { asks: ({ person }) => `/me/download.json?person=${person}` },
  'GET /me/erase': {},
  'POST /me/erase': { form: ({ person }) => ({ person }) },
  'GET /me/certificate.pdf': { asks: ({ person }) => `/me/certificate.pdf?person=${person}` },
  'GET /me/learning.csv': { asks: ({ person }) => `/me/learning.csv?person=${person}` },
  'GET /me/learning.json': { asks: ({ person }) => `/me/learning.json?person=${person}` },
  'GET /learning-records': {},
  'GET /learning-records.csv': { shows: true },
  'GET /learning-records.json': { shows: true },
  'GET /teams': {
    names: ({ tenant, team }) => `/teams?on=slack&in=${tenant}&team=${encodeURIComponent(team)}`,
    shows: true,
  },
  'GET /rules': 'nobody’s: the policy of the installation; its counts are tried in tests/dashboard/teams.test.ts',
  'GET /disputes': {},
  'GET /channels': { asks: () => '/channels?q=C0', shows: true },
  'GET /channels/:platform/:tenant/:channel': {
    names: ({ tenant, channel }) => `/channels/slack/${tenant}/${channel}`,
  },
  'POST /channels/:platform/:tenant/:channel': {
    names: ({ tenant, channel }) => `/channels/slack/${tenant}/${channel}`,
    ...ONE_ACTION({ audience: 'external', excluded: 'yes' }),
  },
  'GET /evidence': {},
  'GET /evidence.pdf': 'nobody’s: the page as a document; the page and the figures are tried',
  'GET /evidence.csv': {},
  'GET /admin/retention': {},
  'GET /check': {},
  'POST /check': 'nobody’s: a draft that is kept nowhere',
  'GET /account': {},
  'GET /try': 'nobody’s: the simulator, which is off where real people are',
  'GET /admin': {},
  'GET /admin/people': { asks: () => '/admin/people?words=Mark', shows: true },
  'GET /admin/people/import': {},
  'POST /admin/people/import': {
    form: ({ tenant, mark }) => ({
      keep: 'good',
      csv: `platform,user,tenant,name\nslack,U${mark},${tenant},Changed\n`,
    }),
  },
  'GET /admin/people/:id': { names: ({ person }) => `/admin/people/${person}` },
  'POST /admin/people/:id': {
    names: ({ person }) => `/admin/people/${person}`,
    form: ({ team }) => ({ action: 'take-team', team }),
  },
  'GET /admin/sign-in': { shows: true },
  'POST /admin/sign-in': { form: ({ account }) => ({ action: 'take', subject: account, role: 'trainer' }) },
  'GET /admin/jobs': {},
  'POST /admin/jobs':
    'nobody’s: a queue of all, of which the jobs of one’s own organisations are started: tests/store/dead-letters.test.ts',
  'GET /admin/audit': { shows: true },
  'GET /admin/audit.csv': { asks: ({ account }) => `/admin/audit.csv?actor=${account}`, shows: true },
  'GET /metrics': 'nobody’s: counts of the program',
  'GET /slack/install': 'nobody’s: whoever consents at Slack says which workspace: tests/adapters/slack',
  'GET /slack/oauth/callback': 'nobody’s: as above',
};

const ROUTES = Object.keys(ACCESS) as Route[];
const LINES = ROUTES.flatMap((route) => {
  const line = ROWS[route];
  return typeof line === 'object' ? [[route, line] as const] : [];
});
const CASES = LINES.flatMap(([route, line]) => ACCESS[route].map((role: Role) => [route, role, line] as const));

describe('whose rows', () => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  /** That of who looks, another person and team of their organisation, another organisation. */
  let sides: Record<'mine' | 'beside' | 'elsewhere', Side>;
  const cookies = new Map<Role, string>();

  beforeAll(async () => {
    database = await onPglite();
    db = (await database.open()).db;
    sides = {
      mine: await fillSide(db, { tenant: 'T1', mark: 'MarkMine' }),
      beside: await fillSide(db, { tenant: 'T1', mark: 'MarkBeside' }),
      elsewhere: await fillSide(db, { tenant: 'T2', mark: 'MarkElsewhere' }),
    };
    site = await serveDashboard(db, { platforms: ['slack'], now: () => NOW, signIn: SIGN_IN });
    for (const role of ['staff', 'manager', 'trainer', 'guardian', 'admin'] as const)
      cookies.set(
        role,
        await signedInAs(db, {
          subject: `${role}-MarkMine`,
          roles: GIVEN_ROLES.filter((given) => given === role),
          // Who manages a team is its manager; the others are people of it.
          account: {
            platform: 'slack',
            tenants: ['T1'],
            user: role === 'manager' ? 'LeadMarkMine' : 'UMarkMine',
          },
          ...(role === 'manager' ? { before: ['staff', 'manager'] as const } : {}),
        }),
      );
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const ask = async (route: Route, role: Role, path: string, form?: Record<string, string>) => {
    const response = await fetch(site.url + path, {
      method: route.split(' ')[0] as string,
      redirect: 'manual',
      headers: { Accept: 'text/html', Cookie: cookies.get(role) ?? '' },
      ...(route.startsWith('POST')
        ? { body: route.startsWith('POST /refreshers/new') ? multipartOf(form) : new URLSearchParams(form) }
        : {}),
    });
    return { status: response.status, text: await response.text() };
  };

  test('every route has a line here, and no line is of a route that is gone', () => {
    expect(Object.keys(ROWS).sort()).toEqual([...ROUTES].sort());
  });

  /** Who sees what of their own organisation besides what is theirs: managers their teams alone, and nobody another's own page. */
  const hidden = (route: Route, role: Role): Side[] =>
    role === 'manager' || /^GET \/(me|account)/.test(route) ? [sides.beside, sides.elsewhere] : [sides.elsewhere];

  test.each(CASES)('%s as %s', async (route, role, line) => {
    const { mine, beside, elsewhere } = sides;
    const before = await stateOf(db, elsewhere);
    const alone = 'own' in line || (role === 'manager' && route === 'GET /teams');
    if (line.names) {
      if (role !== 'manager' || route !== 'GET /me/incidents/:id') {
        const own = await ask(route, role, line.names(mine), line.form?.(mine));
        if (route.startsWith('GET') && !(line.own && role === 'manager')) expect(own.status, 'their own').toBe(200);
        else expect(own.status, 'their own').not.toBe(403);
      }
      for (const side of alone ? [beside, elsewhere] : [elsewhere]) {
        const others = await ask(route, role, line.names(side), line.form?.(side));
        expect(others.status, side.mark).toBe(404);
        expect(others.text).not.toContain(side.mark);
      }
    }
    if (!line.names || line.shows) {
      const page = route.replace(/^\w+ /, '');
      for (const path of line.asks ? [page, line.asks(mine), line.asks(elsewhere)] : [page]) {
        const seen = await ask(route, role, path, line.form?.(elsewhere));
        expect(seen.status, path).toBeLessThan(500);
        for (const side of hidden(route, role)) expect(seen.text, path).not.toContain(side.mark);
      }
      if (line.shows) expect((await ask(route, role, page)).text).toContain(mine.mark);
    }
    expect(await stateOf(db, elsewhere)).toEqual(before);
  });
});

function multipartOf(form: Record<string, string> = {}): FormData {
  const body = new FormData();
  for (const [name, value] of Object.entries(form)) body.append(name, value);
  return body;
}
