/** What may be shown of refreshers: how far they have come, and whether anything changed after them. Pure. */
import { LEAST_PEOPLE, toFive } from './rounding.ts';

/** Counts of people. */
export interface Counted {
  readonly chosen: number;
  /** Not handed over yet, or on the way. */
  readonly waiting: number;
  readonly accepted: number;
  /** Handed over, and the answer was lost: never sent twice. */
  readonly uncertain: number;
  readonly failed: readonly ByReason[];
  /** Not sent: it was cancelled, or they were away for too long. */
  readonly held: readonly ByReason[];
  /** They may ask for it, and have not. */
  readonly offered: number;
  readonly acknowledged: number;
  readonly answered: number;
  readonly right: number;
}
interface ByReason {
  /** A code. */
  readonly reason: string;
  readonly people: number;
}

/** What fewer than eight people did would tell of each one, so it is null then; that they were written to is no secret. */
export interface Progress extends Omit<Counted, 'acknowledged' | 'answered' | 'right'> {
  readonly acknowledged: number | null;
  readonly answered: number | null;
  readonly right: number | null;
}

/** All right, or none, of those who answered would tell of each one: then it is null, too. */
export function progressShown(counted: Counted): Progress {
  const many = counted.accepted + counted.uncertain >= LEAST_PEOPLE;
  const { acknowledged, answered, right } = counted;
  const mixed = answered >= LEAST_PEOPLE && right > 0 && right < answered;
  return {
    ...counted,
    acknowledged: many ? acknowledged : null,
    answered: many ? answered : null,
    right: many && mixed ? toFive(right) : null,
  };
}

/**
 * Of those who are weak on a topic: whoever knew the count today and tomorrow would know who has become one of them. So each is to the
 * nearest five, and of fewer than eight there is none (null). What is added up afterwards is sums of these.
 */
export function coarse(counted: Counted): Counted | null {
  if (counted.chosen < LEAST_PEOPLE) return null;
  const { failed, held, ...counts } = counted;
  const rounded = (some: readonly ByReason[]) =>
    some.map(({ reason, people }) => ({ reason, people: toFive(people) })).filter(({ people }) => people > 0);
  return {
    ...(Object.fromEntries(Object.entries(counts).map(([what, count]) => [what, toFive(count)])) as typeof counts),
    failed: rounded(failed),
    held: rounded(held),
  };
}

/** Several taken together: those of a campaign. */
export function sumOf(all: readonly Counted[]): Counted {
  const sum = (what: Exclude<keyof Counted, 'failed' | 'held'>) => all.reduce((total, one) => total + one[what], 0);
  const reasons = (what: 'failed' | 'held') =>
    [
      ...Map.groupBy(
        all.flatMap((one) => one[what]),
        ({ reason }) => reason,
      ),
    ]
      .map(([reason, some]) => ({ reason, people: some.reduce((total, { people }) => total + people, 0) }))
      .sort((one, other) => other.people - one.people);
  return {
    chosen: sum('chosen'),
    waiting: sum('waiting'),
    accepted: sum('accepted'),
    uncertain: sum('uncertain'),
    failed: reasons('failed'),
    held: reasons('held'),
    offered: sum('offered'),
    acknowledged: sum('acknowledged'),
    answered: sum('answered'),
    right: sum('right'),
  };
}

/** How many people an audience reaches: null for fewer than eight. Who is weak on a topic is counted to the nearest five. */
export function reachShown(audience: { readonly kind: string }, people: number): number | null {
  if (people < LEAST_PEOPLE) return people === 0 ? 0 : null;
  return audience.kind === 'weak' ? toFive(people) : people;
}
