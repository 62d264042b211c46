import { Temporal } from 'temporal-polyfill';

/** When what is heavy is done: few are at work, and no clock is changed. */
const HOUR = 3;

/** The night that was last, at three by the clock on the wall. */
export function latestNight(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const night = here.startOfDay().with({ hour: HOUR });
  const last = Temporal.ZonedDateTime.compare(night, here) > 0 ? night.subtract({ days: 1 }) : night;
  return new Date(last.epochMilliseconds);
}
