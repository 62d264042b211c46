/** UK postcodes (BS 7666 form; districts that don't exist count too: who reads one can't tell). */
import { type Mark, matches, type Reading } from '../reading.ts';

const POSTCODE = /(?<![a-z\d])[a-z]{1,2}\d[a-z\d]? ?\d[abd-hjlnp-uw-z]{2}(?![a-z\d])/g;

export function postcodes(reading: Reading): Mark[] {
  if (!reading.hasMixed) return [];
  const marks: Mark[] = [];
  for (const { 0: code, index } of matches(POSTCODE, reading.lower)) {
    // Without a space, in lower case, it is as likely a reference of something.
    if (!code.includes(' ') && reading.text[index] === code[0]) continue;
    marks.push({ type: 'postcode', start: index, end: index + code.length, confidence: 0.9 });
  }
  return marks;
}
