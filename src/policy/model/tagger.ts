/**
 * Calls every token what it is (a patient's name, a colleague's, a place, what is said of somebody …), by the weights of
 * a linear-chain conditional random field that scripts/train.ts trains: what is known of the token and of two on either side,
 * pairs of neighbours, for what may be a name what its sentence speaks of, and which label follows which. Linear in the text.
 */
import type { Lexicon } from '../lexicons/index.ts';
import * as tag from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { atomsOf, classOf } from './atoms.ts';
import { feature, four, mix, pair, part, triple } from './hash.ts';
import { BEGINS, K, KIND_OF, KINDS, type Kind } from './labels.ts';
import type { Marks } from './marks.ts';
import type { Weights } from './weights.ts';

export const REACH = 2;
const WIDTH = 2 * REACH + 1;
const SENTENCE = 12;

const OFFSETS = Array.from({ length: WIDTH }, (_, at) => part(String(at - REACH)));
const EDGES = OFFSETS.map((offset) => mix(offset, part('edge')));
const LINES = OFFSETS.map((offset) => mix(offset, part('line')));
const EDGE = part('edge');
const BIAS = part('bias');
const BEFORE = part('p-1');
const AFTER = part('p1');
const AROUND = part('p-11');
const TWO_BEFORE = part('p-21');
const TWO_AFTER = part('p12');
const SKIP_BEFORE = part('p-2');
const SKIP_AFTER = part('p2');
const THREE = part('t');
const bits = (place: string): number[] => {
  const where = part(place);
  return Array.from({ length: 64 }, (_, bit) => mix(where, part(bitName(bit))));
};
const bitName = (bit: number): string => (bit < 32 ? `t${bit}` : `c${bit - 32}`);
const RIGHT = bits('R');
const LEFT = bits('L');
const MESSAGE = bits('M');

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
export function pairsOf(classes: ArrayLike<number>, at: number, add: (key: number) => void): void {
  const b2 = at > 1 ? (classes[at - 2] as number) : EDGE;
  const b1 = at > 0 ? (classes[at - 1] as number) : EDGE;
  const c0 = classes[at] as number;
  const a1 = at + 1 < classes.length ? (classes[at + 1] as number) : EDGE;
  const a2 = at + 2 < classes.length ? (classes[at + 2] as number) : EDGE;
  add(triple(BEFORE, b1, c0));
  add(triple(AFTER, c0, a1));
  add(triple(AROUND, b1, a1));
  add(triple(TWO_BEFORE, b2, b1));
  add(triple(TWO_AFTER, a1, a2));
  add(triple(SKIP_BEFORE, b2, c0));
  add(triple(SKIP_AFTER, c0, a2));
  add(four(THREE, b1, c0, a1));
}

const mayBeName = (token: Token): boolean =>
  token.kind === 'word' &&
  ((token.tags & (tag.NAME | tag.TITLE | tag.STAFF_TITLE)) !== 0 || token.tags === 0 || token.shape !== 'lower');

/** For what may be a name: what stands in its sentence on either side, and in the message. */
export function contextOf({ tokens, tags, cues }: Reading, at: number, add: (key: number) => void): void {
  const token = tokens[at] as Token;
  if (!mayBeName(token)) return;
  let right = 0;
  let rightCues = 0;
  for (let to = at + 1; to <= at + SENTENCE && tokens[to]?.sentence === token.sentence; to++) {
    right |= (tokens[to] as Token).tags;
    rightCues |= (tokens[to] as Token).cues;
  }
  let left = 0;
  let leftCues = 0;
  for (let to = at - 1; to >= at - SENTENCE && tokens[to]?.sentence === token.sentence; to--) {
    left |= (tokens[to] as Token).tags;
    leftCues |= (tokens[to] as Token).cues;
  }
  each(right, rightCues, RIGHT, add);
  each(left, leftCues, LEFT, add);
  each(tags, cues, MESSAGE, add);
}

