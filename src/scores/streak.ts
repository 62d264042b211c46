/** Weeks in a row in which somebody answered what they were asked: for that person's eyes, and never compared with anybody's. */
import { Temporal } from 'temporal-polyfill';

/** Questions of a slot, or asked for, that were put to somebody. */
export interface AskedRound {
  readonly slot: Date;
  readonly questions: number;
  readonly answered: number;
  /** When it was asked no more; null while it waits. */
  readonly closedAt: Date | null;
}

const LONDON = 'Europe/London';
/** What was closed sooner was paused, or taken out of the bank: the next slot closes what nobody answered. */
const LAPSES_AFTER_MS = 6 * 86_400_000;

/**
 * Pure. A week, from Monday in London, counts once all questions of a round of it are answered, however late. A week whose
 * questions lapsed ends the row. One that asked nothing, was paused, or still waits neither counts nor ends it.
 */
export function streakOf(rounds: readonly AskedRound[]): number {
  const weeks = [...Map.groupBy(rounds, ({ slot }) => mondayOf(slot))].sort(([a], [b]) => (a < b ? 1 : -1));
  let streak = 0;
  for (const [, week] of weeks) {
    if (week.some(isAnswered)) streak += 1;
    else if (week.some(hasLapsed)) break;
  }
  return streak;
}

const isAnswered = ({ questions, answered }: AskedRound): boolean => answered >= questions;

const hasLapsed = ({ slot, closedAt }: AskedRound): boolean =>
  closedAt !== null && closedAt.getTime() - slot.getTime() >= LAPSES_AFTER_MS;

/** `2026-03-02`. */
function mondayOf(at: Date): string {
  const day = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(LONDON).toPlainDate();
  return day.subtract({ days: day.dayOfWeek - 1 }).toString();
}
