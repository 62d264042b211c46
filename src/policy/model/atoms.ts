/**
 * What the weights may know of a token: its word where it is an ordinary one of the vocabulary, the lists it stands on, what
 * kinds of thing it may mean, how it is written, and what the detectors took it for. A person's name is known by its lists and
 * its form only, never by itself.
 */
import type { Lexicon } from '../lexicons/index.ts';
import * as tag from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { part, passing } from './hash.ts';

const BITS = Array.from({ length: 32 }, (_, bit) => bit);
const TAGS = BITS.map((bit) => part(`t${bit}`));
const CUES = BITS.map((bit) => part(`c${bit}`));
const MOST_DIGITS = 11;
const LONGEST_SHAPE = 8;
const MOST_LETTERS = 9;

export function shapeOf({ lower }: Reading, token: Token): string {
  if (token.kind === 'sign') return `sign ${lower.slice(token.start, token.end)}`;
  const length = token.end - token.start;
  if (token.kind === 'number') return `n${Math.min(length, MOST_DIGITS)}`;
  if (token.kind === 'word') return `${token.shape}${length === 1 ? '1' : ''}`;
  let shape = 'm';
  let last = '';
  for (let at = token.start; at < token.end && shape.length < LONGEST_SHAPE; at++) {
    const code = lower.charCodeAt(at);
    const kind = code >= 48 && code <= 57 ? '9' : code >= 97 && code <= 122 ? 'x' : '-';
    if (kind !== last) shape += kind;
    last = kind;
  }
  return `${shape}${Math.min(length, MOST_LETTERS)}`;
}

export interface Atoms {
  readonly all: readonly number[];
  /** Those that say what the message speaks of: the word, its lists, what it may mean. */
  readonly telling: readonly number[];
}

/** `senses`: the classes of each line of senses.txt, as parts. */
export function atomsOf(
  reading: Reading,
  token: Token,
  marks: readonly number[],
  lexicon: Lexicon,
  senses: readonly (readonly number[])[],
): Atoms {
  const { tags, cues, word, kind } = token;
  const atoms: number[] = [];
  const isWord = kind === 'word' || kind === 'mixed';
  if (isWord && lexicon.known[token.row] !== 0) atoms.push(part(`w ${word}`));
  for (const bit of BITS) {
    if ((tags & (1 << bit)) !== 0) atoms.push(TAGS[bit] as number);
    if ((cues & (1 << bit)) !== 0) atoms.push(CUES[bit] as number);
  }
  for (const sense of senses[lexicon.senses[token.row] as number] ?? []) atoms.push(sense);
  const telling = atoms.slice();
  if (kind === 'word' && lexicon.known[token.row] === 0 && (tags & ~(tag.NAME | tag.WORD)) === 0 && word.length > 3)
    atoms.push(passing(`-${word.slice(-3)}`), passing(`-${word.slice(-2)}`));
  if (isWord && tags === 0 && cues === 0) atoms.push(part('unlisted'));
  if (isWord && (tags & tag.NAME) !== 0 && (tags & tag.WORD) === 0) atoms.push(part('name no word'));
  const shape = shapeOf(reading, token);
  atoms.push(part(`s ${shape}`));
  if (token.opens) atoms.push(part('opens'));
  else if (shape === 'Capital') atoms.push(part('capital inside'));
  if (token.possessive) atoms.push(part('possessive'));
  if (token.joint) atoms.push(part('joint'));
  if (!token.joined) atoms.push(part('apart'));
  if (token.phrase > 1) atoms.push(part(`phrase ${Math.min(token.phrase, 3)}`));
  if (token.inside) atoms.push(part('inside'));
  for (const mark of marks) atoms.push(mark);
  return { all: atoms, telling };
}

const CLASSES: readonly (readonly [number, string])[] = [
  [tag.TITLE, 'TITLE'],
  [tag.STAFF_TITLE, 'STAFF TITLE'],
  [tag.STAFF_ROLE, 'ROLE'],
  [tag.KIN, 'KIN'],
  [tag.PERSON, 'PERSON'],
  [tag.BED, 'BED'],
  [tag.UNIT, 'UNIT'],
  [tag.CALENDAR, 'CALENDAR'],
  [tag.SENSITIVE, 'SENSITIVE'],
  [tag.SAID, 'SAID'],
  [tag.JOB, 'JOB'],
  [tag.EVENT, 'EVENT'],
  [tag.STREET, 'STREET'],
  [tag.BUILDING, 'BUILDING'],
  [tag.PRODUCT, 'PRODUCT'],
  [tag.PATIENT_THING, 'PATIENT THING'],
  [tag.STAFF_THING, 'STAFF THING'],
  [tag.PATIENT_VERB, 'PATIENT VERB'],
  [tag.STAFF_VERB, 'STAFF VERB'],
  [tag.TO_STAFF, 'TO STAFF'],
  [tag.BACKGROUND, 'BACKGROUND'],
  [tag.EPONYM, 'EPONYM'],
];

/** One class for each token, for features of two neighbours: the word where it is common, else its first list or its form. */
export function classOf(reading: Reading, token: Token, detected: string, lexicon: Lexicon): string {
  if (detected !== '') return detected;
  const { tags, word } = token;
  if (token.kind !== 'word') return shapeOf(reading, token);
  if (lexicon.known[token.row] === 2) return word;
  const form =
    token.shape === 'Capital' ? (token.opens ? ' opening' : ' Capital') : token.shape === 'UPPER' ? ' UPPER' : '';
  if ((tags & tag.WORD_NAME) !== 0 && form !== '') return `WORD NAME${form}`;
  for (const [mask, name] of CLASSES) if ((tags & mask) !== 0) return form === ' Capital' ? name + form : name;
  if ((tags & tag.WORD) === 0) return ((tags & tag.NAME) !== 0 ? 'NAME' : 'UNLISTED') + form;
  if ((tags & tag.NAME) !== 0) return `NAME OR WORD${form}`;
  const ending = /(?:ing|ed|ly|s)$/.exec(word)?.[0] ?? '';
  return `WORD ${ending}${form}`;
}
