import { describe, expect, test } from 'vitest';
import { changeOf, effectOf } from '../../src/scores/change.ts';
import { type Counted, coarse, progressShown, reachShown, sumOf } from '../../src/scores/refreshers.ts';

const counted = (change: Partial<Counted> = {}): Counted => ({
  chosen: 20,
  waiting: 0,
  accepted: 20,
  uncertain: 0,
  failed: [],
  held: [],
  offered: 0,
  acknowledged: 12,
  answered: 10,
  right: 7,
  ...change,
});

describe('progress', () => {
  test.each<[string, Partial<Counted>, object]>([
    ['of many', {}, { acknowledged: 12, answered: 10, right: 5 }],
    ['of seven', { accepted: 7 }, { accepted: 7, acknowledged: null, answered: null, right: null }],
    ['of eight, one of them uncertain', { accepted: 7, uncertain: 1 }, { acknowledged: 12 }],
    ['answered by few', { answered: 7, right: 3 }, { answered: 7, right: null }],
    ['all of them right', { answered: 10, right: 10 }, { right: null }],
    ['none of them right', { answered: 10, right: 0 }, { right: null }],
  ])('%s', (_, change, expected) => {
    expect(progressShown(counted(change))).toMatchObject(expected);
  });

  test('of a campaign is the sum of its refreshers', () => {
    const failed = [{ reason: 'a', people: 2 }];
    const sum = sumOf([counted({ failed }), counted({ failed: [...failed, { reason: 'b', people: 5 }] })]);
    expect(sum).toMatchObject({
      chosen: 40,
      right: 14,
      failed: [
        { reason: 'b', people: 5 },
        { reason: 'a', people: 4 },
      ],
    });
    expect(sumOf([])).toMatchObject({ chosen: 0, failed: [] });
  });

  test('of those who are weak on a topic is to the nearest five, and of seven of them nothing', () => {
    expect(coarse(counted({ chosen: 7, accepted: 7 }))).toBeNull();
    expect(
      coarse(
        counted({
          chosen: 8,
          accepted: 7,
          acknowledged: 6,
          failed: [{ reason: 'a', people: 1 }],
          answered: 3,
          right: 2,
        }),
      ),
    ).toEqual(counted({ chosen: 10, accepted: 5, acknowledged: 5, failed: [], answered: 5, right: 0 }));
    const failed = [{ reason: 'a', people: 3 }];
    expect(coarse(counted({ failed }))?.failed).toEqual([{ reason: 'a', people: 5 }]);
  });

  test.each([
    ['everyone', 0, 0],
    ['everyone', 7, null],
    ['everyone', 8, 8],
    ['everyone', 1234, 1234],
    ['weak', 12, 10],
  ])('%s reaches %i: told as %s', (kind, people, shown) => {
    expect(reachShown({ kind }, people)).toBe(shown);
  });
});

describe('a change', () => {
  // Newcombe (1998), table II, method 10: 56/70 - 48/80 = 0.2, 0.0524 to 0.3339; 9/10 - 3/10 = 0.6, 0.1705 to 0.8090.
  test.each([
    [{ right: 48, answered: 80 }, { right: 56, answered: 70 }, 0.0524, 0.3339, 'up'],
    [{ right: 3, answered: 10 }, { right: 9, answered: 10 }, 0.1705, 0.809, 'up'],
    [{ right: 9, answered: 10 }, { right: 3, answered: 10 }, -0.809, -0.1705, 'down'],
  ] as const)('%o to %o', (before, after, low, high, seen) => {
    const change = changeOf(before, after);
    expect(change.low).toBeCloseTo(low, 3);
    expect(change.high).toBeCloseTo(high, 3);
    expect(change.seen).toBe(seen);
  });

  test('as it was before, or of nothing, is none', () => {
    expect(changeOf({ right: 5, answered: 10 }, { right: 6, answered: 10 }).seen).toBe('none');
    expect(changeOf({ right: 0, answered: 0 }, { right: 0, answered: 0 })).toMatchObject({
      before: 0,
      after: 0,
      seen: 'none',
    });
  });

  const side = { incidents: 60, posters: 20, messages: 5000, marks: { right: 30, answered: 50 }, answerers: 20 };
  test.each([
    ['fewer incidents, more right', { incidents: 20, marks: { right: 45, answered: 50 } }, 'down', 'up'],
    ['much the same', {}, 'none', 'none'],
    ['none at all', { incidents: 0, posters: 0 }, 'down', 'none'],
    ['of seven people', { posters: 7, answerers: 7 }, undefined, undefined],
    ['of one incident', { incidents: 1, posters: 1 }, undefined, 'none'],
    ['of few messages and answers', { messages: 999, marks: { right: 20, answered: 24 } }, undefined, undefined],
  ])('%s', (_, change, incidents, awareness) => {
    const effect = effectOf(side, { ...side, ...change });
    expect([effect.incidents?.seen, effect.awareness?.seen]).toEqual([incidents, awareness]);
    const back = effectOf({ ...side, ...change }, side);
    expect([back.incidents === null, back.awareness === null]).toEqual([
      incidents === undefined,
      awareness === undefined,
    ]);
  });
});
