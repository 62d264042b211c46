/** E-mail addresses. The local part is found leftwards from the @, so that text without one costs nothing. */
import type { Mark, Reading } from '../reading.ts';

const LOCAL = /[\w.+%'-]/;
const DOMAIN = /[a-z0-9](?:[a-z0-9-]{0,62}\.)+[a-z]{2,18}/y;
const LONGEST_LOCAL = 64;

export function emails(reading: Reading): Mark[] {
  const marks: Mark[] = [];
  const { lower } = reading;
  for (let at = lower.indexOf('@'); at > 0; at = lower.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < LONGEST_LOCAL && LOCAL.test(lower[start - 1] as string)) start--;
    DOMAIN.lastIndex = at + 1;
    if (start < at && DOMAIN.test(lower)) marks.push({ type: 'email', start, end: DOMAIN.lastIndex, confidence: 1 });
  }
  return marks;
}
