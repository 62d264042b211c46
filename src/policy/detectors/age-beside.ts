/** A bare number right behind a name is an age: "Kayleigh 16, day 9", "Theo, 3,", "Tomasz Zielinski (27)". */
import type { Mark, Reading } from '../reading.ts';
import type { NameMark } from './name.ts';

const BESIDE =
  /(?:'s)?,? ?\(?(\d{1,3})(?=\)|,|;| - |\.? *$|\.? *\n| (?!(?:mins?|minutes?|hours?|hrs?|days?|weeks?|wks?|months?|years?|mg|mls?|ml|kg|units?|am|pm|x|%|beds?|of|slots?|patients|hundred|o'clock|to|times|goes|more|people)\b)[a-z]| \d{2}[:.]\d{2})/y;
const OLDEST = 112;
/** From here on a bare number behind a word that may be a name is more likely an age than a count. */
const OLD = 40;
const COMMAS = /^(?:, ?\d\d, | \(\d{1,3}\))/;
/** A smaller number without a comma or a bracket is a count of something. */
const YOUNGEST_BARE = 13;

export function ageBeside({ lower }: Reading, named: readonly NameMark[], taken: Uint8Array): Mark[] {
  const marks: Mark[] = [];
  for (const { end, form, last, confidence } of named) {
    if (form === 'single' && taken[last + 1] === 1) continue;
    BESIDE.lastIndex = end;
    const age = BESIDE.exec(lower)?.[1];
    if (age === undefined || Number(age) > OLDEST || age.startsWith('0')) continue;
    const bare = /^ \d\d [a-z]/.test(lower.slice(end, end + 5)) && Number(age) >= OLD;
    if (confidence < 0.6 && !bare && !COMMAS.test(lower.slice(end, end + 7))) continue;
    if (form !== 'titled' && Number(age) < YOUNGEST_BARE && !/^[,(]/.test(lower.slice(end).trimStart())) continue;
    const start = lower.indexOf(age, end);
    marks.push({ type: 'age', start, end: start + age.length, confidence: 0.7 });
  }
  return marks;
}
