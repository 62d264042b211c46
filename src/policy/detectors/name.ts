/**
 * People's names, in any order and case; who they are (patient or colleague) is asked in `people.ts`. Longer than most
 * files: the forms of a name are tried in one order, which is the point of it.
 */
import { SURNAME_WORD } from '../lexicons/cues.ts';
import {
  BED,
  BUILDING,
  CALENDAR,
  EPONYM,
  KIN,
  NAME,
  PARTICLE,
  PATIENT_THING,
  PATIENT_VERB,
  PRODUCT,
  SAID,
  SHORTHAND,
  STAFF_ROLE,
  STAFF_TITLE,
  STREET,
  TITLE,
  TO_STAFF,
  UNIT,
  WORD,
  WORD_NAME,
} from '../lexicons/tags.ts';
import { has, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import {
  canContinue,
  canOpen,
  isCapital,
  isLowerName,
  isLowerPart,
  isNameWord,
  isUnknown,
  make,
  type NameMark,
  PLACE_AFTER,
} from './name-words.ts';
import { dotted, single } from './part-name.ts';

export type { NameMark } from './name-words.ts';

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
    // In lower case only a title or what is on the lists of names begins one.
    if (token.shape === 'lower' && (token.tags & (TITLE | STAFF_TITLE | NAME | WORD_NAME)) === 0 && !isUnknown(token))
      continue;
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
  const capital =
    next.shape === 'Capital' ||
    (next.shape === 'UPPER' && !has(next, SHORTHAND) && next.word.length > 2) ||
    // "Ms de Sousa", and not "I'll miss de Boer".
    (title.shape !== 'lower' && next.shape === 'lower' && has(next, PARTICLE) && tokens[from + 1]?.shape === 'Capital');
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

/** NGUYEN, Thi Lan · SMITH, John */
function reversed(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const surname = tokens[at] as Token;
  if (
    surname.shape !== 'UPPER' ||
    surname.word.length < 2 ||
    tokens[at + 1]?.word !== ',' ||
    (!isNameWord(surname) && !has(surname, NAME) && (surname.cues & SURNAME_WORD) === 0) ||
    has(surname, SHORTHAND) ||
    (has(surname, WORD) && (surname.cues & SURNAME_WORD) === 0 && !(surname.opens && has(surname, NAME)))
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

const ARTICLED = /^(?:al|el|ad|ar|as|az|an|ul|ur|ibn|bin)-\p{L}{3,}$/u;
const BIDS =
  /^(?:in|on|at|to|from|by|of|with|is|it|he|she|we|you|they|my|our|his|her|this|that|one|two|as|or|if|not|just|all|call|ring|page|text|ask|tell|find|chase|book|bill|may|will|can|mark|grant|see|check|thank|thanks|hi|dear|please|no|new|so|but|and|the|for|any)$/;

/** "Sun Zhiqiang", "Chow Man Ho": a word that is a name too, where only names follow. */
function isRun(tokens: readonly Token[], at: number): boolean {
  const first = tokens[at] as Token;
  const second = tokens[at + 1];
  const third = tokens[at + 2];
  if (
    first.shape !== 'Capital' ||
    !has(first, NAME) ||
    BIDS.test(first.word) ||
    has(first, STAFF_ROLE | UNIT | BED | TITLE | STAFF_TITLE | TO_STAFF) ||
    // "Sun" and "Jun" are on that list as newspaper and month.
    (has(first, PRODUCT) && !has(first, CALENDAR))
  )
    return false;
  if (/^(?:in|at|near|from|to|of|the|via)$/.test(tokens[at - 1]?.word ?? '')) return false;
  if (!isCapital(second) || second.opens || second.line !== first.line) return false;
  if (!has(second, WORD | UNIT | BED | SAID | CALENDAR | PRODUCT | BUILDING | STREET) && isNameWord(second))
    return true;
  return (
    has(second, NAME) && isCapital(third) && !third.opens && has(third, NAME) && !has(third, BUILDING | STREET | UNIT)
  );
}

/** Grace Mbeki, Wong Kam Fai, Gethin ap Rhys, jean smyth. */
function full(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const first = tokens[at] as Token;
  if (first.kind !== 'word' || first.possessive) return undefined;
  if (first.shape === 'lower') return lowerFull(tokens, at, taken);
  const run = isRun(tokens, at);
  if (
    !(canOpen(first, tokens[at + 1]) || run) ||
    (first.shape === 'UPPER' && (first.word.length < 3 || has(first, SHORTHAND)))
  )
    return undefined;
  let last = at;
  let named = has(first, NAME) && !has(first, WORD) ? 1 : 0;
  for (let to = at + 1; to < tokens.length && to < at + MOST_WORDS; to++) {
    const token = tokens[to] as Token;
    if (token.line !== first.line || taken[to] === 1) break;
    if (token.word === '.' && token.joined && tokens[to - 1]?.word.length === 1) continue;
    if (token.kind !== 'word') break;
    const particle =
      has(token, PARTICLE) && (token.shape === 'lower' || token.word === 'st') && isCapital(tokens[to + 1]);
    // Omar el-Amin, Zainab al-Jubouri.
    if (token.shape === 'lower' && ARTICLED.test(token.word)) {
      last = to;
      continue;
    }
    const initial =
      token.word.length === 1 &&
      token.shape !== 'lower' &&
      to > at &&
      isCapital(tokens[to + (tokens[to + 1]?.word === '.' ? 2 : 1)]);
    if (!particle && !initial) {
      if (token.shape === 'lower' || token.shape === 'none') break;
      if (!canContinue(token) && !(run && has(token, NAME) && token.shape === 'Capital')) break;
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

/** How much a word in lower case looks like a part of a name: on the lists only, on none, or a word too. */
function namely(token: Token | undefined): number {
  if (token === undefined || token.kind !== 'word' || token.shape !== 'lower') return 0;
  if (isLowerPart(token)) return 2;
  if (isUnknown(token)) return token.word.includes('-') ? 0.4 : 1;
  if (has(token, SAID | UNIT | BED | KIN | TITLE | STAFF_TITLE) && !has(token, WORD_NAME)) return 0;
  return has(token, WORD_NAME) || (token.cues & SURNAME_WORD) !== 0 ? 0.75 : 0;
}

/** jean smyth, rhodri ap gwilym; and where what follows is told of a patient, words that are on no list, or names too. */
function lowerFull(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const first = tokens[at] as Token;
  const follows = (to: number): boolean =>
    tokens[to] !== undefined && taken[to] !== 1 && tokens[to]?.line === first.line && tokens[to]?.shape === 'lower';
  let points = namely(first);
  if (points === 0 || !follows(at + 1)) return undefined;
  let last = at;
  for (let to = at + 1; to < at + MOST_WORDS && follows(to); to++) {
    const particle = has(tokens[to], PARTICLE) && follows(to + 1) && namely(tokens[to + 1]) >= 1;
    const part = namely(tokens[to]);
    if (part === 0 && !particle) break;
    if (part > 0) {
      points += part;
      last = to;
    }
    if (tokens[to]?.possessive) break;
  }
  if (last === at || tokens.slice(at, last + 1).filter(isUnknown).length > 2) return undefined;
  const pure = points >= 4 && isLowerName(first);
  if (pure && tokens.slice(at, last + 1).some(({ word }) => word.length > 3))
    return make(tokens, at, last, 'full', 0.6);
  const then = tokens[last + 1];
  if (then === undefined || then.line !== first.line) return undefined;
  if ((tokens[last] as Token).possessive) points += has(then, SAID | KIN | PATIENT_THING) ? 2 : 0;
  else if (then.phrase > 1 && has(then, PATIENT_VERB)) points += 2;
  else if (/^(?:has|had|is|was|needs|says|said|wants|did|got|still|to|for)$/.test(then.word))
    points += has(tokens[last + 2], PATIENT_VERB | SAID) ? 1.75 : 1;
  else if (has(then, SAID)) points += 1.5;
  else return undefined;
  return points >= ENOUGH ? make(tokens, at, last, 'full', 0.6) : undefined;
}

/** Points of a name in lower case and of what follows it. */
const ENOUGH = 3;
