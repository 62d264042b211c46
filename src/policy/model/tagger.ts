/**
 * Calls every token what it is (a patient's name, a colleague's, a place, what is said of somebody …), by the weights of
 * a linear-chain conditional random field that scripts/train.ts trains: `features.ts` says what it looks at, and the weights also
 * know which label follows which. Linear in the text. Longer than most files: one loop for each thing that is added up, since
 * this is where the time goes.
 */
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import {
  BIAS,
  contextOf,
  EDGES,
  each,
  type Kin,
  type Knowledge,
  kinOf,
  LEFT,
  LINES,
  MESSAGE,
  mayBeName,
  OFFSETS,
  pairsOf,
  REACH,
  RIGHT,
  WIDTH,
} from './features.ts';
import { mix, part } from './hash.ts';
import { BEGINS, K, KIND_OF, KINDS, type Kind, OF_NAMES } from './labels.ts';
import type { Marks } from './marks.ts';
import type { Weights } from './weights.ts';

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

const MOST_LOOKS = 20_000;

/** In hundredths: how much less sure one must be that a token is something, where a message is flagged anyway. */
const DOUBT = 50;

interface Look {
  readonly check: number;
  readonly kin: Kin;
  /** Where in `vectors` it stands. */
  readonly vector: number;
}

function addAll(to: Int32Array, at: number, from: Int16Array, row: number): void {
  for (let y = 0; y < K; y++) to[at + y] = (to[at + y] as number) + (from[row + y] as number);
}

/** Whether a token's own look and its neighbours' leave no doubt that it is nothing, so that no more need be asked. */
function isPlain(scores: Int32Array, base: number): boolean {
  const least = (scores[base] as number) - PLAINLY;
  for (let y = 1; y < K; y++) if ((scores[base + y] as number) > least) return false;
  return true;
}
const PLAINLY = 400;

/** Sentence and message tell names apart, and nothing else. */
function addNames(to: Int32Array, at: number, from: Int16Array, row: number): void {
  for (let y = OF_NAMES.first; y <= OF_NAMES.last; y++) to[at + y] = (to[at + y] as number) + (from[row + y] as number);
}

/** In hundredths. A label that scores so much below the best of its token is not followed up. */
const HOPELESS = 500;
const NEVER = -1e9;

export class Tagger {
  private readonly weights: Weights;
  private readonly moves: Int32Array;
  private readonly knowledge: Knowledge;
  /** For each look of a token its part in the scores of its neighbours, [offset × K + label]. Holds no words but ordinary ones. */
  private readonly looks = new Map<number, Look>();
  /** Where the weights of features that need no finding stand. */
  private readonly bias: number;
  private readonly edges: Int32Array;
  private readonly lines: Int32Array;
  private readonly right: Int32Array;
  private readonly left: Int32Array;
  private readonly message: Int32Array;
  /** Of the message at hand, used again for the next one. */
  private scores = new Int32Array(64 * K);
  private from = new Uint8Array(64 * K);
  private plain = new Uint8Array(64);
  private path = new Uint8Array(64);
  private readonly before = new Int32Array(K);
  private readonly now = new Int32Array(K);
  private readonly alive = new Uint8Array(K);
  private readonly next = new Uint8Array(K);
  /** Of the looks, one after the other. */
  private readonly vectors = new Int16Array(MOST_LOOKS * WIDTH * K);

  constructor(weights: Weights, knowledge: Knowledge) {
    this.weights = weights;
    this.knowledge = knowledge;
    this.moves = new Int32Array((K + 1) * K);
    for (let from = 0; from <= K; from++) {
      const row = weights.find(mix(part('move'), part(from === K ? 'start' : String(from))));
      for (let to = 0; to < K; to++) this.moves[from * K + to] = weights.values[row + to] as number;
    }
    const rows = (keys: readonly number[]): Int32Array => Int32Array.from(keys, (key) => weights.find(key));
    this.bias = weights.find(BIAS);
    this.edges = rows(EDGES);
    this.lines = rows(LINES);
    this.right = rows(RIGHT);
    this.left = rows(LEFT);
    this.message = rows(MESSAGE);
  }

  tag(reading: Reading, marks: Marks): Tagged {
    const { tokens } = reading;
    const n = tokens.length;
    if (this.plain.length < n) this.makeRoom(n * 2);
    const { scores, plain, vectors } = this;
    scores.fill(0, 0, n * K);
    const kin = new Array<Kin>(n);
    const classes = new Int32Array(n);
    for (let at = 0; at < n; at++) {
      const { kin: own, vector } = this.look(reading, at, marks);
      kin[at] = own;
      classes[at] = own.cls;
      for (let d = 0; d < WIDTH; d++) {
        const to = at + REACH - d;
        if (to >= 0 && to < n) addAll(scores, to * K, vectors, vector + d * K);
      }
    }
    const message = this.ofMessage(reading);
    for (let at = 0; at < n; at++) {
      plain[at] = isPlain(scores, at * K) ? 1 : 0;
      if (plain[at] === 0) this.ofNeighbours(reading, at, classes, message);
    }
    return { pieces: pieces(this.best(n), n), classes, kin };
  }

  /** The message that was tagged last, once more: in doubt a token is something. For what a flagged message is marked with. */
  generously({ tokens }: Reading): Piece[] {
    const { scores } = this;
    for (let at = 0; at < tokens.length; at++) scores[at * K] = (scores[at * K] as number) - DOUBT;
    return pieces(this.best(tokens.length), tokens.length);
  }

  private makeRoom(n: number): void {
    this.scores = new Int32Array(n * K);
    this.from = new Uint8Array(n * K);
    this.plain = new Uint8Array(n);
    this.path = new Uint8Array(n);
  }

