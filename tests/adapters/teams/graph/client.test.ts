import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGraphClient, type Graph, STEADY } from '../../../../src/adapters/teams/graph/client.ts';
import { reasonOf, statusOf, waitSeconds } from '../../../../src/adapters/teams/graph/errors.ts';
import { type FakeGraph, type Reply, startFakeGraph } from '../fake-graph.ts';

let fake: FakeGraph;
let graph: Graph;
let waits: number[];
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  waits = [];
  graph = createGraphClient(
    fake.url,
    async () => 'token',
    async (seconds) => void waits.push(seconds),
  );
});

/** One after the other; the last goes on. */
const inTurn = (...replies: Reply[]) => {
  let index = 0;
  return () => replies[Math.min(index++, replies.length - 1)] as Reply;
};
const busy = (status: number, seconds?: string): Reply => ({
  status,
  ...(seconds === undefined ? {} : { headers: { 'retry-after': seconds } }),
  json: { error: { code: 'TooManyRequests', message: 'a message that may quote what was sent' } },
});

describe('calls', () => {
  test('carry the token, to our host only by https', async () => {
    fake.on('GET', '/me', { json: { id: '1' } });
    expect(await graph.get('/me')).toEqual({ id: '1' });
    expect(fake.calls).toMatchObject([{ method: 'GET', path: '/me', authorization: 'Bearer token' }]);
  });

  test.each([412, 429, 502, 503, 504])(
    '%i is tried again after as long as Graph says, and a little by chance',
    async (status) => {
      fake.on('PATCH', '/x', inTurn(busy(status, '7'), busy(status), { json: { ok: true } }));
      expect(await graph.patch('/x', {})).toEqual({ ok: true });
      expect(fake.calls).toHaveLength(3);
      expect(waits[0]).toBeGreaterThanOrEqual(7);
      expect(waits[0]).toBeLessThan(10.5);
      expect(waits[1]).toBeGreaterThanOrEqual(2);
      expect(waits[1]).toBeLessThanOrEqual(3);
    },
  );

  test.each([400, 401, 403, 404, 409, 500])('%i is not', async (status) => {
    fake.on('GET', '/x', busy(status));
    await expect(graph.get('/x')).rejects.toSatisfy((error) => statusOf(error) === status);
    expect(fake.calls).toHaveLength(1);
  });

  test('they give up in the end, and in time', async () => {
    fake.on('GET', '/x', busy(429));
    await expect(graph.get('/x')).rejects.toSatisfy((error) => reasonOf(error) === '429_TooManyRequests');
    expect(fake.calls).toHaveLength(STEADY.tries);
    fake.on('GET', '/x', 'hang');
    const started = performance.now();
    await expect(graph.get('/x', { tries: 1, timeoutMs: 200 })).rejects.toSatisfy((error) => statusOf(error) === 0);
    expect(performance.now() - started).toBeLessThan(20_000);
  });
});

test('pages follow the links, and the last says where to go on', async () => {
  fake.on('GET', /^\/list/, ({ path }) => ({
    json: path.includes('skip=2')
      ? { value: [3], '@odata.deltaLink': `${fake.url}v1.0/list?token=9` }
      : { value: [1, 2], '@odata.nextLink': `${fake.url}v1.0/list?skip=2` },
  }));
  const pages = await Array.fromAsync(graph.pages('/list'));
  expect(pages).toEqual([
    { items: [1, 2], deltaLink: null },
    { items: [3], deltaLink: `${fake.url}v1.0/list?token=9` },
  ]);
  expect(fake.calls.every(({ authorization }) => authorization === 'Bearer token')).toBe(true);
});

test('a batch holds twenty, and only what Graph was too busy for is asked again', async () => {
  const turns = new Map<string, number>();
  fake.on('GET', /^\/users\//, ({ path }) => {
    const turn = (turns.get(path) ?? 0) + 1;
    turns.set(path, turn);
    if (path === '/users/7') return { status: 404, json: {} };
    return path === '/users/21' && turn < 3 ? busy(429, '4') : { json: { path } };
  });
  const answers = await graph.batch(Array.from({ length: 25 }, (_, index) => `/users/${index}`));
  expect(answers.map(({ status }) => status)).toEqual(
    Array.from({ length: 25 }, (_, index) => (index === 7 ? 404 : 200)),
  );
  expect(answers[24]?.body).toEqual({ path: '/users/24' });
  expect(turns.get('/users/21')).toBe(3);
  expect(turns.get('/users/20')).toBe(1);
  expect(waits).toHaveLength(2);
  expect(waits[0]).toBeGreaterThanOrEqual(4);
});

test.each([412, 429, 502, 503, 504])('an item of a batch that is answered %i is asked again', async (status) => {
  fake.on('GET', '/users/1', inTurn(busy(status), { json: { id: '1' } }));
  expect(await graph.batch(['/users/1'])).toEqual([{ status: 200, body: { id: '1' } }]);
  fake.on('GET', '/users/1', busy(status));
  expect(await graph.batch(['/users/1'])).toMatchObject([{ status }]);
  expect(fake.calls.filter(({ path }) => path === '/users/1')).toHaveLength(2 + STEADY.tries);
});

test('how long to wait: as told, else longer each time, never for ever', () => {
  expect(waitSeconds('30', 1, 0)).toBe(30);
  expect(waitSeconds('30', 1, 1)).toBe(45);
  expect(waitSeconds('0', 1, 0)).toBeGreaterThan(0);
  expect([1, 2, 3, 4].map((attempt) => waitSeconds(null, attempt, 0))).toEqual([1, 2, 4, 8]);
  expect(waitSeconds('86400', 1, 0)).toBe(300);
  expect(waitSeconds('soon', 2, 0)).toBe(2);
});
