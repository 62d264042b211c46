/** What people may choose of their questions, wherever they choose it. Pure. */
import { DAY } from './desk.ts';

export interface QuietHoursFault {
  readonly at: 'from' | 'to';
  readonly what: 'no-start' | 'no-end' | 'same';
}

/** Times are `HH:MM` on the wall, or both null for no quiet hours. Undefined where they can be kept. */
export function faultOfQuietHours(from: string | null, to: string | null): QuietHoursFault | undefined {
  if (from !== null && to === null) return { at: 'to', what: 'no-end' };
  if (from === null && to !== null) return { at: 'from', what: 'no-start' };
  if (from !== null && from === to) return { at: 'to', what: 'same' };
  return undefined;
}

/** Until when it lasts: a pause that runs isn't made longer. */
export function pauseFrom(until: Date | null, now: Date, days: number): Date {
  return until !== null && until > now ? until : new Date(now.getTime() + days * DAY);
}
