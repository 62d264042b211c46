/** The likeliest row of labels, by Viterbi's algorithm over the labels that aren't hopeless. */
import { K, P } from './labels.ts';

/** From the scores of one token to those of the next. */
export const STRIDE = P * 2;
/** In hundredths. A label that scores so much below the best of its token is not followed up. */
const HOPELESS = 500;
const NEVER = -0x40000000;
/** With more labels than this it pays to try the likeliest first. */
const MANY = 11;
/**
 * A score and behind it, in the last bits, the label it comes from: the larger of two such numbers has the better score or,
 * of equal ones, the earlier label. No branch is needed to keep it, and the processor can't guess which way it would go.
 */
const BITS = 5;
const MASK = (1 << BITS) - 1;

export class Viterbi {
  /** Scores of the labels of each token at hand, [token × STRIDE + label]. */
  scores = new Int32Array(64 * STRIDE);
  /** 1: surely the first label. */
  plain = new Uint8Array(64);
  /** The best score of all labels but the first. */
  others = new Int32Array(64);
  private from = new Uint8Array(64 * STRIDE);
  private path = new Uint8Array(64);
  /** [to × STRIDE + from] */
  private readonly moves: Int32Array;
  /** The same, for each label the likeliest move to it first; and from where it comes. */
  private readonly ordered = new Int32Array(K * STRIDE);
  private readonly order = new Uint8Array(K * STRIDE);
  private readonly starts: Int32Array;
  /** [best × STRIDE + label]: how far behind the best a label may be and still come to be better, by whatever follows. */
  private readonly furthest = new Int32Array(K * STRIDE);
  /** Of the token before, the labels that may be, and for each how much its best path is behind the best of all, and the label. */
  private readonly alive = new Uint8Array(STRIDE);
  private readonly before = new Int32Array(STRIDE);
  private readonly spreadOut = new Int32Array(STRIDE);
  private readonly next = new Uint8Array(STRIDE);
  private readonly now = new Int32Array(STRIDE);

  /** `moves`: [to × STRIDE + from], and how likely each label is to be the first. */
  constructor(moves: Int32Array, starts: Int32Array) {
    this.starts = starts.map((start) => (start << BITS) | MASK);
    this.moves = moves.map((move) => move << BITS);
    for (let y = 0; y < K; y++) {
      const row = this.moves.subarray(y * STRIDE, y * STRIDE + K);
      const order = Array.from(row.keys()).sort((a, b) => (row[b] as number) - (row[a] as number));
      this.order.set(order, y * STRIDE);
      for (const [at, x] of order.entries()) this.ordered[y * STRIDE + at] = row[x] as number;
    }
    for (let best = 0; best < K; best++)
      for (let label = 0; label < K; label++)
        for (let to = 0; to < K; to++) {
          const more = (moves[to * STRIDE + label] as number) - (moves[to * STRIDE + best] as number);
          const at = best * STRIDE + label;
          this.furthest[at] = Math.max(this.furthest[at] as number, more);
        }
  }

  makeRoom(n: number): void {
    if (this.plain.length >= n) return;
    this.scores = new Int32Array(n * 2 * STRIDE);
    this.from = new Uint8Array(n * 2 * STRIDE);
    this.plain = new Uint8Array(n * 2);
    this.others = new Int32Array(n * 2);
    this.path = new Uint8Array(n * 2);
  }

  /** Of the first `n` tokens; holds until the next call. */
  best(n: number): Uint8Array {
    const { starts, scores, plain, others, from, path, before, alive, next, now, furthest } = this;
    let living = 0;
    let arg = 0;
    for (let at = 0; at < n; at++) {
      const base = at * STRIDE;
      const going =
        plain[at] === 1 ? this.first() : this.hopeful(base, Math.max(scores[base] as number, others[at] as number));
      const many = living > MANY;
      if (many) this.spread(living);
      let top = NEVER;
      let likeliest = 0;
      for (let i = 0; i < going; i++) {
        const y = next[i] as number;
        const most = at === 0 ? (starts[y] as number) : many ? this.ofMany(y, arg) : this.ofFew(y, living);
        from[base + y] = MASK - (most & MASK);
        const sum = (most >> BITS) + (scores[base + y] as number);
        now[i] = sum;
        if (sum > top) {
          top = sum;
          likeliest = y;
        }
      }
      living = 0;
      for (let i = 0; i < going; i++) {
        const y = next[i] as number;
        const behind = top - (now[i] as number);
        alive[living] = y;
        before[living] = (-behind << BITS) | (MASK - y);
        living += 1 + (((furthest[likeliest * STRIDE + y] as number) - behind) >> 31);
      }
      arg = likeliest;
    }
    for (let at = n - 1; at >= 0; at--) {
      path[at] = arg;
      arg = from[at * STRIDE + arg] as number;
    }
    return path;
  }

  /** The best way to label `y`. */
  private ofFew(y: number, living: number): number {
    const { before, alive, moves } = this;
    let most = NEVER;
    for (let j = 0; j < living; j++) {
      const more = (before[j] as number) + (moves[y * STRIDE + (alive[j] as number)] as number) - most;
      most += more & ~(more >> 31);
    }
    return most;
  }

  /** As `ofFew`, the likeliest moves first: `likeliest` is the label whose own way is the best so far, so that none adds more than its move. */
  private ofMany(y: number, likeliest: number): number {
    const { spreadOut, order, ordered, moves } = this;
    const row = y * STRIDE;
    let most = (spreadOut[likeliest] as number) + (moves[row + likeliest] as number);
    for (let at = row; at < row + K; at++) {
      const move = ordered[at] as number;
      if ((move | MASK) <= most) break;
      const more = (spreadOut[order[at] as number] as number) + move - most;
      most += more & ~(more >> 31);
    }
    return most;
  }

  /** Puts what is known of the token before to where its label is. */
  private spread(living: number): void {
    const { before, alive, spreadOut } = this;
    for (let y = 0; y < K; y++) spreadOut[y] = NEVER;
    for (let j = 0; j < living; j++) spreadOut[alive[j] as number] = before[j] as number;
  }

  private first(): number {
    this.next[0] = 0;
    return 1;
  }

  /** Puts the labels that may be into `next`; gives how many. */
  private hopeful(base: number, most: number): number {
    const { scores, next } = this;
    let going = 0;
    for (let y = 0; y < K; y++) {
      next[going] = y;
      going += 1 + (((scores[base + y] as number) - most + HOPELESS) >> 31);
    }
    return going;
  }
}
