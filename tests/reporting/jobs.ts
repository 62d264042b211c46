import { createLog } from '../../src/log.ts';
import { publishPast } from '../../src/reporting/months.ts';
import { runRetention } from '../../src/reporting/retention.ts';
import { rollUp } from '../../src/reporting/roll-up.ts';
import type { Db } from '../../src/store/database.ts';
import { makeMonths } from '../../src/store/months.ts';

const keep = { events: 90, rollUps: 1096 };
const log = createLog('silent');

/** The jobs that run by themselves, for the organisation T1. */
export const JOBS = {
  'roll-up': (db: Db, now: Date) => rollUp(db, 'T1', now, keep),
  months: (db: Db, now: Date) => publishPast(db, 'T1', now),
  retention: (db: Db, now: Date) => runRetention({ db, log, keep }, 'T1', { due: now, now }),
  partitions: (db: Db, now: Date) => makeMonths(db, now),
};
export type Job = keyof typeof JOBS;
