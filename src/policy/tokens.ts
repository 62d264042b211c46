/**
 * A message cut into words, numbers and signs, each with all that the lexicon knows of it. One pass, linear. Longer
 * than most files: it is the one loop that sees every character, and a call for each would cost more than its work.
 */
import { ANY_HINT } from './lexicons/hints.ts';
import { hashOne, hashOther, type Lexicon, ONE, OTHER } from './lexicons/table.ts';

export type Kind = 'word' | 'number' | 'mixed' | 'sign';
/** How a word is written. */
export type Shape = 'lower' | 'Capital' | 'UPPER' | 'none';

const POSSESSIVE = 1;
const JOINT = 2;
const JOINED = 4;
const OPENS = 8;
const INSIDE = 16;

/** Kept small, since a long message has as many as characters: what is yes or no shares one number. */
export class Token {
  readonly kind: Kind;
  readonly shape: Shape;
  /** Offsets into the normalised text. A possessive 's is not part of the word. */
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly sentence: number;
  tags: number;
  /** What the word may mean for a situation; see lexicons/cues.ts. */
  cues: number;
  /** What expensive expressions the word calls for; see lexicons/hints.ts. */
  readonly hints: number;
  /** Of the lexicon; 0 where the word is on no list. */
  readonly row: number;
  /** How many tokens the longest phrase of the lexicon that starts here has; 1 where there is none. */
  phrase = 1;
  private is: number;
  private readonly lower: string;
  private cut: string | undefined = undefined;

  constructor(
    lower: string,
    kind: Kind,
    shape: Shape,
    start: number,
    end: number,
    is: number,
    line: number,
    sentence: number,
    tags: number,
    cues: number,
    hints: number,
    row: number,
  ) {
    this.lower = lower;
    this.kind = kind;
    this.shape = shape;
    this.start = start;
    this.end = end;
    this.is = is;
    this.line = line;
    this.sentence = sentence;
    this.tags = tags;
    this.cues = cues;
    this.hints = hints;
    this.row = row;
  }

  /** In lower case. Cut out of the text when first asked for, since of most words nobody asks. */
  get word(): string {
    this.cut ??= this.lower.slice(this.start, this.end);
    return this.cut;
  }

  get possessive(): boolean {
    return (this.is & POSSESSIVE) !== 0;
  }

  /** A hyphen or an apostrophe inside. */
  get joint(): boolean {
    return (this.is & JOINT) !== 0;
  }

  /** Nothing, or only spaces and tabs, between this token and the one before. */
  get joined(): boolean {
    return (this.is & JOINED) !== 0;
  }

  /** First of its line or sentence, where a capital says nothing. */
  get opens(): boolean {
    return (this.is & OPENS) !== 0;
  }

  /** Inside a longer phrase that started earlier. */
  get inside(): boolean {
    return (this.is & INSIDE) !== 0;
  }

  putInside(): void {
    this.is |= INSIDE;
  }
}

const CLASS = { letter: 1, digit: 2, space: 3, newline: 4, sign: 5 } as const;

const ASCII = Uint8Array.from({ length: 128 }, (_, code) => {
  if ((code >= 97 && code <= 122) || (code >= 65 && code <= 90)) return CLASS.letter;
  if (code >= 48 && code <= 57) return CLASS.digit;
  if (code === 32 || code === 9) return CLASS.space;
  return code === 10 || code === 13 ? CLASS.newline : CLASS.sign;
});

function classOf(code: number): number {
  if (code < 128) return ASCII[code] as number;
  return isLetter(code) ? CLASS.letter : CLASS.sign;
}

/** Letters beyond ASCII: Latin with marks, Greek, Cyrillic and the other scripts that have letters. */
const isLetter = (code: number): boolean =>
  (code >= 0xc0 && code < 0x2000 && code !== 0xd7 && code !== 0xf7) ||
  (code >= 0x2c00 && code < 0xd800 && !(code >= 0x2e00 && code < 0x3041));

const APOSTROPHE = 39;
const HYPHEN = 45;
const SMALL_S = 115;
const CAPITAL_S = 83;

/** Of each token while its message is read: its hashes, and the rows of the word and of the word with its 's. No text. */
const FIELDS = 4;
let scratch = new Int32Array(1024 * FIELDS);