  /** What the message as a whole says to what may be a name. */
  private ofMessage({ tags, cues }: Reading): Int32Array {
    const sum = new Int32Array(K);
    each(tags, cues, this.message, (row) => addNames(sum, 0, this.weights.values, row));
    return sum;
  }

  private ofNeighbours(reading: Reading, at: number, classes: Int32Array, message: Int32Array): void {
    const { scores, weights } = this;
    const { values } = weights;
    const { tokens } = reading;
    const base = at * K;
    const addRow = (row: number): void => {
      if (row !== 0) addAll(scores, base, values, row);
    };
    addRow(this.bias);
    const token = tokens[at] as Token;
    for (let d = -REACH; d <= REACH; d++) {
      const other = tokens[at + d];
      if (other === undefined) addRow(this.edges[d + REACH] as number);
      else if (other.line !== token.line) addRow(this.lines[d + REACH] as number);
    }
    pairsOf(classes, at, (key) => addRow(weights.find(key)));
    if (!mayBeName(token)) return;
    const { right, rightCues, left, leftCues } = contextOf(reading, at);
    const addOfName = (row: number): void => addNames(scores, base, values, row);
    each(right, rightCues, this.right, addOfName);
    each(left, leftCues, this.left, addOfName);
    for (let y = OF_NAMES.first; y <= OF_NAMES.last; y++)
      scores[base + y] = (scores[base + y] as number) + (message[y] as number);
  }

  private look(reading: Reading, at: number, marks: Marks): Look {
    const token = reading.tokens[at] as Token;
    const { one, other } = lookOf(reading, token, marks.bits(at));
    const there = this.looks.get(one);
    if (there !== undefined && there.check === other) return there;
    const kin = kinOf(reading, at, marks, this.knowledge);
    if (this.looks.size >= MOST_LOOKS) this.looks.clear();
    const vector = this.looks.size * WIDTH * K;
    this.vectors.fill(0, vector, vector + WIDTH * K);
    for (let d = 0; d < WIDTH; d++)
      for (const atom of kin.atoms) {
        const row = this.weights.find(mix(OFFSETS[d] as number, atom));
        if (row !== 0)
          for (let y = 0; y < K; y++)
            this.vectors[vector + d * K + y] =
              (this.vectors[vector + d * K + y] as number) + (this.weights.values[row + y] as number);
      }
    const made = { check: other, kin, vector };
    this.looks.set(one, made);
    return made;
  }

  /** The best path, by Viterbi's algorithm over the labels that aren't hopeless. */
  private best(n: number): Uint8Array {
    const { moves, scores, plain, from, path } = this;
    let [before, now] = [this.before, this.now];
    let [alive, next] = [this.alive, this.next];
    let living = 0;
    for (let at = 0; at < n; at++) {
      const base = at * K;
      let going = 0;
      if (plain[at] === 1) next[going++] = 0;
      else {
        let least = scores[base] as number;
        for (let y = 1; y < K; y++) if ((scores[base + y] as number) > least) least = scores[base + y] as number;
        least -= HOPELESS;
        for (let y = 0; y < K; y++) if ((scores[base + y] as number) >= least) next[going++] = y;
      }
      for (let i = 0; i < going; i++) {
        const y = next[i] as number;
        let most = NEVER;
        let arg = 0;
        if (at === 0) most = moves[K * K + y] as number;
        for (let j = 0; j < living; j++) {
          const x = alive[j] as number;
          const sum = (before[x] as number) + (moves[x * K + y] as number);
          if (sum > most) {
            most = sum;
            arg = x;
          }
        }
        now[y] = most + (scores[base + y] as number);
        from[base + y] = arg;
      }
      living = going;
      [before, now] = [now, before];
      [alive, next] = [next, alive];
    }
    let arg = alive[0] as number;
    for (let j = 1; j < living; j++) {
      const y = alive[j] as number;
      if ((before[y] as number) > (before[arg] as number)) arg = y;
    }
    for (let at = n - 1; at >= 0; at--) {
      path[at] = arg;
      arg = from[at * K + arg] as number;
    }
    return path;
  }
}

/** Two hashes of all that `atomsOf` and `classOf` look at: of a word that is not known by itself only how it ends. */
function lookOf({ lower }: Reading, token: Token, marks: number): { one: number; other: number } {
  const { start, end, kind, tags, cues, row } = token;
  let shape = token.shape.charCodeAt(0);
  if (kind === 'sign') shape = mix(shape, lower.charCodeAt(start));
  else if (kind === 'word')
    for (let at = Math.max(start, end - ENDING); at < end; at++) shape = mix(shape, lower.charCodeAt(at));
  else
    for (let at = start; at < end && at < start + MOST_SIGNS; at++) {
      const code = lower.charCodeAt(at);
      shape = mix(shape, code >= 48 && code <= 57 ? 1 : code >= 97 && code <= 122 ? 2 : 3);
    }
  const flags =
    (token.opens ? 1 : 0) |
    (token.possessive ? 2 : 0) |
    (token.joint ? 4 : 0) |
    (token.joined ? 8 : 0) |
    (token.inside ? 16 : 0) |
    (Math.min(token.phrase, 3) << 5) |
    (Math.min(end - start, MOST_SIGNS) << 8) |
    (kind.charCodeAt(0) << 16);
  const one = mix(mix(mix(row, tags), mix(cues, flags)), mix(shape, marks));
  return { one, other: Math.imul(one, 31) ^ mix(mix(tags, shape), mix(row, marks)) };
}
const ENDING = 3;
const MOST_SIGNS = 31;

export function pieces(path: ArrayLike<number>, length = path.length): Piece[] {
  const found: Piece[] = [];
  let last: Piece | undefined;
  for (let at = 0; at < length; at++) {
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
