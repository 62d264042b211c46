import { Temporal } from 'temporal-polyfill';
import type { Nudging } from '../policy/nudging.ts';

type Hours = Pick<Nudging, 'quiet-hours' | 'working-days' | 'time-zone'>;

/** From Monday, as Temporal counts. */
const DAYS: readonly Hours['working-days'][number][] = [
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
  'sunday',
];

/**
 * The first moment from `at` on that is neither in the quiet hours nor on a day off: `at` itself, where it is neither.
 * Pure, by the clock on the wall: quiet until 7:00 means 7:00 on a night of 23 or 25 hours, too.
 */
export function nextWorkingMoment(at: Date, hours: Hours): Date {
  const until = Temporal.PlainTime.from(hours['quiet-hours'].to);
  let moment = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(hours['time-zone']);
  // Two steps for each day of a week off.
  for (let step = 0; step < 2 * DAYS.length; step++) {
    if (!isWorkingDay(moment, hours)) moment = moment.add({ days: 1 }).startOfDay();
    else if (isQuiet(moment.toPlainTime(), hours)) {
      const end = moment.withPlainTime(until);
      // After the evening's start the quiet ends tomorrow, which may be a day off.
      moment = Temporal.ZonedDateTime.compare(end, moment) > 0 ? end : moment.add({ days: 1 }).startOfDay();
    } else break;
  }
  return new Date(moment.epochMilliseconds);
}

/** When the day of `at` began. */
export function startOfDay(at: Date, timeZone: string): Date {
  const moment = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(timeZone);
  return new Date(moment.startOfDay().epochMilliseconds);
}

function isWorkingDay(moment: Temporal.ZonedDateTime, hours: Hours): boolean {
  return hours['working-days'].includes(DAYS[moment.dayOfWeek - 1] as (typeof DAYS)[number]);
}

function isQuiet(time: Temporal.PlainTime, { 'quiet-hours': quiet }: Hours): boolean {
  const isFrom = (other: string) => Temporal.PlainTime.compare(time, Temporal.PlainTime.from(other)) >= 0;
  const spansMidnight = quiet.from > quiet.to;
  return spansMidnight ? isFrom(quiet.from) || !isFrom(quiet.to) : isFrom(quiet.from) && !isFrom(quiet.to);
}
