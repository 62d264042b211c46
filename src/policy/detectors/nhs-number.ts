/** NHS number of England, Wales and the Isle of Man: 400–499 and 600–799 million, and 999 for tests. */
import { SAID } from '../lexicons/tags.ts';
import type { Mark, Reading } from '../reading.ts';
import { hasOtherReading, labelNear } from './labels.ts';
import { checks, isDummy, type TenDigits } from './ten-digits.ts';

const LABEL = /\bnhs(?:no|num|number|id)?\b|\brhif gig\b|\bpatient (?:no|number|id)\b|\bpatient:? $|\bpds\b/;
const ISSUED = /^(?:4|[67]|999)/;
/** As people type one when they mean one. */
const USUAL_GROUPS = /^(?:10|3-3-4|3-7|6-4|words|1(?:-1){9}|3-3-2-2|3-3-3-1|4-3-3)$/;

export interface NumberMark extends Mark {
  /** Its check digit holds; where it doesn't, it is only called an NHS number. */
  readonly valid: boolean;
}

export function nhsNumbers(reading: Reading, candidates: readonly TenDigits[]): NumberMark[] {
  const marks: NumberMark[] = [];
  for (const { start, end, digits, groups, runsOn } of candidates) {
    if (isDummy(digits)) continue;
    const labelled = labelNear(reading, start, end, LABEL);
    const valid = checks(digits);
    // Else an address at nhs.uk with ten figures in it would be a number that fails.
    if (runsOn && !(valid && ISSUED.test(digits))) continue;
    if (labelled) marks.push({ type: 'nhs-number', start, end, confidence: valid ? 1 : 0.7, valid });
    else if (runsOn && (reading.tags & SAID) === 0) continue;
    else if (valid && ISSUED.test(digits) && USUAL_GROUPS.test(groups) && !hasOtherReading(reading, start, end))
      marks.push({ type: 'nhs-number', start, end, confidence: digits.startsWith('999') ? 0.95 : 0.85, valid });
  }
  return marks;
}
