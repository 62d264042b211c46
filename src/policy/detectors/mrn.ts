/** A hospital's own number: labelled as such, or in one of the organisation's formats beside something said of a patient. */
import { ending } from '../ending.ts';
import { SAID } from '../lexicons/tags.ts';
import { before, between, inOrder, LONGEST_MARK, type Mark, type Reading } from '../reading.ts';
import { hasOtherReading } from './labels.ts';

export interface NumberFormat {
  readonly name: string;
  /** Sticky and linear; matched on the text as typed. */
  readonly pattern: RegExp;
  /** `label`: only after a word that calls it a hospital number. `said`: beside something said of a patient. `nothing`: anywhere. */
  readonly needs: 'label' | 'said' | 'nothing';
}

const LABEL = ending(
  /(?:\bmrns?|\bhosp(?:ital)?\.? ?(?:no|num|number|id|#)s?|\bunit (?:no|number)|\bpas (?:no|number|id)|\brio|\bpatient (?:id|no|number)|\bcase ?note (?:no|number)|\bnotes for|\bpt (?:id|no|number)|\bk ?number|\bdistrict (?:no|number)|\bsystmone (?:no|number|id)|\bpt|\bwristband(?: says| reads)?|\b(?:his|her|their|id|name|wrist) band (?:says|reads)|\bcasenotes?|\bvol(?:ume)?s?\.? ?\d? of)\.?\s?(?:is|are|:|=|#|-)?\s?\(?$/,
);
/** Prefixes of tickets, changes and orders. */
const TICKET = /^(?:inc|ritm|chg|req|task|crq|wo|po|ts|cr|prb|pr|so|tkt|sr|rma|iso|en|gp|nhs)\d/i;
/** What a number's own text goes on from. */
const GLUED = /[\p{L}\d£$€]/u;
/** What may follow a label even where no format of the organisation fits: six digits or more, with letters around. */
const LABELLED = /[a-z]{0,4}[-/ ]?\d{5,9}[a-z]{0,2}(?![\d\p{L}])/iuy;

export function mrns(reading: Reading, formats: readonly NumberFormat[], taken: readonly Mark[]): Mark[] {
  const marks: Mark[] = [];
  if (!reading.hasDigit) return marks;
  const ordered = inOrder(taken);
  for (const token of reading.tokens) {
    if (token.kind !== 'mixed' && token.kind !== 'number') continue;
    const { start } = token;
    if (
      between(ordered, start - LONGEST_MARK, token.end).some((mark) => start < mark.end) ||
      (marks.at(-1)?.end ?? 0) > start
    )
      continue;
    if (start > 0 && GLUED.test(reading.text[start - 1] as string)) continue;
    // Asked before the label, which is dearer: most numbers are too short for either.
    const end = match(LABELLED, reading.text, start);
    if (end === undefined && !formats.some(({ pattern }) => match(pattern, reading.text, start) !== undefined))
      continue;
    const labelled = LABEL(before(reading, start, 28));
    if (!labelled && TICKET.test(token.word)) continue;
    if (labelled && end !== undefined) {
      marks.push({ type: 'mrn', start, end, confidence: 0.95 });
      continue;
    }
    const mark = formatted(reading, formats, start, labelled);
    if (mark !== undefined) marks.push(mark);
  }
  return marks;
}

function formatted(
  reading: Reading,
  formats: readonly NumberFormat[],
  start: number,
  labelled: boolean,
): Mark | undefined {
  for (const { pattern, needs } of formats) {
    const end = match(pattern, reading.text, start);
    if (end === undefined || /^(?:[\p{L}\d]|-\d)/u.test(reading.text.slice(end, end + 2))) continue;
    if (needs === 'label' && !labelled) continue;
    if (needs === 'said' && !labelled && ((reading.tags & SAID) === 0 || hasOtherReading(reading, start, end)))
      continue;
    return { type: 'mrn', start, end, confidence: labelled ? 0.95 : 0.75 };
  }
  return undefined;
}

function match(pattern: RegExp, text: string, start: number): number | undefined {
  pattern.lastIndex = start;
  return pattern.test(text) ? pattern.lastIndex : undefined;
}
