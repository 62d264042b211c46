import { expect, test } from 'vitest';
import { type Hours, timeFor } from '../../src/refreshers/time.ts';
import { plainEngine } from '../messages.ts';

const { policy } = plainEngine;
/** A Tuesday. */
const at = (time: string) => new Date(`2026-03-03T${time}:00Z`);
const anyone: Hours = {
  flaggedAt: null,
  awayUntil: null,
  leftOn: null,
  timeZone: null,
  quietFrom: null,
  quietTo: null,
};

test.each<[string, string, Partial<Hours>, ReturnType<typeof timeFor>]>([
  ['in working hours', '10:00', {}, 'now'],
  ['in the evening', '22:30', {}, { notBefore: at('22:45') }],
  ['where it is night already', '10:00', { timeZone: 'Asia/Tokyo' }, 'now'],
  ['where it is late already', '15:00', { timeZone: 'Asia/Tokyo' }, { notBefore: at('15:15') }],
  ['somewhere that is no zone', '10:00', { timeZone: 'Ward 4' }, 'now'],
  ['in quiet hours of their own', '10:00', { quietFrom: '09:00', quietTo: '12:00' }, { notBefore: at('10:15') }],
  ['after quiet hours of their own', '12:00', { quietFrom: '09:00', quietTo: '12:00' }, 'now'],
  ['just after a flagged message', '10:00', { flaggedAt: at('09:30') }, { notBefore: null }],
  ['an hour after it', '10:30', { flaggedAt: at('09:30') }, 'now'],
  ['on leave', '10:00', { awayUntil: at('12:00') }, { notBefore: at('12:00') }],
  ['back from leave', '12:00', { awayUntil: at('12:00') }, 'now'],
  ['who has left', '10:00', { leftOn: '2026-03-03' }, 'left'],
  ['who will leave', '10:00', { leftOn: '2026-03-04' }, 'now'],
])('somebody %s', (_, time, change, expected) => {
  expect(timeFor(at(time), { ...anyone, ...change }, policy)).toEqual(expected);
});
