import { expect, test } from 'vitest';
import { type AskedRound, streakOf } from '../../src/scores/streak.ts';

/** Tuesdays at ten, by the clocks in London; the clocks go forward on 29 March 2026. */
const TUESDAYS = ['2026-03-10', '2026-03-17', '2026-03-24', '2026-03-31'].map(
  (day) => new Date(`${day}T${day < '2026-03-29' ? '10' : '09'}:00:00Z`),
);
const after = (at: Date, days: number) => new Date(at.getTime() + days * 86_400_000);
const slot = (week: number) => TUESDAYS[week] as Date;

const answered = (week: number): AskedRound => ({
  slot: slot(week),
  questions: 2,
  answered: 2,
  closedAt: after(slot(week), 0.1),
});
const lapsed = (week: number, some = 0): AskedRound => ({
  slot: slot(week),
  questions: 2,
  answered: some,
  closedAt: after(slot(week), 7),
});
const waiting = (week: number): AskedRound => ({ slot: slot(week), questions: 2, answered: 1, closedAt: null });
const paused = (week: number): AskedRound => ({
  slot: slot(week),
  questions: 2,
  answered: 0,
  closedAt: after(slot(week), 2),
});
/** Asked for, on another day of the week. */
const askedFor = (week: number, right: 0 | 1): AskedRound => ({
  slot: after(slot(week), 3),
  questions: 1,
  answered: right,
  closedAt: right ? after(slot(week), 3) : after(slot(week), 14),
});

test.each<[string, AskedRound[], number]>([
  ['nothing was ever asked', [], 0],
  ['the first one waits', [waiting(0)], 0],
  ['one week', [answered(0)], 1],
  ['every week, in whatever order they come', [answered(1), answered(3), answered(0), answered(2)], 4],
  ['the last one lapsed', [answered(0), answered(1), lapsed(2)], 0],
  ['one in the middle lapsed', [answered(0), lapsed(1), answered(2), answered(3)], 2],
  ['one of two questions is no answer to both', [answered(0), lapsed(1, 1), answered(2)], 1],
  ['this week’s still waits', [answered(1), answered(2), waiting(3)], 2],
  ['one that waits since before leave costs nothing', [answered(0), waiting(1), answered(3)], 2],
  ['a week that asked nothing is passed over', [answered(0), answered(3)], 2],
  ['a pause costs nothing', [answered(0), paused(1), answered(2)], 2],
  ['a question that was asked for counts as a week, once', [answered(0), answered(1), askedFor(1, 1)], 2],
  ['and stands in for a slot that asked nothing', [answered(0), askedFor(1, 1)], 2],
  ['one that was asked for and left costs no week that was answered', [answered(0), askedFor(0, 0), answered(1)], 2],
  ['but by itself it is a week that was left', [answered(0), askedFor(1, 0), answered(2)], 1],
  ['answered when the next slot had come', [answered(0), lapsed(1, 2), answered(2)], 3],
])('%s', (_, rounds, streak) => {
  expect(streakOf(rounds)).toBe(streak);
});

test('the next slot comes an hour sooner where the clocks go forward: it lapses all the same', () => {
  expect(streakOf([{ ...lapsed(2), closedAt: slot(3) }])).toBe(0);
  expect(streakOf([answered(1), { ...lapsed(2), closedAt: slot(3) }])).toBe(0);
});

test('a week begins on Monday, in London', () => {
  const at = (time: string): AskedRound => ({ slot: new Date(time), questions: 1, answered: 1, closedAt: null });
  // 00:30 on Monday, by summer time.
  expect(streakOf([at('2026-06-07T22:30:00Z'), at('2026-06-07T23:30:00Z')])).toBe(2);
  expect(streakOf([at('2026-06-07T23:30:00Z'), at('2026-06-10T09:00:00Z')])).toBe(1);
});
