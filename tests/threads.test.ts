import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { startThreads, type Threads } from '../src/threads.ts';
import { deleted, posted } from './messages.ts';

const MINUTE = 60_000;
let threads: Threads;
beforeEach(() => {
  vi.useFakeTimers({ now: 0 });
  threads = startThreads();
});
afterEach(() => {
  threads.stop();
  vi.useRealTimers();
});

const parent = (text = 'parent') => posted({ id: '1', text });
const reply = (id: string, text = `reply ${id}`, change = {}) => posted({ id, thread: '1', text, ...change });

test('a reply sees what came before it in its thread, and nothing else', () => {
  threads.remember(parent());
  threads.remember(posted({ id: '9', text: 'elsewhere' }));
  threads.remember(reply('2'));
  expect(threads.before(reply('3'))).toEqual(['parent', 'reply 2']);
  expect(threads.before(reply('3', '', { tenant: 'T2' }))).toEqual([]);
  expect(threads.before(reply('3', '', { channel: { id: 'C2', audience: 'direct', readers: 2 } }))).toEqual([]);
  expect(threads.before(posted({ id: '5' }))).toEqual([]);
});

test('an edit takes the place of what it edits, and is not its own context', () => {
  threads.remember(parent());
  threads.remember(parent('edited'));
  expect(threads.before(parent('edited'))).toEqual([]);
  expect(threads.before(reply('2'))).toEqual(['edited']);
});

test('what is deleted is forgotten', () => {
  threads.remember(parent());
  threads.remember(reply('2'));
  threads.forget(deleted({ id: '2' }));
  expect(threads.before(reply('3'))).toEqual(['parent']);
});

test('nothing outlives ten minutes', () => {
  threads.remember(parent());
  vi.advanceTimersByTime(5 * MINUTE);
  threads.remember(reply('2'));
  vi.advanceTimersByTime(5 * MINUTE);
  expect(threads.before(reply('3'))).toEqual(['reply 2']);
  vi.advanceTimersByTime(5 * MINUTE);
  expect(threads.before(reply('3'))).toEqual([]);
});

test('five messages a thread, two thousand characters each, two thousand threads', () => {
  for (let id = 1; id <= 7; id++) threads.remember(reply(String(id), 'x'.repeat(3_000)));
  expect(threads.before(reply('8')).map((text) => text.length)).toEqual([2_000, 2_000, 2_000, 2_000, 2_000]);
  for (let id = 0; id < 2_000; id++) threads.remember(posted({ id: `other-${id}` }));
  expect(threads.before(reply('8'))).toEqual([]);
});
