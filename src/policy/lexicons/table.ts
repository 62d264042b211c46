/**
 * The words of all lists in one table that is asked with a hash, so that a message is read without cutting it into
 * strings. A word has two hashes of 32 bits: one says where to look, the other says whether it is the one. Two words
 * would be mistaken for each other once in billions of words that are on no list.
 */

/** A row for each word that our own lists say something of. Row 0 is no word; the first few are shared, see `WordTable`. */
export interface Lexicon {
  /** Row of the word with these hashes that follows the words of row `after` in a phrase (0: stands for itself), or 0. */
  find(after: number, one: number, other: number): number;
  readonly tags: Int32Array;
  readonly cues: Int32Array;
  /** 1 where a phrase may go on. */
  readonly leads: Uint8Array;
  /** See hints.ts. */
  readonly hints: Uint8Array;
}

export const ONE = 0x811c9dc5 | 0;
export const OTHER = 0x2545f491;

/** The hashes go on with one more code unit (in lower case). */
export const hashOne = (hash: number, code: number): number => Math.imul(hash ^ code, 0x01000193);
export function hashOther(hash: number, code: number): number {
  const mixed = Math.imul(hash ^ code, 0x5bd1e995);
  return mixed ^ (mixed >>> 15);
}

const SLOTS = 1 << 19;
const FULLEST = 0.85;

/** Rows up to this have their own number as tags, and are shared by all words of which no more is known. */
const SHARED = 3;

export class WordTable implements Lexicon {
  tags: Int32Array;
  cues: Int32Array;
  leads: Uint8Array;
  hints: Uint8Array;
  /** Words and phrases put in, for the test that no two have become one. */
  size = 0;
  /** For each slot the second hash and the row. */
  private readonly slots = new Int32Array(SLOTS * 2);
  private rows = SHARED + 1;

  constructor(mostRows: number) {
    this.tags = new Int32Array(mostRows);
    this.cues = new Int32Array(mostRows);
    this.leads = new Uint8Array(mostRows);
    this.hints = new Uint8Array(mostRows);
    for (let row = 1; row <= SHARED; row++) this.tags[row] = row;
  }

  find(after: number, one: number, other: number): number {
    return this.slots[this.slotOf(after, one, other) + 1] as number;
  }

  /** Puts a word of our own lists in, unless it is there, and gives its row. */
  own(after: number, one: number, other: number): number {
    const slot = this.slotOf(after, one, other);
    const there = this.slots[slot + 1] as number;
    if (there !== 0) return there;
    const row = this.rows++;
    if (row >= this.tags.length) this.grow();
    this.fill(slot, after, other, row);
    return row;
  }

  /** Puts a word of a general list in; `mask` is one bit of the shared rows. */
  general(one: number, other: number, mask: number): void {
    const slot = this.slotOf(0, one, other);
    const there = this.slots[slot + 1] as number;
    if (there === 0) this.fill(slot, 0, other, mask);
    else if (there <= SHARED) this.slots[slot + 1] = there | mask;
    else this.tags[there] = (this.tags[there] as number) | mask;
  }

  private slotOf(after: number, one: number, other: number): number {
    const check = other ^ Math.imul(after, 0x85ebca6b);
    const place = one ^ Math.imul(after, 0x9e3779b1);
    let slot = ((place ^ (place >>> 15)) & (SLOTS - 1)) << 1;
    while (this.slots[slot + 1] !== 0 && this.slots[slot] !== check) slot = (slot + 2) & (SLOTS * 2 - 1);
    return slot;
  }

  private fill(slot: number, after: number, other: number, row: number): void {
    this.slots[slot] = other ^ Math.imul(after, 0x85ebca6b);
    this.slots[slot + 1] = row;
    if (++this.size > SLOTS * FULLEST) throw new Error('The word lists have outgrown their table: double SLOTS.');
  }

  private grow(): void {
    const wider = <T extends Int32Array | Uint8Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    const length = this.tags.length * 2;
    this.tags = wider(this.tags, new Int32Array(length));
    this.cues = wider(this.cues, new Int32Array(length));
    this.leads = wider(this.leads, new Uint8Array(length));
    this.hints = wider(this.hints, new Uint8Array(length));
  }
}
