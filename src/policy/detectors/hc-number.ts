/** Northern Ireland's Health and Care number: 320–399 million, the same check digit. */

import { SAID } from '../lexicons/tags.ts';
import type { Mark, Reading } from '../reading.ts';
import { hasOtherReading, labelNear } from './labels.ts';
import { checks, isDummy, type TenDigits } from './ten-digits.ts';

const LABEL = /\bh ?(?:&|\+|and) ?c\b|\bhcn(?:o|um)?\b|\bhsc\b|\bhealth (?:and|&) (?:social )?care (?:no|number)\b/;
const ISSUED = /^3[2-9]/;

export function hcNumbers(reading: Reading, candidates: readonly TenDigits[]): Mark[] {
  const marks: Mark[] = [];
  for (const { start, end, digits, groups, runsOn } of candidates) {
    if (isDummy(digits) || !ISSUED.test(digits)) continue;
    const labelled = labelNear(reading, start, end, LABEL);
    const beside = !runsOn && (groups === '10' || groups === '3-3-4') && (reading.tags & SAID) !== 0 && checks(digits);
    if (labelled || (beside && !hasOtherReading(reading, start, end)))
      marks.push({ type: 'hc-number', start, end, confidence: labelled ? 1 : 0.8 });
  }
  return marks;
}
