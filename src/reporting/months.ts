import { monthsBefore } from '../scores/months.ts';
import type { Db } from '../store/database.ts';
import { claimRun, endRun } from '../store/housekeeping.ts';
import { findOrganisations } from '../store/scores.ts';
import { LEASE } from './desk.ts';
import { publishMonths } from './publish.ts';

const PLATFORMS = ['slack', 'teams', 'simulator'] as const;
/** What nobody published in time is caught up with, as far back as the answers to it are. */
const BACK = 3;

/** Publishes the months that are over, once each and organisation, so that their events may go. False where it wasn't our turn. */
export async function publishPast(db: Db, tenant: string, now: Date): Promise<boolean> {
  const months = monthsBefore(now, BACK);
  const due = months.at(-1)?.to as Date;
  const run = { tenant, job: 'months', due } as const;
  if (!(await claimRun(db, run, { now, leaseMs: LEASE }))) return false;
  for (const organisation of await findOrganisations(db, { platforms: PLATFORMS, tenants: [tenant] }))
    await publishMonths(db, organisation, months);
  await endRun(db, run, { now, upTo: due });
  return true;
}
