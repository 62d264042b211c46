import { randomBytes } from 'node:crypto';
import type { Express, Router } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OwnDesk } from '../src/adapters/slack/home/own.ts';
import type { Inbound } from '../src/chat.ts';
import { type Config, readConfig } from '../src/config.ts';
import { ACCESS } from '../src/dashboard/access.ts';
import type { House } from '../src/house.ts';
import { createLog } from '../src/log.ts';
import { mountPlatforms } from '../src/platforms.ts';
import { GIVEN_ROLES, ROLES, type Role } from '../src/roles.ts';
import type { Db } from '../src/store/database.ts';
import { serveDashboard } from './dashboard/serve.ts';
import { SIGN_IN, signedInAs } from './dashboard/visitor.ts';
import { onPglite, type TestDatabase } from './databases.ts';
import { type FakeSlack, startFakeSlack } from './fake-slack.ts';
import { plainEngine } from './messages.ts';
import { type DeliverOptions, deliver } from './slack-emulator.ts';

// What stands before the dashboard's pages, behind the dashboard's gate: who may install the app in Slack.

const SECRET = 'a-signing-secret';
let slack: FakeSlack;
let database: TestDatabase;
let db: Db;
let program: Express;
let site: Awaited<ReturnType<typeof serveDashboard>>;

beforeAll(async () => {
  [slack, database] = await Promise.all([startFakeSlack(), onPglite()]);
  db = (await database.open()).db;
  slack.grants.set('a-code', { team: 'T01' });
  const config: Config = readConfig({
    SLACK_CLIENT_ID: '1.2',
    SLACK_CLIENT_SECRET: 'client-secret',
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_API_URL: slack.apiUrl,
    PUBLIC_URL: 'https://quietword.example.nhs.uk',
    ENCRYPTION_KEY: randomBytes(32).toString('base64'),
    SIMULATOR: 'on',
  });
  const house = { db, engine: () => plainEngine, log: createLog('silent') } as unknown as House;
  site = await serveDashboard(db, {
    platforms: ['slack', 'simulator'],
    signIn: SIGN_IN,
    mount: (app, dashboard) => {
      program = app;
      return mountPlatforms(app, {
        config,
        house,
        inbound: {} as Inbound,
        own: {} as OwnDesk,
        dashboard,
        adapters: new Map(),
      });
    },
  });
});
afterAll(async () => {
  await site.stop();
  await Promise.all([database.drop(), slack.close()]);
});

const as = (role: Role) =>
  signedInAs(db, { subject: `a-${role}`, roles: GIVEN_ROLES.filter((given) => given === role) });
const ask = async (path: string, cookie: string) => {
  const headers = { Accept: 'text/html', Cookie: cookie };
  const res = await fetch(site.url + path, { redirect: 'manual', headers });
  return {
    status: res.status,
    location: res.headers.get('location') ?? '',
    set: res.headers.getSetCookie().map((one) => one.split(';')[0] as string),
    text: await res.text(),
  };
};
/** To Slack, as an admin, and the way back that Slack would give. */
async function begin() {
  const cookie = await as('admin');
  const { location, set } = await ask('/slack/install', cookie);
  const state = new URL(location).searchParams.get('state') as string;
  return { cookie: [cookie, ...set].join('; '), back: `/slack/oauth/callback?code=a-code&state=${state}` };
}
const isInstalled = async () => (await db.selectFrom('slack_installs').select('tenant').execute()).length > 0;

describe.each([
  ['GET /slack/install', '/slack/install'],
  ['GET /slack/oauth/callback', '/slack/oauth/callback?code=a-code&state=forged'],
  ['GET /try', '/try'],
] as const)('%s', (route, path) => {
  test.each(ROLES)('as %s', async (role) => {
    const { status, text } = await ask(path, await as(role));
    if ((ACCESS[route] as readonly Role[]).includes(role)) {
      expect([200, 302, 400]).toContain(status);
    } else {
      expect(status).toBe(403);
      expect(text).toContain('This page is not for your role');
    }
  });

  test('asks who is nobody to sign in', async () => {
    expect((await ask(path, '')).location).toMatch(/^\/sign-in\?to=/);
  });
});

