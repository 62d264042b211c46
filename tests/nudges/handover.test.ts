import { describe, expect, test } from 'vitest';
import { type Handover, nextStep, type Step, waitForLater, waitForUnreachable } from '../../src/nudges/handover.ts';

const incident = (change: Partial<Handover> = {}): Handover => ({
  kind: 'first',
  delivery: 'waiting',
  attempts: 0,
  level: 'nudge',
  resolution: null,
  answer: null,
  messages: 1,
  ...change,
});

describe('nextStep', () => {
  const cases: [string, Handover, number, boolean, Step][] = [
    ['a fresh claim', incident(), 0, false, 'send'],
    ['a fresh claim that was put right meanwhile', incident({ resolution: 'edited' }), 0, false, 'hold'],
    ['a nudge that died on the way', incident({ delivery: 'handed', attempts: 1 }), 0, false, 'uncertain'],
    [
      'an urgent one that died on the way',
      incident({ delivery: 'handed', attempts: 1, level: 'urgent' }),
      0,
      false,
      'send-again',
    ],
    [
      'an urgent one, put right meanwhile',
      incident({ delivery: 'handed', attempts: 1, level: 'urgent', resolution: 'deleted' }),
      0,
      false,
      'uncertain',
    ],
    [
      'an urgent one, out of tries',
      incident({ delivery: 'handed', attempts: 1, level: 'urgent' }),
      0,
      true,
      'uncertain',
    ],
    [
      'its answer was recorded, the job was not finished',
      incident({ delivery: 'sent', attempts: 1 }),
      0,
      false,
      'skip',
    ],
    ['put off, and a later job owns it', incident({ delivery: 'waiting', attempts: 1 }), 0, false, 'skip'],
    ['the later job of one put off', incident({ delivery: 'waiting', attempts: 1 }), 1, false, 'send'],
    ['someone who could not be reached', incident({ delivery: 'unreachable', attempts: 1 }), 1, false, 'send'],
    ['handed over by a later job', incident({ delivery: 'handed', attempts: 3, level: 'urgent' }), 0, false, 'skip'],
    ['held', incident({ delivery: 'held' }), 0, false, 'skip'],
    ['a reminder of what was put right', incident({ kind: 'reminder', resolution: 'edited' }), 0, false, 'hold'],
    ['a reminder of what was answered', incident({ kind: 'reminder', answer: 'needed' }), 0, false, 'hold'],
    ['a first notice is sent though it was answered', incident({ answer: 'needed' }), 0, false, 'send'],
    ['a summary with nothing left in it', incident({ kind: 'summary', messages: 0 }), 0, false, 'hold'],
    [
      'a summary of others, though the first was put right',
      incident({ kind: 'summary', messages: 3, resolution: 'edited' }),
      0,
      false,
      'send',
    ],
    ['thanks', incident({ kind: 'thanks', resolution: 'edited' }), 0, false, 'send'],
    [
      'thanks for an urgent one that died on the way are not said twice',
      incident({ kind: 'thanks', delivery: 'handed', attempts: 1, level: 'urgent', resolution: 'edited' }),
      0,
      false,
      'uncertain',
    ],
    ['left uncertain', incident({ delivery: 'uncertain', attempts: 1 }), 0, false, 'skip'],
  ];
  test.each(cases)('%s', (_name, state, attempt, lastTry, step) => {
    expect(nextStep(state, attempt, lastTry)).toBe(step);
  });
});

describe('waits', () => {
  test('someone out of reach is tried for a day and a half, then left', () => {
    const waits = [1, 2, 3, 4, 5, 6].map(waitForUnreachable);
    expect(waits.slice(0, 5).every((wait) => wait !== null)).toBe(true);
    expect(waits[5]).toBeNull();
  });
  test('a platform that puts us off is never asked sooner than it says', () => {
    for (const asked of [0, 1, 30, 3600]) {
      for (let attempts = 1; attempts <= 30; attempts++)
        expect(waitForLater(attempts, asked)).toBeGreaterThanOrEqual(Math.max(asked, 1));
    }
    expect(waitForLater(31, 1)).toBeNull();
  });
});
