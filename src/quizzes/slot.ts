import { Temporal } from 'temporal-polyfill';
import type { Quizzing } from '../policy/quizzing.ts';

export interface Slot {
  readonly day: (typeof DAYS)[number];
  /** On the wall: "10:00" is ten o'clock in summer and in winter. */
  readonly time: string;
}

/** From Monday, as Temporal counts. */
const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

/**
 * The weekly slot that came last, at the latest now. Pure. However many were missed, one is there to be caught up. A time that
 * the clocks skip is an hour later; of one that they show twice it is the first.
 */
export function latestSlot(now: Date, { day, time }: Slot, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const back = (here.dayOfWeek - 1 - DAYS.indexOf(day) + 7) % 7;
  const at = (days: number) =>
    here
      .toPlainDate()
      .subtract({ days })
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(time) });
  const slot = at(back).epochMilliseconds > here.epochMilliseconds ? at(back + 7) : at(back);
  return new Date(slot.epochMilliseconds);
}

/** Whom a slot is for: some teams, or everybody but these. */
export type Whom = { readonly only: readonly string[] } | { readonly except: readonly string[] };

export interface LatestSlot {
  readonly at: Date;
  readonly whom: Whom;
}

/** The latest slot of the organisation, and those of teams that have one of their own at another time. Pure. */
export function latestSlots(
  now: Date,
  quizzing: Pick<Quizzing, 'day' | 'time' | 'team-slots'>,
  timeZone: string,
): LatestSlot[] {
  const at = latestSlot(now, quizzing, timeZone);
  const others = quizzing['team-slots']
    .map(({ team, ...slot }) => ({ team, at: latestSlot(now, slot, timeZone) }))
    .filter((other) => other.at.getTime() !== at.getTime());
  const together = Map.groupBy(others, (other) => other.at.getTime());
  return [
    { at, whom: { except: others.map(({ team }) => team) } },
    ...[...together].map(([time, some]) => ({ at: new Date(time), whom: { only: some.map(({ team }) => team) } })),
  ];
}
