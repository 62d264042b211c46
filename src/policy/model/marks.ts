/** What the detectors and rules took each token for, as the weights see it: up to 31 kinds of mark, a bit each. */
import { type Mark, type Reading, tokenAt } from '../reading.ts';
import type { Token } from '../tokens.ts';
import { part } from './hash.ts';

/** The first ones stand for the token in pairs of neighbours too. */
export const MARK_NAMES = [
  'number',
  'bad number',
  'phone',
  'email',
  'postcode',
  'date',
  'house',
  'street',
  'titled patient',
  'titled staff',
  'titled unknown',
  'full patient',
  'full staff',
  'full unknown',
  'single patient',
  'single staff',
  'single unknown',
  'initials patient',
  'initials unknown',
  'birth',
  'home',
  'contact',
  'bed',
  'ward',
  'unit',
  'age',
  'clue',
  'strong clue',
  'said of',
  'sensitive of',
  'name begins',
] as const;
export type MarkName = (typeof MARK_NAMES)[number];
const DETECTED = 8;

const BITS = Object.fromEntries(MARK_NAMES.map((name, at) => [name, 1 << at])) as Readonly<Record<MarkName, number>>;

const PARTS = MARK_NAMES.map((name) => part(`m ${name}`));
const lists = new Map<number, readonly number[]>();

export class Marks {
  private readonly masks: Int32Array;
  private readonly reading: Reading;

  constructor(reading: Reading) {
    this.reading = reading;
    this.masks = new Int32Array(reading.tokens.length);
  }

  put(mark: Pick<Mark, 'start' | 'end'>, name: MarkName, once = false): void {
    const { tokens } = this.reading;
    const bit = BITS[name];
    for (let at = tokenAt(tokens, mark.start); at < tokens.length && (tokens[at] as Token).start < mark.end; at++) {
      this.masks[at] = (this.masks[at] as number) | bit;
      if (once) break;
    }
  }

  bits(at: number): number {
    return this.masks[at] as number;
  }

  parts(at: number): readonly number[] {
    const mask = this.masks[at] as number;
    if (mask === 0) return NONE;
    let list = lists.get(mask);
    if (list === undefined) {
      list = PARTS.filter((_, bit) => (mask & (1 << bit)) !== 0);
      lists.set(mask, list);
    }
    return list;
  }

  /** The number detector that took it, or ''. */
  detected(at: number): string {
    const mask = (this.masks[at] as number) & ((1 << DETECTED) - 1);
    return mask === 0 ? '' : `<${MARK_NAMES[31 - Math.clz32(mask & -mask)]}>`;
  }
}

const NONE: readonly number[] = [];
