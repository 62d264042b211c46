import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { awarenessOf, ownAwareness, wilson } from '../../src/scores/awareness.ts';
import { coverageOf } from '../../src/scores/coverage.ts';
import { monthsBefore } from '../../src/scores/months.ts';
import { canPair } from '../../src/scores/pairs.ts';
import { type Happened, type Practice, practiceOf, sumOf } from '../../src/scores/practice.ts';
import { outwards, shareOf, toFive } from '../../src/scores/rounding.ts';

describe('rounding', () => {
  test.each([
    [0, 0],
    [2, 0],
    [3, 5],
    [7, 5],
    [8, 10],
    [1238, 1240],
  ])('a count of %i is shown as %i', (count, shown) => {
    expect(toFive(count)).toBe(shown);
  });

  test.each<[number, number, ReturnType<typeof shareOf>]>([
    [15, 20, null],
    [15, 25, { percent: 60, bound: null }],
    [70, 95, { percent: 75, bound: null }],
    // That all were right, or none, would be said of each.
    [100, 100, { percent: 95, bound: 'or-more' }],
    [190, 200, { percent: 95, bound: 'or-more' }],
    [0, 100, { percent: 5, bound: 'or-less' }],
    [10, 200, { percent: 5, bound: 'or-less' }],
    // 93 % is no "95 % or more", and 7 % no "5 % or less".
    [930, 1000, { percent: 95, bound: null }],
    [70, 1000, { percent: 5, bound: null }],
    [15, 200, { percent: 10, bound: null }],
  ])('%i of %i is a share of %j', (part, whole, share) => {
    expect(shareOf(part, whole)).toEqual(share);
  });

  test.each([
    [0.4902, 0.9433, 45, 95],
    [0.6, 0.7, 60, 70],
    [0, 1, 0, 100],
  ])('%f to %f is %i to %i', (low, high, lowest, highest) => {
    expect(outwards(low, high)).toEqual({ low: lowest, high: highest });
  });
});

describe('awareness', () => {
  // As R's prop.test(x, n, correct = FALSE) gives them.
  test.each([
    [8, 10, 0.4902, 0.9433],
    [0, 10, 0, 0.2775],
    [10, 10, 0.7225, 1],
    [1, 10, 0.0179, 0.4042],
    [50, 100, 0.4038, 0.5962],
    [0, 0, 0, 1],
  ])('Wilson: %i of %i lies between %f and %f', (right, answered, low, high) => {
    const range = wilson({ answered, right });
    expect(range.low).toBeCloseTo(low, 4);
    expect(range.high).toBeCloseTo(high, 4);
  });

  test('the range holds the share, lies within all and none, and is narrower for ten times as many', () => {
    const counts = fc
      .integer({ min: 1, max: 5000 })
      .chain((answered) =>
        fc.record({ answered: fc.constant(answered), right: fc.integer({ min: 0, max: answered }) }),
      );
    fc.assert(
      fc.property(counts, ({ answered, right }) => {
        const { low, high } = wilson({ answered, right });
        const more = wilson({ answered: 10 * answered, right: 10 * right });
        expect(low).toBeGreaterThanOrEqual(0);
        expect(high).toBeLessThanOrEqual(1);
        expect(low).toBeLessThanOrEqual(right / answered + 1e-9);
        expect(high).toBeGreaterThanOrEqual(right / answered - 1e-9);
        expect(more.high - more.low).toBeLessThan(high - low);
      }),
    );
  });

  test('a share, how many answers it is of, and its range', () => {
    expect(awarenessOf({ answered: 240, right: 180 })).toEqual({
      percent: 75,
      bound: null,
      answers: 240,
      range: { low: 65, high: 85 },
    });
    expect(awarenessOf({ answered: 20, right: 15 })).toBeNull();
    expect(awarenessOf({ answered: 0, right: 0 })).toBeNull();
  });

  test('a person’s own is exact', () => {
    const answers = [
      { topic: 'record', right: true },
      { topic: 'photos', right: false },
      { topic: 'photos', right: true },
    ];
    expect(ownAwareness(answers)).toEqual({
      answered: 3,
      right: 2,
      topics: [
        { topic: 'photos', answered: 2, right: 1 },
        { topic: 'record', answered: 1, right: 1 },
      ],
    });
    expect(ownAwareness([])).toEqual({ answered: 0, right: 0, topics: [] });
  });
});

