import { expect, test } from 'vitest';
import { faultOfQuietHours, pauseFrom } from '../../src/quizzes/choices.ts';

test.each([
  [null, null, undefined],
  ['12:00', '14:00', undefined],
  ['22:00', '06:00', undefined],
  ['12:00', null, { at: 'to', what: 'no-end' }],
  [null, '14:00', { at: 'from', what: 'no-start' }],
  ['12:00', '12:00', { at: 'to', what: 'same' }],
])('quiet hours from %s to %s', (from, to, fault) => {
  expect(faultOfQuietHours(from, to)).toEqual(fault);
});

const now = new Date('2026-11-26T12:00:00Z');
test.each([
  ['none yet', null, '2026-12-24T12:00:00Z'],
  ['one that is over', new Date('2026-11-01'), '2026-12-24T12:00:00Z'],
  ['one that runs: it stays', new Date('2026-12-01T08:00:00Z'), '2026-12-01T08:00:00Z'],
])('a pause, with %s', (_, until, lasts) => {
  expect(pauseFrom(until, now, 28)).toEqual(new Date(lasts));
});
