/** What is said of somebody (S): where in the message, and whether it is of the sensitive kind. */
import { DEATH, SAID, SENSITIVE, UNIT } from './lexicons/tags.ts';
import { inOrder, matches, type Reading } from './reading.ts';

export interface Said {
  readonly start: number;
  readonly sensitive: boolean;
  readonly death: boolean;
}

/** Potassium, gestation and parity, doses: what numbers say without a word. */
const FIGURES =
  /(?<![a-z\d])(?:k\+? ?(?:of |is )?\d\.\d|\d{1,2}\+\d(?:\/40)?(?![\d+])|\d{1,2}\/40(?!\d)|g\d ?p\d|[x×]\d loose|\d{1,2} ?cm|\d+ ?(?:mg|mcg|ml|mls|units|mmol)(?![a-z]))/g;
const GESTATION = /\+|\/40|^g/;

export function said(reading: Reading, skip: Uint8Array): Said[] {
  const found: Said[] = [];
  if ((reading.tags & SAID) !== 0)
    // "admissions lounge", "dialysis unit" are places, whatever else the words mean.
    for (const [at, token] of reading.tokens.entries())
      if ((token.tags & SAID) !== 0 && skip[at] !== 1 && !(token.phrase > 1 && (token.tags & UNIT) !== 0))
        found.push({
          start: token.start,
          sensitive: (token.tags & SENSITIVE) !== 0,
          death: (token.tags & DEATH) !== 0,
        });
  if (reading.hasDigit)
    for (const { 0: figure, index } of matches(FIGURES, reading.lower))
      found.push({ start: index, sensitive: GESTATION.test(figure), death: false });
  return inOrder(found);
}