function remember(at: number, one: number, other: number, base: number, owning: number): void {
  const from = at * FIELDS;
  if (from === scratch.length) {
    const short = scratch;
    scratch = new Int32Array(from * 2);
    scratch.set(short);
  }
  scratch[from] = one;
  scratch[from + 1] = other;
  scratch[from + 2] = base;
  scratch[from + 3] = owning;
}

/** `lower` is `text` in lower case, of the same length. */
export function tokenise(text: string, lower: string, lexicon: Lexicon): Token[] {
  const tokens: Token[] = [];
  let line = 0;
  let sentence = 0;
  let opens = true;
  let joined = false;
  for (let at = 0; at < text.length; ) {
    const first = text.charCodeAt(at);
    const firstClass = classOf(first);
    if (firstClass === CLASS.space || firstClass === CLASS.newline) {
      joined = false;
      if (firstClass === CLASS.newline) {
        line++;
        sentence++;
        opens = true;
      }
      at++;
      continue;
    }
    const start = at;
    let one = ONE;
    let other = OTHER;
    if (firstClass === CLASS.sign) {
      const wide = (text.codePointAt(at) as number) > 0xffff;
      for (const end = at + (wide ? 2 : 1); at < end; at++) {
        one = hashOne(one, lower.charCodeAt(at));
        other = hashOther(other, lower.charCodeAt(at));
      }
      const row = lexicon.find(0, one, other);
      const tags = lexicon.tags[row] as number;
      const cues = lexicon.cues[row] as number;
      remember(tokens.length, one, other, row, 0);
      const is = (joined ? JOINED : 0) | (opens ? OPENS : 0);
      tokens.push(new Token(lower, 'sign', 'none', start, at, is, line, sentence, tags, cues, 0, row));
      const sign = text[start] as string;
      opens = wide || (OPENERS.includes(sign) && !isAbbreviated(tokens.at(-2)));
      if (
        ENDS.includes(sign) &&
        !isAbbreviated(tokens.at(-2)) &&
        (at >= text.length || classOf(text.charCodeAt(at)) > CLASS.digit)
      )
        sentence++;
      joined = true;
      continue;
    }

    let digits = 0;
    let capitals = 0;
    let smalls = 0;
    let beyond = false;
    /** Apostrophes and hyphens inside. */
    let joints = 0;
    let hyphened = false;
    /** The hashes before the last apostrophe: of the word without its 's. */
    let ownerOne = ONE;
    let ownerOther = OTHER;
    for (; at < text.length; at++) {
      let code = text.charCodeAt(at);
      const cls = classOf(code);
      if (cls === CLASS.letter) {
        if (code >= 128) {
          beyond = true;
          smalls++;
          code = lower.charCodeAt(at);
        } else if (code <= 90) {
          capitals++;
          code |= 32;
        } else smalls++;
      } else if (cls === CLASS.digit) digits++;
      else if (smalls + capitals === 0 || (code !== APOSTROPHE && code !== HYPHEN)) break;
      // Inside a word: O'Brien, Pratt-Hughes, x-ray. A hyphen after digits is a range, or a number's own.
      else if (
        at + 1 >= text.length ||
        classOf(text.charCodeAt(at + 1)) !== CLASS.letter ||
        (code === HYPHEN && digits > 0)
      )
        break;
      else {
        joints++;
        if (code === HYPHEN) hyphened = true;
        else {
          ownerOne = one;
          ownerOther = other;
        }
      }
      one = hashOne(one, code);
      other = hashOther(other, code);
    }
    const kind = digits === 0 ? 'word' : smalls + capitals === 0 ? 'number' : 'mixed';
    const last = text.charCodeAt(at - 1);
    const endsInS = last === SMALL_S || last === CAPITAL_S;
    let end = at;
    let possessive = false;
    let row = 0;
    if (endsInS && at - start > 2 && text.charCodeAt(at - 2) === APOSTROPHE) {
      possessive = true;
      joints--;
      end = at - 2;
      if (last === SMALL_S) smalls--;
      else capitals--;
      row = lexicon.find(0, one, other);
      one = ownerOne;
      other = ownerOther;
    } else if (endsInS && text.charCodeAt(at) === APOSTROPHE) {
      possessive = true;
      row = lexicon.find(0, ownedOne(one), ownedOther(other));
    }
    const base = lexicon.find(0, one, other);
    const tags = (lexicon.tags[base] as number) | (lexicon.tags[row] as number);
    const cues = (lexicon.cues[base] as number) | (lexicon.cues[row] as number);
    let hints = lexicon.hints[base] as number;
    if (hyphened || beyond || joints > 1) hints = ANY_HINT;
    // "dad'll": of what stands before the apostrophe.
    else if (joints === 1) hints |= lexicon.hints[lexicon.find(0, ownerOne, ownerOther)] as number;
    let shape: Shape = 'none';
    if (kind !== 'number') {
      if (beyond) shape = shapeOf(text.slice(start, end), lower.slice(start, end));
      else if (capitals === 0) shape = 'lower';
      else if (smalls === 0 && end - start > 1) shape = 'UPPER';
      else shape = first >= 65 && first <= 90 ? 'Capital' : 'lower';
    }
    remember(tokens.length, one, other, base, row);
    const is = (possessive ? POSSESSIVE : 0) | (joints > 0 ? JOINT : 0) | (joined ? JOINED : 0) | (opens ? OPENS : 0);
    tokens.push(new Token(lower, kind, shape, start, end, is, line, sentence, tags, cues, hints, base));
    opens = false;
    joined = true;
  }
  for (let at = 0; at < tokens.length; at++) phraseFrom(tokens, at, lexicon);
  return tokens;
}

