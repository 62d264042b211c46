/** Reads the compiled word lists (scripts/lexicons.ts says how they are packed) straight into the table. */
import { readFileSync } from 'node:fs';
import { hashOne, hashOther, ONE, OTHER, type WordTable } from './table.ts';

const LONGEST = 128;
const NEW_LINE = 10;
const SPACE = 32;
const ZERO = 48;

/** A line says how many code units it shares with the one before, so that only the rest of each word is hashed. The number of its senses may follow. */
export function unpack(name: string, table: WordTable, mask: number): void {
  const text = readFileSync(new URL(name, import.meta.url), 'utf8');
  const ones = new Int32Array(LONGEST + 1).fill(ONE);
  const others = new Int32Array(LONGEST + 1).fill(OTHER);
  for (let at = 0; at < text.length; at++) {
    let length = text.charCodeAt(at++) - ZERO;
    for (let code = text.charCodeAt(at); code > SPACE && length < LONGEST; code = text.charCodeAt(++at)) {
      ones[length + 1] = hashOne(ones[length] as number, code);
      others[length + 1] = hashOther(others[length] as number, code);
      length++;
    }
    let sense = 0;
    if (text.charCodeAt(at) === SPACE)
      for (let code = text.charCodeAt(++at); code !== NEW_LINE; code = text.charCodeAt(++at))
        sense = sense * 10 + code - ZERO;
    table.general(ones[length] as number, others[length] as number, mask, sense);
  }
}
