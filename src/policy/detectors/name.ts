/** People's names, in any order and case; who they are (patient or colleague) is asked in `people.ts`. */

import { SURNAME_WORD } from '../lexicons/cues.ts';
import {
  BED,
  BUILDING,
  CALENDAR,
  EPONYM,
  KIN,
  NAME,
  PARTICLE,
  PERSON,
  PRODUCT,
  SAID,
  SHORTHAND,
  STAFF_ROLE,
  STAFF_TITLE,
  STREET,
  TITLE,
  UNIT,
  WARD_NAME,
  WORD,
  WORD_NAME,
} from '../lexicons/tags.ts';
import { has, type Mark, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';

export interface NameMark extends Mark {
  /** `titled` and `full` single a person out; `single` (forename, nickname, bare surname) and `initials` only narrow the crowd. */
  readonly form: 'titled' | 'full' | 'single' | 'initials';
  /** A title of somebody at work: Dr, Sister, Sgt. */
  readonly professional: boolean;
  /** Token indices, last one included. */
  readonly first: number;
  readonly last: number;
}

const MOST_WORDS = 5;
/** Titles that are also words or shorthand in lower or upper case. */
const LOOK_TWICE = /^(?:miss|ms|master|sir|lord|lady|madam|baby|dame|mister|missus)$/;
const WEAK_STAFF_TITLE =
  /^(?:reg|sho|cons|porter|physio|ot|surgeon|consultant|registrar|judge|captain|officer|midwife|nurse|sister|sr|sn|cn|cns|dc|ds|di|pc|mw|hca|slt|acp|anp|paramedic|pharmacist|chaplain|inspector|doctor|father|pastor|canon|constable|detective|f1|f2|fy1|fy2|mw|fr|lieutenant|rabbi|imam|matron)$/;

export function names(reading: Reading, taken: Uint8Array): NameMark[] {
  const marks: NameMark[] = [];
  const { tokens } = reading;
  for (let at = 0; at < tokens.length; at++) {
    if (taken[at] === 1) continue;
    const token = tokens[at] as Token;
    if (token.kind === 'sign' || token.kind === 'number') continue;
    const mark =
      titled(tokens, at, taken) ??
      (token.kind === 'mixed'
        ? undefined
        : (reversed(tokens, at, taken) ?? full(tokens, at, taken) ?? dotted(reading, at) ?? single(tokens, at, taken)));
    if (mark === undefined) continue;
    marks.push(mark);
    at = mark.last;
  }
  return marks;
}

function make(
  tokens: readonly Token[],
  first: number,
  last: number,
  form: NameMark['form'],
  confidence: number,
  professional = false,
): NameMark {
  return {
    type: form === 'initials' ? 'initials' : 'name',
    start: (tokens[first] as Token).start,
    end: (tokens[last] as Token).end,
    confidence,
    form,
    professional,
    first,
    last,
  };
}

/** Mr Davies, mrs o'brien, Miss Violet Underhill, Mr D. Ramsbottom, Dr Bone, Baby Ravi Sundaram. */
function titled(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const title = tokens[at] as Token;
  if (!has(title, TITLE | STAFF_TITLE)) return undefined;
  let from = at + title.phrase;
  if (tokens[from]?.word === '.' && tokens[from]?.joined) from++;
  const next = tokens[from];
  if (
    next === undefined ||
    next.kind === 'sign' ||
    next.kind === 'number' ||
    next.line !== title.line ||
    taken[from] === 1
  )
    return undefined;
  const capital = next.shape === 'Capital' || (next.shape === 'UPPER' && !has(next, SHORTHAND) && next.word.length > 2);
  const professional = has(title, STAFF_TITLE);
  const careful = LOOK_TWICE.test(title.word) || (professional && WEAK_STAFF_TITLE.test(title.word));
  if (title.possessive || (title.shape === 'UPPER' && title.word.length > 1 && next.shape === 'lower'))
    return undefined;
  if (careful) {
    const lowerToo =
      (title.word === 'ms' || title.word === 'miss') && (isLowerName(next) || (next.tags === 0 && next.cues === 0));
    if (!(capital || lowerToo) || (next.opens && title.word !== 'ms')) return undefined;
    if (title.shape === 'UPPER' && title.word.length < 3 && !isNameWord(next)) return undefined;
    if (has(next, CALENDAR | PRODUCT) && !has(next, WORD_NAME)) return undefined;
    if (title.shape === 'lower' && has(next, WORD) && !has(next, NAME)) return undefined;
  } else if (
    !capital &&
    !(
      isLowerName(next) ||
      (next.kind === 'word' && next.tags === 0 && next.cues === 0) ||
      (has(next, WORD_NAME | NAME) && !has(title, STAFF_TITLE)) ||
      (title.word === 'dr' && isLowerName(next))
    )
  ) {
    const initial = next.word.length === 1 && next.shape !== 'lower';
    if (!initial) return undefined;
  }
  let last = from;
  for (let to = from; to < tokens.length && to < from + MOST_WORDS; to++) {
    const word = tokens[to] as Token;
    if (word.line !== title.line || taken[to] === 1) break;
    if (word.word === '.' && to > from && tokens[to - 1]?.word.length === 1 && tokens[to + 1]?.shape === 'Capital')
      continue;
    if (word.kind !== 'word') break;
    if (to > from && !continues(tokens, to, capital)) break;
    last = to;
    if (word.possessive) break;
  }
  while (last > from && has(tokens[last], PARTICLE) && tokens[last]?.shape === 'lower') last--;
  const second = tokens[last];
  if (second === undefined || second.kind !== 'word') return undefined;
  return make(tokens, at, last, 'titled', capital ? 0.95 : 0.8, professional);
}

/** Whether the word at `at` goes on with a name that began before it. */
function continues(tokens: readonly Token[], at: number, capitals: boolean): boolean {
  const token = tokens[at] as Token;
  if (
    has(token, PARTICLE) &&
    tokens[at + 1]?.shape === 'Capital' &&
    tokens[at + 1]?.kind === 'word' &&
    token.shape === 'lower'
  )
    return true;
  if (!capitals) return isLowerName(token);
  if (token.opens || token.shape === 'lower' || token.shape === 'none') return false;
  if (token.shape === 'UPPER')
    return token.word.length > 2 && !has(token, SHORTHAND | SAID | UNIT | BED | PRODUCT | EPONYM) && isNameWord(token);
  if (has(token, PRODUCT | TITLE) && !has(token, WORD_NAME)) return false;
  return isNameWord(token) || has(token, WORD_NAME);
}

const CONTRACTED = /(?:n't|'(?:m|ve|d|ll|re))$/;

/** A word that may be a name by itself: on the lists of names, or not an English word at all. */
function isNameWord(token: Token): boolean {
  if (token.kind !== 'word' || CONTRACTED.test(token.word)) return false;
  if (has(token, NAME)) return !has(token, SAID | UNIT | PRODUCT | CALENDAR) || has(token, WORD_NAME);
  if (token.word.includes('-'))
    return (
      token.word.split('-').every((part) => part.length > 1) && !has(token, SAID | WORD | UNIT | PRODUCT | STAFF_ROLE)
    );
  return token.tags === 0 || (token.tags & ~(PARTICLE | WARD_NAME)) === 0;
}

/** In lower case only what is a name and nothing else. */
const isLowerName = (token: Token): boolean =>
  token.kind === 'word' && token.word.length > 2 && (token.tags & ~(WARD_NAME | PARTICLE)) === NAME && token.cues === 0;

const isCapital = (token: Token | undefined): token is Token =>
  token !== undefined && token.kind === 'word' && token.shape === 'Capital';

/** NGUYEN, Thi Lan · SMITH, John */
function reversed(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const surname = tokens[at] as Token;
  if (
    surname.shape !== 'UPPER' ||
    surname.word.length < 2 ||
    tokens[at + 1]?.word !== ',' ||
    (!isNameWord(surname) && (surname.cues & SURNAME_WORD) === 0) ||
    has(surname, SHORTHAND) ||
    (has(surname, WORD) && (surname.cues & SURNAME_WORD) === 0)
  )
    return undefined;
  let last = at + 2;
  if (
    !isCapital(tokens[last]) ||
    taken[last] === 1 ||
    !(isNameWord(tokens[last] as Token) || has(tokens[last], WORD_NAME))
  )
    return undefined;
  while (isCapital(tokens[last + 1]) && taken[last + 1] !== 1 && isNameWord(tokens[last + 1] as Token)) last++;
  return make(tokens, at, last, 'full', 0.9);
}

/** Grace Mbeki, Wong Kam Fai, Gethin ap Rhys, jean smyth. */
function full(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const first = tokens[at] as Token;
  if (first.kind !== 'word' || first.possessive) return undefined;
  if (first.shape === 'lower') return lowerFull(tokens, at, taken);
  if (!canOpen(first) || (first.shape === 'UPPER' && (first.word.length < 3 || has(first, SHORTHAND))))
    return undefined;
  let last = at;
  let named = has(first, NAME) && !has(first, WORD) ? 1 : 0;
  for (let to = at + 1; to < tokens.length && to < at + MOST_WORDS; to++) {
    const token = tokens[to] as Token;
    if (token.line !== first.line || taken[to] === 1) break;
    if (token.word === '.' && token.joined && tokens[to - 1]?.word.length === 1) continue;
    if (token.kind !== 'word') break;
    const particle = has(token, PARTICLE) && token.shape === 'lower' && isCapital(tokens[to + 1]);
    const initial =
      token.word.length === 1 &&
      token.shape !== 'lower' &&
      to > at &&
      isCapital(tokens[to + (tokens[to + 1]?.word === '.' ? 2 : 1)]);
    if (!particle && !initial) {
      if (token.shape === 'lower' || token.shape === 'none') break;
      if (!canContinue(token)) break;
      if (has(token, NAME) && !has(token, WORD)) named++;
      last = to;
    }
    if (token.possessive) break;
  }
  if (last === at) return undefined;
  const end = tokens[last] as Token;
  const beyond = tokens[last + 1];
  if (has(end, BUILDING | UNIT) && !has(end, WORD_NAME) && (end.cues & SURNAME_WORD) === 0) return undefined;
  if (
    beyond !== undefined &&
    beyond.shape === 'Capital' &&
    has(beyond, BUILDING | UNIT | STREET) &&
    beyond.line === end.line &&
    !beyond.opens
  )
    return undefined;
  if (/^(?:the|an?|st|saint)$/.test(tokens[at - 1]?.word ?? '') || PLACE_AFTER.test(beyond?.word ?? ''))
    return undefined;
  return make(tokens, at, last, 'full', named > 0 ? 0.9 : 0.7);
}

/** "the John Snow lecture theatre", "Grace Lane ward". */
const PLACE_AFTER =
  /^(?:lecture|theatre|suite|room|ward|unit|centre|building|house|wing|lounge|lab|labs|library|hall|school|award|fund|foundation|trust|appeal|model|score|scale|criteria|classification|chart|manoeuvre|syndrome|disease|sign|fracture|test|forceps|clamp|retractor|tube|needle|scissors|splint|frame|blade|mattress|pump|airway|scoop|collar|stocking|stockings|gown|block|view|position|stage|grade|line|drain|bag|mask|valve|balloon)$/;

/** May begin a full name: not the ordinary capital of a sentence, nor a place, a day or a product. */
function canOpen(token: Token): boolean {
  if (has(token, PRODUCT | TITLE | STAFF_TITLE | EPONYM) && !has(token, WORD_NAME)) return false;
  if (has(token, SAID | UNIT | BED | STAFF_ROLE | KIN | PERSON | CALENDAR) && !has(token, WORD_NAME)) return false;
  if (has(token, WORD)) return has(token, WORD_NAME);
  return isNameWord(token);
}

function canContinue(token: Token): boolean {
  if (token.opens) return false;
  if (token.shape === 'UPPER')
    return token.word.length > 2 && !has(token, SHORTHAND | SAID | UNIT | EPONYM | PRODUCT) && isNameWord(token);
  if (has(token, WORD_NAME)) return true;
  if ((token.cues & SURNAME_WORD) !== 0) return true;
  if (has(token, PRODUCT | SAID | STAFF_ROLE | PERSON | CALENDAR | TITLE | EPONYM)) return false;
  if (has(token, WORD)) return has(token, NAME);
  return isNameWord(token);
}

function lowerFull(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const first = tokens[at] as Token;
  const follows = (to: number): boolean =>
    tokens[to] !== undefined && taken[to] !== 1 && tokens[to]?.line === first.line && tokens[to]?.shape === 'lower';
  if (!follows(at + 1)) return undefined;
  let last = at;
  while (last < at + 3 && follows(last + 1) && isLowerPart(tokens[last + 1] as Token)) last++;
  if (isLowerName(first) && last > at && tokens.slice(at, last + 1).some(({ word }) => word.length > 3))
    return make(tokens, at, last, 'full', 0.6);
  // "hope bishop's scan": words both, but what is owned says that they are a person.
  const second = tokens[at + 1] as Token;
  const owner = second.possessive && has(first, WORD_NAME) && has(second, NAME) && has(tokens[at + 2], SAID | KIN);
  return owner ? make(tokens, at, at + 1, 'full', 0.6) : undefined;
}

/** As isLowerName, and short ones too behind the first: "wong ka ming". */
const isLowerPart = (token: Token): boolean =>
  token.kind === 'word' && token.word.length > 1 && (token.tags & ~(WARD_NAME | PARTICLE)) === NAME && token.cues === 0;

const DOTTED = /(?:[A-Z]\.){1,3}(?:O'[A-Z]|[A-Z](?:-[A-Z])?)(?![A-Za-z])\.?/y;

/** H.W. · M.O'H · T.W */
function dotted({ tokens, text }: Reading, at: number): NameMark | undefined {
  const token = tokens[at] as Token;
  if (token.word.length !== 1 || token.shape === 'lower' || tokens[at + 1]?.word !== '.') return undefined;
  DOTTED.lastIndex = token.start;
  if (!DOTTED.test(text)) return undefined;
  const end = DOTTED.lastIndex;
  let last = at;
  while (last + 1 < tokens.length && (tokens[last + 1] as Token).start < end) last++;
  return {
    type: 'initials',
    start: token.start,
    end,
    confidence: 0.8,
    form: 'initials',
    professional: false,
    first: at,
    last,
  };
}

/** A forename, nickname or bare surname, or initials in capitals. Weak: only its company makes something of it. */
function single(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const token = tokens[at] as Token;
  if (token.kind !== 'word' || taken[at] === 1 || CONTRACTED.test(token.word)) return undefined;
  if (token.shape === 'UPPER' && token.word.length <= 3) return capitals(tokens, at);
  if (token.shape === 'lower')
    return isLowerName(token) && token.word.length > 3 ? make(tokens, at, at, 'single', 0.3) : undefined;
  if (token.word.length < 2 || /^(?:st|saint)$/.test(tokens[at - 1]?.word ?? '')) return undefined;
  if (PLACE_AFTER.test(tokens[at + 1]?.word ?? '')) return undefined;
  // "Eek.", "Sigh!": a word alone is a cry.
  if (token.opens && !has(token, NAME) && /^[.!?]$/.test(tokens[at + 1]?.word ?? '')) return undefined;
  if ((token.cues & SURNAME_WORD) !== 0 && !has(token, WORD_NAME)) return make(tokens, at, at, 'single', 0.35);
  if (has(token, NEVER_ALONE | SHORTHAND) && !has(token, WORD_NAME)) return undefined;
  if (has(token, CALENDAR)) return make(tokens, at, at, 'single', 0.35);
  if (has(token, WORD)) {
    if (has(token, WORD_NAME)) return make(tokens, at, at, 'single', token.opens ? 0.45 : 0.6);
    // Listed as a name too (Beryl, Ray): believed where the capital isn't the sentence's, and only beside a bed or an age.
    return has(token, NAME) && (!token.opens || tokens[at + 1]?.word === ',')
      ? make(tokens, at, at, 'single', 0.35)
      : undefined;
  }
  if (token.shape === 'UPPER' && !has(token, NAME)) return undefined;
  return isNameWord(token)
    ? make(tokens, at, at, 'single', has(token, NAME) ? 0.7 : token.opens ? 0.42 : 0.5)
    : undefined;
}

const NEVER_ALONE =
  SAID | UNIT | BED | STAFF_ROLE | CALENDAR | EPONYM | KIN | PERSON | BUILDING | PRODUCT | TITLE | STAFF_TITLE;

/** What stands before a number and says whose kind it is. */
const LABEL = /^(?:ni|nhs|hcn|chi|mrn|hsc|dob|pas|rio|no|nr|id|pt|k|po)$/;

/** JB, HK; less likely where the letters are a usual abbreviation. */
function capitals(tokens: readonly Token[], at: number): NameMark | undefined {
  const token = tokens[at] as Token;
  if (has(token, SAID | UNIT | BED | PRODUCT | CALENDAR | TITLE | STAFF_TITLE | STAFF_ROLE)) return undefined;
  if (LABEL.test(token.word) || (tokens[at + 1]?.word === '-' && tokens[at + 2]?.kind === 'number')) return undefined;
  if (has(token, SHORTHAND | WORD)) return token.word.length === 2 ? make(tokens, at, at, 'initials', 0.2) : undefined;
  return make(tokens, at, at, 'initials', token.word.length === 2 ? 0.6 : 0.3);
}
