/**
 * The classes of tokens (features.ts) that the weights know, numbered from 1, so that what the weights know of two neighbours
 * stands in a table with a place for each two classes and is found without a search. 0 is any class that they don't know.
 */

import { addRow, twice } from './packed.ts';

/** A power of two. */
const MOST = 512;

/** Found by the part (`hash.ts`) itself, in a table that is at most half full. */
export class Classes {
  private readonly parts = new Int32Array(MOST * 2);
  private readonly numbers = new Uint16Array(MOST * 2);
  private count = 0;

  put(part: number): number {
    const at = this.placeOf(part);
    if (this.numbers[at] === 0) {
      if (++this.count === MOST)
        throw new Error('The weights know more classes of tokens than their table holds: double MOST.');
      this.parts[at] = part;
      this.numbers[at] = this.count;
    }
    return this.numbers[at] as number;
  }

  of(part: number): number {
    return this.numbers[this.placeOf(part)] as number;
  }

  private placeOf(part: number): number {
    const mask = MOST * 2 - 1;
    let at = part & mask;
    while (this.numbers[at] !== 0 && this.parts[at] !== part) at = (at + 1) & mask;
    return at;
  }
}

/** Rows of `width` numbers for each two classes of which the weights know something. */
export class Couples {
  /** Row 0 is all nothing. */
  values: Int32Array;
  private readonly width: number;
  private readonly numbers = new Uint16Array(MOST * MOST);
  private count = 0;

  constructor(width: number) {
    this.width = width;
    this.values = new Int32Array(FIRST_SIZE * width);
  }

  /** Where the row of two classes starts in `values`; 0: the weights know nothing of them. */
  find(left: number, right: number): number {
    return (this.numbers[left * MOST + right] as number) * this.width;
  }

  /** Puts a part of the row of two classes in, from its number `at` on. */
  put(left: number, right: number, at: number, packed: Int32Array): void {
    const place = left * MOST + right;
    if (this.numbers[place] === 0) {
      if (++this.count > 0xffff) throw new Error('The weights know too many pairs of classes for Uint16Array.');
      this.numbers[place] = this.count;
      if ((this.count + 1) * this.width > this.values.length) this.values = twice(this.values);
    }
    addRow(this.values, this.find(left, right) + at, packed, 0, packed.length);
  }
}
/** Rows. What isn't used is never touched, and so takes no memory. */
const FIRST_SIZE = 1 << 14;
