import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/adapters/teams/graph/client.ts';
import { createInstall } from '../../../../src/adapters/teams/graph/install.ts';
import type { Installed } from '../../../../src/adapters/teams/graph/types.ts';
import { createLog } from '../../../../src/log.ts';
import { SAM } from '../chat-messages.ts';
import { APP_ID, type FakeGraph, startFakeGraph } from '../fake-graph.ts';

let fake: FakeGraph;
let install: (person: string) => Promise<Installed>;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
const PATH = `/users/${SAM}/teamwork/installedApps`;
beforeEach(() => {
  fake.calls.length = 0;
  fake.on('GET', /^\/appCatalogs\/teamsApps/, { json: { value: [{ id: 'catalogue-1' }] } });
  const graph = createGraphClient(
    fake.url,
    async () => 'token',
    async () => {},
  );
  install = createInstall(graph, APP_ID, createLog('silent'));
});

test('by the id that the catalogue has for the app, which is looked up once', async () => {
  fake.on('POST', PATH, { status: 201, json: {} });
  expect([await install(SAM), await install(SAM)]).toEqual([{ status: 'installed' }, { status: 'installed' }]);
  expect(fake.calls.map(({ method, path }) => `${method} ${path}`)).toEqual([
    `GET /appCatalogs/teamsApps?$filter=externalId eq '${APP_ID}'&$select=id`,
    `POST ${PATH}`,
    `POST ${PATH}`,
  ]);
  expect(fake.calls[1]?.body).toEqual({ 'teamsApp@odata.bind': `${fake.url}v1.0/appCatalogs/teamsApps/catalogue-1` });
});

test.each([
  [409, { status: 'already' }],
  [403, { status: 'refused', reason: '403_Code' }],
  [404, { status: 'refused', reason: '404_Code' }],
  [401, { status: 'later', afterSeconds: 300, reason: '401_Code' }],
  [500, { status: 'later', afterSeconds: expect.any(Number), reason: '500_Code' }],
  [429, { status: 'later', afterSeconds: expect.any(Number), reason: '429_Code' }],
])('Graph answers %i', async (status, expected) => {
  fake.on('POST', PATH, { status, json: { error: { code: 'Code', message: 'with somebody in it' } } });
  expect(await install(SAM)).toEqual(expected);
});

test('an app that was not published to the organisation', async () => {
  fake.on('GET', /^\/appCatalogs\/teamsApps/, { json: { value: [] } });
  expect(await install(SAM)).toEqual({ status: 'refused', reason: 'not_in_catalogue' });
});
