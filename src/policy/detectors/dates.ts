/** Dates as people type births: 12/12/1979, 08-05-2016, 27.03.47, 12 March 1994, third of May 1931, 1946-02-19. */

import { ending } from '../ending.ts';
import { MONTH as MONTH_HINT } from '../lexicons/hints.ts';
import { before, type Mark, matches, type Reading } from '../reading.ts';

export interface DateMark extends Mark {
  /** Four figures. */
  readonly year: number;
  /** Typed out as a birth would be, with a year of four figures or words. */
  readonly full: boolean;
}

const MONTH =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';
const ORDINAL =
  'first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth|seventeenth|eighteenth|nineteenth|twentieth|twenty[ -](?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth)|thirtieth|thirty[ -]first';
const NUMERIC =
  /(?<![\d/.-])(?:(?<d>\d{1,2})(?<s>[/.-]| ?[/.-] ?)(?<m>\d{1,2})\k<s>(?<y>\d{4}|\d{2})|(?<iy>(?:19|20)\d{2})-(?<im>\d{2})-(?<id>\d{2}))(?![\d/]|[.-]\d)/y;
const WORDED = new RegExp(
  `(?:\\b(?:the )?(?:(?<!\\d)\\d{1,2}(?:st|nd|rd|th)?|${ORDINAL})(?: of)?[ /.-]?(?:${MONTH})|\\b(?:${MONTH}) \\d{1,2}(?:st|nd|rd|th)?),?[ /.-]?(?<y>(?:19|20)\\d{2}|'?\\d{2})(?![\\d:])`,
  'g',
);
/** What calls a date a birth. */
export const CALLED_BIRTH = ending(
  /\b(?:d\.?o\.?b\.?|date of birth|born|birth date|birthday|bday|b\.)(?: is| was| on|:|=|,| the)*\s?\(?$/,
);
const LONGEST_CALL = 26;
/** "190248", "19021948", "19 02 48": a date only where it is called a birth. */
const COMPACT = /(?<!\d)(?<d>\d{2})(?<s> ?)(?<m>\d{2})\k<s>(?<y>(?:19|20)\d{2}|\d{2})(?! ?\d)/y;
const MONTHS = /jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec/;
/** A year of two figures, the day in words. */
const FEWEST = 2;
/** Two figures up to this are of this century; a birth can't lie in the future. */
const PIVOT = 35;

const century = (year: string): number => {
  const figures = Number(year.replace("'", ''));
  return figures >= 100 ? figures : figures + (figures > PIVOT ? 1900 : 2000);
};

export function dates(reading: Reading): DateMark[] {
  const marks: DateMark[] = [];
  if (reading.digits < FEWEST) return marks;
  for (const { 0: shown, index, groups } of numeric(reading)) {
    const day = Number(groups?.d ?? groups?.id);
    const month = Number(groups?.m ?? groups?.im);
    if (day < 1 || day > 31 || month < 1 || month > 12) continue;
    const year = groups?.y ?? groups?.iy ?? '';
    marks.push({
      type: 'date-of-birth',
      start: index,
      end: index + shown.length,
      confidence: 0.9,
      year: century(year),
      full: year.length === 4,
    });
  }
  if ((reading.hints & MONTH_HINT) !== 0 || (reading.hasMixed && MONTHS.test(reading.lower)))
    for (const { 0: shown, index, groups } of matches(WORDED, reading.lower)) {
      const year = groups?.y ?? '';
      marks.push({
        type: 'date-of-birth',
        start: index,
        end: index + shown.length,
        confidence: 0.9,
        year: century(year),
        full: year.length === 4,
      });
    }
  return marks;
}

/** Tried at each run of digits only. */
function numeric(reading: Reading): RegExpExecArray[] {
  const { lower, figures } = reading;
  const found: RegExpExecArray[] = [];
  let end = 0;
  for (const start of figures) {
    if (start < end) continue;
    const date = at(NUMERIC, lower, start) ?? compact(reading, start);
    if (date === null) continue;
    end = start + date[0].length;
    found.push(date);
  }
  return found;
}

function compact(reading: Reading, start: number): RegExpExecArray | null {
  const date = at(COMPACT, reading.lower, start);
  return date !== null && CALLED_BIRTH(before(reading, start, LONGEST_CALL)) ? date : null;
}

/** `pattern` is sticky. */
function at(pattern: RegExp, text: string, start: number): RegExpExecArray | null {
  pattern.lastIndex = start;
  return pattern.exec(text);
}
