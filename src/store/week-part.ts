import { Temporal } from 'temporal-polyfill';

const HOURS = 3;
const PARTS_A_DAY = 24 / HOURS;
const SATURDAY = 6;

/**
 * Which part of the week it is by the clocks in London, as one bit: three hours of a weekday, or of a weekend day. No finer, since
 * it is kept of each person: enough to ask somebody while they are at work, and too little to say which shifts they had.
 */
export function weekPart(at: Date): number {
  const here = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO('Europe/London');
  return 1 << (Math.floor(here.hour / HOURS) + (here.dayOfWeek < SATURDAY ? 0 : PARTS_A_DAY));
}
