/** Exact ages: 84F, 29M, "9 yr old", 17yo, "15 y/o", "aged 72", "she's 94". */
import type { Mark, Reading } from '../reading.ts';

const AGE =
  /(?<![\d.:/£-])(?:(?<a>\d{1,3}) ?(?:years?|yrs?|y)[ -]?(?:olds?|o(?![a-z])|\/o)|(?<b>\d{1,3}) ?(?:yo|y\/o)(?![a-z])|(?<c>\d{2,3})[mf](?![a-z\d.])|\b(?:aged|age|she's|he's|shes|hes|she is|he is) (?<d>\d{1,3})(?= (?:lol|today|next|now)|[),.;]|$)|(?<e>\d{1,2}) ?(?:months?|mths?|weeks?|wks?|days?)[ -]old)/g;
const OLDEST = 112;

export function ages(reading: Reading): Mark[] {
  const marks: Mark[] = [];
  if (!reading.hasDigit) return marks;
  for (const { 0: shown, index, groups } of reading.lower.matchAll(AGE)) {
    const years = Number(groups?.a ?? groups?.b ?? groups?.c ?? groups?.d ?? groups?.e);
    if (years > OLDEST) continue;
    // "84f" in lower case is as often a size or a part number; "is 60" is anything.
    if (groups?.c !== undefined && !/[MF]$/.test(reading.text.slice(index, index + shown.length))) continue;
    const bare = groups?.d === undefined ? 0 : shown.length - groups.d.length;
    marks.push({ type: 'age', start: index + bare, end: index + shown.length, confidence: 0.85 });
  }
  return marks;
}