function each(tags: number, cues: number, keys: readonly number[], add: (key: number) => void): void {
  for (let left = tags; left !== 0; left &= left - 1) add(keys[31 - Math.clz32(left & -left)] as number);
  for (let left = cues; left !== 0; left &= left - 1) add(keys[63 - Math.clz32(left & -left)] as number);
}

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
    contextOf(reading, at, add);
    return keys;
  });
}

/** Calls the features of sentence and message by their parts, for training. */
export function noteContext(): void {
  for (const place of ['R', 'L', 'M']) for (let bit = 0; bit < 64; bit++) pair(part(place), part(bitName(bit)));
}

export interface Piece {
  readonly kind: Kind;
  /** Token indices, last one included. */
  readonly first: number;
  last: number;
}

export interface Tagged {
  readonly pieces: readonly Piece[];
  /** Class of each token, a part. */
  readonly classes: ArrayLike<number>;
  readonly kin: readonly Kin[];
}

/** A label that scores so much below the best of its token is not followed up. */
const HOPELESS = 9;
const NEVER = -1e30;

export class Tagger {
  private readonly weights: Weights;
  private readonly moves: Float32Array;
  private readonly knowledge: Knowledge;
  /** For each look of a token its part in the scores of its neighbours, [offset × K + label]. Holds no words. */
  private readonly looks = new Map<number, { readonly check: number; readonly kin: Kin; readonly vector: Float32Array }>();

  constructor(weights: Weights, knowledge: Knowledge) {
    this.weights = weights;
    this.knowledge = knowledge;
    this.moves = new Float32Array((K + 1) * K);
    for (let from = 0; from <= K; from++) {
      const row = weights.find(mix(part('move'), part(from === K ? 'start' : String(from))));
      for (let to = 0; to < K; to++) this.moves[from * K + to] = weights.values[row + to] as number;
    }
  }

  tag(reading: Reading, marks: Marks): Tagged {
    const { tokens } = reading;
    const n = tokens.length;
    const scores = new Float32Array(n * K);
    const kin = new Array<Kin>(n);
    const classes = new Int32Array(n);
    const { values } = this.weights;
    for (let at = 0; at < n; at++) {
      const look = this.look(reading, at, marks);
      kin[at] = look.kin;
      classes[at] = look.kin.cls;
      const { vector } = look;
      for (let d = -REACH; d <= REACH; d++) {
        const to = at - d;
        if (to < 0 || to >= n) continue;
        const from = (d + REACH) * K;
        for (let y = 0; y < K; y++) scores[to * K + y] = (scores[to * K + y] as number) + (vector[from + y] as number);
      }
    }
    for (let at = 0; at < n; at++) {
      const base = at * K;
      const add = (key: number): void => {
        const row = this.weights.find(key);
        if (row !== 0) for (let y = 0; y < K; y++) scores[base + y] = (scores[base + y] as number) + (values[row + y] as number);
      };
      add(BIAS);
      const { line } = tokens[at] as Token;
      for (let d = -REACH; d <= REACH; d++) {
        const other = tokens[at + d];
        if (other === undefined) add(EDGES[d + REACH] as number);
        else if (other.line !== line) add(LINES[d + REACH] as number);
      }
      pairsOf(classes, at, add);
      contextOf(reading, at, add);
    }
    return { pieces: pieces(this.best(scores, n)), classes, kin };
  }

  private look(reading: Reading, at: number, marks: Marks): { readonly kin: Kin; readonly vector: Float32Array } {
    const token = reading.tokens[at] as Token;
    const { one, other } = lookOf(reading, token, marks.bits(at));
    const there = this.looks.get(one);
    if (there !== undefined && there.check === other) return there;
    const kin = kinOf(reading, at, marks, this.knowledge);
    const vector = new Float32Array(WIDTH * K);
    for (let d = 0; d < WIDTH; d++)
      for (const atom of kin.atoms) {
        const row = this.weights.find(mix(OFFSETS[d] as number, atom));
        if (row !== 0) for (let y = 0; y < K; y++) vector[d * K + y] = (vector[d * K + y] as number) + (this.weights.values[row + y] as number);
      }
    if (this.looks.size >= MOST_LOOKS) this.looks.clear();
    const made = { check: other, kin, vector };
    this.looks.set(one, made);
    return made;
  }

