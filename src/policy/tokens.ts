/** A message cut into words, numbers and signs, each with all that the lexicon knows of it. One pass, linear. */
import type { Entry, Lexicon } from './lexicons/index.ts';

export type Kind = 'word' | 'number' | 'mixed' | 'sign';
/** How a word is written. */
export type Shape = 'lower' | 'Capital' | 'UPPER' | 'none';

export interface Token {
  readonly kind: Kind;
  readonly shape: Shape;
  /** Offsets into the normalised text. A possessive 's is not part of the word. */
  readonly start: number;
  readonly end: number;
  /** In lower case. */
  readonly word: string;
  readonly possessive: boolean;
  /** Nothing, or only spaces and tabs, between this token and the one before. */
  readonly joined: boolean;
  /** First of its line or sentence, where a capital says nothing. */
  readonly opens: boolean;
  readonly line: number;
  tags: number;
  /** How many tokens the longest phrase of the lexicon that starts here has; 1 where there is none. */
  phrase: number;
  /** Inside a longer phrase that started earlier. */
  inside: boolean;
}

const CLASS = { letter: 1, digit: 2, space: 3, newline: 4, sign: 5 } as const;

function classOf(code: number): number {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return CLASS.letter;
  if (code >= 48 && code <= 57) return CLASS.digit;
  if (code === 32 || code === 9) return CLASS.space;
  if (code === 10 || code === 13) return CLASS.newline;
  if (code < 128) return CLASS.sign;
  return isLetter(code) ? CLASS.letter : CLASS.sign;
}

/** Letters beyond ASCII: Latin with marks, Greek, Cyrillic and the other scripts that have letters. */
const isLetter = (code: number): boolean =>
  (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7) ||
  (code >= 0x2c00 && code < 0xd800 && !(code >= 0x2e00 && code < 0x3041));

const APOSTROPHE = 39;
const HYPHEN = 45;

function shapeOf(text: string, lower: string): Shape {
  if (text === lower) return 'lower';
  if (text.length > 1 && text === text.toUpperCase()) return 'UPPER';
  return text[0] === lower[0] ? 'lower' : 'Capital';
}

export function tokenise(text: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  const entries: (Entry | undefined)[] = [];
  let line = 0;
  let opens = true;
  let spaced = true;
  for (let at = 0; at < text.length; ) {
    const kind = classOf(text.charCodeAt(at));
    if (kind === CLASS.space) {
      at++;
      spaced = true;
      continue;
    }
    if (kind === CLASS.newline) {
      at++;
      line++;
      opens = true;
      spaced = true;
      continue;
    }
    if (kind === CLASS.sign) {
      const word = text[at] as string;
      const entry = lexicon.get(word);
      entries.push(entry);
      tokens.push(token('sign', 'none', at, at + 1, word, false, !spaced, opens, line, entry));
      if (word === '.' || word === '!' || word === '?' || word === ':' || word === '•' || word.charCodeAt(0) > 0x2000)
        opens = true;
      at++;
      spaced = false;
      continue;
    }
    const start = at;
    let letters = 0;
    let digits = 0;
    for (; at < text.length; at++) {
      const next = text.charCodeAt(at);
      const cls = classOf(next);
      if (cls === CLASS.letter) letters++;
      else if (cls === CLASS.digit) digits++;
      else if (
        (next === APOSTROPHE || next === HYPHEN) &&
        letters > 0 &&
        at + 1 < text.length &&
        classOf(text.charCodeAt(at + 1)) === CLASS.letter
      ) {
        // Inside a word: O'Brien, Pratt-Hughes, x-ray. A hyphen after digits is a range or a number's own.
        if (next === HYPHEN && digits > 0) break;
      } else break;
    }
    const owned = at - start > 2 && (text.startsWith("'s", at - 2) || text.startsWith("'S", at - 2));
    const end = owned ? at - 2 : at;
    const possessive = owned || (text.charCodeAt(at) === APOSTROPHE && text.charCodeAt(at - 1) === 115);
    const shown = text.slice(start, end);
    const word = shown.toLowerCase();
    const whole = possessive ? (lexicon.get(`${word}'s`) ?? lexicon.get(word)) : lexicon.get(word);
    entries.push(whole);
    const shape: Shape = letters === 0 ? 'none' : shapeOf(shown, word);
    tokens.push(
      token(
        digits === 0 ? 'word' : letters === 0 ? 'number' : 'mixed',
        shape,
        start,
        end,
        word,
        possessive,
        !spaced,
        opens,
        line,
        whole,
      ),
    );
    opens = false;
    spaced = false;
  }
  phrases(tokens, entries);
  return tokens;
}

function token(
  kind: Kind,
  shape: Shape,
  start: number,
  end: number,
  word: string,
  possessive: boolean,
  joined: boolean,
  opens: boolean,
  line: number,
  entry: Entry | undefined,
): Token {
  return {
    kind,
    shape,
    start,
    end,
    word,
    possessive,
    joined,
    opens,
    line,
    tags: entry?.tags ?? 0,
    phrase: 1,
    inside: false,
  };
}

/** Gives the first word of the longest phrase that starts at each token the phrase's tags too. */
function phrases(tokens: Token[], entries: (Entry | undefined)[]): void {
  for (let at = 0; at < tokens.length; at++) {
    const first = tokens[at] as Token;
    let level = entries[at]?.next;
    if (level === undefined) continue;
    for (let to = at + 1; level !== undefined && to < tokens.length; to++) {
      const next = tokens[to] as Token;
      // "waldenström's" may stand in the list with its 's.
      const entry: Entry | undefined =
        level.get(next.word) ?? (next.possessive ? level.get(`${next.word}'s`) : undefined);
      if (entry === undefined) break;
      if (entry.tags !== 0) {
        first.phrase = to - at + 1;
        first.tags |= entry.tags;
      }
      level = entry.next;
    }
    for (let inside = at + 1; inside < at + first.phrase; inside++) (tokens[inside] as Token).inside = true;
  }
}
