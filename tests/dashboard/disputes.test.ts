import { expect, test } from 'vitest';
import { presentDisputes } from '../../src/dashboard/pages/rules/present.ts';
import type { Category } from '../../src/policy/types.ts';

const rule = (category: Category, flagged: number, disputed: number, watched = 0) => ({
  category,
  flagged,
  watched,
  disputed,
  putRight: 0,
});
const sentence = (...rules: ReturnType<typeof rule>[]) => presentDisputes(rules, [], 90).sentence;

test('of a rule that flagged fewer than ten messages nobody says that it is disputed most', () => {
  expect(sentence(rule('name', 9, 9))).toBe(
    'No disputed rule flagged 10 messages or more: too few to say which is disputed most.',
  );
  expect(sentence(rule('name', 10, 9))).toContain('“A patient’s name”: 9 (90%) of 10');
  // What is only watched was flagged, too.
  expect(sentence(rule('name', 4, 1, 6))).toContain('“A patient’s name”: 1 (10%) of 10');
  expect(sentence(rule('name', 9, 9), rule('address', 20, 2), rule('image', 40, 2))).toContain(
    '“Home address”: 2 (10%) of 20',
  );
  expect(sentence()).toBe('Nobody disputed anything in this time.');
});

test('all disputed rules are in the table, whatever they flagged, the most disputed first', () => {
  const { rows } = presentDisputes([rule('image', 40, 2), rule('name', 9, 9), rule('address', 20, 0)], [], 90);
  expect(rows.map(({ name, disputed }) => [name, disputed])).toEqual([
    ['A patient’s name', '9 (100%)'],
    ['Photo, scan or picture of notes', '2 (5%)'],
  ]);
});
