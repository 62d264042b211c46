/**
 * What the heads look at: the words of a message, pairs of neighbours, what the tagger found and what the rules found. Training
 * (scripts/train/keys.ts) notes all of it by name, `weigh.ts` adds up the same. A little longer than most files, for its lists.
 */
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { type Attachment, AUDIENCES, type Audience, CATEGORIES } from '../types.ts';
import { FACTS } from './facts.ts';
import { part } from './hash.ts';
import type { Kind } from './labels.ts';
import type { Piece } from './tagger.ts';

export const HEADS = ['flagged', 'urgent', ...CATEGORIES] as const;
export const H = HEADS.length;

export interface Asked<Of> {
  readonly reading: Reading;
  readonly pieces: readonly Piece[];
  /** What is known of each token: `cls` its class, `telling` its atoms that say what the message speaks of. */
  readonly of: readonly Of[];
  readonly audience: Audience;
  readonly attachments: readonly Attachment[];
  /** What the rules found, see `facts.ts`. */
  readonly facts: readonly number[];
}

/** Takes the features of a message, some of them more than once. */
export interface Taker<Of> {
  /** STANDS_FOR, as this taker counts classes. */
  readonly stands: Readonly<Partial<Record<Kind, number>>>;
  /** Begins a message, with features of its own. `place`: of AUDIENCES. */
  begin(place: number, isWide: boolean, attached: Attached, length: number): void;
  first(of: Of, stands: Kind | undefined): void;
  neighbours(one: number, other: number): void;
  word(of: Of, isClue: boolean): void;
  /** What the tagger found, and what the rules found: numbers of `PARTS`. */
  found(one: number): void;
  fact(one: number): void;
  together(one: number, other: number): void;
  withFact(fact: number, found: number): void;
}
/** Attached: nothing, something, a picture. */
export type Attached = 0 | 1 | 2;

const CLOSED_TO: ReadonlySet<Audience> = new Set(['care-team', 'direct']);
const LONGEST = 8;

export const BIAS = part('bias');
export const BIGRAM = part('b');
export const CLUE = part('D');
export const FIRST = part('start');
export const PLACES = AUDIENCES.map(part);
export const BREADTHS = ['closed', 'wide'].map(part);
export const FILES = ['no file', 'doc', 'img'].map(part);
export const LENGTHS = Array.from({ length: LONGEST + 1 }, (_, at) => part(`length ${at}`));
/** Pieces that stand for their words in pairs of neighbours, as classes. */
export const STANDS_FOR: Readonly<Partial<Record<Kind, number>>> = {
  name: part('<name>'),
  staff: part('<staff>'),
  initials: part('<initials>'),
  location: part('<location>'),
  age: part('<age>'),
};
export const standsFor = (kind: Kind | undefined): number | undefined =>
  kind === undefined ? undefined : STANDS_FOR[kind];

/** What the tagger may find. In order of the alphabet, in which pairs of them are made. */
const FOUND = [
  'age',
  'birth',
  'contact',
  'descriptor',
  'home',
  'initials',
  'location',
  'name full',
  'name part',
  'number',
  'postcode',
  'said',
  'sensitive',
  'staff full',
  'staff part',
] as const;
/** How often a kind of piece was found: once, more than once, more than three times. */
const TIMES = [
  [1, ''],
  [2, ' 2'],
  [4, ' 4'],
] as const;
/** Facts, and behind them what the tagger may find. */
export const FIRST_FOUND = FACTS.length;
export const PARTS: readonly number[] = [
  ...FACTS,
  ...FOUND.flatMap((name) => TIMES.map(([, suffix]) => part(`has ${name}${suffix}`))),
];

export function headFeatures<Of extends { readonly cls: number }>(asked: Asked<Of>, taker: Taker<Of>): void {
  const { reading, pieces, audience, attachments, facts } = asked;
  const { tokens, text } = reading;
  const isPicture = attachments.some(({ type }) => /^(?:image|video)\//.test(type));
  taker.begin(
    AUDIENCES.indexOf(audience),
    !CLOSED_TO.has(audience),
    attachments.length === 0 ? 0 : isPicture ? 2 : 1,
    Math.min(LONGEST, Math.floor(Math.log2(text.length + 1))),
  );

  let before = 0;
  let next = 0;
  for (let at = 0; at < tokens.length; at++) {
    while (next < pieces.length && (pieces[next] as Piece).last < at) next++;
    const piece = pieces[next];
    const kind = piece !== undefined && piece.first <= at ? piece.kind : undefined;
    const of = asked.of[at] as Of;
    const stands = kind === undefined ? undefined : taker.stands[kind];
    const cls = stands ?? of.cls;
    if (at === 0) taker.first(of, kind);
    else if (stands === undefined || cls !== before) taker.neighbours(before, cls);
    before = cls;
    if (kind !== 'name' && kind !== 'staff') taker.word(of, kind === 'descriptor');
  }

  const found = summary(reading, pieces);
  for (const one of found) taker.found(one);
  for (let at = 0; at < found.length; at++)
    for (let to = at + 1; to < found.length; to++) taker.together(found[at] as number, found[to] as number);
  for (const fact of facts) {
    taker.fact(fact);
    for (const one of found) taker.withFact(fact, one);
  }
}

/** What the tagger found, as numbers of PARTS in order: kinds, forms of names, how many. */
function summary(reading: Reading, pieces: readonly Piece[]): number[] {
  const counts = new Int32Array(FOUND.length);
  for (const piece of pieces) {
    const name = nameOf(reading, piece);
    counts[name] = (counts[name] as number) + 1;
  }
  const found: number[] = [];
  for (let name = 0; name < FOUND.length; name++)
    for (let at = 0; at < TIMES.length; at++)
      if ((counts[name] as number) >= TIMES[at as 0 | 1 | 2][0]) found.push(FIRST_FOUND + name * TIMES.length + at);
  return found;
}

const NUMBER_OF = Object.fromEntries(FOUND.map((name, at) => [name, at])) as Readonly<Record<string, number>>;
const FULL_NAME = FOUND.indexOf('name full');
const FULL_STAFF = FOUND.indexOf('staff full');

function nameOf(reading: Reading, piece: Piece): number {
  const { kind } = piece;
  if (kind !== 'name' && kind !== 'staff') return NUMBER_OF[kind] as number;
  return (kind === 'name' ? FULL_NAME : FULL_STAFF) + (formOf(reading, piece) === 'full' ? 0 : 1);
}

/** `full`: title and name, or two names; `part`: one name alone. */
export function formOf({ tokens }: Reading, { first, last }: Piece): 'full' | 'part' {
  let words = 0;
  for (let at = first; at <= last; at++) {
    const { kind, end, start } = tokens[at] as Token;
    if (kind === 'word' && end - start > 1) words++;
  }
  return words > 1 ? 'full' : 'part';
}
