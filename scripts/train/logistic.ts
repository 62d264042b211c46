/** Logistic regressions over the same sparse features, trained by AdaGrad with features left out at random. */
export interface Options {
  readonly rounds: number;
  readonly rate: number;
  readonly penalty: number;
  readonly dropout: number;
}

/** Weights as [feature × heads + head]. The same examples in the same order give the same weights. */
export function trainLogistic(
  examples: readonly Int32Array[],
  answers: readonly Uint8Array[],
  features: number,
  heads: number,
  { rounds, rate, penalty, dropout }: Options,
): Float64Array {
  const weights = new Float64Array(features * heads);
  const squares = new Float64Array(features * heads).fill(1e-2);
  let seed = 11;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  const order = examples.map((_, at) => at);
  for (let round = 0; round < rounds; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(random() * (i + 1));
      [order[i], order[j]] = [order[j] as number, order[i] as number];
    }
    for (const at of order) {
      const kept = (examples[at] as Int32Array).filter(() => random() >= dropout);
      const scale = 3 / Math.sqrt(kept.length + 1);
      for (let head = 0; head < heads; head++) {
        let sum = 0;
        for (const f of kept) sum += weights[f * heads + head] as number;
        const off = 1 / (1 + Math.exp(-sum)) - ((answers[at] as Uint8Array)[head] as number);
        if (Math.abs(off) < 1e-3) continue;
        for (const f of kept) {
          const w = f * heads + head;
          const slope = off * scale + penalty * (weights[w] as number);
          squares[w] = (squares[w] as number) + slope * slope;
          weights[w] = (weights[w] as number) - (rate * slope) / Math.sqrt(squares[w] as number);
        }
      }
    }
  }
  return weights.map((weight) => weight * (1 - dropout));
}
