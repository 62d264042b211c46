import { schedule } from 'node-cron';
import { makeMonths } from '../store/months.ts';
import { notePolicy } from '../store/policy-versions.ts';
import { findTenants } from '../store/roll-up.ts';
import type { ReportingDesk } from './desk.ts';
import { publishPast } from './months.ts';
import { latestNight } from './night.ts';
import { sendReports } from './report.ts';
import { runRetention } from './retention.ts';
import { rollUp } from './roll-up.ts';

const EVERY_MINUTE = '40 * * * * *';
const nothing = () => {};
/** It would write lines of its own among those of our log; the next look comes in a minute anyway. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface Reporting {
  /** Waits for what is in hand. */
  stop(): Promise<void>;
}

/** What runs by itself, each job once over all processes: its claim is a row, so that a process that was away only finds it done. */
export function startReporting(desk: ReportingDesk): Reporting {
  let inHand: Promise<void> = Promise.resolve();
  let stopping = false;
  const look = (): Promise<void> => {
    inHand = lookAfter(desk, () => stopping).catch((error: unknown) => desk.log.error('reporting.failed', { error }));
    return inHand;
  };
  const task = schedule(EVERY_MINUTE, look, { noOverlap: true, suppressMissedWarning: true, logger: SILENT });
  void look();
  return {
    async stop() {
      stopping = true;
      await task.destroy();
      await inHand;
    },
  };
}

/** One look: whatever is due, for each organisation. One that fails keeps no other from its turn. */
async function lookAfter(desk: ReportingDesk, isStopping: () => boolean): Promise<void> {
  const { db, engine, log, keep, now } = desk;
  const late = await makeMonths(db, now());
  if (late.length > 0) log.debug('months.wait', { count: late.length });
  const { name, version, digest, modes } = engine().policy;
  await notePolicy(db, { name, version, digest, modes }, now());
  for (const tenant of await findTenants(db)) {
    const night = latestNight(now(), engine().policy.nudging['time-zone']);
    const jobs = [
      () => rollUp(db, tenant, now(), keep),
      () => publishPast(db, tenant, now()),
      () => runRetention({ db, log, keep }, tenant, { due: night, now: now() }),
      () => sendReports(desk, tenant),
    ];
    for (const job of jobs) {
      if (isStopping()) return;
      await job().catch((error: unknown) => log.error('reporting.failed', { error }));
    }
  }
}
