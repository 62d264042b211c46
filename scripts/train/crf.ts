/**
 * A linear-chain conditional random field, trained by AdaGrad on one message after the other. Everything is in a fixed
 * order, so that the same cases give the same weights.
 */
export interface Sequence {
  /** Feature numbers of each token. */
  readonly features: readonly Int32Array[];
  /** Label of each token. */
  readonly gold: Uint8Array;
}

export interface Crf {
  readonly k: number;
  /** [feature × k + label] */
  readonly weights: Float64Array;
  /** For each feature the first and last label that it may speak for. */
  readonly range: Uint8Array;
  /** [from × k + to]; the last row is the start. */
  readonly moves: Float64Array;
}

export interface Options {
  readonly rounds: number;
  readonly rate: number;
  readonly penalty: number;
}

function logSum(values: Float64Array, from: number, to: number): number {
  let most = -1e30;
  for (let i = from; i < to; i++) if ((values[i] as number) > most) most = values[i] as number;
  let sum = 0;
  for (let i = from; i < to; i++) sum += Math.exp((values[i] as number) - most);
  return most + Math.log(sum);
}

export function emissions({ k, weights, range }: Crf, features: readonly Int32Array[]): Float64Array {
  const scores = new Float64Array(features.length * k);
  for (const [t, token] of features.entries())
    for (const f of token)
      for (let y = range[f * 2] as number; y <= (range[f * 2 + 1] as number); y++)
        scores[t * k + y] = (scores[t * k + y] as number) + (weights[f * k + y] as number);
  return scores;
}

/** Slopes of the log likelihood: expected less given, for labels and for moves. */
function slopes(crf: Crf, scores: Float64Array, gold: Uint8Array): { labels: Float64Array; moved: Float64Array } {
  const { k, moves } = crf;
  const n = gold.length;
  const forward = new Float64Array(n * k);
  const backward = new Float64Array(n * k);
  const scratch = new Float64Array(k);
  for (let y = 0; y < k; y++) forward[y] = (scores[y] as number) + (moves[k * k + y] as number);
  for (let t = 1; t < n; t++)
    for (let y = 0; y < k; y++) {
      for (let x = 0; x < k; x++) scratch[x] = (forward[(t - 1) * k + x] as number) + (moves[x * k + y] as number);
      forward[t * k + y] = logSum(scratch, 0, k) + (scores[t * k + y] as number);
    }
  for (let t = n - 2; t >= 0; t--)
    for (let x = 0; x < k; x++) {
      for (let y = 0; y < k; y++)
        scratch[y] =
          (moves[x * k + y] as number) + (scores[(t + 1) * k + y] as number) + (backward[(t + 1) * k + y] as number);
      backward[t * k + x] = logSum(scratch, 0, k);
    }
  const z = logSum(forward, (n - 1) * k, n * k);
  const labels = new Float64Array(n * k);
  const moved = new Float64Array((k + 1) * k);
  for (let t = 0; t < n; t++) {
    for (let y = 0; y < k; y++)
      labels[t * k + y] = Math.exp((forward[t * k + y] as number) + (backward[t * k + y] as number) - z);
    labels[t * k + (gold[t] as number)] = (labels[t * k + (gold[t] as number)] as number) - 1;
  }
  for (let y = 0; y < k; y++) moved[k * k + y] = labels[y] as number;
  for (let t = 1; t < n; t++) {
    for (let x = 0; x < k; x++)
      for (let y = 0; y < k; y++) {
        const p =
          (forward[(t - 1) * k + x] as number) +
          (moves[x * k + y] as number) +
          (scores[t * k + y] as number) +
          (backward[t * k + y] as number) -
          z;
        if (p > -16) moved[x * k + y] = (moved[x * k + y] as number) + Math.exp(p);
      }
    const move = (gold[t - 1] as number) * k + (gold[t] as number);
    moved[move] = (moved[move] as number) - 1;
  }
  return { labels, moved };
}

export function trainCrf(
  sequences: readonly Sequence[],
  features: number,
  k: number,
  range: Uint8Array,
  { rounds, rate, penalty }: Options,
): Crf {
  const weights = new Float64Array(features * k);
  const moves = new Float64Array((k + 1) * k);
  const crf: Crf = { k, weights, range, moves };
  const squares = new Float64Array(features * k).fill(1e-2);
  const moveSquares = new Float64Array((k + 1) * k).fill(1);
  const order = sequences.map((_, at) => at);
  let seed = 7;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  for (let round = 0; round < rounds; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    for (const at of order) {
      const { features: tokens, gold } = sequences[at] as Sequence;
      if (gold.length === 0) continue;
      const { labels, moved } = slopes(crf, emissions(crf, tokens), gold);
      for (const [t, token] of tokens.entries())
        for (let y = 0; y < k; y++) {
          const slope = labels[t * k + y] as number;
          if (slope < 1e-4 && slope > -1e-4) continue;
          for (const f of token) {
            if (y < (range[f * 2] as number) || y > (range[f * 2 + 1] as number)) continue;
            const w = f * k + y;
            const down = slope + penalty * (weights[w] as number);
            squares[w] = (squares[w] as number) + down * down;
            weights[w] = (weights[w] as number) - (rate * down) / Math.sqrt(squares[w] as number);
          }
        }
      for (let m = 0; m < moved.length; m++) {
        const slope = moved[m] as number;
        if (slope === 0) continue;
        moveSquares[m] = (moveSquares[m] as number) + slope * slope;
        moves[m] = (moves[m] as number) - (rate * slope) / Math.sqrt(moveSquares[m] as number);
      }
    }
  }
  return crf;
}

export function viterbi({ k, moves }: Crf, scores: Float64Array): Uint8Array {
  const n = scores.length / k;
  const best = new Float64Array(n * k);
  const from = new Uint8Array(n * k);
  const path = new Uint8Array(n);
  if (n === 0) return path;
  for (let y = 0; y < k; y++) best[y] = (scores[y] as number) + (moves[k * k + y] as number);
  for (let t = 1; t < n; t++)
    for (let y = 0; y < k; y++) {
      let most = -1e30;
      for (let x = 0; x < k; x++) {
        const sum = (best[(t - 1) * k + x] as number) + (moves[x * k + y] as number);
        if (sum > most) {
          most = sum;
          from[t * k + y] = x;
        }
      }
      best[t * k + y] = most + (scores[t * k + y] as number);
    }
  let arg = 0;
  for (let y = 1; y < k; y++) if ((best[(n - 1) * k + y] as number) > (best[(n - 1) * k + arg] as number)) arg = y;
  for (let t = n - 1; t >= 0; t--) {
    path[t] = arg;
    arg = from[t * k + arg] as number;
  }
  return path;
}
