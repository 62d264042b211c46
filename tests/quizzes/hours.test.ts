import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { loadPolicy } from '../../src/policy/index.ts';
import { clockOf, clocksOf, isWithin } from '../../src/quizzes/hours.ts';
import { latestSlots } from '../../src/quizzes/slot.ts';
import { weekPart } from '../../src/store/week-part.ts';

const policy = loadPolicy(join(import.meta.dirname, '../../policies/nhs-england.yaml'), { examples: false });

describe('the clock of where somebody is', () => {
  // 3 March 2026 is a Tuesday; quiet from 21:00 to 07:00, reading hours from 09:00 to 17:00 on weekdays.
  test.each([
    ['2026-03-03T10:00:00Z', null, { zone: 'Europe/London', time: '10:00', free: true, reading: true }],
    ['2026-03-03T08:59:00Z', 'Europe/London', { zone: 'Europe/London', time: '08:59', free: true, reading: false }],
    ['2026-03-03T17:00:00Z', 'Europe/London', { zone: 'Europe/London', time: '17:00', free: true, reading: false }],
    ['2026-03-03T22:00:00Z', 'Europe/London', { zone: 'Europe/London', time: '22:00', free: false, reading: false }],
    ['2026-03-07T10:00:00Z', 'Europe/London', { zone: 'Europe/London', time: '10:00', free: true, reading: false }],
    ['2026-03-03T10:00:00Z', 'Asia/Kolkata', { zone: 'Asia/Kolkata', time: '15:30', free: true, reading: true }],
    ['2026-03-03T17:00:00Z', 'Asia/Kolkata', { zone: 'Asia/Kolkata', time: '22:30', free: false, reading: false }],
    ['2026-07-07T08:30:00Z', 'Europe/London', { zone: 'Europe/London', time: '09:30', free: true, reading: true }],
    ['2026-03-03T10:00:00Z', 'Nowhere/At all', { zone: 'Europe/London', time: '10:00', free: true, reading: true }],
  ])('%s in %s', (at, zone, clock) => {
    expect(clockOf(new Date(at), zone, policy)).toEqual(clock);
  });
  test('one clock a zone, that of the policy first, and none of a zone that is none', () => {
    const clocks = clocksOf(new Date('2026-03-03T10:00:00Z'), ['Asia/Kolkata', 'Mars', 'Asia/Kolkata'], policy);
    expect(clocks.map(({ zone }) => zone)).toEqual(['Europe/London', 'Asia/Kolkata']);
  });
});

test.each([
  ['12:00', '09:00', '17:00', true],
  ['17:00', '09:00', '17:00', false],
  ['23:00', '22:00', '06:00', true],
  ['05:59', '22:00', '06:00', true],
  ['06:00', '22:00', '06:00', false],
])('%s lies between %s and %s: %s', (time, from, to, within) => {
  expect(isWithin(time, { from, to })).toBe(within);
});

test.each([
  ['2026-03-03T10:00:00Z', 3], // a Tuesday, 9 to 12
  ['2026-03-07T10:00:00Z', 11], // a Saturday
  ['2026-07-07T23:30:00Z', 0], // half past midnight by the clocks in London
  ['2026-03-08T23:59:00Z', 15],
])('%s is part %i of the week', (at, bit) => {
  expect(weekPart(new Date(at))).toBe(1 << bit);
});

describe('slots of teams', () => {
  const now = new Date('2026-03-05T12:00:00Z'); // a Thursday
  const slots = (teams: { team: string; day: 'tuesday' | 'wednesday'; time: string }[]) =>
    latestSlots(now, { day: 'tuesday', time: '10:00', 'team-slots': teams }, 'Europe/London');
  test('nobody has one: one slot for everybody', () => {
    expect(slots([])).toEqual([{ at: new Date('2026-03-03T10:00:00Z'), whom: { except: [] } }]);
  });
  test('two at the same time are one run, and left out of the other', () => {
    const [ward, theatre] = [
      { team: 'Ward 6', day: 'wednesday', time: '14:00' } as const,
      { team: 'Theatre', day: 'wednesday', time: '14:00' } as const,
    ];
    expect(slots([ward, theatre])).toEqual([
      { at: new Date('2026-03-03T10:00:00Z'), whom: { except: ['Ward 6', 'Theatre'] } },
      { at: new Date('2026-03-04T14:00:00Z'), whom: { only: ['Ward 6', 'Theatre'] } },
    ]);
  });
  test('one at the time of everybody’s is no slot of its own', () => {
    expect(slots([{ team: 'Ward 6', day: 'tuesday', time: '10:00' }])).toHaveLength(1);
  });
});