test('coverage of few is told in counts, without a share', () => {
  expect(coverageOf(80, 60)).toEqual({ active: 80, answered: 60, share: { percent: 75, bound: null } });
  expect(coverageOf(10, 5)).toEqual({ active: 10, answered: 5, share: null });
});

describe('practice', () => {
  const happened: Happened = {
    messages: 12_000,
    incidents: 61,
    posters: 30,
    fixed: 44,
    fixers: 25,
    medianMinutes: 6.4,
    nearMisses: 12,
    raisers: 9,
  };
  test.each<[string, Partial<Happened>, Partial<Practice>]>([
    ['is shown', {}, { perThousand: 5, fixed: { percent: 75, bound: null }, medianMinutes: 6, nearMisses: 10 }],
    ['of fewer than 8 posters: no rate', { posters: 7 }, { perThousand: null, fixed: null }],
    ['with no incident at all: none in 1,000', { incidents: 0, posters: 0, fixed: 0 }, { perThousand: 0, fixed: null }],
    ['of few messages: no rate', { messages: 999 }, { perThousand: null }],
    ['put right by fewer than 8: no time', { fixers: 7 }, { medianMinutes: null }],
    ['nothing put right: no time', { fixed: 0, fixers: 0, medianMinutes: null }, { medianMinutes: null }],
    ['near misses of fewer than 8 people: a few', { nearMisses: 12, raisers: 7 }, { nearMisses: 'few' }],
    ['a near miss: a few', { nearMisses: 1, raisers: 1 }, { nearMisses: 'few' }],
    ['no near miss', { nearMisses: 0, raisers: 0 }, { nearMisses: 0 }],
  ])('%s', (_, change, expected) => {
    expect(practiceOf({ ...happened, ...change })).toMatchObject(expected);
  });

  test('of several months is what happened in all, by as many people as in the month with the most: no more are known', () => {
    const few = { posters: 7, fixers: 6, raisers: 5 };
    const months = [
      { ...happened, ...few, medianMinutes: 9 },
      { ...happened, ...few, posters: 4, medianMinutes: 3 },
      { ...happened, ...few, messages: 10, medianMinutes: null },
    ];
    const sum = sumOf(months);
    expect(sum).toEqual({ ...few, messages: 24_010, incidents: 183, fixed: 132, nearMisses: 36, medianMinutes: 3 });
    expect(practiceOf(sum)).toEqual({ perThousand: null, fixed: null, medianMinutes: null, nearMisses: 'few' });
    expect(sumOf([])).toMatchObject({ messages: 0, posters: 0, medianMinutes: null });
  });
});

describe('months', () => {
  test.each([
    // The clocks go back on 25 October 2026 and forward on 29 March.
    [
      '2026-11-26T12:00:00Z',
      ['2026-08 2026-07-31T23:00:00.000Z', '2026-09 2026-08-31T23:00:00.000Z', '2026-10 2026-09-30T23:00:00.000Z'],
      '2026-11-01T00:00:00.000Z',
    ],
    [
      '2027-01-01T00:00:00Z',
      ['2026-10 2026-09-30T23:00:00.000Z', '2026-11 2026-11-01T00:00:00.000Z', '2026-12 2026-12-01T00:00:00.000Z'],
      '2027-01-01T00:00:00.000Z',
    ],
    // In London it is June already.
    [
      '2026-05-31T23:30:00Z',
      ['2026-03 2026-03-01T00:00:00.000Z', '2026-04 2026-03-31T23:00:00.000Z', '2026-05 2026-04-30T23:00:00.000Z'],
      '2026-05-31T23:00:00.000Z',
    ],
  ])('before %s', (now, starts, end) => {
    const months = monthsBefore(new Date(now), 3);
    expect(months.map(({ name, from }) => `${name} ${from.toISOString()}`)).toEqual(starts);
    expect(months.at(-1)?.to.toISOString()).toBe(end);
    expect(months[0]?.to).toEqual(months[1]?.from);
  });
});

test('pairs are made where others make way', () => {
  const suits = (one: number, other: number) => one % other === 0;
  // 6 takes 2 first, and makes way for 4.
  expect(canPair([6, 4], [2, 3], suits, 2)).toBe(true);
  expect(canPair([4, 8], [2, 3], suits, 2)).toBe(false);
  expect(canPair([], [2, 3], suits, 1)).toBe(false);
});
