import { Temporal } from 'temporal-polyfill';
import type { Reading } from '../store/directories.ts';

const MINUTE = 60_000;
const CHANGES_EVERY = 10 * MINUTE;
/** What can't be read is mostly a permission that somebody has to give. */
const AGAIN_AFTER = 15 * MINUTE;
/** At night, when the platform has little to do, on the policy's wall clock. */
const NIGHT = '02:30';

/**
 * What is to be read of a directory now. Pure. Everyone, where that was done last before the latest night; else what changed,
 * where the platform has to be asked for it.
 */
export function due(
  { readAt, changesFrom, askedAt, failedAt }: Reading,
  now: Date,
  timeZone: string,
): 'everyone' | 'changes' | 'nothing' {
  if (failedAt !== null && now.getTime() - failedAt.getTime() < AGAIN_AFTER) return 'nothing';
  if (readAt === null || readAt < latestNight(now, timeZone)) return 'everyone';
  const asked = askedAt ?? readAt;
  return changesFrom !== null && now.getTime() - asked.getTime() >= CHANGES_EVERY ? 'changes' : 'nothing';
}

/** Pure. */
export function latestNight(now: Date, timeZone: string): Date {
  const here = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(timeZone);
  const on = (days: number) =>
    here
      .toPlainDate()
      .subtract({ days })
      .toZonedDateTime({ timeZone, plainTime: Temporal.PlainTime.from(NIGHT) }).epochMilliseconds;
  return new Date(on(0) > now.getTime() ? on(1) : on(0));
}
