/** The lines of a weights' file (`weights.ts`), one after the other, without making strings of them. */

const TAB = 9;
const NEW_LINE = 10;
const HASH = 35;
const EQUALS = 61;
const MINUS = 45;
const LETTER_A = 97;
const ASCII = 0x80;

/** Small methods, since those are compiled long before one that does it all would be. */
export class Lines {
  /** Of the line at hand: its parts, how many, its weights. */
  readonly hashes = new Int32Array(4);
  parts = 0;
  readonly packed: Int32Array;
  /** Of all lines so far. */
  largest = 0;
  private readonly bytes: Buffer;
  private at = 0;

  constructor(bytes: Buffer, length: number) {
    this.bytes = bytes;
    this.packed = new Int32Array(length);
  }

  /** Reads a line; false at the end. */
  next(): boolean {
    const { bytes, packed } = this;
    while (bytes[this.at] === HASH) this.at = bytes.indexOf(NEW_LINE, this.at) + 1;
    if (this.at >= bytes.length) return false;
    this.parts = 0;
    do this.hashes[this.parts++] = this.part();
    while (bytes[this.at] !== EQUALS);
    this.at++;
    for (let at = 0; at < packed.length; at++) packed[at] = 0;
    this.weights();
    return true;
  }

  /** The hash of a part, as `hashOf` has it. */
  private part(): number {
    const { bytes } = this;
    let { at } = this;
    let hash = 0x811c9dc5 | 0;
    for (let code = bytes[at++] as number; code !== TAB; code = bytes[at++] as number) {
      if (code < ASCII) hash = Math.imul(hash ^ code, 0x01000193);
      else {
        const end = at - 1 + (code < 0xe0 ? 2 : code < 0xf0 ? 3 : 4);
        const character = bytes.toString('utf8', at - 1, end);
        for (let unit = 0; unit < character.length; unit++)
          hash = Math.imul(hash ^ character.charCodeAt(unit), 0x01000193);
        at = end;
      }
    }
    this.at = at;
    return hash ^ (hash >>> 15);
  }

  /** Letters, and a whole number behind each, to the end of the line. */
  private weights(): void {
    const { bytes, packed } = this;
    let { at, largest } = this;
    for (let code = bytes[at++] as number; code !== NEW_LINE; code = bytes[at++] as number) {
      const label = code - LETTER_A;
      const isNegative = bytes[at] === MINUS;
      if (isNegative) at++;
      let value = 0;
      for (let digit = bytes[at] as number; digit >= 48 && digit <= 57; digit = bytes[++at] as number)
        value = value * 10 + digit - 48;
      if (value > largest) largest = value;
      if (isNegative) value = -value;
      packed[label >> 1] = (packed[label >> 1] as number) + (value << ((label & 1) << 4));
    }
    this.at = at;
    this.largest = largest;
  }
}
