import { describe, expect, test } from 'vitest';
import { latestSlot, type Slot } from '../../src/quizzes/slot.ts';

const TUESDAY: Slot = { day: 'tuesday', time: '10:00' };

describe('the slot that came last', () => {
  test.each<[string, string, Slot, string]>([
    ['on the day, a minute before', '2026-03-03T09:59:00Z', TUESDAY, '2026-02-24T10:00:00Z'],
    ['on the minute', '2026-03-03T10:00:00Z', TUESDAY, '2026-03-03T10:00:00Z'],
    ['the day after', '2026-03-04T00:00:00Z', TUESDAY, '2026-03-03T10:00:00Z'],
    ['the day before', '2026-03-09T23:59:00Z', TUESDAY, '2026-03-03T10:00:00Z'],
    ['in summer, by the clock on the wall', '2026-06-30T09:30:00Z', TUESDAY, '2026-06-30T09:00:00Z'],
    ['the first after the clocks went forward', '2026-03-31T09:00:00Z', TUESDAY, '2026-03-31T09:00:00Z'],
    ['the first after they went back', '2026-10-27T09:30:00Z', TUESDAY, '2026-10-20T09:00:00Z'],
    ['an hour later then', '2026-10-27T10:00:00Z', TUESDAY, '2026-10-27T10:00:00Z'],
    [
      'a time that the clocks skip is an hour later',
      '2026-03-29T01:30:00Z',
      { day: 'sunday', time: '01:30' },
      '2026-03-29T01:30:00Z',
    ],
    [
      'of one that they show twice it is the first',
      '2026-10-25T01:00:00Z',
      { day: 'sunday', time: '01:30' },
      '2026-10-25T00:30:00Z',
    ],
    [
      'just after midnight in London is the day before in UTC',
      '2026-06-01T23:30:00Z',
      { day: 'tuesday', time: '00:15' },
      '2026-06-01T23:15:00Z',
    ],
    ['on a Monday', '2026-03-02T08:00:00Z', { day: 'monday', time: '08:00' }, '2026-03-02T08:00:00Z'],
    ['on a Sunday', '2026-03-07T08:00:00Z', { day: 'sunday', time: '23:59' }, '2026-03-01T23:59:00Z'],
  ])('%s', (_, now, slot, expected) => {
    expect(latestSlot(new Date(now), slot, 'Europe/London')).toEqual(new Date(expected));
  });

  test('in a year of minutes that count there are 52 or 53, a week apart on the wall', () => {
    const seen = new Set<number>();
    for (let hour = 0; hour < 365 * 24; hour++)
      seen.add(latestSlot(new Date(Date.UTC(2026, 0, 1, hour)), TUESDAY, 'Europe/London').getTime());
    const gaps = [...seen].slice(1).map((at, index) => (at - ([...seen][index] ?? 0)) / 3_600_000);
    expect(seen.size).toBe(53);
    expect(gaps.filter((gap) => gap !== 168)).toEqual([167, 169]);
  });
});
