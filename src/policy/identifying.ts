/** The pieces of a message that help to tell who it is about: what the tagger found, and the numbers that are checked. */
import type { Evidence } from './evidence.ts';
import type { Kind } from './model/labels.ts';
import type { Piece } from './model/tagger.ts';
import { between, inOrder, LONGEST_MARK, type Mark, outside, type Reading } from './reading.ts';
import type { Reason } from './reasons.ts';
import type { Token } from './tokens.ts';
import type { SpanType } from './types.ts';

const TYPE_OF: Partial<Record<Kind, SpanType>> = {
  name: 'name',
  initials: 'initials',
  location: 'location',
  descriptor: 'descriptor',
  age: 'age',
  birth: 'date-of-birth',
  home: 'address',
  postcode: 'postcode',
  contact: 'phone',
  number: 'mrn',
};
/** What is surely somebody's by its form needs no more; the tagger alone is a little less sure. */
const BY_TAGGER = 0.8;

export function identifying(
  { text, tokens }: Reading,
  pieces: readonly Piece[],
  evidence: Evidence,
  reasons: readonly Reason[],
): Mark[] {
  const checked: Mark[] = [...evidence.numbers, ...evidence.badNumbers];
  const free = outside(checked);
  const found = pieces.flatMap(({ kind, first, last }): Mark[] => {
    const type = TYPE_OF[kind];
    if (type === undefined) return [];
    const { start } = tokens[first] as Token;
    const { end } = tokens[last] as Token;
    return [{ type, start, end, confidence: BY_TAGGER }];
  });
  const marks = found.filter(free).flatMap((mark) => exact(text, mark, evidence));
  const more = reasons.includes('snooping') ? evidence.acquaintances().filter(outside([...checked, ...marks])) : [];
  return inOrder([...checked, ...marks, ...more]);
}

/** Numbers, phones, dates and postcodes end where their detectors say. */
function exact(text: string, mark: Mark, { calls, dates, postcodes }: Evidence): Mark[] {
  const known =
    mark.type === 'phone' ? calls : mark.type === 'date-of-birth' ? dates : mark.type === 'postcode' ? postcodes : [];
  const [own] = between(inOrder(known), mark.start - LONGEST_MARK, mark.end).filter(({ end }) => end > mark.start);
  if (own !== undefined) return [own];
  if (mark.type === 'phone' && text.slice(mark.start, mark.end).includes('@')) return [{ ...mark, type: 'email' }];
  return [mark];
}
