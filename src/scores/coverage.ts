import { type Share, shareOf } from './rounding.ts';

/** Of counts that are published, and so rounded (`publish.ts`). */
export interface Coverage {
  readonly active: number;
  /** Of the active people, those who answered something in the month. */
  readonly answered: number;
  /** Null where they are too few for a share; the counts can be shown. */
  readonly share: Share | null;
}

export const coverageOf = (active: number, answered: number): Coverage => ({
  active,
  answered,
  share: shareOf(answered, active),
});
