/** Which words may be names, or parts of them, by how they are written and what else they mean. */
import { SURNAME_WORD } from '../lexicons/cues.ts';
import {
  BED,
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
  TITLE,
  UNIT,
  WARD_NAME,
  WORD,
  WORD_NAME,
} from '../lexicons/tags.ts';
import { has, type Mark } from '../reading.ts';
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

export function make(
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

const CONTRACTED = /(?:n't|'(?:m|ve|d|ll|re))$/;
export const isContracted = (token: Token): boolean => token.joint && CONTRACTED.test(token.word);

/** A word that may be a name by itself: on the lists of names, or not an English word at all. */
export function isNameWord(token: Token): boolean {
  if (token.kind !== 'word' || isContracted(token)) return false;
  if (has(token, NAME)) return !has(token, SAID | UNIT | PRODUCT | CALENDAR) || has(token, WORD_NAME);
  if (token.joint && token.word.includes('-'))
    return (
      token.word.split('-').every((part) => part.length > 1) && !has(token, SAID | WORD | UNIT | PRODUCT | STAFF_ROLE)
    );
  return token.tags === 0 || (token.tags & ~(PARTICLE | WARD_NAME)) === 0;
}

/** In lower case only what is a name and nothing else. */
export const isLowerName = (token: Token): boolean =>
  token.kind === 'word' && token.word.length > 2 && (token.tags & ~(WARD_NAME | PARTICLE)) === NAME && token.cues === 0;

export const isCapital = (token: Token | undefined): token is Token =>
  token !== undefined && token.kind === 'word' && token.shape === 'Capital';

/** "the John Snow lecture theatre", "Grace Lane ward". */
export const PLACE_AFTER =
  /^(?:lecture|theatre|suite|room|ward|unit|centre|building|house|wing|lounge|lab|labs|library|hall|school|award|fund|foundation|trust|appeal|model|score|scale|criteria|classification|chart|manoeuvre|syndrome|disease|sign|fracture|test|forceps|clamp|retractor|tube|needle|scissors|splint|frame|blade|mattress|pump|airway|scoop|collar|stocking|stockings|gown|block|view|position|stage|grade|line|drain|bag|mask|valve|balloon)$/;

/** "Thomas Abernethy", "Park Min-jung": what follows can only be the rest of a name. */
function opensBeside(token: Token, next: Token | undefined): boolean {
  if (
    next === undefined ||
    next.shape !== 'Capital' ||
    next.opens ||
    next.line !== token.line ||
    token.shape !== 'Capital'
  )
    return false;
  if (!has(token, NAME) && (token.cues & SURNAME_WORD) === 0) return false;
  if (has(token, EPONYM) && !has(token, WORD) && !has(next, WORD | SAID | UNIT)) return isNameWord(next);
  return (
    !has(token, STAFF_ROLE | KIN | CALENDAR | TITLE | STAFF_TITLE) &&
    /^\p{L}{2,}-\p{L}{2,}$/u.test(next.word) &&
    isNameWord(next)
  );
}

/** May begin a full name: not the ordinary capital of a sentence, nor a place, a day or a product. */
export function canOpen(token: Token, next: Token | undefined): boolean {
  if (opensBeside(token, next)) return true;
  if (has(token, PRODUCT | TITLE | STAFF_TITLE | EPONYM) && !has(token, WORD_NAME)) return false;
  if (has(token, SAID | UNIT | BED | STAFF_ROLE | KIN | PERSON | CALENDAR) && !has(token, WORD_NAME)) return false;
  if (has(token, WORD)) return has(token, WORD_NAME);
  return isNameWord(token);
}

export function canContinue(token: Token): boolean {
  if (token.opens) return false;
  if (token.shape === 'UPPER')
    return token.word.length > 2 && !has(token, SHORTHAND | SAID | UNIT | EPONYM | PRODUCT) && isNameWord(token);
  if (has(token, WORD_NAME)) return true;
  if ((token.cues & SURNAME_WORD) !== 0) return true;
  if (has(token, PRODUCT | SAID | STAFF_ROLE | PERSON | CALENDAR | TITLE | EPONYM)) return false;
  if (has(token, WORD)) return has(token, NAME);
  return isNameWord(token);
}

/** On no list at all, in lower case: "kyriacos", "hadjigeorgiou"; or put together of names: "jean-luc". */
export const isUnknown = (token: Token): boolean =>
  token.kind === 'word' &&
  token.word.length > 4 &&
  token.tags === 0 &&
  token.cues === 0 &&
  !CONTRACTED.test(token.word);

/** As isLowerName, and short ones too behind the first: "wong ka ming". */
export const isLowerPart = (token: Token): boolean =>
  token.kind === 'word' && token.word.length > 1 && (token.tags & ~(WARD_NAME | PARTICLE)) === NAME && token.cues === 0;
