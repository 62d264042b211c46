import { LEAST_PEOPLE, type Share, shareOf, toFive } from './rounding.ts';

/** What happened to messages in a period, in a whole organisation. */
export interface Happened {
  /** Read, the incidents among them. */
  readonly messages: number;
  readonly incidents: number;
  /** How many people posted the incidents. */
  readonly posters: number;
  /** How many incidents were put right. */
  readonly fixed: number;
  /** How many people put theirs right. */
  readonly fixers: number;
  /** Half of what was put right was so in this time from the post on. */
  readonly medianMinutes: number | null;
  /** Their own, that people raised. */
  readonly nearMisses: number;
  /** How many people raised them. */
  readonly raisers: number;
}

export interface Practice {
  /** Incidents in 1,000 messages. Null: too few messages or people to say so. */
  readonly perThousand: number | null;
  /** Share of the incidents that the person who posted put right. */
  readonly fixed: Share | null;
  readonly medianMinutes: number | null;
  /** In an organisation's favour: a just culture is one where they are raised. `few`: by fewer than 8 people. */
  readonly nearMisses: number | 'few';
}

const LEAST_MESSAGES = 1000;

export function practiceOf(happened: Happened): Practice {
  const { messages, incidents, posters, fixed, fixers, medianMinutes, nearMisses, raisers } = happened;
  const many = (people: number) => people >= LEAST_PEOPLE;
  return {
    perThousand:
      messages >= LEAST_MESSAGES && (incidents === 0 || many(posters))
        ? Math.round((10_000 * toFive(incidents)) / messages) / 10
        : null,
    fixed: many(posters) ? shareOf(toFive(fixed), toFive(incidents)) : null,
    medianMinutes: many(fixers) && medianMinutes !== null ? Math.round(medianMinutes) : null,
    nearMisses: nearMisses > 0 && !many(raisers) ? 'few' : toFive(nearMisses),
  };
}

/**
 * Of several months, each counted when it was over. How many different people there were in all of them is not known: at least as
 * many as in the month with the most. The median is that of the latest month that has one.
 */
export function sumOf(months: readonly Happened[]): Happened {
  const sum = (pick: (one: Happened) => number) => months.reduce((all, one) => all + pick(one), 0);
  const most = (pick: (one: Happened) => number) => Math.max(0, ...months.map(pick));
  return {
    messages: sum(({ messages }) => messages),
    incidents: sum(({ incidents }) => incidents),
    posters: most(({ posters }) => posters),
    fixed: sum(({ fixed }) => fixed),
    fixers: most(({ fixers }) => fixers),
    medianMinutes: months.findLast(({ medianMinutes }) => medianMinutes !== null)?.medianMinutes ?? null,
    nearMisses: sum(({ nearMisses }) => nearMisses),
    raisers: most(({ raisers }) => raisers),
  };
}
