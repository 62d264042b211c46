/**
 * Weights as they stand in a file: a line a feature, its parts between tabs, then `=` and a weight for each label in
 * hundredths behind the label's letter ("-1<tab>w mrs<tab>=b120c-35"). Lines that start with `#` say what the letters mean.
 */
import { readFileSync } from 'node:fs';
import { mix } from './hash.ts';

const TAB = 9;
const NEW_LINE = 10;
const HASH = 35;
const EQUALS = 61;
const MINUS = 45;
const LETTER_A = 97;
/** What the file and `values` count in. */
export const HUNDREDTHS = 100;
const FULLEST = 0.6;

export interface Weights {
  readonly k: number;
  /** Where the weights of a feature start in `values`; those of row 0 are all nothing. */
  find(key: number): number;
  /** In hundredths; small numbers, since most of the time goes into fetching them from memory. */
  readonly values: Int16Array;
}

class Table implements Weights {
  readonly k: number;
  readonly values: Int16Array;
  private readonly slots: Int32Array;
  private readonly mask: number;
  private rows = 1;

  constructor(k: number, most: number) {
    this.k = k;
    let size = 1024;
    while (size * FULLEST < most) size *= 2;
    this.slots = new Int32Array(size * 2);
    this.mask = size - 1;
    this.values = new Int16Array((most + 1) * k);
  }

  find(key: number): number {
    const { slots, mask } = this;
    let slot = (key & mask) << 1;
    for (;;) {
      const row = slots[slot + 1] as number;
      if (row === 0 || slots[slot] === key) return row * this.k;
      slot = (slot + 2) & (mask * 2 + 1);
    }
  }

  add(key: number): number {
    const { slots, mask } = this;
    let slot = (key & mask) << 1;
    while (slots[slot + 1] !== 0 && slots[slot] !== key) slot = (slot + 2) & (mask * 2 + 1);
    if (slots[slot + 1] === 0) {
      slots[slot] = key;
      slots[slot + 1] = this.rows++;
    }
    return (slots[slot + 1] as number) * this.k;
  }
}

/** Linear in the file, and cuts no strings. */
export function readWeights(file: URL, k: number): Weights {
  const text = readFileSync(file, 'utf8');
  let lines = 0;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++;
  const table = new Table(k, lines);
  const { values } = table;
  let at = 0;
  while (at < text.length) {
    if (text.charCodeAt(at) === HASH) {
      at = text.indexOf('\n', at) + 1;
      continue;
    }
    let key = 0;
    for (let parts = 0; text.charCodeAt(at) !== EQUALS || text.charCodeAt(at - 1) !== TAB; parts++) {
      let hash = 0x811c9dc5 | 0;
      let code = text.charCodeAt(at++);
      for (; code !== TAB; code = text.charCodeAt(at++)) hash = Math.imul(hash ^ code, 0x01000193);
      hash ^= hash >>> 15;
      key = parts === 0 ? hash : mix(key, hash);
    }
    at++;
    const row = table.add(key);
    for (let code = text.charCodeAt(at++); code !== NEW_LINE; code = text.charCodeAt(at++)) {
      const label = code - LETTER_A;
      const negative = text.charCodeAt(at) === MINUS;
      if (negative) at++;
      let value = 0;
      for (let digit = text.charCodeAt(at); digit >= 48 && digit <= 57; digit = text.charCodeAt(++at))
        value = value * 10 + digit - 48;
      values[row + label] = negative ? -value : value;
    }
  }
  return table;
}
