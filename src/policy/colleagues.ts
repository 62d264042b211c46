/** Whether a colleague, by name or by role, is said to have an illness. */
import { ILL } from './lexicons/cues.ts';
import { KIN, SAID, STAFF_ROLE } from './lexicons/tags.ts';
import type { Person } from './people.ts';
import type { Reading } from './reading.ts';
import { hasIllness } from './signals/staff-health.ts';

const OUR_COLLEAGUE = /^(?:our|the|that|new|one|a|lead|senior|other)$/;

export function isColleagueIll(reading: Reading, all: readonly Person[]): boolean {
  const { tokens, cues, tags } = reading;
  if ((cues & ILL) === 0) return false;
  if (
    all.some(
      ({ role, confidence, last, placed }) =>
        role === 'staff' && confidence >= 0.6 && !placed && hasIllness(reading, last),
    )
  )
    return true;
  if ((tags & STAFF_ROLE) === 0) return false;
  return tokens.some(
    (token, at) =>
      (token.tags & STAFF_ROLE) !== 0 &&
      (token.tags & (SAID | KIN)) === 0 &&
      OUR_COLLEAGUE.test(tokens[at - 1]?.word ?? '') &&
      hasIllness(reading, at + token.phrase - 1),
  );
}
