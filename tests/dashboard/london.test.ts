import { expect, test } from 'vitest';
import { daysUpTo, sayDay, sayShortDay } from '../../src/dashboard/london.ts';
import { londonDay } from '../../src/store/counts.ts';

test.each([
  ['2026-07-01T23:30:00Z', '2026-07-02'],
  ['2026-01-01T23:30:00Z', '2026-01-01'],
  ['2026-03-29T00:59:59Z', '2026-03-29'],
  ['2026-10-24T23:00:00Z', '2026-10-25'],
])('%s is on %s in London', (at, day) => expect(londonDay(new Date(at))).toBe(day));

test('days run over clock changes and month ends without a gap', () => {
  expect(daysUpTo('2026-03-30', 4)).toEqual(['2026-03-27', '2026-03-28', '2026-03-29', '2026-03-30']);
  expect(daysUpTo('2026-03-01', 2)).toEqual(['2026-02-28', '2026-03-01']);
});

test('days are said as people say them', () => {
  expect(sayDay('2026-03-05')).toBe('Thursday 5 March 2026');
  expect(sayShortDay('2026-03-05')).toBe('5 Mar');
});
