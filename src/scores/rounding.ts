/**
 * What a figure may show, after NHS England's disclosure control for hospital statistics (HES, 2018): fewer than 8 people have no
 * figure, every other count is shown to the nearest 5, and shares are made of the counts that are shown, never of others.
 */
export const LEAST_PEOPLE = 8;

/** Of fewer than this, a count that is 2 out moves the share too far to be of use. */
export const LEAST_COUNTED = 25;

/** In per cent, and of counts. */
export const STEP = 5;

export const toFive = (count: number): number => Math.round(count / STEP) * STEP;

export interface Share {
  /** In per cent, to the nearest 5. */
  readonly percent: number;
  /** "All" or "none" would say it of each one: they, and what lies beside them, are told as "95 or more" and "5 or less". */
  readonly bound: 'or-more' | 'or-less' | null;
}

/** Of counts that are rounded already; null where they are too small. */
export function shareOf(part: number, whole: number): Share | null {
  if (whole < LEAST_COUNTED) return null;
  const exact = (100 * part) / whole;
  if (exact >= 100 - STEP) return { percent: 100 - STEP, bound: 'or-more' };
  if (exact <= STEP) return { percent: STEP, bound: 'or-less' };
  return { percent: toFive(exact), bound: null };
}

/** Two shares, in per cent, each to the next 5 away from the other. */
export const outwards = (low: number, high: number): { low: number; high: number } => ({
  low: Math.floor((100 * low) / STEP + 1e-9) * STEP,
  high: Math.ceil((100 * high) / STEP - 1e-9) * STEP,
});
