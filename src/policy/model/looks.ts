/**
 * What is known of a token by its look (its lists, how it is written, what the rules took it for): its class, what it tells
 * the heads, and its part in the scores of its neighbours. Added up once for each look and kept. Holds no words but
 * ordinary ones.
 */
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import type { Classes } from './classes.ts';
import { type Knowledge, kinOf, OFFSETS, WIDTH } from './features.ts';
import { mix } from './hash.ts';
import { P } from './labels.ts';
import type { Marks } from './marks.ts';
import { addRow, twice } from './packed.ts';
import type { Weights } from './weights.ts';

export interface Look {
  /** Number of its class, see `classes.ts`. */
  readonly cls: number;
  /** The class itself, see `hash.ts`. */
  readonly part: number;
  /** See `atoms.ts`. */
  readonly telling: readonly number[];
  /** What `telling` is to the heads, see `heads.ts`; looked up when first asked. */
  rows: readonly number[] | undefined;
}

/** Kept from message to message; a message with more has them until the next one. */
const MOST_LOOKS = 20_000;
/** A power of two. */
const FIRST_SIZE = 1 << 13;
const FULLEST = 0.6;
/** In `slots`: two hashes and the number of the look. */
const FIELDS = 4;
/** Numbers that a look takes in `vectors`: for each offset the scores of all labels. */
export const VECTOR = WIDTH * P;

export class Looks {
  /** The first one is of nobody: what stands before the first token and behind the last. */
  readonly all: Look[] = [];
  /** Of each look its part in the scores of tokens from two before it to two behind; see `packed.ts`. */
  vectors = new Int32Array(0);
  private slots = new Int32Array(0);
  private readonly weights: Weights;
  private readonly knowledge: Knowledge;
  private readonly classes: Classes;

  constructor(weights: Weights, knowledge: Knowledge, classes: Classes) {
    this.weights = weights;
    this.knowledge = knowledge;
    this.classes = classes;
    this.clear();
  }

  /** To be called between messages, since numbers of looks hold only until the next call. */
  tidy(): void {
    if (this.all.length > MOST_LOOKS) this.clear();
  }

  /** The number of the token's look. */
  of(reading: Reading, at: number, marks: Marks): number {
    const token = reading.tokens[at] as Token;
    const shape = shapeOf(reading.lower, token);
    const bits = marks.bits(at);
    const one = mix(mix(mix(token.row, token.tags), mix(token.cues, flagsOf(token))), mix(shape, bits));
    const other = Math.imul(one, 31) ^ mix(mix(token.tags, shape), mix(token.row, bits));
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (one * FIELDS) & mask;
    for (; slots[slot + 2] !== 0; slot = (slot + FIELDS) & mask)
      if (slots[slot] === one && slots[slot + 1] === other) return slots[slot + 2] as number;
    return this.put(reading, at, marks, one, other);
  }

  private put(reading: Reading, at: number, marks: Marks, one: number, other: number): number {
    const number = this.all.length;
    if ((number + 1) * VECTOR > this.vectors.length || number > (this.slots.length / FIELDS) * FULLEST) this.grow();
    const { vectors, weights } = this;
    const { atoms, telling, cls } = kinOf(reading, at, marks, this.knowledge);
    for (let d = 0; d < WIDTH; d++)
      for (const atom of atoms) {
        const row = weights.find(mix(OFFSETS[d] as number, atom));
        if (row !== 0) addRow(vectors, number * VECTOR + d * P, weights.values, row, P);
      }
    this.all.push({ cls: this.classes.of(cls), part: cls, telling, rows: undefined });
    this.fill(one, other, number);
    return number;
  }

  private fill(one: number, other: number, number: number): void {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (one * FIELDS) & mask;
    while (slots[slot + 2] !== 0) slot = (slot + FIELDS) & mask;
    slots[slot] = one;
    slots[slot + 1] = other;
    slots[slot + 2] = number;
  }

  private grow(): void {
    const { slots } = this;
    this.vectors = twice(this.vectors);
    this.slots = new Int32Array(slots.length * 2);
    for (let from = 0; from < slots.length; from += FIELDS)
      if (slots[from + 2] !== 0) this.fill(slots[from] as number, slots[from + 1] as number, slots[from + 2] as number);
  }

  private clear(): void {
    this.all.length = 0;
    this.all.push({ cls: 0, part: 0, telling: [], rows: [] });
    this.slots = new Int32Array(FIRST_SIZE * FIELDS);
    this.vectors = new Int32Array(FIRST_SIZE * FULLEST * VECTOR);
  }
}

/** A hash of what `atomsOf` and `classOf` look at in the letters: of a word that is not known by itself only how it ends. */
function shapeOf(lower: string, { start, end, kind, shape }: Token): number {
  let hash = shape.charCodeAt(0);
  if (kind === 'sign') return mix(hash, lower.charCodeAt(start));
  if (kind === 'word')
    for (let at = Math.max(start, end - ENDING); at < end; at++) hash = mix(hash, lower.charCodeAt(at));
  else
    for (let at = start; at < end && at < start + MOST_SIGNS; at++) {
      const code = lower.charCodeAt(at);
      hash = mix(hash, code >= 48 && code <= 57 ? 1 : code >= 97 && code <= 122 ? 2 : 3);
    }
  return hash;
}
const ENDING = 3;
const MOST_SIGNS = 31;

const flagsOf = (token: Token): number =>
  (token.opens ? 1 : 0) |
  (token.possessive ? 2 : 0) |
  (token.joint ? 4 : 0) |
  (token.joined ? 8 : 0) |
  (token.inside ? 16 : 0) |
  (Math.min(token.phrase, 3) << 5) |
  (Math.min(token.end - token.start, MOST_SIGNS) << 8) |
  (token.kind.charCodeAt(0) << 16);
