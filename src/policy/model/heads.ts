/**
 * How likely a message is to be flagged, to be urgent, and to be of each category: logistic weights over its words, pairs of
 * neighbours, what the tagger found and what the rules found, trained by scripts/train.ts. Linear in the text.
 */
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { type Attachment, type Audience, CATEGORIES } from '../types.ts';
import { feature, pair, part, triple } from './hash.ts';
import type { Kind } from './labels.ts';
import type { Piece, Tagged } from './tagger.ts';
import { HUNDREDTHS, type Weights } from './weights.ts';

export const HEADS = ['flagged', 'urgent', ...CATEGORIES] as const;
export const H = HEADS.length;

export interface Asked {
  readonly reading: Reading;
  readonly tagged: Tagged;
  readonly audience: Audience;
  readonly attachments: readonly Attachment[];
  /** What the rules found, as parts. */
  readonly facts: readonly number[];
}

const BIAS = part('bias');
const BIGRAM = part('b');
const CLUE = part('D');
const FIRST = part('start');
const WIDE = part('wide');
const CLOSED = part('closed');
const NO_FILE = part('no file');
const DOCUMENT = part('doc');
const PICTURE = part('img');
const LENGTHS = Array.from({ length: 12 }, (_, at) => part(`length ${at}`));
const LONGEST = 8;
/** Pieces that stand for their words in pairs of neighbours. */
const STANDS_FOR: Partial<Record<Kind, number>> = {
  name: part('<name>'),
  staff: part('<staff>'),
  initials: part('<initials>'),
  location: part('<location>'),
  age: part('<age>'),
};
/** How often a kind of piece was found: once, more than once, more than three times. */
const TIMES = [
  [1, ''],
  [2, ' 2'],
  [4, ' 4'],
] as const;

/** Adds every feature of a message, some more than once. */
export function headFeatures(
  { reading, tagged, audience, attachments, facts }: Asked,
  add: (key: number) => void,
): void {
  const { tokens } = reading;
  const place = part(audience);
  const breadth = audience === 'organisation' || audience === 'external' ? WIDE : CLOSED;
  const file =
    attachments.length === 0
      ? NO_FILE
      : attachments.some(({ type }) => /^(?:image|video)\//.test(type))
        ? PICTURE
        : DOCUMENT;
  for (const each of [BIAS, place, breadth, file]) add(feature(each));
  add(feature(LENGTHS[Math.min(LONGEST, Math.floor(Math.log2(reading.text.length + 1)))] as number));

  const kinds = new Array<Kind | undefined>(tokens.length);
  for (const { kind, first, last } of tagged.pieces) for (let at = first; at <= last; at++) kinds[at] = kind;
  let before = 0;
  for (let at = 0; at < tokens.length; at++) {
    const kind = kinds[at];
    const stands = kind === undefined ? undefined : STANDS_FOR[kind];
    const cls = stands ?? (tagged.classes[at] as number);
    if (before === 0) add(pair(FIRST, cls));
    else if (stands === undefined || cls !== before) add(triple(BIGRAM, before, cls));
    before = cls;
    if (kind === 'name' || kind === 'staff') continue;
    for (const atom of tagged.kin[at]?.telling ?? []) {
      add(feature(atom));
      if (file !== NO_FILE) add(pair(file, atom));
      if (kind === 'descriptor') add(pair(CLUE, atom));
    }
  }

  const found = summary(reading, tagged.pieces);
  for (const fact of found) {
    add(feature(fact));
    add(pair(place, fact));
    add(pair(breadth, fact));
    if (file !== NO_FILE) add(pair(file, fact));
  }
  for (let at = 0; at < found.length; at++)
    for (let to = at + 1; to < found.length; to++) {
      add(pair(found[at] as number, found[to] as number));
      add(triple(breadth, found[at] as number, found[to] as number));
    }
  for (const fact of facts) {
    add(feature(fact));
    add(pair(place, fact));
    for (const other of found) add(pair(fact, other));
  }
}

const SUMMARY = new Map<string, readonly number[]>();

/** What the tagger found, as sorted parts: kinds, forms of names, how many. */
function summary(reading: Reading, pieces: readonly Piece[]): number[] {
  const counts = new Map<string, number>();
  for (const piece of pieces) {
    const name =
      piece.kind === 'name' || piece.kind === 'staff' ? `${piece.kind} ${formOf(reading, piece)}` : piece.kind;
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  const found: number[] = [];
  for (const name of [...counts.keys()].sort()) {
    let parts = SUMMARY.get(name);
    if (parts === undefined) {
      parts = TIMES.map(([, suffix]) => part(`has ${name}${suffix}`));
      SUMMARY.set(name, parts);
    }
    const count = counts.get(name) as number;
    for (const [at, [least]] of TIMES.entries()) if (count >= least) found.push(parts[at] as number);
  }
  return found;
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

/** Features of the message at hand; used again for the next. */
let keys = new Int32Array(1 << 12);
let count = 0;
const note = (key: number): void => {
  if (count === keys.length) {
    const short = keys;
    keys = new Int32Array(short.length * 2);
    keys.set(short);
  }
  keys[count++] = key;
};
/** For each row of the weights the last message that it counted for, so that it counts once. */
let stamps = new Int32Array(0);
let stamp = 0;

/** Probabilities of HEADS, in order. */
export function weigh(weights: Weights, asked: Asked): Float64Array {
  const { values } = weights;
  if (stamps.length * H < values.length) stamps = new Int32Array(values.length / H);
  count = 0;
  headFeatures(asked, note);
  stamp++;
  const sums = new Float64Array(H);
  for (let at = 0; at < count; at++) {
    const row = weights.find(keys[at] as number);
    if (row === 0 || stamps[row / H] === stamp) continue;
    stamps[row / H] = stamp;
    for (let head = 0; head < H; head++) sums[head] = (sums[head] as number) + (values[row + head] as number);
  }
  for (let head = 0; head < H; head++) sums[head] = 1 / (1 + Math.exp(-(sums[head] as number) / HUNDREDTHS));
  return sums;
}
