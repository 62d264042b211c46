import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createConnections } from '../../../src/adapters/teams/connections.ts';
import { createTokens } from '../../../src/adapters/teams/graph/token.ts';
import { createConnections as createAll } from '../../../src/connections.ts';
import { countStates, healthRoutes } from '../../../src/health.ts';
import type { LivePolicy } from '../../../src/live-policy.ts';
import { createLog } from '../../../src/log.ts';
import type { Standing } from '../../../src/standing.ts';
import type { Store } from '../../../src/store/database.ts';
import type { Queue } from '../../../src/store/queue.ts';
import { serveDashboard } from '../../dashboard/serve.ts';
import { SIGN_IN, signedInAs } from '../../dashboard/visitor.ts';
import { onPglite, type TestDatabase } from '../../databases.ts';
import { plainEngine } from '../../messages.ts';
import { soon } from '../../soon.ts';
import { APP_ID, type FakeGraph, startFakeGraph, TENANT } from './fake-graph.ts';

// Every state that the app can be in, as whoever runs Quietword sees it.

const log = createLog('silent');
let fake: FakeGraph;
let database: TestDatabase;
let store: Store;
let site: Awaited<ReturnType<typeof serveDashboard>>;
let teams: Standing;
let now: number;

beforeAll(async () => {
  [fake, database] = await Promise.all([startFakeGraph(), onPglite()]);
  store = await database.open();
  const well = async () => {};
  site = await serveDashboard(store.db, {
    platforms: ['teams'],
    signIn: SIGN_IN,
    connections: createAll({
      store: { ...store, check: well },
      queue: { check: well } as Queue,
      policy: { engine: () => plainEngine, refused: () => undefined } as unknown as LivePolicy,
      platforms: ['teams'],
      outside: () => teams.now(),
      log,
    }),
    mount: async (app) => void app.use(healthRoutes([], () => ({ teams: countStates(teams.known()) }), log)),
  });
});
afterAll(async () => {
  await site.stop();
  await Promise.all([database.drop(), fake.close()]);
});
beforeEach(() => {
  fake.refusesTokens = undefined;
  fake.tokens.length = 0;
  now = Date.now();
  begin();
});

function begin(loginUrl = fake.loginUrl): void {
  const credential = { kind: 'secret', secret: 'a-secret' } as const;
  const tokens = createTokens({ tenant: TENANT, appId: APP_ID, credential, loginUrl });
  teams = createConnections(
    TENANT,
    () => tokens('https://api.botframework.com/.default'),
    () => now,
  );
}

const page = async () => {
  const cookie = await signedInAs(store.db, { subject: 'boss', roles: ['admin'] });
  return (await fetch(`${site.url}/admin`, { headers: { cookie } })).text();
};
const counted = async () =>
  ((await (await fetch(`${site.url}/readyz`)).json()) as { teams: Record<string, number> }).teams;

test.each<[state: string, sentence: string, arrange: () => void]>([
  ['connected', 'Connected: Entra knows the app.', () => {}],
  [
    'refused',
    'Entra refuses the app a token (AADSTS7000222), so that nobody can be told anything.',
    () => {
      fake.refusesTokens = 'AADSTS7000222: The provided client secret keys for app are expired. Trace ID: x';
    },
  ],
  ['not_reached', 'Entra gave the app no token just now.', () => begin('https://127.0.0.1:9/login/')],
])('%s: on the page, in a sentence, and counted for probes', async (state, sentence, arrange) => {
  arrange();
  const text = await page();
  expect(text).toContain(sentence);
  expect(text.includes('Everything that Quietword leans on is well')).toBe(state === 'connected');
  await soon(async () => expect(await counted()).toEqual({ [state]: 1 }));
  expect(await (await fetch(`${site.url}/readyz`)).text()).not.toContain(TENANT);
});

test('a probe has its answer while Entra says nothing', async () => {
  teams = createConnections(TENANT, () => new Promise<string>(() => {}));
  expect(await counted()).toEqual({});
});

test('Entra is asked once in half a minute, and what was mended is seen then', async () => {
  fake.refusesTokens = 'AADSTS7000222: expired';
  await teams.now();
  const asked = fake.tokens.length;
  expect(asked).toBeGreaterThan(0);
  expect(await teams.now()).toMatchObject([{ name: 'Microsoft Teams', state: 'refused' }]);
  expect(fake.tokens).toHaveLength(asked);
  fake.refusesTokens = undefined;
  now += 30_001;
  expect(await teams.now()).toMatchObject([{ state: 'connected' }]);
});
