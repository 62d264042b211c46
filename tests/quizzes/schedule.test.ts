import { describe, expect, test } from 'vitest';
import { createSchedule, type Memory } from '../../src/quizzes/schedule.ts';

const schedule = createSchedule({ retention: 0.9, longestDays: 180 });
const START = Date.UTC(2026, 0, 6, 10);
const on = (day: number) => new Date(START + day * 86_400_000);
const daysUntil = (memory: Memory) => (memory.due.getTime() - memory.reviewed.getTime()) / 86_400_000;

/** Answers on those days, each right or wrong. */
const answered = (...answers: [number, boolean][]): Memory =>
  answers.reduce<Memory | undefined>(
    (before, [day, right]) => schedule.after(before, right, on(day)),
    undefined,
  ) as Memory;

describe('what is remembered', () => {
  test('right after right: longer and longer', () => {
    const first = answered([0, true]);
    const second = answered([0, true], [7, true]);
    const third = answered([0, true], [7, true], [28, true]);
    expect(daysUntil(first)).toBeLessThan(daysUntil(second));
    expect(daysUntil(second)).toBeLessThan(daysUntil(third));
    expect(third).toMatchObject({ reps: 3, lapses: 0 });
  });
  test('wrong: soon again, in days and never in minutes', () => {
    const wrong = answered([0, true], [7, true], [28, false]);
    expect(wrong.lapses).toBe(1);
    expect(daysUntil(wrong)).toBeGreaterThanOrEqual(1);
    expect(daysUntil(wrong)).toBeLessThan(14);
  });
  test('never later than half a year', () => {
    let memory: Memory | undefined;
    for (let year = 0; year < 6; year++) memory = schedule.after(memory, true, on(year * 365));
    expect(daysUntil(memory as Memory)).toBe(180);
    expect(memory?.stability).toBeGreaterThan(180);
  });
  test('nine in ten still know it when it is due; all do at once, and fewer each day', () => {
    const memory = answered([0, true], [7, true], [28, true]);
    expect(schedule.recall(memory, memory.reviewed)).toBe(1);
    expect(schedule.recall(memory, memory.due)).toBeCloseTo(0.9, 2);
    expect(schedule.recall(memory, on(200))).toBeLessThan(schedule.recall(memory, on(100)));
  });
  test('a clock that stands a little back changes nothing', () => {
    const memory = answered([1, true]);
    expect(schedule.recall(memory, on(0))).toBe(1);
  });
  test('two answers on one day, as late ones come: both are learnt from', () => {
    expect(answered([0, false], [0, true])).toMatchObject({ reps: 2 });
  });
  test('the same answers, the same memory', () => {
    expect(answered([0, true], [9, false], [16, true])).toEqual(answered([0, true], [9, false], [16, true]));
  });
});
