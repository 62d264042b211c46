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
  readonly sentence: number;
  tags: number;
  /** What the word may mean for a situation; see lexicons/cues.ts. */
  cues: number;
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
  /** What may follow each token in a phrase: of the word with its 's, and of the word. */
  const entries: (readonly [Entry | undefined, Entry | undefined])[] = [];
  let line = 0;
  let sentence = 0;
  let opens = true;
  let spaced = true;
  const push = (kind: Kind, start: number, end: number, possessive: boolean): void => {
    const shown = text.slice(start, end);
    const word = shown.toLowerCase();
    const base = lexicon.get(word);
    const owning = possessive ? lexicon.get(`${word}'s`) : undefined;
    entries.push([owning, base]);
    tokens.push({
      kind,
      shape: kind === 'word' || kind === 'mixed' ? shapeOf(shown, word) : 'none',
      start,
      end,
      word,
      possessive,
      joined: !spaced,
      opens,
      line,
      sentence,
      tags: (base?.tags ?? 0) | (owning?.tags ?? 0),
      cues: (base?.cues ?? 0) | (owning?.cues ?? 0),
      phrase: 1,
      inside: false,
    });
    opens = false;
    spaced = false;
  };
  for (let at = 0; at < text.length; ) {
    const kind = classOf(text.charCodeAt(at));
    if (kind === CLASS.space || kind === CLASS.newline) {
      spaced = true;
      if (kind === CLASS.newline) {
        line++;
        sentence++;
        opens = true;
      }
      at++;
    } else if (kind === CLASS.sign) {
      const wide = (text.codePointAt(at) as number) > 0xffff;
      const end = at + (wide ? 2 : 1);
      push('sign', at, end, false);
      if (wide || (OPENS.includes(text[at] as string) && !isAbbreviated(tokens.at(-2)))) opens = true;
      if (
        ENDS.includes(text[at] as string) &&
        !isAbbreviated(tokens.at(-2)) &&
        (end >= text.length || classOf(text.charCodeAt(end)) > CLASS.digit)
      )
        sentence++;
      at = end;
    } else {
      const start = at;
      const [letters, digits, after] = wordFrom(text, at);
      const owned = letters > 0 && after - start > 2 && /^'s$/i.test(text.slice(after - 2, after));
      const possessive =
        owned || (letters > 0 && text.charCodeAt(after) === APOSTROPHE && /s/i.test(text[after - 1] as string));
      push(digits === 0 ? 'word' : letters === 0 ? 'number' : 'mixed', start, owned ? after - 2 : after, possessive);
      at = after;
    }
  }
  phrases(tokens, entries);
  return tokens;
}

/** "Mrs I. Cheung", "St. Luke's": the full stop ends no sentence. */
const isAbbreviated = (token: Token | undefined): boolean =>
  token !== undefined &&
  token.shape !== 'none' &&
  (token.word.length === 1 || /^(?:mr|mrs|ms|dr|st|rev|fr|sr|prof)$/.test(token.word));

/** Signs after which a capital says nothing, and those that end a sentence. */
const OPENS = '.!?:•–-"“';
const ENDS = '.!?';

/** Letters, digits and end of the word or number that starts at `start`. */
function wordFrom(text: string, start: number): [letters: number, digits: number, end: number] {
  let letters = 0;
  let digits = 0;
  let at = start;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const cls = classOf(code);
    if (cls === CLASS.letter) letters++;
    else if (cls === CLASS.digit) digits++;
    else if (letters === 0 || (code !== APOSTROPHE && code !== HYPHEN)) break;
    // Inside a word: O'Brien, Pratt-Hughes, x-ray. A hyphen after digits is a range, or a number's own.
    else if (
      at + 1 >= text.length ||
      classOf(text.charCodeAt(at + 1)) !== CLASS.letter ||
      (code === HYPHEN && digits > 0)
    )
      break;
  }
  return [letters, digits, at];
}

/** Gives the first word of the longest phrase that starts at each token the phrase's tags and cues too. */
function phrases(tokens: Token[], entries: readonly (readonly [Entry | undefined, Entry | undefined])[]): void {
  for (const [at, [owning, base]] of entries.entries()) {
    if (owning?.next === undefined && base?.next === undefined) continue;
    if (!extend(tokens, at, owning)) extend(tokens, at, base);
  }
}

function extend(tokens: Token[], at: number, entry: Entry | undefined): boolean {
  const first = tokens[at] as Token;
  let level = entry?.next;
  for (let to = at + 1; level !== undefined && to < tokens.length; to++) {
    const next = tokens[to] as Token;
    const step: Entry | undefined = (next.possessive ? level.get(`${next.word}'s`) : undefined) ?? level.get(next.word);
    if (step === undefined) break;
    if (step.tags !== 0 || step.cues !== 0) {
      first.phrase = to - at + 1;
      first.tags |= step.tags;
      first.cues |= step.cues;
    }
    level = step.next;
  }
  for (let inside = at + 1; inside < at + first.phrase; inside++) (tokens[inside] as Token).inside = true;
  return first.phrase > 1;
}
