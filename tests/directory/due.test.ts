import { expect, test } from 'vitest';
import { due, latestNight } from '../../src/directory/due.ts';

const at = (text: string) => new Date(text);
const NOW = at('2026-03-03T09:00:00Z');
const never = { readAt: null, changesFrom: null, askedAt: null, failedAt: null };

test.each([
  ['never read', {}, 'everyone'],
  ['read yesterday', { readAt: at('2026-03-02T10:00:00Z') }, 'everyone'],
  ['read since the night', { readAt: at('2026-03-03T02:31:00Z') }, 'nothing'],
  [
    'asked ten minutes ago',
    { readAt: at('2026-03-03T02:31:00Z'), changesFrom: 'm', askedAt: at('2026-03-03T08:50:00Z') },
    'changes',
  ],
  [
    'asked just now',
    { readAt: at('2026-03-03T02:31:00Z'), changesFrom: 'm', askedAt: at('2026-03-03T08:51:00Z') },
    'nothing',
  ],
  ['failed just now', { failedAt: at('2026-03-03T08:50:00Z') }, 'nothing'],
  ['failed a while ago', { failedAt: at('2026-03-03T08:45:00Z') }, 'everyone'],
])('a directory that was %s', (_, reading, expected) => {
  expect(due({ ...never, ...reading }, NOW, 'Europe/London')).toBe(expected);
});

test.each([
  ['2026-03-03T02:29:59Z', '2026-03-02T02:30:00Z'],
  ['2026-03-03T02:30:00Z', '2026-03-03T02:30:00Z'],
  // In summer the wall is an hour ahead.
  ['2026-07-03T01:30:00Z', '2026-07-03T01:30:00Z'],
])('of %s the latest night is %s', (now, night) => {
  expect(latestNight(at(now), 'Europe/London')).toEqual(at(night));
});
