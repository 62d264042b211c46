/** Parts of names: initials, a forename, a nickname, a bare surname. Weak: only their company makes something of them. */
import { SURNAME_WORD } from '../lexicons/cues.ts';
import {
  BED,
  BUILDING,
  CALENDAR,
  EPONYM,
  KIN,
  NAME,
  PERSON,
  PRODUCT,
  SAID,
  SHORTHAND,
  STAFF_ROLE,
  STAFF_TITLE,
  TITLE,
  UNIT,
  WORD,
  WORD_NAME,
} from '../lexicons/tags.ts';
import { has, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { isContracted, isLowerName, isNameWord, make, type NameMark, PLACE_AFTER } from './name-words.ts';

const DOTTED = /(?:[A-Z]\.){1,3}(?:O'[A-Z]|[A-Z](?:-[A-Z])?)(?![A-Za-z])\.?/y;

/** H.W. · M.O'H · T.W */
export function dotted({ tokens, text }: Reading, at: number): NameMark | undefined {
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
export function single(tokens: readonly Token[], at: number, taken: Uint8Array): NameMark | undefined {
  const token = tokens[at] as Token;
  if (token.kind !== 'word' || taken[at] === 1 || isContracted(token)) return undefined;
  if (token.shape === 'UPPER' && token.word.length <= 3) return capitals(tokens, at);
  if (token.shape === 'lower')
    return isLowerName(token) && token.word.length > 3 ? make(tokens, at, at, 'single', 0.3) : undefined;
  if (token.word.length < 2 || /^(?:st|saint)$/.test(tokens[at - 1]?.word ?? '')) return undefined;
  if (PLACE_AFTER.test(tokens[at + 1]?.word ?? '')) return undefined;
  // "Eek.", "Sigh!": a word alone is a cry.
  if (token.opens && !has(token, NAME) && /^[.!?]$/.test(tokens[at + 1]?.word ?? '')) return undefined;
  if ((token.cues & SURNAME_WORD) !== 0 && !has(token, WORD_NAME)) return make(tokens, at, at, 'single', 0.35);
  if (has(token, NEVER_ALONE | SHORTHAND) && !has(token, WORD_NAME)) return undefined;
  if (token.shape === 'UPPER' && (!has(token, NAME) || has(token, WORD))) return undefined;
  if (has(token, CALENDAR)) return make(tokens, at, at, 'single', 0.35);
  if (has(token, WORD)) {
    if (has(token, WORD_NAME)) return make(tokens, at, at, 'single', token.opens ? 0.45 : 0.6);
    // Listed as a name too (Beryl, Ray): believed where the capital isn't the sentence's, and only beside a bed or an age.
    return has(token, NAME) && (!token.opens || tokens[at + 1]?.word === ',')
      ? make(tokens, at, at, 'single', 0.35)
      : undefined;
  }
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
