/** Scotland's Community Health Index number: date of birth DDMMYY, then four digits with the same check digit. */

import { SAID } from '../lexicons/tags.ts';
import type { Mark, Reading } from '../reading.ts';
import { hasOtherReading, labelNear } from './labels.ts';
import { checks, isDummy, type TenDigits } from './ten-digits.ts';

const LABEL = /\bchi(?:no|num|number)?\b/;
const BIRTH = /^(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{6}$/;

export function chiNumbers(reading: Reading, candidates: readonly TenDigits[]): Mark[] {
  const marks: Mark[] = [];
  for (const { start, end, digits, groups, runsOn } of candidates) {
    if (isDummy(digits) || !BIRTH.test(digits)) continue;
    const labelled = labelNear(reading, start, end, LABEL);
    const typedAsOne = !runsOn && (groups === '6-4' || (groups === '10' && (reading.tags & SAID) !== 0));
    if (labelled || (checks(digits) && typedAsOne && !hasOtherReading(reading, start, end)))
      marks.push({ type: 'chi-number', start, end, confidence: labelled ? 1 : 0.85 });
  }
  return marks;
}
