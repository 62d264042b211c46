/** What the tagger's weights know of two tokens side by side, and of two with one between them: rows of `packed.ts`. */
import { type Classes, Couples } from './classes.ts';
import { EDGE, PLACES } from './features.ts';
import { P } from './labels.ts';

/** Rows of two side by side: for the right one (what is before it), for the left one. */
const NEAR = 2;
/** Rows of two around a token: for the one between, for the right one, for the left one. */
const FAR = 3;

export class Neighbours {
  /** The class before the first token and behind the last. */
  readonly edge: number;
  private readonly classes: Classes;
  private readonly near = new Couples(NEAR * P);
  private readonly far = new Couples(FAR * P);

  constructor(classes: Classes) {
    this.classes = classes;
    this.edge = classes.put(EDGE);
  }

  /** A feature of three parts; false where it isn't one of neighbours. */
  take(place: number, one: number, other: number, packed: Int32Array): boolean {
    const at = PLACES.indexOf(place);
    if (at < 0) return false;
    const left = this.classes.put(one);
    const right = this.classes.put(other);
    if (at < NEAR) this.near.put(left, right, at * P, packed);
    else this.far.put(left, right, (at - NEAR) * P, packed);
    return true;
  }

  /** Adds to `sum` what two neighbours on either side say of token `at`; `classes` has two edges before the first token and two behind the last. */
  add(sum: Int32Array, classes: Int32Array, at: number): void {
    const { near, far } = this;
    const b2 = classes[at] as number;
    const b1 = classes[at + 1] as number;
    const c0 = classes[at + 2] as number;
    const a1 = classes[at + 3] as number;
    const a2 = classes[at + 4] as number;
    const before = near.find(b1, c0);
    const after = near.find(c0, a1) + P;
    const around = far.find(b1, a1);
    const skipBefore = far.find(b2, c0) + P;
    const skipAfter = far.find(c0, a2) + 2 * P;
    const nearRows = near.values;
    const farRows = far.values;
    for (let y = 0; y < P; y++)
      sum[y] =
        (sum[y] as number) +
        (nearRows[before + y] as number) +
        (nearRows[after + y] as number) +
        (farRows[around + y] as number) +
        (farRows[skipBefore + y] as number) +
        (farRows[skipAfter + y] as number);
  }
}
