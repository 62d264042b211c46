/**
 * The words of all lists in one table that is asked with a hash, so that a message is read without cutting it into
 * strings. A word has two hashes of 32 bits: one says where to look, the other says whether it is the one. Two words
 * would be mistaken for each other once in billions of words that are on no list.
 */

/** A row for each word that our own lists say something of; other words share one with all that are alike. Row 0 is no word. */
export interface Lexicon {
  /** Row of the word with these hashes that follows the words of row `after` in a phrase (0: stands for itself), or 0. */
  find(after: number, one: number, other: number): number;
  readonly tags: Int32Array;
  readonly cues: Int32Array;
  /** 1 where a phrase may go on. */
  readonly leads: Uint8Array;
  /** See hints.ts. */
  readonly hints: Uint8Array;
  /** Number of the word's set of senses, a line of senses.txt; 0 where it has none. */
  readonly senses: Uint16Array;
  /** 1: a word that the weights may know by itself. 2: one of the commonest of them. */
  readonly known: Uint8Array;
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

export class WordTable implements Lexicon {
  tags: Int32Array;
  cues: Int32Array;
  leads: Uint8Array;
  hints: Uint8Array;
  senses: Uint16Array;
  known: Uint8Array;
  /** Words and phrases put in, for the test that no two have become one. */
  size = 0;
  /** For each slot the second hash and the row. */
  private readonly slots = new Int32Array(SLOTS * 2);
  private rows = 1;
  /** Rows of words of which only general lists tell, by tags and senses; and which rows those are. */
  private readonly alike = new Map<number, number>();
  /** Asked last, since of a list of names most are alike. */
  private lastKey = -1;
  private lastRow = 0;
  private shared: Uint8Array;

  constructor(mostRows: number) {
    this.tags = new Int32Array(mostRows);
    this.cues = new Int32Array(mostRows);
    this.leads = new Uint8Array(mostRows);
    this.hints = new Uint8Array(mostRows);
    this.senses = new Uint16Array(mostRows);
    this.known = new Uint8Array(mostRows);
    this.shared = new Uint8Array(mostRows);
  }

  find(after: number, one: number, other: number): number {
    return this.slots[this.slotOf(after, one, other) + 1] as number;
  }

  /** Puts a word of our own lists in, unless it is there, and gives its row. */
  own(after: number, one: number, other: number): number {
    const slot = this.slotOf(after, one, other);
    const there = this.slots[slot + 1] as number;
    if (there !== 0) return there;
    const row = this.newRow();
    this.fill(slot, after, other, row);
    return row;
  }

  /** Puts a word of a general list in, with the tag of that list and the number of its senses. */
  general(one: number, other: number, mask: number, sense: number): void {
    const slot = this.slotOf(0, one, other);
    const there = this.slots[slot + 1] as number;
    if (there === 0) this.fill(slot, 0, other, this.rowOf(mask, sense));
    else if (this.shared[there] === 1)
      this.slots[slot + 1] = this.rowOf((this.tags[there] as number) | mask, sense || (this.senses[there] as number));
    else {
      this.tags[there] = (this.tags[there] as number) | mask;
      if (sense !== 0) this.senses[there] = sense;
    }
  }

  /** The row that all words with these tags and senses share. */
  private rowOf(tags: number, sense: number): number {
    const key = sense * 4 + tags;
    if (key === this.lastKey) return this.lastRow;
    let row = this.alike.get(key);
    if (row === undefined) {
      row = this.newRow();
      this.tags[row] = tags;
      this.senses[row] = sense;
      this.shared[row] = 1;
      this.alike.set(key, row);
    }
    this.lastKey = key;
    this.lastRow = row;
    return row;
  }

  private newRow(): number {
    const row = this.rows++;
    if (row >= this.tags.length) this.grow();
    return row;
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
    const wider = <T extends Int32Array | Uint16Array | Uint8Array>(old: T, made: T): T => {
      made.set(old);
      return made;
    };
    const length = this.tags.length * 2;
    this.tags = wider(this.tags, new Int32Array(length));
    this.cues = wider(this.cues, new Int32Array(length));
    this.leads = wider(this.leads, new Uint8Array(length));
    this.hints = wider(this.hints, new Uint8Array(length));
    this.senses = wider(this.senses, new Uint16Array(length));
    this.known = wider(this.known, new Uint8Array(length));
    this.shared = wider(this.shared, new Uint8Array(length));
  }
}
