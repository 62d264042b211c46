import type { Awareness } from './awareness.ts';

/** In per cent: what a team should know of a topic at the least. A choice of ours, and the page says it. */
export const ENOUGH = 75;

/**
 * Whether a refresher would help: even the upper end of the likely range is below three in four. Where that can't be said with so
 * few answers, it isn't.
 */
export const needsRefresher = (awareness: Awareness | null): boolean =>
  awareness !== null && awareness.range.high < ENOUGH;
