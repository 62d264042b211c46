import { awarenessOf, type Marks } from './awareness.ts';

/**
 * Pure. Teams as a list begins with them: the least aware first, then those without enough answers, by name. The order is that of
 * the figures that are shown, and nothing finer, since an order by others would tell them: the upper end of the likely range, then
 * the share.
 */
export function leastAwareFirst(teams: readonly (Marks & { readonly team: string })[]): string[] {
  return teams
    .map(({ team, ...marks }) => {
      const shown = awarenessOf(marks);
      return { team, upper: shown?.range.high ?? LAST, percent: shown?.percent ?? LAST };
    })
    .sort((a, b) => a.upper - b.upper || a.percent - b.percent || a.team.localeCompare(b.team))
    .map(({ team }) => team);
}

const LAST = 101;
