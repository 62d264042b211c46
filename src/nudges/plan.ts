import type { Category, Level, Verdict } from '../policy/types.ts';

/** The version of the same message that its poster was told of. */
interface Earlier {
  readonly id: string;
  readonly level: Exclude<Level, 'clear'>;
  readonly categories: readonly Category[];
}

export interface Plan {
  /** `waiting`: a notice goes out. `held`: it is recorded, and nobody is told. */
  readonly delivery: 'waiting' | 'held';
  /** The incident that this one says nothing new about. */
  readonly repeatOf: string | null;
}

/**
 * Whether a flagged message gets a notice. Pure. An edit that leaves the same kinds in, or fewer,
 * is not told again: identical warnings stop being read. One that makes it worse is.
 */
export function plan(verdict: Pick<Verdict, 'level' | 'categories' | 'mode'>, earlier: Earlier | undefined): Plan {
  const worse =
    !earlier ||
    (verdict.level === 'urgent' && earlier.level === 'nudge') ||
    verdict.categories.some((category) => !earlier.categories.includes(category));
  if (!worse) return { delivery: 'held', repeatOf: earlier.id };
  return { delivery: verdict.mode === 'watch' ? 'held' : 'waiting', repeatOf: null };
}
