/** Exact ages: 84F, 29M, "9 yr old", 17yo, "15 y/o", "aged 72", "she's 94". */
import type { Mark, Reading } from '../reading.ts';

/** Tried at each run of digits only. */
const AGE =
  /(?<![.:/£-])(?:(\d{1,3}) ?(?:(?:years?|yrs?|y)[ -]?(?:olds?|o(?![a-z])|\/o)|(?:yo|y\/o)(?![a-z]))|(?<c>\d{2,3})[mf](?![a-z\d.])|(\d{1,2}) ?(?:months?|mths?|weeks?|wks?|days?)[ -]old)/y;
const SAID_TO_BE =
  /(?<=(?<![\d.:/£-])\b(?:aged|age|she's|he's|shes|hes|she is|he is) )\d{1,3}(?= (?:lol|today|next|now)|[),.;]|$)/y;
const OLDEST = 112;

export function ages(reading: Reading): Mark[] {
  const marks: Mark[] = [];
  if (!reading.hasDigit) return marks;
  for (const start of reading.figures) {
    AGE.lastIndex = start;
    SAID_TO_BE.lastIndex = start;
    const found = AGE.exec(reading.lower) ?? SAID_TO_BE.exec(reading.lower);
    if (found === null) continue;
    const end = start + found[0].length;
    if (Number.parseInt(found[0], 10) > OLDEST) continue;
    // "84f" in lower case is as often a size or a part number; "is 60" is anything.
    if (found.groups?.c !== undefined && !/[MF]$/.test(reading.text.slice(start, end))) continue;
    marks.push({ type: 'age', start, end, confidence: 0.85 });
  }
  return marks;
}
