import { Temporal } from 'temporal-polyfill';

/** A month by the clocks in London. */
export interface Month {
  /** `2026-10`. */
  readonly name: string;
  readonly from: Date;
  /** The first moment after it. */
  readonly to: Date;
}

const LONDON = 'Europe/London';

/** The last full months before `now`, oldest first. */
export function monthsBefore(now: Date, count: number): Month[] {
  return Array.from({ length: count }, (_, index) => spanOf(currentMonth(now).subtract({ months: count - index })));
}

/** So many names of months, this one the last. */
export const monthsUpTo = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, index) =>
    Temporal.PlainYearMonth.from(name)
      .subtract({ months: count - 1 - index })
      .toString(),
  );

/** The month that it is. */
export const monthOf = (now: Date): Month => spanOf(currentMonth(now));

const currentMonth = (now: Date): Temporal.PlainYearMonth =>
  Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(LONDON).toPlainDate().toPlainYearMonth();

const spanOf = (month: Temporal.PlainYearMonth): Month => ({
  name: month.toString(),
  from: startOf(month),
  to: startOf(month.add({ months: 1 })),
});

const startOf = (month: Temporal.PlainYearMonth): Date =>
  new Date(month.toPlainDate({ day: 1 }).toZonedDateTime(LONDON).epochMilliseconds);
