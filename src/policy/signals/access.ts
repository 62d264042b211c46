/** Looking where one has no need to know, and shared logins and smartcards. */
import { ACQUAINTED, CURIOUS, FORBID, LOCKED, LOGIN, LOOK, NOTED, RECORD, RIGHTFUL, SHARE } from '../lexicons/cues.ts';
import { FAME } from '../lexicons/tags.ts';
import { type Reading, together } from '../reading.ts';

const OWN_UP = /\b(?:i (?:did|gave|left|had|have|just|only|looked|went|was)|just use|my password|nobody tell|don't tell)\b/;

export const isSharedLogin = (reading: Reading): boolean =>
  together(reading, LOGIN, SHARE) && (reading.cues & LOCKED) === 0 && ((reading.cues & FORBID) === 0 || OWN_UP.test(reading.lower));

/** Somebody's record was, or is to be, opened with no need to know. */
export function isSnooping(reading: Reading): boolean {
  const { cues, tags, lower } = reading;
  if ((cues & RECORD) === 0 || (cues & LOOK) === 0) return false;
  const noNeed = (cues & (ACQUAINTED | CURIOUS)) !== 0 || ((tags & FAME) !== 0 && together(reading, LOOK, RECORD)) || ((cues & NOTED) !== 0 && together(reading, LOOK, RECORD));
  if (!noNeed || !together(reading, LOOK, RECORD)) return false;
  if ((cues & RIGHTFUL) !== 0 && !/\bnever know\b/.test(lower)) return false;
  return (cues & FORBID) === 0 || OWN_UP.test(lower) || (cues & CURIOUS) !== 0 && !/\b(?:you can't|do not|don't look|never look)\b/.test(lower);
}
