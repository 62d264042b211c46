import { londonDay } from '../store/counts.ts';
import type { Db } from '../store/database.ts';
import { claimRun, endRun } from '../store/housekeeping.ts';
import { findTouchedDays, rollUpAnswers, rollUpIncidents, rollUpTriage } from '../store/roll-up.ts';
import { DAY, type Keep, LEASE, MINUTE } from './desk.ts';

/** A transaction that was open during the last run, and has committed since, wrote no later than that before it. */
const OVERLAP = 10 * MINUTE;

/**
 * Counts anew the days of which something was written since the last run: late answers and edits change days that are long past.
 * Once a minute and organisation, by one process. False where it wasn't our turn.
 */
export async function rollUp(db: Db, tenant: string, now: Date, keep: Keep): Promise<boolean> {
  const run = { tenant, job: 'roll-up', due: new Date(Math.floor(now.getTime() / MINUTE) * MINUTE) } as const;
  const claim = await claimRun(db, run, { now, leaseMs: LEASE });
  if (!claim) return false;
  const since = claim.upTo && new Date(claim.upTo.getTime() - OVERLAP);
  const touched = await findTouchedDays(db, tenant, since);
  // Of older days retention may have removed a part: they stand as they were counted last.
  const oldest = eventsKeptFrom(now, keep);
  // Clear messages are counted all the time, those of last night a little after midnight.
  const counted = since === null ? [] : [londonDay(new Date(now.getTime() - DAY)), londonDay(now)];
  for (const day of new Set([...touched.incidents, ...counted]))
    if (day >= oldest || since === null) await rollUpIncidents(db, tenant, day);
  for (const day of touched.answers) await rollUpAnswers(db, tenant, day);
  for (const day of touched.triage) await rollUpTriage(db, tenant, day);
  await endRun(db, run, { now, upTo: now });
  return true;
}

/** The first day (London) of which events are still kept. */
export const eventsKeptFrom = (now: Date, keep: Keep): string => londonDay(new Date(now.getTime() - keep.events * DAY));

export const rollUpsKeptFrom = (now: Date, keep: Keep): string =>
  londonDay(new Date(now.getTime() - keep.rollUps * DAY));
