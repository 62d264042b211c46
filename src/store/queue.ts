import type { Transaction } from 'kysely';
import { fromKysely, fromPglite, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Log } from '../log.ts';
import { DatabaseError, type Store } from './database.ts';
import type { Database } from './tables.ts';

const QUEUE = 'notices';

/** A worker waits for the slowest notice of its batch: with several, one that hangs doesn't hold up the others. */
const WORKERS = 8;

/** What the queue holds of a notice: where it belongs and which attempt this is. */
export interface NoticeJob {
  readonly tenant: string;
  readonly incident: string;
  /** The incident's `attempts` when it was enqueued: a job whose count is past is stale. */
  readonly attempt: number;
}

export interface Queue {
  /** Within the caller's transaction: the job is there if and only if that commits. */
  enqueue(trx: Transaction<Database>, job: NoticeJob, afterSeconds?: number): Promise<void>;
  /** `lastTry`: should the handler throw now, the job is not tried again. */
  work(handle: (job: NoticeJob, lastTry: boolean) => Promise<void>): Promise<void>;
  /** Rejects where the queue's tables can't be read. */
  check(): Promise<void>;
  /** Waits for the jobs in hand. */
  stop(): Promise<void>;
}

/**
 * pg-boss on the same database. A job whose process dies is taken up by another after some 12
 * seconds (its heart stops beating); a handler that throws is tried again, five times at most.
 */
export async function openQueue(store: Store, log: Log): Promise<Queue> {
  const boss = new PgBoss({
    ...(store.pglite
      ? { db: fromPglite(store.pglite), backend: 'pglite' as const }
      : { connectionString: store.url as string, max: 4 }),
    schema: 'pgboss',
    useListenNotify: true,
    schedule: false,
    // The three of them decide how soon a dead process's job is noticed.
    superviseIntervalSeconds: 5,
    monitorIntervalSeconds: 5,
    maintenanceIntervalSeconds: 60,
  });
  boss.on('error', (error) => log.error('queue.failed', { error }));
  boss.on('warning', () => log.warn('queue.warning'));
  try {
    await boss.start();
    await boss.createQueue(QUEUE, {
      notify: true,
      retryLimit: 5,
      retryDelay: 1,
      retryBackoff: true,
      retryDelayMax: 60,
      expireInSeconds: 60,
      heartbeatSeconds: 10,
      deleteAfterSeconds: 86_400,
    });
  } catch (error) {
    throw new DatabaseError(
      'The job queue (schema pgboss) could not be set up in the database: its user needs the right to create a schema.',
      { cause: error },
    );
  }

  return {
    async enqueue(trx, job, afterSeconds = 0) {
      await boss.send(QUEUE, job, { db: fromKysely(trx), ...(afterSeconds > 0 ? { startAfter: afterSeconds } : {}) });
    },
    async work(handle) {
      const run = async (job: JobWithMetadata<NoticeJob>) => {
        try {
          await handle(job.data, job.retryCount >= job.retryLimit);
          return { id: job.id, status: 'completed' as const };
        } catch (error) {
          log.warn('notice.attempt-failed', { incident: job.data.incident, attempt: job.retryCount + 1, error });
          return { id: job.id, status: 'failed' as const };
        }
      };
      await boss.work<NoticeJob>(
        QUEUE,
        {
          batchSize: 4,
          localConcurrency: WORKERS,
          burstWhenBatchFull: true,
          perJobResults: true,
          includeMetadata: true,
          pollingIntervalSeconds: 1,
          notifyPollingIntervalSeconds: 1,
        },
        (jobs) => Promise.all((jobs as JobWithMetadata<NoticeJob>[]).map(run)),
      );
    },
    async check() {
      if (!(await boss.isInstalled())) throw new DatabaseError('The job queue is not installed.');
    },
    stop: () => boss.stop({ graceful: true, timeout: 15_000 }),
  };
}