  /** The best path, by Viterbi's algorithm over the labels that aren't hopeless. */
  private best(scores: Float32Array, n: number): Uint8Array {
    const path = new Uint8Array(n);
    const from = new Uint8Array(n * K);
    const { moves } = this;
    let before = new Float32Array(K).fill(NEVER);
    let now = new Float32Array(K);
    const alive = new Uint8Array(K);
    let living = 0;
    for (let at = 0; at < n; at++) {
      const base = at * K;
      let most = NEVER;
      for (let y = 0; y < K; y++) if ((scores[base + y] as number) > most) most = scores[base + y] as number;
      now.fill(NEVER);
      for (let y = 0; y < K; y++) {
        const score = scores[base + y] as number;
        if (score < most - HOPELESS) continue;
        if (at === 0) {
          now[y] = score + (moves[K * K + y] as number);
          continue;
        }
        let best = NEVER;
        let arg = 0;
        for (let i = 0; i < living; i++) {
          const x = alive[i] as number;
          const sum = (before[x] as number) + (moves[x * K + y] as number);
          if (sum > best) {
            best = sum;
            arg = x;
          }
        }
        now[y] = best + score;
        from[base + y] = arg;
      }
      living = 0;
      for (let y = 0; y < K; y++) if ((now[y] as number) > NEVER) alive[living++] = y;
      [before, now] = [now, before];
    }
    if (n === 0) return path;
    let arg = 0;
    for (let y = 1; y < K; y++) if ((before[y] as number) > (before[arg] as number)) arg = y;
    for (let at = n - 1; at >= 0; at--) {
      path[at] = arg;
      arg = from[at * K + arg] as number;
    }
    return path;
  }
}

const MOST_LOOKS = 20_000;

/** Two hashes of all that `atomsOf` and `classOf` look at. */
function lookOf({ lower }: Reading, token: Token, marks: number): { one: number; other: number } {
  let shape = token.shape.charCodeAt(0);
  const length = token.end - token.start;
  if (token.kind !== 'word' || token.row === 0 || (token.tags & ~(tag.NAME | tag.WORD)) === 0)
    for (let at = token.kind === 'word' ? Math.max(token.start, token.end - 3) : token.start, end = Math.min(token.end, token.start + 24); at < Math.max(end, token.end - 3 > token.start ? token.end : end) && at < token.end; at++) {
      const code = lower.charCodeAt(at);
      shape = mix(shape, token.kind === 'sign' || token.kind === 'word' ? code : code >= 48 && code <= 57 ? 1 : code >= 97 && code <= 122 ? 2 : 3);
    }
  const flags =
    (token.opens ? 1 : 0) |
    (token.possessive ? 2 : 0) |
    (token.joint ? 4 : 0) |
    (token.joined ? 8 : 0) |
    (token.inside ? 16 : 0) |
    (Math.min(token.phrase, 3) << 5) |
    (Math.min(length, 31) << 8) |
    (token.kind.charCodeAt(0) << 16);
  const one = mix(mix(mix(token.row, token.tags), mix(token.cues, flags)), mix(shape, marks));
  return { one, other: mix(mix(mix(token.cues, marks), mix(flags, token.row)), mix(token.tags, shape)) };
}

export function pieces(path: ArrayLike<number>): Piece[] {
  const found: Piece[] = [];
  let last: Piece | undefined;
  for (let at = 0; at < path.length; at++) {
    const label = path[at] as number;
    if (label === 0) {
      last = undefined;
      continue;
    }
    const kind = KINDS[KIND_OF[label] as number] as Kind;
    if (last !== undefined && last.kind === kind && BEGINS[label] !== true) last.last = at;
    else {
      last = { kind, first: at, last: at };
      found.push(last);
    }
  }
  return found;
}
