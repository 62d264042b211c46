/** How often somebody is told, when a reminder is due, and when it has to wait: the policy's `nudging`. */
import { z } from 'zod';

export const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

export const atLeast = (least: number, most: number) => z.number().int().min(least).max(most);
export const clock = z.string().regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as "21:00"');
const WEEK_MINUTES = 7 * 24 * 60;
const HOUR_SECONDS = 3600;

export const NUDGING = z
  .strictObject({
    /** One person, one category, one channel: told once within so many minutes. Not for `urgent`. */
    'interval-minutes': atLeast(0, WEEK_MINUTES),
    /** Messages so soon after a notice are summed up in one. */
    'burst-seconds': atLeast(0, HOUR_SECONDS),
    /** Notices of level `nudge` a person and day. */
    'daily-budget': atLeast(1, 100),
    /** Urgent and still there: the poster is reminded, then it goes to the Guardian's list. */
    'reminder-minutes': z.number().gt(0).max(WEEK_MINUTES),
    'triage-minutes': z.number().gt(0).max(WEEK_MINUTES),
    /** Put right so soon, it counts in the poster's favour. */
    'credit-minutes': atLeast(0, WEEK_MINUTES),
    /** Nobody is reminded from one time to the other; `from` later than `to` spans midnight. */
    'quiet-hours': z.strictObject({ from: clock, to: clock }),
    'working-days': z.array(z.enum(DAYS)).min(1),
    'time-zone': z.string().refine(isTimeZone, 'must be a time zone such as Europe/London'),
  })
  .refine((nudging) => nudging['triage-minutes'] > nudging['reminder-minutes'], {
    path: ['triage-minutes'],
    error: 'must be more than reminder-minutes',
  });
export type Nudging = z.infer<typeof NUDGING>;

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