/** The hashes of a word with 's behind it. */
const ownedOne = (one: number): number => hashOne(hashOne(one, APOSTROPHE), SMALL_S);
const ownedOther = (other: number): number => hashOther(hashOther(other, APOSTROPHE), SMALL_S);

/** Of words with letters beyond ASCII. */
function shapeOf(text: string, lower: string): Shape {
  if (text === lower) return 'lower';
  if (text.length > 1 && text === text.toUpperCase()) return 'UPPER';
  return text[0] === lower[0] ? 'lower' : 'Capital';
}

/** "Mrs I. Cheung", "St. Luke's": the full stop ends no sentence. */
const isAbbreviated = (token: Token | undefined): boolean =>
  token !== undefined &&
  token.shape !== 'none' &&
  (token.end - token.start === 1 ||
    (token.end - token.start <= 4 && /^(?:mr|mrs|ms|dr|st|rev|fr|sr|prof)$/.test(token.word)));

/** Signs after which a capital says nothing, and those that end a sentence. */
const OPENERS = '.!?:•–-"“';
const ENDS = '.!?';

/** Gives the first word of the longest phrase that starts at token `at` the phrase's tags and cues too. */
function phraseFrom(tokens: readonly Token[], at: number, lexicon: Lexicon): void {
  const base = scratch[at * FIELDS + 2] as number;
  const owning = scratch[at * FIELDS + 3] as number;
  if (lexicon.leads[owning] === 1 && extend(tokens, at, owning, lexicon)) return;
  if (lexicon.leads[base] === 1) extend(tokens, at, base, lexicon);
}

function extend(tokens: readonly Token[], at: number, row: number, lexicon: Lexicon): boolean {
  const first = tokens[at] as Token;
  let step = row;
  for (let to = at + 1; lexicon.leads[step] === 1 && to < tokens.length; to++) {
    const one = scratch[to * FIELDS] as number;
    const other = scratch[to * FIELDS + 1] as number;
    const owning = (tokens[to] as Token).possessive ? lexicon.find(step, ownedOne(one), ownedOther(other)) : 0;
    step = owning === 0 ? lexicon.find(step, one, other) : owning;
    if (step === 0) break;
    const tags = lexicon.tags[step] as number;
    const cues = lexicon.cues[step] as number;
    if (tags !== 0 || cues !== 0) {
      first.phrase = to - at + 1;
      first.tags |= tags;
      first.cues |= cues;
    }
  }
  for (let inside = at + 1; inside < at + first.phrase; inside++) (tokens[inside] as Token).putInside();
  return first.phrase > 1;
}
