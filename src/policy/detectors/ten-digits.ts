/**
 * Ten digits however they are typed: together, 3-3-4, spaced, dotted, hyphenated, over two lines, O for 0, l for 1, in words.
 * The NHS, CHI and H&C numbers are all such, with the same check digit; their detectors tell them apart by range and label.
 */

import { ending } from '../ending.ts';
import { DIGIT_WORDS, MULTIPLIERS } from '../lexicons/digits.ts';
import { DIGIT_WORD } from '../lexicons/tags.ts';
import { before, type Reading } from '../reading.ts';

export interface TenDigits {
  readonly start: number;
  readonly end: number;
  readonly digits: string;
  /** Lengths of the groups as typed, "3-3-4". */
  readonly groups: string;
  /** Letters follow without a space: "9991000399INR 6". A serial looks so, too. */
  readonly runsOn: boolean;
}

const LENGTH = 10;
/** Signs that may stand between two groups, at most this many in a row. */
const SEPARATOR = ' .-/,_\n\r()*~|·•';
/** "*999* *100*" */
const LONGEST_GAP = 3;
/** Before a number that isn't one of a person's; but for what calls it one: "NHS9991000399", "NHS #9991000399". */
const NO_START = /[\p{L}£$€#+]/u;
const CALLED = ending(
  /(?:^|[^\p{L}\d])(?:nhs|pds|chi|h ?[&+] ?c|hcn|hsc|pt|patient)[ .]?(?:no|num|number|id)?[ .:]?#?$/u,
);
const LONGEST_CALL = 20;

/** Modulus 11, weights 10 to 2 (NHS Data Dictionary, NHS NUMBER). A result of 10 is never issued. */
export function checks(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < LENGTH - 1; i++) sum += (digits.charCodeAt(i) - 48) * (LENGTH - i);
  const check = (11 - (sum % 11)) % 11;
  return check !== 10 && check === digits.charCodeAt(LENGTH - 1) - 48;
}

/** Repeated or counted digits are typed to show a form, not a person. */
export const isDummy = (digits: string): boolean =>
  /^(\d)\1{9}$/.test(digits) || '01234567890'.includes(digits) || '9876543210'.includes(digits);

const isDigit = (code: number): boolean => code >= 48 && code <= 57;
const isSeparator = (code: number): boolean => SEPARATOR.includes(String.fromCharCode(code));
/** The digit that a letter is typed for: O and o, l and I. */
const letterFor = (code: number): string | undefined =>
  code === 79 || code === 111 ? '0' : code === 73 || code === 108 ? '1' : undefined;

export function tenDigits(reading: Reading): TenDigits[] {
  const found: TenDigits[] = [];
  if (reading.hasDigit) typed(reading, found);
  if ((reading.tags & DIGIT_WORD) !== 0) spelled(reading, found);
  return found;
}

function typed(reading: Reading, found: TenDigits[]): void {
  const { text, figures } = reading;
  let end = 0;
  for (const start of figures) {
    if (start < end) continue;
    const ten = tenFrom(text, start);
    if (ten === undefined) continue;
    if (start > 0 && NO_START.test(text[start - 1] as string) && !CALLED(before(reading, start, LONGEST_CALL)))
      continue;
    found.push(ten);
    end = ten.end;
  }
}

function tenFrom(text: string, start: number): TenDigits | undefined {
  let digits = '';
  let groups = '';
  let group = 0;
  let gap = 0;
  let at = start;
  for (; at < text.length && digits.length < LENGTH; at++) {
    const code = text.charCodeAt(at);
    const digit = isDigit(code) ? text[at] : digits === '' ? undefined : letterFor(code);
    if (digit !== undefined) {
      if (gap > 0) {
        groups += `${group}-`;
        group = 0;
      }
      gap = 0;
      group++;
      digits += digit;
    } else if (isSeparator(code) && ++gap <= LONGEST_GAP) continue;
    else return undefined;
  }
  if (digits.length < LENGTH || gap > 0) return undefined;
  const next = text[at];
  if (next !== undefined && isDigit(next.charCodeAt(0))) return undefined;
  return { start, end: at, digits, groups: `${groups}${group}`, runsOn: next !== undefined && /\p{L}/u.test(next) };
}

/** "nine nine nine, four five seven, two six seven nine"; "triple nine, 519, 0788". */
function spelled(reading: Reading, found: TenDigits[]): void {
  const { tokens } = reading;
  for (let at = 0; at < tokens.length; at++) {
    if (((tokens[at]?.tags ?? 0) & DIGIT_WORD) === 0) continue;
    let digits = '';
    let times = 1;
    let end = 0;
    let to = at;
    for (; to < tokens.length && digits.length < LENGTH; to++) {
      const { word, kind } = tokens[to] as (typeof tokens)[number];
      if (word in MULTIPLIERS) times = MULTIPLIERS[word] as number;
      else if (word in DIGIT_WORDS || kind === 'number') {
        digits += (DIGIT_WORDS[word] ?? word).repeat(times);
        times = 1;
        end = tokens[to]?.end ?? 0;
      } else if (!/^[,.\-/]$/.test(word)) break;
    }
    if (digits.length === LENGTH)
      found.push({ start: tokens[at]?.start ?? 0, end, digits, groups: 'words', runsOn: false });
    at = Math.max(at, to - 1);
  }
}
