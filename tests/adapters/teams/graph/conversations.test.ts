import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/adapters/teams/graph/client.ts';
import { count, createConversations, readChat } from '../../../../src/adapters/teams/graph/conversations.ts';
import { createLog } from '../../../../src/log.ts';
import { CHANNEL, TEAM } from '../chat-messages.ts';
import { type FakeGraph, startFakeGraph, TENANT } from '../fake-graph.ts';

let fake: FakeGraph;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
});

const clock = { now: 0 };
const conversations = () => {
  const graph = createGraphClient(
    fake.url,
    async () => 'token',
    async () => {},
  );
  return createConversations(graph, TENANT, createLog('silent'), () => clock.now);
};

test('guests and people of other organisations are counted', () => {
  expect(
    count(
      [
        { roles: ['owner'], tenantId: TENANT.toUpperCase() },
        { roles: [], tenantId: null },
        { roles: ['guest'], tenantId: TENANT },
        { roles: [], tenantId: crypto.randomUUID() },
      ],
      TENANT,
    ),
  ).toEqual({ readers: 4, guests: 2 });
});

test.each([
  ['oneOnOne', 'direct'],
  ['group', 'group'],
  ['meeting', 'meeting'],
  ['unknownFutureValue', 'group'],
])('a chat: %s', (chatType, kind) => {
  expect(readChat({ chatType, topic: 'Ward 6', members: [{}, {}] }, TENANT)).toEqual({
    kind,
    membership: null,
    name: 'Ward 6',
    readers: 2,
    guests: 0,
  });
});

test('a large channel is counted over its pages, up to five', async () => {
  fake.on('GET', /^\/teams\/[^/]+\/channels\/[^/]+\?/, { json: { displayName: 'All', membershipType: 'shared' } });
  fake.on('GET', /allMembers/, {
    json: { value: Array.from({ length: 999 }, () => ({})), '@odata.nextLink': `${fake.url}v1.0/x/allMembers?skip` },
  });
  expect(await conversations()({ channel: CHANNEL, team: TEAM })).toEqual({
    kind: 'channel',
    membership: 'shared',
    name: 'All',
    readers: 4995,
    guests: 0,
  });
});

test('what Graph does not say is asked again half a minute later', async () => {
  fake.on('GET', /^\/chats/, { status: 403, json: {} });
  const of = conversations();
  const where = { channel: '19:x@thread.v2', team: null };
  expect([await of(where), await of(where)]).toEqual([null, null]);
  expect(fake.calls).toHaveLength(1);
  fake.on('GET', /^\/chats/, { json: { chatType: 'group', members: [] } });
  clock.now = 30_001;
  expect(await of(where)).toMatchObject({ kind: 'group' });
  clock.now += 9 * 60_000;
  await of(where);
  expect(fake.calls).toHaveLength(2);
});
