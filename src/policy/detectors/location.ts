/** Where somebody lies or is seen: beds, rooms, wards by number and by name, departments. */
import { SURNAME_WORD } from '../lexicons/cues.ts';
import {
  BED,
  BUILDING,
  CALENDAR,
  NAME,
  PATIENT_VERB,
  PERSON,
  PRODUCT,
  SAID,
  STAFF_TITLE,
  TITLE,
  UNIT,
  WARD_NAME,
  WORD,
  WORD_NAME,
} from '../lexicons/tags.ts';
import { has, type Mark, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';

export interface LocationMark extends Mark {
  /** `bed`: one or a few people lie there. `ward`: a ward or a home. `unit`: a department that anybody passes through. */
  readonly kind: 'bed' | 'ward' | 'unit';
}

const BED_CODE = /^(?:(?:sr|rm|room|bed|bay|cub|cube|cot|r|bedspace)\d{1,2}[a-d]?|[a-h]\d{1,2})$/;
const WARD_CODE = /^(?:\d{1,2}[a-e]|w\d{1,2}[a-c]?)$/;
const NUMBER = /^\d{1,2}[a-z]?$/;
const SPELLED =
  /^(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)$/;
const SINGLE_LETTER = /^[A-Z]$/;
/** A higher number behind a unit's name counts patients. */
const MOST_BEDS = 40;
const INTO = /^(?:in|on|at|to|from|of|up|over|onto|off)$/;

export function locations(reading: Reading): LocationMark[] {
  const marks: LocationMark[] = [];
  const { tokens } = reading;
  for (let at = 0; at < tokens.length; at++) {
    const found = locationAt(reading, at);
    if (found === undefined) continue;
    const [end, kind] = found;
    marks.push({
      type: 'location',
      start: (tokens[at] as Token).start,
      end: (tokens[end] as Token).end,
      confidence: kind === 'unit' ? 0.5 : 0.8,
      kind,
    });
    at = end;
  }
  return marks;
}

function locationAt(reading: Reading, at: number): [number, LocationMark['kind']] | undefined {
  const { tokens, text } = reading;
  const token = tokens[at] as Token;
  if (token.kind === 'sign' || token.inside) return undefined;
  const last = at + token.phrase - 1;
  const next = tokens[last + 1];
  const glued = next !== undefined && next.line === token.line && next.start - (tokens[last] as Token).end <= 1;
  const numbered =
    has(token, BED | UNIT) &&
    glued &&
    next !== undefined &&
    (isBedNumberLike(next) || SINGLE_LETTER.test(text.slice(next.start, next.end))) &&
    !isMeasure(tokens, last + 1);
  if (has(token, BED) && numbered && next !== undefined) return [last + 1, 'bed'];
  if (token.kind === 'mixed') {
    if (BED_CODE.test(token.word) && !has(token, SAID) && !isMeasure(tokens, at)) return [at, 'bed'];
    if (
      WARD_CODE.test(token.word) &&
      (has(next, BED) ||
        BED_CODE.test(next?.word ?? '') ||
        INTO.test(tokens[at - 1]?.word ?? '') ||
        has(tokens[at - 1], NAME))
    )
      return [at, 'ward'];
    return undefined;
  }
  if (numbered && has(token, UNIT) && !(Number.parseInt(next.word, 10) > MOST_BEDS))
    return [last + 1, /^(?:clinic|surgery|corridor|outpatients|opd)$/.test(token.word) ? 'unit' : 'ward'];
  if (token.shape === 'Capital' || token.shape === 'UPPER') return named(tokens, at, next) ?? village(tokens, at);
  if (
    token.kind === 'number' &&
    /^\d{1,2}$/.test(token.word) &&
    tokens[at - 1]?.word === 'in' &&
    afterPerson(tokens, at - 2) &&
    !isMeasure(tokens, at)
  )
    return [at, 'bed'];
  if (has(token, UNIT) && token.phrase > 1) return [last, 'unit'];
  return undefined;
}

/** "Larch ward", "Hazel Lodge", "on Cedar", "ED", "ITU". */
function named(
  tokens: readonly Token[],
  at: number,
  next: Token | undefined,
): [number, LocationMark['kind']] | undefined {
  const token = tokens[at] as Token;
  const before = tokens[at - 1];
  const titled = has(token, TITLE | STAFF_TITLE) || (before !== undefined && has(before, TITLE | STAFF_TITLE));
  const plain = !titled && (has(token, NAME | WARD_NAME) || !has(token, WORD)) && !has(token, CALENDAR | PRODUCT);
  if (
    token.shape === 'Capital' &&
    next !== undefined &&
    !token.possessive &&
    ((plain && /^(?:ward|unit|wing|suite)$/.test(next.word) && !isMiddle(tokens, at + 1)) ||
      (!titled && next.word === 'ward' && !NO_WARD.test(token.word)))
  )
    return [at + 1, 'ward'];
  if (
    token.shape === 'Capital' &&
    plain &&
    has(next, BUILDING) &&
    next?.shape === 'Capital' &&
    !isSurname(tokens, at + 1) &&
    (before === undefined || !isPersonTitle(before))
  )
    return [at + 1, 'ward'];
  if (has(token, UNIT) && !/^(?:surgery|corridor|clinic|theatre|theatres|ward|unit|triage|maternity)$/.test(token.word))
    return [at + token.phrase - 1, 'unit'];
  if (has(token, WARD_NAME) && token.shape === 'Capital' && !token.possessive) {
    if (before !== undefined && (/^(?:on|from|to|onto|off|in|for)$/.test(before.word) || isBedNumber(tokens, at - 1)))
      return [at, 'ward'];
    if (has(next, BED) && !has(token, WORD_NAME)) return [at, 'ward'];
  }
  return undefined;
}

/** "Doreen up at Thornbeck", "the girl from Upper Fenwicke", "Pawel at Ashdown House": a place behind somebody. */
function village(tokens: readonly Token[], at: number): [number, LocationMark['kind']] | undefined {
  const token = tokens[at] as Token;
  if (
    token.shape !== 'Capital' ||
    token.opens ||
    has(token, CALENDAR | PRODUCT | TITLE | STAFF_TITLE | SAID | UNIT | BED)
  )
    return undefined;
  if (!/^(?:at|in|from|on)$/.test(tokens[at - 1]?.word ?? '')) return undefined;
  let who = at - 2;
  if (/^(?:up|over|down|out|back|round|still|is|was|lives|living|staying)$/.test(tokens[who]?.word ?? '')) who--;
  const somebody = tokens[who];
  const isSomebody =
    has(somebody, PERSON) ||
    (somebody?.shape === 'Capital' && has(somebody, NAME) && (!has(somebody, WORD) || has(somebody, WORD_NAME)));
  if (!isSomebody) return undefined;
  const second = tokens[at + 1];
  const goesOn =
    second !== undefined &&
    second.shape === 'Capital' &&
    !second.opens &&
    second.line === token.line &&
    !has(second, CALENDAR | SAID);
  return [goesOn ? at + 1 : at, 'ward'];
}

/** "Tse Wing Hong": a name goes on behind what might be a wing. */
const isMiddle = (tokens: readonly Token[], at: number): boolean =>
  tokens[at]?.shape === 'Capital' && tokens[at + 1]?.shape === 'Capital' && has(tokens[at + 1], NAME);

/** "Hope Church has had her scan": what looks like a building is a family name. */
const isSurname = (tokens: readonly Token[], at: number): boolean =>
  ((tokens[at]?.cues ?? 0) & SURNAME_WORD) !== 0 &&
  !/^(?:at|in|from|to|on|the|by|near)$/.test(tokens[at - 2]?.word ?? '') &&
  (tokens[at]?.possessive === true || has(tokens[at + 1], PATIENT_VERB));

/** Words before "ward" that name none. */
const NO_WARD =
  /^(?:the|this|that|our|your|my|which|any|every|all|each|another|what|no|on|to|from|from|and|or|whole|same|other|acute|medical|surgical|day|night|new|old|virtual|a|ask|tell|can|please|pls|hi|morning)$/;

const isPersonTitle = (token: Token): boolean => /^(?:mr|mrs|ms|miss|dr|sister|the)$/.test(token.word);
/** At most two digits and a letter. */
const isBedNumberLike = (token: Token): boolean =>
  token.kind === 'number' || token.kind === 'mixed' ? NUMBER.test(token.word) : SPELLED.test(token.word);
const isBedNumber = (tokens: readonly Token[], at: number): boolean =>
  has(tokens[at - 1], BED) && NUMBER.test(tokens[at]?.word ?? '');

/** "the lady in 4", "Morag in 7", "DW in 14". */
const afterPerson = (tokens: readonly Token[], at: number): boolean =>
  has(tokens[at], PERSON) ||
  (tokens[at]?.shape === 'Capital' && has(tokens[at], NAME)) ||
  (tokens[at]?.shape === 'UPPER' && (tokens[at]?.word.length ?? 9) <= 3 && (tokens[at]?.tags ?? 1) === 0) ||
  (has(tokens[at], SAID) && tokens[at]?.kind === 'word');

/** "in 10 mins", "bed 4 days": a quantity, not a place. */
const isMeasure = (tokens: readonly Token[], at: number): boolean =>
  /^(?:mins?|minutes?|hours?|hrs?|days?|weeks?|wks?|months?|mths?|years?|yrs?|am|pm|secs?|%|kg|mg|ml|goes|people|patients|of|st|nd|rd|th)$/.test(
    tokens[at + 1]?.word ?? '',
  ) ||
  (/^[:.]$/.test(tokens[at + 1]?.word ?? '') && tokens[at + 2]?.kind === 'number' && tokens[at + 2]?.joined === true);
