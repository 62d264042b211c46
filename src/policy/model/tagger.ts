/**
 * Calls every token what it is (a patient's name, a colleague's, a place, what is said of somebody …), by the weights of
 * a linear-chain conditional random field that scripts/train.ts trains: `features.ts` says what it looks at, and the weights also
 * know which label follows which. Linear in the text. Longer than most files, since this is where the time goes: one loop
 * for each thing that is added up.
 */
import type { Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import type { Classes } from './classes.ts';
import { Context, NAMES } from './context.ts';
import {
  BIAS,
  contextOf,
  EDGES,
  type Knowledge,
  LEFT,
  LINES,
  MESSAGE,
  mayBeName,
  REACH,
  RIGHT,
  WIDTH,
} from './features.ts';
import { mix, part } from './hash.ts';
import { BEGINS, K, KIND_OF, KINDS, type Kind, P } from './labels.ts';
import { type Look, Looks, VECTOR } from './looks.ts';
import type { Marks } from './marks.ts';
import { Neighbours } from './neighbours.ts';
import { addRow, even, odd } from './packed.ts';
import { STRIDE, Viterbi } from './viterbi.ts';
import { readWeights, type Weights } from './weights.ts';

export interface Piece {
  readonly kind: Kind;
  /** Token indices, last one included. */
  readonly first: number;
  last: number;
}

export interface Tagged {
  readonly pieces: readonly Piece[];
  /** The look of each token. */
  readonly looks: readonly Look[];
}

/** In hundredths: how much less sure one must be that a token is something, where a message is flagged anyway. */
const DOUBT = 50;
/** A token's own look and its neighbours' leave no doubt that it is nothing, where everything else scores so much less; no more is asked then. */
const PLAINLY = 400;

export class Tagger {
  private readonly neighbours: Neighbours;
  private readonly looks: Looks;
  private readonly viterbi: Viterbi;
  private readonly bias: Int32Array;
  /** Said of a token two before to two behind which there is nothing; or another line. */
  private readonly edges: Int32Array;
  private readonly lines: Int32Array;
  private readonly right: Context;
  private readonly left: Context;
  private readonly message: Context;
  /** Of the message at hand, used again for the next one: numbers of looks and classes, with room for two on either side. */
  private numbers = new Int32Array(64);
  private classes = new Int32Array(64);
  private readonly sum = new Int32Array(P);
  private readonly ofMessage = new Int32Array(NAMES);

  /** `classes`: those of the heads too, so that a token has one number for both. */
  constructor(file: URL, knowledge: Knowledge, classes: Classes) {
    const neighbours = new Neighbours(classes);
    const weights = readWeights(file, K, (place, one, other, packed) => neighbours.take(place, one, other, packed));
    this.neighbours = neighbours;
    this.looks = new Looks(weights, knowledge, classes);
    this.viterbi = viterbiOf(weights);
    this.bias = packedRows(weights, [BIAS]);
    this.edges = packedRows(weights, EDGES);
    this.lines = packedRows(weights, LINES);
    this.right = new Context(weights, RIGHT);
    this.left = new Context(weights, LEFT);
    this.message = new Context(weights, MESSAGE);
  }

  tag(reading: Reading, marks: Marks): Tagged {
    const n = reading.tokens.length;
    this.makeRoom(n);
    const { looks, numbers, classes, sum, viterbi } = this;
    const { scores, plain, others } = viterbi;
    const { edge } = this.neighbours;
    const own = new Array<Look>(n);
    looks.tidy();
    numbers[n + REACH] = numbers[n + REACH + 1] = 0;
    for (let at = 0; at < REACH; at++) classes[at] = classes[n + REACH + at] = edge;
    for (let at = 0; at < n; at++) {
      const number = looks.of(reading, at, marks);
      const look = looks.all[number] as Look;
      own[at] = look;
      numbers[at + REACH] = number;
      classes[at + REACH] = look.cls;
    }
    this.ofMessage.fill(0);
    this.message.add(this.ofMessage, reading.tags, reading.cues);
    for (let at = 0; at < n; at++) {
      this.addLooks(at);
      plain[at] = isPlain(sum) ? 1 : 0;
      if (plain[at] === 0) this.addNeighbours(reading, at, n);
      others[at] = unpack(scores, at * STRIDE, sum);
    }
    return { pieces: pieces(viterbi.best(n), n), looks: own };
  }

  /** The message that was tagged last, once more: in doubt a token is something. For what a flagged message is marked with. */
  generously({ tokens }: Reading): Piece[] {
    const { scores } = this.viterbi;
    for (let at = 0; at < tokens.length; at++) scores[at * STRIDE] = (scores[at * STRIDE] as number) - DOUBT;
    return pieces(this.viterbi.best(tokens.length), tokens.length);
  }

  /** Of a token of the message that was tagged last, in hundredths; undefined where it was plainly nothing. For tests. */
  scoresOf(at: number): number[] | undefined {
    const { scores, plain } = this.viterbi;
    return plain[at] === 1 ? undefined : [...scores.subarray(at * STRIDE, at * STRIDE + K)];
  }

  private makeRoom(n: number): void {
    this.viterbi.makeRoom(n);
    if (this.numbers.length >= n + WIDTH) return;
    this.numbers = new Int32Array((n + WIDTH) * 2);
    this.classes = new Int32Array((n + WIDTH) * 2);
  }

  /** What the looks of a token and of two on either side say to it: a look speaks to those before it in its first rows. */
  private addLooks(at: number): void {
    const { numbers, sum } = this;
    const { vectors } = this.looks;
    const b2 = (numbers[at] as number) * VECTOR;
    const b1 = (numbers[at + 1] as number) * VECTOR + P;
    const c0 = (numbers[at + 2] as number) * VECTOR + 2 * P;
    const a1 = (numbers[at + 3] as number) * VECTOR + 3 * P;
    const a2 = (numbers[at + 4] as number) * VECTOR + 4 * P;
    for (let y = 0; y < P; y++)
      sum[y] =
        (vectors[b2 + y] as number) +
        (vectors[b1 + y] as number) +
        (vectors[c0 + y] as number) +
        (vectors[a1 + y] as number) +
        (vectors[a2 + y] as number);
  }

  private addNeighbours(reading: Reading, at: number, n: number): void {
    const { sum } = this;
    const { tokens } = reading;
    const token = tokens[at] as Token;
    addRow(sum, 0, this.bias, 0, P);
    for (let d = -REACH; d <= REACH; d++) {
      const to = at + d;
      if (to < 0 || to >= n) addRow(sum, 0, this.edges, (d + REACH) * P, P);
      else if ((tokens[to] as Token).line !== token.line) addRow(sum, 0, this.lines, (d + REACH) * P, P);
    }
    this.neighbours.add(sum, this.classes, at);
    if (!mayBeName(token)) return;
    const { right, rightCues, left, leftCues } = contextOf(reading, at);
    this.right.add(sum, right, rightCues);
    this.left.add(sum, left, leftCues);
    for (let y = 0; y < NAMES; y++) sum[y] = (sum[y] as number) + (this.ofMessage[y] as number);
  }
}

/** How likely one label follows another, or begins. */
function viterbiOf(weights: Weights): Viterbi {
  const moves = new Int32Array(K * STRIDE);
  const rowFrom = (from: string): number => weights.find(mix(part('move'), part(from)));
  for (let from = 0; from < K; from++) {
    const row = weights.labels(rowFrom(String(from)));
    for (let to = 0; to < K; to++) moves[to * STRIDE + from] = row[to] as number;
  }
  return new Viterbi(moves, Int32Array.from(weights.labels(rowFrom('start'))));
}

function packedRows(weights: Weights, keys: readonly number[]): Int32Array {
  const rows = new Int32Array(keys.length * P);
  for (const [at, key] of keys.entries()) addRow(rows, at * P, weights.values, weights.find(key), P);
  return rows;
}

/** Whether the first label is so plainly the best that no more need be asked. */
function isPlain(sum: Int32Array): boolean {
  const least = even(sum[0] as number) - PLAINLY;
  if (odd(sum[0] as number) > least) return false;
  for (let y = 1; y < P; y++)
    if (even(sum[y] as number) > least || (2 * y + 1 < K && odd(sum[y] as number) > least)) return false;
  return true;
}

/** Takes the packed scores apart; gives the best of all labels but the first. */
function unpack(scores: Int32Array, base: number, sum: Int32Array): number {
  let most = odd(sum[0] as number);
  scores[base] = even(sum[0] as number);
  scores[base + 1] = most;
  for (let y = 1; y < P; y++) {
    const one = even(sum[y] as number);
    const other = odd(sum[y] as number);
    scores[base + 2 * y] = one;
    scores[base + 2 * y + 1] = other;
    // As `if (one > most) most = one`, without a branch, since the processor can't guess it.
    most += (one - most) & ~((one - most) >> 31);
    if (2 * y + 1 < K) most += (other - most) & ~((other - most) >> 31);
  }
  return most;
}

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
