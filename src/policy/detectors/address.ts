/** Homes (house and street, flat, named house with its village) and, weaker, a street or a village alone. */
import { BUILDING, CALENDAR, PRODUCT, STREET, WORD } from '../lexicons/tags.ts';
import { between, has, type Mark, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';

export interface AddressMark extends Mark {
  /** One household; otherwise a street or village, which only narrows the crowd. */
  readonly home: boolean;
}

const LONGEST_NAME = 3;
/** Words that end a street's name in these cases only with a house number before them. */
const NEEDS_NUMBER =
  /^(?:st|cl|dr|pl|gr|sq|ct|walk|way|place|court|park|gate|rise|view|point|bank|end|hill|green|house|lodge|tower|towers|mill|barn|field|fields|close|drive|chase|path|passage|alley|circus|ride|dale|mount|square|parade|row|yard|fold|brow|vale|heights|orchard|meadow|meadows|cottage|cottages|smithy|flats|loan|buildings|dr|drove|quay|wharf|cliff|garth|croft|mead|leys)$/;
const HOUSE = /^(?:flat|apartment|apt|number|no|unit|plot)$/;
const LONE_HOUSE =
  /^(?:farm|cottage|boathouse|smithy|barn|mill|lodge|house|bungalow|grange|manor|croft|vicarage|rectory|gatehouse)$/;

export function addresses(reading: Reading, postcodes: readonly Mark[]): AddressMark[] {
  const marks: AddressMark[] = [];
  const { tokens } = reading;
  const hasStreet = (reading.tags & STREET) !== 0;
  for (let at = 0; at < tokens.length; at++) {
    const token = tokens[at] as Token;
    const mark =
      token.kind === 'word'
        ? ((reading.hasDigit ? flat(reading, at) : undefined) ??
          (token.shape === 'Capital'
            ? (loneHouse(reading, at) ?? (hasStreet ? street(tokens, at) : undefined))
            : undefined))
        : hasStreet && token.kind !== 'sign'
          ? numbered(reading, at)
          : undefined;
    if (mark === undefined) continue;
    marks.push(mark);
    while (at + 1 < tokens.length && (tokens[at + 1] as Token).start < mark.end) at++;
  }
  return marks.map((mark) => beforePostcode(reading, mark, postcodes));
}

/** Index of the street word of a capitalised name that starts at `from`. */
function streetWord(tokens: readonly Token[], from: number): number | undefined {
  for (let at = from; at < from + LONGEST_NAME + 1; at++) {
    const token = tokens[at];
    if (token === undefined || token.kind !== 'word' || token.line !== tokens[from]?.line) return undefined;
    if (
      at > from &&
      has(token, STREET) &&
      (token.shape !== 'lower' || !has(token, WORD) || /^(?:street|road|lane|close|avenue|drive)$/.test(token.word))
    ) {
      const further = tokens[at + 1];
      return further !== undefined && further.shape === 'Capital' && has(further, STREET) && !further.opens
        ? at + 1
        : at;
    }
    if (token.shape !== 'Capital') return undefined;
  }
  return undefined;
}

function numbered(reading: Reading, at: number): AddressMark | undefined {
  const { tokens } = reading;
  const number = tokens[at] as Token;
  if (!/^\d{1,4}[a-d]?$/.test(number.word) || '.:'.includes(reading.text[number.start - 1] ?? ' ')) return undefined;
  let from = at + 1;
  if (/^the$/i.test(tokens[from]?.word ?? '') && has(tokens[from + 1], STREET)) {
    return withVillage(reading, number.start, from + 1, true);
  }
  if (tokens[from]?.shape !== 'Capital') return undefined;
  if (tokens[from]?.word === 'the') from++;
  const end = streetWord(tokens, from);
  if (end === undefined || /^(?:trading|industrial|business|retail|science)$/.test(tokens[end + 1]?.word ?? ''))
    return undefined;
  return withVillage(reading, number.start, end, true);
}

/** "Flat 9, Sycamore Court", "flat 3, Mill Brow", "Flat 2, 60 Wharf Gate", "number 31, WF18 6TD". */
function flat(reading: Reading, at: number): AddressMark | undefined {
  const { tokens } = reading;
  const first = tokens[at] as Token;
  const number = tokens[at + 1];
  if (
    number === undefined ||
    (number.kind !== 'number' && number.kind !== 'mixed') ||
    !HOUSE.test(first.word) ||
    !/^\d{1,3}[a-h]?$/.test(number.word)
  )
    return undefined;
  let next = at + 2;
  if (tokens[next]?.word === ',') next++;
  if (tokens[next]?.kind === 'number') next++;
  const end = tokens[next]?.shape === 'Capital' ? streetWord(tokens, next) : undefined;
  if (end !== undefined) return withVillage(reading, first.start, end, true);
  const rest = reading.lower.slice(number.end, number.end + 12);
  return /^(?:no|number)$/.test(first.word) && /^,? ?[a-z]{1,2}\d[a-z\d]? ?\d[a-z]{2}/.test(rest)
    ? { type: 'address', start: first.start, end: number.end, confidence: 0.8, home: true }
    : undefined;
}

/** "Low Gill Farm, Kettlemoor", "The Boathouse, Kettlemoor": a named house needs its village. */
function loneHouse(reading: Reading, at: number): AddressMark | undefined {
  const { tokens } = reading;
  for (let end = at; end < at + LONGEST_NAME; end++) {
    const token = tokens[end];
    if (token === undefined || token.shape !== 'Capital') return undefined;
    if (end > at && tokens[end + 1]?.word === ',' && isVillage(tokens[end + 2]) && LONE_HOUSE.test(token.word))
      return withVillage(reading, (tokens[at] as Token).start, end, true);
  }
  return undefined;
}

function street(tokens: readonly Token[], at: number): AddressMark | undefined {
  const end = streetWord(tokens, at);
  if (end === undefined || NEEDS_NUMBER.test(tokens[end]?.word ?? '') || has(tokens[at], CALENDAR)) return undefined;
  return {
    type: 'address',
    start: (tokens[at] as Token).start,
    end: (tokens[end] as Token).end,
    confidence: 0.7,
    home: false,
  };
}

const isVillage = (token: Token | undefined): boolean =>
  token !== undefined &&
  token.shape === 'Capital' &&
  !token.opens &&
  !has(token, PRODUCT | CALENDAR) &&
  !(has(token, WORD) && !has(token, BUILDING));

function withVillage({ tokens }: Reading, start: number, streetEnd: number, home: boolean): AddressMark {
  let end = streetEnd;
  if (tokens[end + 1]?.word === ',' && isVillage(tokens[end + 2])) {
    end += 2;
    if (isVillage(tokens[end + 1]) && tokens[end + 1]?.line === tokens[end]?.line) end++;
  }
  return { type: 'address', start, end: (tokens[end] as Token).end, confidence: 0.9, home };
}

/** A street with a full postcode behind it is a home, or near enough. */
function beforePostcode(reading: Reading, mark: AddressMark, postcodes: readonly Mark[]): AddressMark {
  const near = between(postcodes, mark.end, mark.end + 4).length > 0;
  return near && !mark.home && /\d/.test(reading.text.slice(mark.start, mark.end)) ? { ...mark, home: true } : mark;
}
