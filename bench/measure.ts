/**
 * Speed of several contenders on the same messages. They take turns in short rounds, so that whatever else the machine
 * is doing hits all alike, and two are compared round by round.
 */
import type { Judgeable } from '../src/policy/index.ts';
import type { Contender } from './contenders.ts';

/** A turn lasts at least this long, and at least one pass over the messages. */
const TURN_MS = 200;
const WARM_PASSES = 2;

export interface Speed {
  readonly name: string;
  /** Messages a second, a figure for each round. */
  readonly rates: readonly number[];
  /** Microseconds for each message of each round, sorted. */
  readonly times: Float64Array;
}

export async function measure(
  contenders: readonly Contender[],
  messages: readonly Judgeable[],
  rounds: number,
): Promise<Speed[]> {
  for (const contender of contenders) for (let i = 0; i < WARM_PASSES; i++) await turn(contender, messages);
  const speeds = contenders.map(({ name }) => ({
    name,
    rates: [] as number[],
    times: new Float64Array(rounds * messages.length),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const [at, contender] of contenders.entries()) {
      speeds[at]?.rates.push(await turn(contender, messages));
      await timed(contender, messages, speeds[at]?.times.subarray(round * messages.length) as Float64Array);
    }
  }
  for (const { times } of speeds) times.sort();
  return speeds;
}

/** Without a clock around each message, which would cost the fast ones as much as the message itself. */
async function turn({ judge, isAsync }: Contender, messages: readonly Judgeable[]): Promise<number> {
  const start = performance.now();
  let passes = 0;
  let elapsed = 0;
  do {
    if (isAsync) for (const message of messages) await judge(message);
    else for (const message of messages) judge(message);
    passes++;
    elapsed = performance.now() - start;
  } while (elapsed < TURN_MS);
  return (passes * messages.length * 1000) / elapsed;
}

async function timed({ judge, isAsync }: Contender, messages: readonly Judgeable[], into: Float64Array): Promise<void> {
  let at = 0;
  for (const message of messages) {
    const start = performance.now();
    if (isAsync) await judge(message);
    else judge(message);
    into[at++] = (performance.now() - start) * 1000;
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
}

export const quantile = (sorted: Float64Array, q: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * q))] as number;

/** How many times as fast, round by round. */
export const ratio = (of: Speed, to: Speed): number =>
  median(of.rates.map((rate, round) => rate / (to.rates[round] as number)));
