import { type Awareness, awarenessOf } from './awareness.ts';
import { type Coverage, coverageOf } from './coverage.ts';
import type { Published } from './publish.ts';
import { type Share, shareOf } from './rounding.ts';

/** How many full months a share of right answers looks back on: about 90 days. */
export const MONTHS = 3;

/** What is said of one team, one topic or all. */
export interface Figures {
  readonly awareness: Awareness | null;
  /** Of how many of the months something may be shown. */
  readonly months: number;
  /** In the last of the months; null where it may not be shown. */
  readonly coverage: Coverage | null;
  /** Of the active people, in the last of the months, those who had something flagged; null where it may not be shown. */
  readonly told: Told | null;
  /** Of what was flagged, in the months of which it may be shown, the share that its poster put right. */
  readonly putRight: Share | null;
}

export interface Told {
  readonly active: number;
  readonly told: number;
  /** Null where they are too few for a share. */
  readonly share: Share | null;
}

/** `months`: what was published of each, oldest first. Sums of what may be shown, and nothing else. */
export function figuresOf(
  months: readonly (readonly Published[])[],
  { team, topic }: Pick<Published, 'team' | 'topic'>,
): Figures {
  const find = (month: readonly Published[] | undefined, measure: Published['measure']) =>
    month?.find((one) => one.measure === measure && one.team === team && one.topic === topic);
  const shown = (measure: Published['measure']) => months.flatMap((month) => find(month, measure) ?? []);
  const sum = (some: readonly Published[], of: 'part' | 'whole') => some.reduce((all, one) => all + one[of], 0);
  const [known, done] = [shown('awareness'), shown('practice')];
  const [covered, told] = [find(months.at(-1), 'coverage'), find(months.at(-1), 'told')];
  return {
    awareness: awarenessOf({ answered: sum(known, 'whole'), right: sum(known, 'part') }),
    months: known.length,
    coverage: covered ? coverageOf(covered.whole, covered.part) : null,
    told: told ? { active: told.whole, told: told.part, share: shareOf(told.part, told.whole) } : null,
    putRight: shareOf(sum(done, 'part'), sum(done, 'whole')),
  };
}

/** Teams and topics of which something may be shown, by name. */
export function namesIn(months: readonly (readonly Published[])[], kind: 'team' | 'topic'): string[] {
  return [...new Set(months.flat().flatMap((one) => one[kind] ?? []))].sort((a, b) => a.localeCompare(b));
}

/** Several teams as one: the sums of what is shown of each. */
export function together(
  months: readonly (readonly Published[])[],
  teams: readonly string[],
  name: string,
): Published[][] {
  return months.map((month) => {
    const sums = new Map<string, Published>();
    for (const one of month) {
      if (one.team === null || !teams.includes(one.team)) continue;
      const key = `${one.measure} ${one.topic ?? ''}`;
      const { part = 0, whole = 0 } = sums.get(key) ?? {};
      sums.set(key, { ...one, team: name, part: part + one.part, whole: whole + one.whole });
    }
    return [...sums.values()];
  });
}
