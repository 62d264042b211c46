/**
 * Weights as they stand in a file: a line a feature, its parts between tabs, then `=` and a weight for each label in
 * hundredths behind the label's letter ("-1<tab>w mrs<tab>=b120c-35"). Lines that start with `#` say what the letters mean.
 */
import { readFileSync } from 'node:fs';
import { mix } from './hash.ts';
import { Lines } from './lines.ts';
import { even, odd, packedLength, twice } from './packed.ts';

/** What the file and `values` count in. */
export const HUNDREDTHS = 100;
const FULLEST = 0.6;
const FIRST_SIZE = 1 << 15;
/** Of most lines, in bytes. */
const SHORTEST_LINE = 32;

export class Weights {
  /** In hundredths, packed (`packed.ts`), so many numbers a row. Row 0 is all nothing. */
  values: Int32Array;
  readonly length: number;
  /** The largest of all, whether above or below nothing. */
  largest = 0;
  /** The key and where its row starts, one after the other. */
  private slots = new Int32Array(FIRST_SIZE * 2);
  private rows = 1;

  /** `room`: rows; more are found room for. What isn't used is never touched, and so takes none. */
  constructor(k: number, room: number) {
    this.length = packedLength(k);
    this.values = new Int32Array(room * this.length);
  }

  /** Where the row of a feature starts in `values`; 0: the weights don't know it. */
  find(key: number): number {
    return this.slots[this.slotOf(key) + 1] as number;
  }

  /** The weights of a row, label by label. */
  labels(row: number): number[] {
    return Array.from(this.values.subarray(row, row + this.length)).flatMap((both) => [even(both), odd(both)]);
  }

  add(key: number, packed: Int32Array): void {
    if (this.rows >= this.slots.length * (FULLEST / 2)) this.grow();
    const slot = this.slotOf(key);
    if (this.slots[slot + 1] === 0) {
      this.slots[slot] = key;
      this.slots[slot + 1] = this.rows++ * this.length;
    }
    const row = this.slots[slot + 1] as number;
    if (row >= this.values.length) this.values = twice(this.values);
    for (let at = 0; at < packed.length; at++) this.values[row + at] = packed[at] as number;
  }

  private slotOf(key: number): number {
    const { slots } = this;
    const mask = slots.length - 1;
    let slot = (key << 1) & mask;
    while (slots[slot + 1] !== 0 && slots[slot] !== key) slot = (slot + 2) & mask;
    return slot;
  }

  private grow(): void {
    const { slots } = this;
    this.slots = new Int32Array(slots.length * 2);
    for (let from = 0; from < slots.length; from += 2) {
      if (slots[from + 1] === 0) continue;
      const slot = this.slotOf(slots[from] as number);
      this.slots[slot] = slots[from] as number;
      this.slots[slot + 1] = slots[from + 1] as number;
    }
  }
}

/** Takes a feature of three parts away from the table, or leaves it to it. `packed` is used again for the next line. */
export type Take = (one: number, other: number, third: number, packed: Int32Array) => boolean;

/** `k` labels a feature. Linear in the file, and makes no strings. */
export function readWeights(file: URL, k: number, take: Take = () => false): Weights {
  const bytes = readFileSync(file);
  const weights = new Weights(k, Math.ceil(bytes.length / SHORTEST_LINE));
  const lines = new Lines(bytes, weights.length);
  const { hashes, packed } = lines;
  while (lines.next()) {
    const one = hashes[0] as number;
    const other = hashes[1] as number;
    const third = hashes[2] as number;
    if (lines.parts === 1) weights.add(one, packed);
    else if (lines.parts === 2) weights.add(mix(one, other), packed);
    else if (!take(one, other, third, packed)) weights.add(mix(mix(one, other), third), packed);
  }
  weights.largest = lines.largest;
  return weights;
}
