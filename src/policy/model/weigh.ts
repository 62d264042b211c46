/**
 * How likely a message is to be flagged, to be urgent, and to be of each category: logistic weights over what `heads.ts` names,
 * trained by scripts/train.ts. Features of the message as a whole and of neighbours stand in tables, and those of a look are
 * kept with it, so that hardly anything is searched for. Linear in the text. Longer than most files: a short method for each thing
 * that `heads.ts` names.
 */
import { type Classes, Couples } from './classes.ts';
import { mix } from './hash.ts';
import * as heads from './heads.ts';
import { H, headFeatures, PARTS } from './heads.ts';
import type { Kind } from './labels.ts';
import type { Look } from './looks.ts';
import { even, odd, packedLength } from './packed.ts';
import { HUNDREDTHS, readWeights, type Weights } from './weights.ts';

/**
 * Two heads in one number, as in `packed.ts`, which halves the adding up. Behind the last head stands instead of another
 * the last message that the row counted for, so that it counts once.
 */
const P = packedLength(H + 1);
const LAST = P - 1;
const MOST_STAMPS = 0x7fff;
const LOW = 0xffff;
/** What a sum of packed heads may be of rows that each may have this much, in hundredths, before it is taken apart. */
const MOST_SUM = 0x7fff;
const N = PARTS.length;
const FOUND = N - heads.FIRST_FOUND;

/** Where the rows of a fact or of two start, for each audience, breadth or kind of file. */
type Rows = readonly Int32Array[];

export class Heads implements heads.Taker<Look> {
  readonly stands: Readonly<Partial<Record<Kind, number>>>;
  private readonly weights: Weights;
  private readonly couples = new Couples(P);
  /** So many rows may be added up packed. */
  private readonly most: number;
  private readonly alone: Int32Array;
  private readonly placed: Rows;
  private readonly broad: Rows;
  private readonly filed: Rows;
  private readonly both: Int32Array;
  private readonly broadBoth: Rows;
  /** Of the message at hand. */
  private place = 0;
  private breadth = 0;
  private attached: heads.Attached = 0;
  private stamp = 0;
  private readonly packed = new Int32Array(P);
  private added = 0;
  private readonly sums = new Int32Array(P * 2);

  /** `classes`: those of the tagger. */
  constructor(file: URL, classes: Classes) {
    const { couples } = this;
    this.weights = readWeights(file, H + 1, (place, one, other, packed) => {
      if (place !== heads.BIGRAM) return false;
      couples.put(classes.put(one), classes.put(other), 0, packed);
      return true;
    });
    this.most = Math.floor(MOST_SUM / this.weights.largest);
    this.stands = Object.fromEntries(Object.entries(heads.STANDS_FOR).map(([kind, cls]) => [kind, classes.of(cls)]));
    this.alone = this.rowsOf((one) => one);
    this.placed = heads.PLACES.map((place) => this.rowsOf((one) => mix(place, one)));
    this.broad = heads.BREADTHS.map((breadth) => this.rowsOf((one) => mix(breadth, one)));
    this.filed = heads.FILES.map((file) => this.rowsOf((one) => mix(file, one)));
    this.both = this.bothOf(0, (one) => one);
    this.broadBoth = heads.BREADTHS.map((breadth) => this.bothOf(heads.FIRST_FOUND, (one) => mix(breadth, one)));
  }

  private rowsOf(keyOf: (one: number) => number): Int32Array {
    return Int32Array.from(PARTS, (one) => this.weights.find(keyOf(one)));
  }

  /** Of each part, from the one numbered `from` on, with each that the tagger may find. */
  private bothOf(from: number, keyOf: (one: number) => number): Int32Array {
    const rows = new Int32Array(N * FOUND);
    for (let one = from; one < N; one++) {
      const key = keyOf(PARTS[one] as number);
      for (let found = 0; found < FOUND; found++)
        rows[one * FOUND + found] = this.weights.find(mix(key, PARTS[heads.FIRST_FOUND + found] as number));
    }
    return rows;
  }

