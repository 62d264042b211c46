/**
 * What the tagger looks at: what is known of a token and of two on either side, pairs of neighbours, and for what may be a
 * name what its sentence and its message speak of. Training asks for all of it by name; the tagger adds up the same.
 */
import type { Lexicon } from '../lexicons/index.ts';
import * as tag from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { atomsOf, classOf } from './atoms.ts';
import { feature, mix, pair, part, triple } from './hash.ts';
import type { Marks } from './marks.ts';

export const REACH = 2;
export const WIDTH = 2 * REACH + 1;
const SENTENCE = 12;

export const OFFSETS = Array.from({ length: WIDTH }, (_, at) => part(String(at - REACH)));
export const EDGES = OFFSETS.map((offset) => mix(offset, part('edge')));
export const LINES = OFFSETS.map((offset) => mix(offset, part('line')));
export const EDGE = part('edge');
export const BIAS = part('bias');
const BEFORE = part('p-1');
const AFTER = part('p1');
const AROUND = part('p-11');
const SKIP_BEFORE = part('p-2');
const SKIP_AFTER = part('p2');
/** First parts of the features of `pairsOf`, in order. */
export const PLACES: readonly number[] = [BEFORE, AFTER, AROUND, SKIP_BEFORE, SKIP_AFTER];
const bits = (place: string): number[] => {
  const where = part(place);
  return Array.from({ length: 64 }, (_, bit) => mix(where, part(bitName(bit))));
};
const bitName = (bit: number): string => (bit < 32 ? `t${bit}` : `c${bit - 32}`);
export const RIGHT = bits('R');
export const LEFT = bits('L');
export const MESSAGE = bits('M');

/** What a token is in features: its atoms and its class. */
export interface Kin {
  readonly atoms: readonly number[];
  readonly telling: readonly number[];
  readonly cls: number;
}

export interface Knowledge {
  readonly lexicon: Lexicon;
  /** Classes of each line of senses.txt as parts; none before the first. */
  readonly senses: readonly (readonly number[])[];
}

export const kinOf = (reading: Reading, at: number, marks: Marks, { lexicon, senses }: Knowledge): Kin => {
  const token = reading.tokens[at] as Token;
  const { all, telling } = atomsOf(reading, token, marks.parts(at), lexicon, senses);
  return {
    atoms: all,
    telling,
    cls: part(classOf(reading, token, marks.detected(at), lexicon)),
  };
};

export const kinOfAll = (reading: Reading, marks: Marks, knowledge: Knowledge): Kin[] =>
  reading.tokens.map((_, at) => kinOf(reading, at, marks, knowledge));

/** Features of a token beyond its neighbours' atoms. */
function pairsOf(classes: ArrayLike<number>, at: number, add: (key: number) => void): void {
  const b2 = at > 1 ? (classes[at - 2] as number) : EDGE;
  const b1 = at > 0 ? (classes[at - 1] as number) : EDGE;
  const c0 = classes[at] as number;
  const a1 = at + 1 < classes.length ? (classes[at + 1] as number) : EDGE;
  const a2 = at + 2 < classes.length ? (classes[at + 2] as number) : EDGE;
  add(triple(BEFORE, b1, c0));
  add(triple(AFTER, c0, a1));
  add(triple(AROUND, b1, a1));
  add(triple(SKIP_BEFORE, b2, c0));
  add(triple(SKIP_AFTER, c0, a2));
}

/** What can't be a name needs no look at its sentence. */
export const mayBeName = (token: Token): boolean =>
  token.kind === 'word' &&
  ((token.tags & (tag.NAME | tag.TITLE | tag.STAFF_TITLE)) !== 0 || token.tags === 0 || token.shape !== 'lower');

/** For what may be a name: the lists of the words on either side in its sentence, and of the message. */
interface Context {
  readonly right: number;
  readonly rightCues: number;
  readonly left: number;
  readonly leftCues: number;
}

export function contextOf({ tokens }: Reading, at: number): Context {
  const { sentence } = tokens[at] as Token;
  let [right, rightCues, left, leftCues] = [0, 0, 0, 0];
  for (let to = at + 1; to <= at + SENTENCE && to < tokens.length; to++) {
    const token = tokens[to] as Token;
    if (token.sentence !== sentence) break;
    right |= token.tags;
    rightCues |= token.cues;
  }
  for (let to = at - 1; to >= at - SENTENCE && to >= 0; to--) {
    const token = tokens[to] as Token;
    if (token.sentence !== sentence) break;
    left |= token.tags;
    leftCues |= token.cues;
  }
  return { right, rightCues, left, leftCues };
}

/** Calls `add` with each of `of` whose bit is set: 32 tags, then 32 cues. */
function each(tags: number, cues: number, of: ArrayLike<number>, add: (value: number) => void): void {
  for (let left = tags; left !== 0; left &= left - 1) add(of[31 - Math.clz32(left & -left)] as number);
  for (let left = cues; left !== 0; left &= left - 1) add(of[63 - Math.clz32(left & -left)] as number);
}

/** Features that only tell names apart, see `addNames`. */
export const OF_CONTEXT: ReadonlySet<number> = new Set([...RIGHT, ...LEFT, ...MESSAGE]);

/** All features of each token, for training. */
export function featuresOf(reading: Reading, marks: Marks, knowledge: Knowledge): number[][] {
  const kin = kinOfAll(reading, marks, knowledge);
  const classes = kin.map(({ cls }) => cls);
  return reading.tokens.map((token, at) => {
    const keys: number[] = [feature(BIAS)];
    const add = (key: number): void => {
      keys.push(key);
    };
    for (let d = -REACH; d <= REACH; d++) {
      const offset = OFFSETS[d + REACH] as number;
      const other = kin[at + d];
      if (other === undefined) add(pair(offset, EDGE));
      else for (const atom of other.atoms) add(pair(offset, atom));
      if (other !== undefined && reading.tokens[at + d]?.line !== token.line) add(pair(offset, part('line')));
    }
    pairsOf(classes, at, add);
    if (mayBeName(token)) {
      const { right, rightCues, left, leftCues } = contextOf(reading, at);
      each(right, rightCues, RIGHT, add);
      each(left, leftCues, LEFT, add);
      each(reading.tags, reading.cues, MESSAGE, add);
    }
    return keys;
  });
}

/** Calls the features of sentence and message by their parts, for training. */
export function noteContext(): void {
  for (const place of ['R', 'L', 'M']) for (let bit = 0; bit < 64; bit++) pair(part(place), part(bitName(bit)));
}
