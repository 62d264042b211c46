import { expect, test } from 'vitest';
import { nextWorkingMoment, startOfDay } from '../../src/nudges/quiet-hours.ts';
import type { Nudging } from '../../src/policy/nudging.ts';

type Hours = Pick<Nudging, 'quiet-hours' | 'working-days' | 'time-zone'>;
const EVERY_DAY: Hours['working-days'] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'];
const WEEKDAYS: Hours['working-days'] = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'];

const hours = (change: Partial<Hours> = {}): Hours => ({
  'quiet-hours': { from: '21:00', to: '07:00' },
  'working-days': EVERY_DAY,
  'time-zone': 'Europe/London',
  ...change,
});

// The clocks of 2026 go forward on 29 March at 1:00 and back on 25 October at 2:00.
test.each<[string, string, string, Hours?]>([
  ['in the day: now', '2026-03-05T14:00:00Z', '2026-03-05T14:00:00Z'],
  ['a minute before the quiet begins', '2026-03-05T20:59:00Z', '2026-03-05T20:59:00Z'],
  ['as the quiet begins', '2026-03-05T21:00:00Z', '2026-03-06T07:00:00Z'],
  ['at four in the morning', '2026-03-05T04:00:00Z', '2026-03-05T07:00:00Z'],
  ['as the quiet ends', '2026-03-05T07:00:00Z', '2026-03-05T07:00:00Z'],
  ['in summer time', '2026-07-01T20:30:00Z', '2026-07-02T06:00:00Z'],
  ['the night that the clocks go forward, before', '2026-03-28T23:00:00Z', '2026-03-29T06:00:00Z'],
  ['the night that the clocks go forward, after', '2026-03-29T02:00:00Z', '2026-03-29T06:00:00Z'],
  ['the night that the clocks go back, before', '2026-10-24T22:00:00Z', '2026-10-25T07:00:00Z'],
  ['in the hour that comes twice', '2026-10-25T01:30:00Z', '2026-10-25T07:00:00Z'],
  [
    'Friday night with the weekend off',
    '2026-03-06T22:00:00Z',
    '2026-03-09T07:00:00Z',
    hours({ 'working-days': WEEKDAYS }),
  ],
  [
    'Saturday noon with the weekend off',
    '2026-03-07T12:00:00Z',
    '2026-03-09T07:00:00Z',
    hours({ 'working-days': WEEKDAYS }),
  ],
  ['Monday before seven', '2026-03-09T05:00:00Z', '2026-03-09T07:00:00Z', hours({ 'working-days': WEEKDAYS })],
  [
    'the weekend that the clocks go forward, off',
    '2026-03-27T22:00:00Z',
    '2026-03-30T06:00:00Z',
    hours({ 'working-days': WEEKDAYS }),
  ],
  ['one working day a week', '2026-03-05T12:00:00Z', '2026-03-10T07:00:00Z', hours({ 'working-days': ['tuesday'] })],
  [
    'quiet within one day',
    '2026-03-05T13:00:00Z',
    '2026-03-05T14:00:00Z',
    hours({ 'quiet-hours': { from: '12:00', to: '14:00' } }),
  ],
  [
    'a quiet that ends as it begins is none',
    '2026-03-05T03:00:00Z',
    '2026-03-05T03:00:00Z',
    hours({ 'quiet-hours': { from: '00:00', to: '00:00' } }),
  ],
])('%s', (_name, at, expected, given = hours()) => {
  expect(nextWorkingMoment(new Date(at), given)).toEqual(new Date(expected));
});

test.each([
  ['2026-03-05T09:00:00Z', '2026-03-05T00:00:00Z'],
  ['2026-07-01T23:30:00Z', '2026-07-01T23:00:00Z'],
  ['2026-03-29T12:00:00Z', '2026-03-29T00:00:00Z'],
])('the day of %s begins in London at %s', (at, expected) => {
  expect(startOfDay(new Date(at), 'Europe/London')).toEqual(new Date(expected));
});