  /** Probabilities of HEADS, in order. */
  weigh(asked: heads.Asked<Look>): Float64Array {
    if (++this.stamp > MOST_STAMPS) this.startAgain();
    this.sums.fill(0);
    headFeatures(asked, this);
    this.takeApart();
    const odds = new Float64Array(H);
    for (let head = 0; head < H; head++) odds[head] = 1 / (1 + Math.exp(-(this.sums[head] as number) / HUNDREDTHS));
    return odds;
  }

  begin(place: number, isWide: boolean, attached: heads.Attached, length: number): void {
    this.place = place;
    this.breadth = isWide ? 1 : 0;
    this.attached = attached;
    this.find(heads.BIAS);
    this.find(heads.PLACES[place] as number);
    this.find(heads.BREADTHS[this.breadth] as number);
    this.find(heads.FILES[attached] as number);
    this.find(heads.LENGTHS[length] as number);
  }

  first({ part }: Look, kind: Kind | undefined): void {
    this.find(mix(heads.FIRST, heads.standsFor(kind) ?? part));
  }

  neighbours(one: number, other: number): void {
    const row = this.couples.find(one, other);
    if (row !== 0) this.add(this.couples.values, row);
  }

  word(look: Look, isClue: boolean): void {
    look.rows ??= look.telling.map((atom) => this.weights.find(atom)).filter((row) => row !== 0);
    const { rows } = look;
    for (let at = 0; at < rows.length; at++) this.add(this.weights.values, rows[at] as number);
    if (isClue) for (const atom of look.telling) this.find(mix(heads.CLUE, atom));
    if (this.attached === 0) return;
    const file = heads.FILES[this.attached] as number;
    for (const atom of look.telling) this.find(mix(file, atom));
  }

  found(one: number): void {
    this.fact(one);
    this.row((this.broad[this.breadth] as Int32Array)[one] as number);
    if (this.attached !== 0) this.row((this.filed[this.attached] as Int32Array)[one] as number);
  }

  fact(one: number): void {
    this.row(this.alone[one] as number);
    this.row((this.placed[this.place] as Int32Array)[one] as number);
  }

  together(one: number, other: number): void {
    const at = one * FOUND + other - heads.FIRST_FOUND;
    this.row(this.both[at] as number);
    this.row((this.broadBoth[this.breadth] as Int32Array)[at] as number);
  }

  withFact(fact: number, found: number): void {
    this.row(this.both[fact * FOUND + found - heads.FIRST_FOUND] as number);
  }

  private find(key: number): void {
    this.row(this.weights.find(key));
  }

  private row(row: number): void {
    if (row !== 0) this.add(this.weights.values, row);
  }

  private add(values: Int32Array, row: number): void {
    const { packed, stamp } = this;
    const last = values[row + LAST] as number;
    if (last >> 16 === stamp) return;
    values[row + LAST] = (last & LOW) | (stamp << 16);
    for (let at = 0; at < LAST; at++) packed[at] = (packed[at] as number) + (values[row + at] as number);
    packed[LAST] = (packed[LAST] as number) + even(last);
    if (++this.added === this.most) this.takeApart();
  }

  private takeApart(): void {
    const { packed, sums } = this;
    for (let at = 0; at < P; at++) {
      const both = packed[at] as number;
      sums[2 * at] = (sums[2 * at] as number) + even(both);
      sums[2 * at + 1] = (sums[2 * at + 1] as number) + odd(both);
    }
    packed.fill(0);
    this.added = 0;
  }

  /** Takes all stamps off. */
  private startAgain(): void {
    for (const values of [this.weights.values, this.couples.values])
      for (let at = LAST; at < values.length; at += P) if (values[at] !== 0) values[at] = (values[at] as number) & LOW;
    this.stamp = 1;
  }
}
