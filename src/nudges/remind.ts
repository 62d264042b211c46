import type { Log } from '../log.ts';
import type { Engine } from '../policy/types.ts';
import type { Db } from '../store/database.ts';
import { findIncident } from '../store/incident.ts';
import { addNotice } from '../store/notices.ts';
import type { FollowUpJob, Queue } from '../store/queue.ts';
import { raiseIncident } from '../store/triage.ts';
import { followUp } from './follow-up.ts';

export interface Reminders {
  readonly db: Db;
  readonly queue: Queue;
  readonly engine: () => Engine;
  readonly log: Log;
  readonly now: () => Date;
}

/** Looks again at an urgent incident: reminds its poster, puts it on the Guardian's list, or waits for the quiet hours to end. */
export async function remind({ db, queue, engine, log, now }: Reminders, job: FollowUpJob): Promise<void> {
  const { tenant, step } = job;
  const done = await db.transaction().execute(async (trx) => {
    const incident = await findIncident(trx, tenant, job.incident);
    if (!incident) return 'nothing';
    const at = now();
    const next = followUp(step, incident, at, engine().policy.nudging);
    switch (next.do) {
      case 'remind': {
        const notice = await addNotice(trx, {
          tenant,
          incident: incident.id,
          person: incident.person,
          kind: 'reminder',
        });
        if (notice) await queue.enqueue(trx, { ...notice, attempt: 0 });
        break;
      }
      case 'raise':
        await raiseIncident(trx, tenant, incident, 'unfixed', at);
        break;
      case 'wait':
        await queue.enqueueFollowUps(trx, [
          { job, afterSeconds: Math.ceil((next.until.getTime() - at.getTime()) / 1000) },
        ]);
        break;
      case 'nothing':
        break;
    }
    return next.do;
  });
  log.info('incident.followed-up', { incident: job.incident, kind: step, status: done });
}
