import type { Log } from '../log.ts';
import { londonDay } from '../store/counts.ts';
import type { Db } from '../store/database.ts';
import { claimRun, endRun, seenToUpTo } from '../store/housekeeping.ts';
import { removeUnusedPictures } from '../store/pictures.ts';
import { dropMonthsBefore, removeEvents, removeRollUps } from '../store/retention.ts';
import { type Keep, LEASE } from './desk.ts';
import { eventsKeptFrom, rollUpsKeptFrom } from './roll-up.ts';

/** Whoever writes a refresher has its picture for so long before they save it. */
const DAY_MS = 86_400_000;

/**
 * Removes what is older than it may be kept, once a night and organisation, and writes down what went. Events go only when they
 * have been counted: by the roll-ups, and by the figures of their month.
 */
export async function runRetention(
  { db, log, keep }: { db: Db; log: Log; keep: Keep },
  tenant: string,
  { due, now }: { due: Date; now: Date },
): Promise<boolean> {
  const run = { tenant, job: 'retention', due } as const;
  if (!(await claimRun(db, run, { now, leaseMs: LEASE }))) return false;
  const counted = await Promise.all([seenToUpTo(db, tenant, 'roll-up'), seenToUpTo(db, tenant, 'months')]);
  const days = [eventsKeptFrom(now, keep), ...counted.map((at) => londonDay(at ?? new Date(0)))].sort();
  const [eventsBefore = '', rollUpsBefore] = [days[0], rollUpsKeptFrom(now, keep)];
  const removed = [
    ...(await removeEvents(db, { tenant, before: eventsBefore, at: now })),
    ...(await removeRollUps(db, { tenant, before: rollUpsBefore, at: now })),
  ];
  for (const { what, removed: count } of removed) if (count > 0) log.info('retention.removed', { kind: what, count });
  const pictures = await removeUnusedPictures(db, tenant, new Date(now.getTime() - DAY_MS));
  if (pictures > 0) log.info('retention.removed', { kind: 'pictures', count: pictures });
  // The space of a month is given back when every organisation's rows of it are gone.
  const months = await dropMonthsBefore(db, eventsBefore);
  if (months > 0) log.info('retention.months-dropped', { count: months });
  await endRun(db, run, { now, upTo: new Date(eventsBefore) });
  return true;
}
