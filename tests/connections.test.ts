import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createSlackAdapter, type SlackAdapter } from '../src/adapters/slack/adapter.ts';
import type { OwnDesk } from '../src/adapters/slack/home/own.ts';
import type { Connection, Inbound } from '../src/chat.ts';
import { createConnections } from '../src/connections.ts';
import { countStates, healthRoutes } from '../src/health.ts';
import type { LivePolicy } from '../src/live-policy.ts';
import { createLog } from '../src/log.ts';
import { createSeal } from '../src/seal.ts';
import type { Store } from '../src/store/database.ts';
import type { Queue } from '../src/store/queue.ts';
import { openSlackChannelChanges } from '../src/store/slack-channel-changes.ts';
import { openSlackInstallStates } from '../src/store/slack-install-states.ts';
import { openSlackInstalls } from '../src/store/slack-installs.ts';
import { openSlackReading } from '../src/store/slack-reading.ts';
import { type FakeSocket, startFakeSocket } from './adapters/slack/fake-socket.ts';
import { serveDashboard } from './dashboard/serve.ts';
import { SIGN_IN, signedInAs } from './dashboard/visitor.ts';
import { onPglite, type TestDatabase } from './databases.ts';
import { type FakeSlack, startFakeSlack, tokenOf } from './fake-slack.ts';
import envelope from './fixtures/slack/message.json' with { type: 'json' };
import { plainEngine } from './messages.ts';
import { deliver } from './slack-emulator.ts';
import { soon } from './soon.ts';

// Every state that a Slack workspace and a socket can be in, as whoever runs Quietword sees it.

const SECRET = 'a-signing-secret';
const KEY = randomBytes(32);
const log = createLog('silent');
const inHours = (hours: number) => new Date(Date.now() + hours * 3_600_000);

let slack: FakeSlack;
let socket: FakeSocket;
let database: TestDatabase;
let store: Store;
let site: Awaited<ReturnType<typeof serveDashboard>>;
let adapter: SlackAdapter;

beforeAll(async () => {
  [slack, socket, database] = await Promise.all([startFakeSlack(), startFakeSocket(), onPglite()]);
  store = await database.open();
  slack.grants.set('one', { team: 'T01' }).set('two', { team: 'T02' });
  slack.appTokens.set('xapp-good', socket.url);
  const well = async () => {};
  const connections = createConnections({
    store: { ...store, check: well },
    queue: { check: well } as Queue,
    policy: { engine: () => plainEngine, refused: () => undefined } as unknown as LivePolicy,
    platforms: ['slack'],
    outside: () => adapter.connections(),
    log,
  });
  site = await serveDashboard(store.db, {
    platforms: ['slack'],
    signIn: SIGN_IN,
    connections,
    mount: async (app) => {
      app.use(healthRoutes([], () => ({ slack: countStates(adapter.knownConnections()) }), log));
      app.use((req, res, next) => adapter.routes()(req, res, next));
    },
  });
});
afterAll(async () => {
  await site.stop();
  await Promise.all([database.drop(), slack.close(), socket.close()]);
});
beforeEach(async () => {
  slack.answer = () => undefined;
  socket.greets = true;
  await store.db.deleteFrom('slack_installs').execute();
  await store.db.deleteFrom('slack_reading').execute();
  adapter = newAdapter();
});
afterEach(() => adapter.stop());

function newAdapter(appToken?: string, keys: readonly Uint8Array[] = [KEY]): SlackAdapter {
  return createSlackAdapter({
    config: {
      oauth: { clientId: '1.2', clientSecret: 'client-secret' },
      signingSecret: SECRET,
      appToken,
      apiUrl: slack.apiUrl,
    },
    installing: {
      publicUrl: 'https://quietword.example.nhs.uk',
      store: openSlackInstalls(store.db, createSeal(keys)),
      states: openSlackInstallStates(store.db, '1.2'),
      show: () => {},
    },
    inbound: {} as Inbound,
    readingStore: openSlackReading(store.db),
    channelChanges: openSlackChannelChanges(store.db),
    careTeam: () => 50,
    guestsAmong: async () => 0,
    own: {} as OwnDesk,
    languageOf: async () => null,
    log,
  });
}

const install = (tenant: string, { key = KEY, expiresAt = inHours(12) } = {}) =>
  openSlackInstalls(store.db, createSeal([key])).save(
    {
      tenant,
      orgWide: false,
      name: `Trust ${tenant}`,
      url: `https://${tenant.toLowerCase()}.slack.com/`,
      botUserId: `U${tenant}BOT`,
      botId: undefined,
      scopes: [],
      token: tokenOf(tenant),
      rotation: { refreshToken: `xoxe-1-${tenant}-0`, expiresAt },
    },
    inHours(-1),
  );
const tell = (event: object) =>
  deliver(`${site.url}/slack/events`, SECRET, {
    ...envelope,
    team_id: 'T01',
    context_team_id: 'T01',
    authorizations: [{ team_id: 'T01', enterprise_id: null, is_enterprise_install: false }],
    event_time: Math.floor(Date.now() / 1000),
    event,
  });
const start = (appToken?: string) => {
  adapter = newAdapter(appToken);
  return adapter.start();
};
const answers = (method: string, answer: object | 'busy') => {
  slack.answer = (call) => (call.method === method ? answer : undefined);
};
const refused = (error: string) => ({ ok: false, error });

