import type { Share } from '../scores/rounding.ts';

/** How figures of groups are said. */

/** Where nothing may be said, or too little was answered to say it. */
export const NOT_SHOWN = 'Not shown';

const COUNT = new Intl.NumberFormat('en-GB');
export const count = (value: number): string => COUNT.format(value);

const BOUNDS = { 'or-more': ' or more', 'or-less': ' or less' } as const;

/** "75%", "95% or more". */
export const sayShare = ({ percent, bound }: Share): string => `${percent}%${bound ? BOUNDS[bound] : ''}`;

/** "70% to 80%". */
export const sayRange = ({ range }: { readonly range: { readonly low: number; readonly high: number } }): string =>
  `${range.low}% to ${range.high}%`;
