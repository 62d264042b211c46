import { expect, test } from 'vitest';
import { awarenessOf } from '../../src/scores/awareness.ts';
import { leastAwareFirst } from '../../src/scores/order.ts';
import { asMany } from '../teams-by-marks.ts';

test('teams are in the order of the figures that pages show, and those that look alike in that of their names', () => {
  const teams = asMany();
  const marks = new Map(teams.map((team) => [team.team, team]));
  const shown = leastAwareFirst(teams.toReversed()).map((team) => {
    const found = awarenessOf(marks.get(team) ?? expect.fail(team));
    return { team, key: found ? 1000 * found.range.high + found.percent : Number.POSITIVE_INFINITY };
  });
  expect(shown).toHaveLength(teams.length);
  // By name within a key: whoever sees the order learns nothing that the figures don't say.
  expect(shown).toEqual(
    shown.toSorted((a, b) => (a.key === b.key ? 0 : a.key - b.key) || a.team.localeCompare(b.team)),
  );
  expect(shown.at(-1)?.key).toBe(Number.POSITIVE_INFINITY);
});