const page = async (cookie: string) => (await fetch(`${site.url}/admin`, { headers: { cookie } })).text();
const admin = () => signedInAs(store.db, { subject: 'boss', roles: ['admin'] });
const counted = async () =>
  ((await (await fetch(`${site.url}/readyz`)).json()) as { slack: Record<string, number> }).slack;

describe('each state is on the page, in a sentence, and counted for probes', () => {
  test.each<[state: string, count: number, sentence: string, arrange: () => Promise<unknown>]>([
    ['not_installed', 1, 'not installed in a workspace yet: open /slack/install', async () => {}],
    ['connected', 1, 'Connected. Quietword watches the channels', () => install('T01')],
    [
      'connected',
      1,
      'What was written between 1 March 2026',
      async () => {
        await install('T01');
        const reading = openSlackReading(store.db);
        await reading.seen('T01', new Date('2026-03-03T09:00:00Z'));
        await reading.unread('T01', { from: new Date('2026-03-01T09:00:00Z'), to: new Date('2026-03-02T09:00:00Z') });
      },
    ],
    [
      'uninstalled',
      1,
      'The app was taken out of this workspace',
      () => install('T01').then(() => tell({ type: 'app_uninstalled' })),
    ],
    [
      'revoked',
      1,
      'token was revoked in Slack',
      () => install('T01').then(() => tell({ type: 'tokens_revoked', tokens: { bot: ['UT01BOT'] } })),
    ],
    [
      'scope_missing',
      1,
      'Slack gave no permission for pins:write, users:read, usergroups:read: open /slack/install.',
      async () => {
        await install('T01');
        const scopes = ['channels', 'groups', 'im', 'mpim'].flatMap((one) => [`${one}:history`, `${one}:read`]);
        answers('auth.test', {
          ...{ ok: true, url: 'https://t01.slack.com/', team: 'Trust T01', team_id: 'T01', user_id: 'UT01BOT' },
          response_metadata: { scopes: [...scopes, 'chat:write', 'commands'] },
        });
      },
    ],
    [
      'token_not_renewed',
      1,
      'Slack gave no new token (invalid_refresh_token).',
      async () => {
        await install('T01', { expiresAt: inHours(1) });
        answers('oauth.v2.access', refused('invalid_refresh_token'));
        await start();
      },
    ],
    [
      'refused',
      1,
      'Slack refuses the token (account_inactive): open /slack/install.',
      async () => {
        await install('T01');
        answers('auth.test', refused('account_inactive'));
      },
    ],
    ['sealed', 1, 'ENCRYPTION_KEY no longer has: put it back, last.', () => install('T01', { key: randomBytes(32) })],
    [
      'not_reached',
      1,
      'Slack could not be asked just now',
      async () => {
        await install('T01');
        answers('auth.test', 'busy');
      },
    ],
    ['socket_connected', 1, 'Slack needs no public address of yours', () => start('xapp-good')],
    [
      'socket_connecting',
      1,
      'Not connected just now; it is tried again',
      async () => {
        answers('apps.connections.open', 'busy');
        await start('xapp-good');
      },
    ],
    ['socket_refused', 1, 'Slack refuses SLACK_APP_TOKEN: make another', () => start('xapp-wrong')],
    ['connected', 2, 'Connected. Quietword watches', () => Promise.all([install('T01'), install('T02')])],
  ])('%s (%i)', async (state, count, sentence, arrange) => {
    await arrange();
    const text = await page(await admin());
    expect(text).toContain(sentence.replace('/slack/install', '<a href="/slack/install">/slack/install</a>'));
    const well = state.endsWith('connected');
    expect(text.includes('Everything that Quietword leans on is well') || state === 'socket_connected').toBe(well);
    await soon(async () => expect((await counted())[state]).toBe(count));
  });
});

test('a probe has its answer while Slack says nothing, and no name or id is in it', async () => {
  await install('T01');
  const probe = await fetch(`${site.url}/readyz`);
  const text = await probe.text();
  expect([probe.status, JSON.parse(text)]).toEqual([200, { status: 'ok', slack: {} }]);
  await soon(async () => expect(await counted()).toEqual({ connected: 1 }));
  expect(await (await fetch(`${site.url}/readyz`)).text()).not.toMatch(/T01|Trust/);
});

test('who signed in with Slack sees their own workspace, and neither name nor state of another', async () => {
  await Promise.all([install('T01'), install('T02')]);
  answers('auth.test', refused('account_inactive'));
  const states: readonly Connection[] = await adapter.connections();
  expect(states).toHaveLength(2);
  const account = { platform: 'slack', tenants: ['T02'], user: 'U-admin' } as const;
  const text = await page(await signedInAs(store.db, { subject: 'boss of T02', roles: ['admin'], account }));
  expect(text).toContain('Slack: Trust T02');
  expect(text).not.toContain('Trust T01');
});

test('a new ENCRYPTION_KEY before the old one, then alone: each start goes on, and the old one opens nothing any more', async () => {
  await install('T01');
  const next = randomBytes(32);
  const stateWith = async (...keys: Uint8Array[]) => {
    adapter = newAdapter(undefined, keys);
    await adapter.ready();
    return (await adapter.connections()).map(({ state }) => state);
  };
  expect(await stateWith(KEY)).toEqual(['connected']);
  expect(await stateWith(next)).toEqual(['sealed']);
  expect(await stateWith(next, KEY)).toEqual(['connected']);
  expect(await stateWith(next)).toEqual(['connected']);
  expect(await stateWith(KEY)).toEqual(['sealed']);
});