test('nobody but an admin is led to Slack, or can end an installation that an admin began', async () => {
  const { cookie, back } = await begin();
  const browser = cookie.replace(/quietword=[^;]+/, await as('guardian'));
  expect((await ask(back, browser)).status).toBe(403);
  expect(await isInstalled()).toBe(false);
  expect(slack.calls).toEqual([]);
});

test('an admin in another browser can’t come back in their place', async () => {
  const { back } = await begin();
  const answer = await ask(back, await as('admin'));
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('Please begin again')]);
  expect(await isInstalled()).toBe(false);
});

test('ten minutes later the way back is closed', async () => {
  const { cookie, back } = await begin();
  await db
    .updateTable('slack_install_states')
    .set({ expires_at: new Date(Date.now() - 1) })
    .execute();
  const answer = await ask(back, cookie);
  expect([answer.status, answer.text]).toEqual([400, expect.stringContaining('more than ten minutes old')]);
  expect(await isInstalled()).toBe(false);
});

test('who began it and comes back in time has installed it, and can’t come back again', async () => {
  const { cookie, back } = await begin();
  const answer = await ask(back, cookie);
  expect([answer.status, answer.text]).toEqual([200, expect.stringContaining('Quietword is in Trust T01')]);
  expect(await isInstalled()).toBe(true);
  slack.calls.length = 0;
  expect((await ask(back, cookie)).status).toBe(400);
  expect(slack.calls).toEqual([]);
});

/** Every address that is mounted, with the methods that it answers. */
function addresses({ stack }: Router): [path: string, methods: string[]][] {
  return stack.flatMap((layer) => {
    if (layer.route) return [[layer.route.path, layer.route.stack.map(({ method }) => method)]];
    const inner = layer.handle as unknown as Partial<Router>;
    return Array.isArray(inner.stack) ? addresses(inner as Router) : [];
  });
}

test('these are all of Slack’s addresses: those for a browser behind the gate, and those for Slack signed', () => {
  const found = new Set(addresses(program.router).map(([path]) => path));
  expect([...found].filter((path) => path.startsWith('/slack')).toSorted()).toEqual(
    ['/slack/install', '/slack/oauth/callback', ...SIGNED].toSorted(),
  );
});

const SIGNED = ['/slack/events', '/slack/interactions', '/slack/commands'];
const now = () => Math.floor(Date.now() / 1000);
const BODY = 'a=1';
const unsigned: DeliverOptions = { headers: { 'x-slack-signature': '', 'x-slack-request-timestamp': '' } };

describe.each(SIGNED)('%s', (path) => {
  const send = (body: string, options?: DeliverOptions, secret = SECRET) =>
    deliver(site.url + path, secret, body, options);

  test.each<[what: string, status: number, () => ReturnType<typeof send>]>([
    ['unsigned', 401, () => send(BODY, unsigned)],
    ['signed wrongly', 401, () => send(BODY, { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } })],
    ['signed with another secret', 401, () => send(BODY, {}, 'another-secret')],
    ['signed five minutes ago', 401, () => send(BODY, { timestamp: now() - 301 })],
    ['signed in five minutes from now', 401, () => send(BODY, { timestamp: now() + 302 })],
    [
      'of a later time than was signed',
      401,
      () => send(BODY, { headers: { 'x-slack-request-timestamp': `${now()}0` } }),
    ],
    ['too big', 413, () => send('x'.repeat(2_100_000))],
    ['too big and unsigned', 413, () => send('x'.repeat(2_100_000), unsigned)],
    ['compressed', 415, () => send(BODY, { headers: { 'content-encoding': 'gzip' } })],
    ['signed and nothing that it takes', 400, () => send(BODY)],
    ['signed and of another type', 400, () => send('<event/>', { headers: { 'content-type': 'application/xml' } })],
  ])('what is %s gives %i and one sentence', async (_, status, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(answer.text).toMatch(/^[A-Z][^.<]+\.$/);
  });

  test.each(['GET', 'PUT', 'DELETE', 'PATCH'])('%s gives 405 and one sentence', async (method) => {
    const answer = await fetch(site.url + path, { method });
    expect([answer.status, answer.headers.get('allow')]).toEqual([405, 'POST']);
    expect(await answer.text()).toMatch(/^[A-Z][^.<]+\.$/);
  });
});
