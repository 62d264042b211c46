import { expect, test } from 'vitest';
import { createPace } from '../../../src/adapters/slack/pace.ts';
import { createClients } from '../../../src/adapters/slack/web.ts';
import { createLog } from '../../../src/log.ts';
import { startFakeWebApi } from './fake-web-api.ts';

const MOST = 15_000;
const POST = 'chat.postMessage';

test('broadcasts go out evenly, 240 a minute; what would wait long takes no turn', () => {
  const pace = createPace(() => 0);
  const waits = Array.from({ length: 100 }, () => pace.turn(POST, 'broadcasts', MOST));
  expect(waits.slice(0, 4)).toEqual([0, 250, 500, 750]);
  expect(waits.filter((wait) => wait <= MOST)).toHaveLength(61);
  expect(Math.max(...waits)).toBe(MOST + 250);
});

test('a nudge never waits for broadcasts, neither for their queue nor for a limit of theirs', () => {
  const pace = createPace(() => 0);
  for (let one = 0; one < 50; one++) pace.turn(POST, 'broadcasts', MOST);
  pace.rest(POST, 'broadcasts', 60);
  expect(pace.turn(POST, 'nudges', 0)).toBe(0);
  expect(pace.turn(POST, 'look-ups', 0)).toBe(0);
  expect(pace.turn(POST, 'broadcasts', MOST)).toBe(60_000);
});

test('whoever waited for a turn, and Slack asked for patience meanwhile, goes on waiting', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.turn(POST, 'broadcasts', MOST);
  expect(pace.turn(POST, 'broadcasts', MOST)).toBe(250);
  pace.rest(POST, 'broadcasts', 60);
  now = 250;
  expect(pace.resting(POST, 'broadcasts')).toBe(59_750);
  expect(pace.resting(POST, 'nudges')).toBe(0);
  pace.rest('chat.update', 'nudges', 60);
  expect(pace.resting('chat.update', 'broadcasts')).toBe(60_000);
});

test('broadcasts that stand in line leave Slack alone once it asked for patience', async () => {
  const api = await startFakeWebApi();
  api.answer(POST, { status: 429, headers: { 'retry-after': '60' } });
  const { broadcasts } = createClients({ apiUrl: api.apiUrl }, createLog('silent'), 'xoxb-1');
  const posts = Array.from({ length: 8 }, () => broadcasts.chat.postMessage({ channel: 'U1', text: 'hello' }));
  const outcomes = await Promise.allSettled(posts);
  expect(outcomes.map(({ status }) => status)).toEqual(Array(8).fill('rejected'));
  expect(api.calls.length).toBeLessThanOrEqual(2);
  await api.close();
});

test('a limit on nudges holds for that method, for broadcasts as well, and until Slack said', () => {
  let now = 0;
  const pace = createPace(() => now);
  pace.rest(POST, 'nudges', 30);
  expect(pace.turn(POST, 'nudges', 0)).toBe(30_000);
  expect(pace.turn(POST, 'broadcasts', MOST)).toBe(30_000);
  expect(pace.turn('chat.postEphemeral', 'nudges', 0)).toBe(0);
  now = 30_000;
  expect(pace.turn(POST, 'nudges', 0)).toBe(0);
});
