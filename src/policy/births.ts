/** Which dates are somebody's birth: called so, right behind a name, or too long ago to be anything else. */

import { CALLED_BIRTH, type DateMark } from './detectors/dates.ts';
import { ending } from './ending.ts';
import type { Person } from './people.ts';
import { before, between, LONGEST_MARK, type Reading } from './reading.ts';

const LATER = /^\)?,? ?(?:baby|dob|birth)\b/;
/** Dates of work: expiry, deadline, start, meeting. */
const WORK = ending(
  /\b(?:exp|expir(?:y|es|ed)|due|starts?|starting|since|from|on|by|until|till?|closes?|dated|valid|review(?:ed)?|v\d|version|batch|release|effective|goes live|live|next|deadline|before|after|for the|issued|published|updated|amended|est\.?|established|founded|opened)(?: \w{1,4})?:?\s?\(?$/,
);
/** Nothing that is planned lies so far back. */
const LONG_AGO = 2013;

export function isBirth(reading: Reading, date: DateMark, all: readonly Person[], said: boolean): boolean {
  const left = before(reading, date.start, 26);
  if (CALLED_BIRTH(left) || LATER.test(reading.lower.slice(date.end, date.end + 10))) return true;
  if (WORK(left)) return false;
  const beside = between(all, date.start - LONGEST_MARK, date.start).some(
    ({ end, role }) =>
      role !== 'staff' &&
      date.start >= end &&
      date.start - end <= 4 &&
      /^[ ,;:(\-–.]*$/.test(reading.lower.slice(end, date.start)),
  );
  if (beside) return true;
  return date.year < LONG_AGO && (all.some(({ role }) => role === 'patient') || (said && date.full));
}
