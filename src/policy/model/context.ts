/**
 * What sentence and message say to what may be a name: the sum of the weights of up to 32 tags and 32 cues. Looked up byte
 * by byte, sums made beforehand, since a sentence has some twenty of them.
 */
import { OF_NAMES } from './labels.ts';
import { even, odd } from './packed.ts';
import type { Weights } from './weights.ts';

/** Sentence and message tell names apart and nothing else, so only the numbers that hold those labels (`packed.ts`) are summed. */
export const NAMES = (OF_NAMES.last >> 1) + 1;
const BYTES = 8;
const VALUES = 256;

export class Context {
  private readonly sums = new Int32Array(BYTES * VALUES * NAMES);

  /** `keys`: the features of 32 tags, then of 32 cues. */
  constructor(weights: Weights, keys: readonly number[]) {
    const rows = keys.flatMap((key) => {
      const row = weights.find(key);
      return Array.from({ length: NAMES }, (_, y) => ofNames(weights.values[row + y] as number, y * 2));
    });
    for (let byte = 0; byte < BYTES; byte++)
      for (let value = 1; value < VALUES; value++) {
        const row = (byte * 8 + 31 - Math.clz32(value & -value)) * NAMES;
        const without = (byte * VALUES + (value & (value - 1))) * NAMES;
        const to = (byte * VALUES + value) * NAMES;
        for (let y = 0; y < NAMES; y++)
          this.sums[to + y] = (this.sums[without + y] as number) + (rows[row + y] as number);
      }
  }

  add(sum: Int32Array, tags: number, cues: number): void {
    this.addBits(sum, tags, 0);
    this.addBits(sum, cues, 4);
  }

  private addBits(sum: Int32Array, bits: number, first: number): void {
    const { sums } = this;
    for (let byte = first, left = bits; left !== 0; byte++, left >>>= 8) {
      const from = (byte * VALUES + (left & 255)) * NAMES;
      for (let y = 0; y < NAMES; y++) sum[y] = (sum[y] as number) + (sums[from + y] as number);
    }
  }
}

/** The two weights without that of a label that is no name's. `label`: the first of the two. */
const ofNames = (both: number, label: number): number =>
  (label >= OF_NAMES.first ? even(both) : 0) + (label + 1 <= OF_NAMES.last ? odd(both) << 16 : 0);
