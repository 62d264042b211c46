import type { Db } from './database.ts';
import type { Job } from './tables.ts';

export interface Run {
  readonly tenant: string;
  readonly job: Job;
  /** Which run it is: the minute, the night or the month that it is for. */
  readonly due: Date;
}

/**
 * Takes a run: once over all processes, or again where whoever had it has gone without finishing. Gives how far the runs before
 * it came (null: none did), or undefined where it isn't ours.
 */
export async function claimRun(
  db: Db,
  { tenant, job, due }: Run,
  { now, leaseMs }: { now: Date; leaseMs: number },
): Promise<{ readonly upTo: Date | null } | undefined> {
  const row = await db
    .insertInto('housekeeping')
    .values({ tenant, job, due, claimed_at: now, done_at: null, up_to: null })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'job'])
        .doUpdateSet({ due, claimed_at: now, done_at: null })
        .where((row) =>
          row.or([
            row.and([row('housekeeping.done_at', 'is not', null), row('housekeeping.due', '<', due)]),
            row.and([
              row('housekeeping.done_at', 'is', null),
              row('housekeeping.claimed_at', '<', new Date(now.getTime() - leaseMs)),
            ]),
          ]),
        ),
    )
    .returning('up_to as upTo')
    .executeTakeFirst();
  return row;
}

/** It is done. `upTo`: everything before was seen to. */
export async function endRun(db: Db, { tenant, job }: Run, { now, upTo }: { now: Date; upTo: Date }): Promise<void> {
  await db
    .updateTable('housekeeping')
    .set({ done_at: now, up_to: upTo })
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .execute();
}

/** How far a job has come; null where it has never been done. */
export async function seenToUpTo(db: Db, tenant: string, job: Job): Promise<Date | null> {
  const row = await db
    .selectFrom('housekeeping')
    .select('up_to')
    .where('tenant', '=', tenant)
    .where('job', '=', job)
    .executeTakeFirst();
  return row?.up_to ?? null;
}
