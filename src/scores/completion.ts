/** When the training counts as completed: on every topic a right answer, in a variant that was new, within the last 12 months. */
import { Temporal } from 'temporal-polyfill';

export interface TopicDone {
  readonly topic: string;
  /** When they were right last. */
  readonly on: Date;
}

export interface Completion {
  /** By topic, in the order of the topics. */
  readonly done: readonly TopicDone[];
  readonly missing: readonly string[];
  readonly complete: boolean;
  /** First and last of the answers that count; null where there is none. */
  readonly period: { readonly from: Date; readonly to: Date } | null;
  /** Until when it counts: 12 months from the oldest of them. Null where it isn't complete. */
  readonly until: Date | null;
}

const MONTHS = 12;
const LONDON = 'Europe/London';

const shifted = (at: Date, months: number): Date =>
  new Date(
    Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(LONDON).add({ months }).epochMilliseconds,
  );

/** Answers from before count no more. */
export const countsSince = (now: Date): Date => shifted(now, -MONTHS);

/** Pure. `topics`: all that the bank asks about. */
export function completionOf(known: readonly TopicDone[], topics: readonly string[], now: Date): Completion {
  const since = countsSince(now);
  const done = topics.flatMap((topic) => known.find((one) => one.topic === topic && one.on >= since) ?? []);
  const missing = topics.filter((topic) => !done.some((one) => one.topic === topic));
  const times = done.map(({ on }) => on.getTime());
  const period = times.length === 0 ? null : { from: new Date(Math.min(...times)), to: new Date(Math.max(...times)) };
  const complete = missing.length === 0 && done.length > 0;
  return { done, missing, complete, period, until: complete && period ? shifted(period.from, MONTHS) : null };
}
