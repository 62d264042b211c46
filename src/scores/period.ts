import { type Awareness, awarenessOf } from './awareness.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import type { Published } from './publish.ts';

/** How many full months a share of right answers looks back on: about 90 days. */
export const MONTHS = 3;

/** What is said of one team, one topic or all. */
export interface Figures {
  readonly awareness: Awareness | null;
  /** Of how many of the months something may be shown. */
  readonly months: number;
  /** In the last of the months; null where it may not be shown. */
  readonly coverage: Coverage | null;
}

/** `months`: what was published of each, oldest first. Sums of what may be shown, and nothing else. */
export function figuresOf(
  months: readonly (readonly Published[])[],
  { team, topic }: Pick<Published, 'team' | 'topic'>,
): Figures {
  const find = (month: readonly Published[] | undefined, measure: Published['measure']) =>
    month?.find((one) => one.measure === measure && one.team === team && one.topic === topic);
  const shown = months.flatMap((month) => find(month, 'awareness') ?? []);
  const sum = (counts: readonly number[]) => counts.reduce((all, one) => all + one, 0);
  const covered = find(months.at(-1), 'coverage');
  return {
    awareness: awarenessOf({
      answered: sum(shown.map(({ whole }) => whole)),
      right: sum(shown.map(({ part }) => part)),
    }),
    months: shown.length,
    coverage: covered ? coverageOf(covered.whole, covered.part) : null,
  };
}

/** Teams and topics of which something may be shown, by name. */
export function namesIn(months: readonly (readonly Published[])[], kind: 'team' | 'topic'): string[] {
  return [...new Set(months.flat().flatMap((one) => one[kind] ?? []))].sort((a, b) => a.localeCompare(b));
}
