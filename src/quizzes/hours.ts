/** When somebody may be asked, by the clock of where they are. Pure. */
import { Temporal } from 'temporal-polyfill';
import { nextWorkingMoment } from '../nudges/quiet-hours.ts';
import type { Nudging } from '../policy/nudging.ts';
import type { Quizzing } from '../policy/quizzing.ts';

const SATURDAY = 6;

/** What the clocks of one time zone say. */
export interface Clock {
  readonly zone: string;
  /** `HH:MM` on the wall. */
  readonly time: string;
  /** Neither in the policy's quiet hours nor on a day off. */
  readonly free: boolean;
  /** In the hours in which those are asked of whom nobody has seen when they work: on weekdays. */
  readonly reading: boolean;
}

interface Rules {
  readonly nudging: Nudging;
  readonly quizzing: Pick<Quizzing, 'reading-hours'>;
}

/** The clock of a zone, or that of the policy where it is none (a directory says anything). */
export function clockOf(now: Date, zone: string | null, { nudging, quizzing }: Rules): Clock {
  const known = zone !== null && isTimeZone(zone) ? zone : nudging['time-zone'];
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(known);
  const time = here.toPlainTime().toString({ smallestUnit: 'minute' });
  const free = nextWorkingMoment(now, { ...nudging, 'time-zone': known }) <= now;
  const { from, to } = quizzing['reading-hours'];
  return { zone: known, time, free, reading: free && here.dayOfWeek < SATURDAY && isWithin(time, { from, to }) };
}

/** One clock for each zone, that of the policy first. */
export function clocksOf(now: Date, zones: readonly string[], rules: Rules): Clock[] {
  const own = rules.nudging['time-zone'];
  const others = new Set(zones.filter((zone) => zone !== own && isTimeZone(zone)));
  return [own, ...others].map((zone) => clockOf(now, zone, rules));
}

/** Whether a time on the wall lies from one to the other; `from` later than `to` spans midnight. */
export function isWithin(time: string, { from, to }: { readonly from: string; readonly to: string }): boolean {
  return from <= to ? from <= time && time < to : from <= time || time < to;
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
