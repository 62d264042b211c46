import { beforeEach, expect, test } from 'vitest';
import type { CatchUp } from '../../../src/adapters/slack/catch-up.ts';
import type { Listed } from '../../../src/adapters/slack/installations.ts';
import { createReading, type ReadingStore } from '../../../src/adapters/slack/reading.ts';
import type { Connected } from '../../../src/adapters/slack/workspaces.ts';
import { createLog } from '../../../src/log.ts';
import { soon } from '../../soon.ts';

const NOW = Date.UTC(2026, 2, 5, 9);
const ago = (minutes: number) => new Date(NOW - minutes * 60_000);
const DAY = 24 * 60;
const listed: Listed = { tenant: 'T1', name: 'Invented Trust', ended: null, refused: null };

let calls: unknown[][];
let gap: { from: Date; gaps: number } | null;
let fault: Error | undefined;
let catchUp: CatchUp;
beforeEach(() => {
  calls = [];
  gap = null;
  fault = undefined;
  catchUp = async (_here, from) => void calls.push(['catchUp', from]);
});

function open(list: readonly Listed[] = [listed]) {
  const note =
    (name: string) =>
    async (...given: unknown[]) => {
      if (fault) throw fault;
      calls.push([name, ...given]);
    };
  const store: ReadingStore = {
    begin: note('begin'),
    seen: note('seen'),
    gap: note('gap'),
    hold: note('hold'),
    giveBack: note('giveBack'),
    recovered: note('recovered'),
    unread: note('unread'),
    take: async () => gap,
    lastUnread: async () => null,
  };
  return createReading({
    store,
    installations: { list: async () => list },
    workspaces: { now: async () => ({ tenant: 'T1' }) as Connected },
    catchUp: (...given) => catchUp(...given),
    log: createLog('silent'),
    now: () => NOW,
  });
}
const named = (...names: string[]) => calls.filter(([name]) => names.includes(name as string));

test('a process asks once whether it was away, before it takes anything; and again where that couldn’t be stored', async () => {
  const reading = open();
  fault = new Error('down');
  await expect(reading.listening('T1')).rejects.toThrow('down');
  fault = undefined;
  await reading.listening('T1');
  await reading.listening('T1');
  await reading.tick();
  expect(named('begin')).toEqual([['begin', 'T1', ago(1)]]);
});

test('how far was read is noted at the first event, and then once a tick, by the latest', async () => {
  const reading = open();
  await reading.taken('T1', ago(4), 0);
  await reading.taken('T1', ago(2), 0);
  await reading.taken('T1', ago(3), 1);
  await reading.tick();
  await reading.tick();
  expect(named('seen')).toEqual([
    ['seen', 'T1', ago(4)],
    ['seen', 'T1', ago(2)],
  ]);
  expect(named('gap')).toEqual([]);
});

test('an event that Slack sent for the third time says that others were lost; withheld ones are a gap, too', async () => {
  const reading = open();
  await reading.taken('T1', ago(2), 2);
  await reading.withheld('T1', ago(5));
  expect(named('gap')).toEqual([
    ['gap', 'T1', ago(2)],
    ['gap', 'T1', ago(5)],
  ]);
});

test('a gap is read and closed', async () => {
  gap = { from: ago(30), gaps: 3 };
  await open().tick();
  await soon(() => expect(named('giveBack')).toHaveLength(1));
  expect(named('catchUp', 'recovered', 'unread')).toEqual([
    ['catchUp', ago(30)],
    ['recovered', 'T1', 3, ago(0)],
  ]);
});

test('of a gap that is too old, the last day is read, and the rest remembered as never read', async () => {
  gap = { from: ago(DAY + 90), gaps: 1 };
  await open().tick();
  await soon(() => expect(named('giveBack')).toHaveLength(1));
  expect(named('catchUp', 'unread')).toEqual([
    ['unread', 'T1', { from: ago(DAY + 90), to: ago(DAY) }],
    ['catchUp', ago(DAY)],
  ]);
});

test('what fails stays open for the next time; one is read at a time', async () => {
  gap = { from: ago(30), gaps: 1 };
  let fail: (error: Error) => void = () => {};
  catchUp = () =>
    new Promise((_, reject) => {
      calls.push(['catchUp']);
      fail = reject;
    });
  const reading = open();
  await reading.tick();
  await soon(() => expect(named('catchUp')).toHaveLength(1));
  await reading.tick();
  expect(named('catchUp')).toHaveLength(1);
  fail(new Error('Slack is away'));
  await soon(() => expect(named('giveBack')).toHaveLength(1));
  expect(named('recovered')).toEqual([]);
  await reading.tick();
  await soon(() => expect(named('catchUp')).toHaveLength(2));
  fail(new Error('Slack is away'));
});

test('a workspace that took the app away is not read', async () => {
  gap = { from: ago(30), gaps: 1 };
  await open([{ ...listed, ended: 'uninstalled' }]).tick();
  expect(calls).toEqual([]);
});

test('at the end what is being read is stopped, and how far was read is noted', async () => {
  gap = { from: ago(30), gaps: 1 };
  catchUp = (_here, _from, { signal }) =>
    new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
  const reading = open();
  await reading.tick();
  await reading.taken('T1', ago(2), 0);
  await reading.taken('T1', ago(1), 0);
  await reading.stop();
  expect(named('seen').at(-1)).toEqual(['seen', 'T1', ago(1)]);
  expect(named('giveBack')).toHaveLength(1);
  expect(named('recovered')).toEqual([]);
});
