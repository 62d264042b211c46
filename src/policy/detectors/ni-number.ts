/** National Insurance number: two letters, six digits, A to D (gov.uk). QQ is the never-issued prefix that examples use. */
import { type Mark, matches, type Reading } from '../reading.ts';

const NUMBER = /(?<![a-z0-9])[a-ceghj-prtw-z]{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?[a-d](?![a-z0-9])/g;
const SPELLED_QQ = /(?<![a-z0-9])qq[ .-]?\d{2}[ .-]?\d{2}[ .-]?\d{2}[ .-]?[a-d](?![a-z0-9])/g;
const FIGURES = 6;
const NEVER_ISSUED = /^(?:bg|gb|nk|kn|tn|nt|zz)/;

export function niNumbers(reading: Reading): Mark[] {
  const marks: Mark[] = [];
  if (reading.digits < FIGURES) return marks;
  for (const pattern of [NUMBER, SPELLED_QQ])
    for (const { 0: number, index } of matches(pattern, reading.lower))
      if (!NEVER_ISSUED.test(number))
        marks.push({ type: 'ni-number', start: index, end: index + number.length, confidence: 0.95 });
  return marks;
}
