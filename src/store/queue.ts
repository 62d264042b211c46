import type { Transaction } from 'kysely';
import { fromKysely, fromPglite, type JobWithMetadata, PgBoss } from 'pg-boss';
import type { Log } from '../log.ts';
import { DatabaseError, type Store } from './database.ts';
import { DEAD_LETTER_QUEUE, DEAD_LETTERS, type DeadLetters, deadLettersOf } from './dead-letters.ts';
import type { NoticeKey } from './notices.ts';
import type { Database } from './tables.ts';

const NOTICES = 'notices';
const FOLLOW_UPS = 'follow-ups';
const QUIZZES = 'quizzes';
const REFRESHERS = 'refreshers';
const REPORTS = 'reports';

const QUEUES = [NOTICES, FOLLOW_UPS, QUIZZES, REFRESHERS, REPORTS];

/**
 * A worker waits for the slowest notice of its batch: with several, one that hangs doesn't hold up the others. No more of them, since
 * each asks the database whenever a notice is put in; and small batches, since of ten at once each is as late as the last.
 */
const WORKERS = 4;
const NOTICES_AT_ONCE = 2;
/** Of each worker's: of so many it isn't known who got them, where a process is killed. */
const AT_ONCE = 4;
/** Nobody waits for a question. */
const QUIZ_WORKERS = 2;
/** Few, so that of a platform's pace only the least part is taken up: what somebody posted just now goes first. */
const REFRESHER_WORKERS = 2;

/** What the queue holds of a notice: where it belongs and which attempt this is. */
export interface NoticeJob extends NoticeKey {
  /** The notice's `attempts` when it was enqueued: a job whose count is past is stale. */
  readonly attempt: number;
}

/** An urgent incident is to be looked at again. */
export interface FollowUpJob {
  readonly tenant: string;
  readonly incident: string;
  readonly step: 'reminder' | 'triage';
}

/** A round of questions is to be put to its person. */
export interface QuizJob {
  readonly tenant: string;
  readonly round: string;
  /** As a notice's. */
  readonly attempt: number;
}

/** A refresher is to be sent to one person. */
export interface RefresherJob {
  readonly tenant: string;
  readonly copy: string;
  /** As a notice's. */
  readonly attempt: number;
}

/** A manager is to be told of their teams. */
export interface ReportJob {
  readonly tenant: string;
  readonly person: string;
  readonly month: string;
  /** As a notice's. */
  readonly attempt: number;
}

export interface Handlers {
  /** `lastTry`: should it throw now, the job is not tried again. */
  readonly notice: (job: NoticeJob, lastTry: boolean) => Promise<void>;
  readonly followUp: (job: FollowUpJob) => Promise<void>;
  readonly quiz: (job: QuizJob, lastTry: boolean) => Promise<void>;
  readonly refresher: (job: RefresherJob, lastTry: boolean) => Promise<void>;
  readonly report: (job: ReportJob, lastTry: boolean) => Promise<void>;
}

/** A job for so many seconds later. */
export interface Later<Job> {
  readonly job: Job;
  readonly afterSeconds: number;
}

/** Jobs are put in within the caller's transaction: they are there if and only if that commits. */
export interface Queue {
  enqueue(trx: Transaction<Database>, job: NoticeJob, afterSeconds?: number): Promise<void>;
  enqueueFollowUps(trx: Transaction<Database>, later: readonly Later<FollowUpJob>[]): Promise<void>;
  enqueueQuizzes(trx: Transaction<Database>, jobs: readonly QuizJob[], afterSeconds?: number): Promise<void>;
  enqueueRefreshers(trx: Transaction<Database>, jobs: readonly RefresherJob[], afterSeconds?: number): Promise<void>;
  enqueueReports(trx: Transaction<Database>, jobs: readonly ReportJob[], afterSeconds?: number): Promise<void>;
  work(handlers: Handlers): Promise<void>;
  /** Rejects where the queue's tables can't be read. */
  check(): Promise<void>;
  /** Waits for the jobs in hand. */
  stop(): Promise<void>;
}

export interface OpenQueue extends Queue {
  /** What failed at its last try, and how each queue stands. */
  readonly jobs: DeadLetters;
}

/**
 * pg-boss on the same database. A job whose process dies is taken up by another after some 12
 * seconds (its heart stops beating); a handler that throws is tried again, five times at most.
 */
export async function openQueue(store: Store, log: Log): Promise<OpenQueue> {
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
    await boss.createQueue(DEAD_LETTERS, DEAD_LETTER_QUEUE);
    for (const name of QUEUES) {
      // What is for later wakes nobody when it is put in: it is found when somebody looks for it.
      const notify = name !== FOLLOW_UPS;
      await boss.createQueue(name, {
        notify,
        retryLimit: 5,
        retryDelay: 1,
        retryBackoff: true,
        retryDelayMax: 60,
        expireInSeconds: 60,
        heartbeatSeconds: 10,
        deleteAfterSeconds: 86_400,
        deadLetter: DEAD_LETTERS,
      });
      // Queues that were made before there were dead letters, or by a version that woke all.
      await boss.updateQueue(name, { deadLetter: DEAD_LETTERS, notify });
    }
  } catch (error) {
    throw new DatabaseError(
      'The job queue (schema pgboss) could not be set up in the database: its user needs the right to create a schema.',
      { cause: error },
    );
  }

  const sendAll = async (name: string, trx: Transaction<Database>, all: readonly Later<object>[]) => {
    if (all.length === 0) return;
    const rows = all.map(({ job, afterSeconds }) => ({
      data: job,
      ...(afterSeconds > 0 ? { startAfter: afterSeconds } : {}),
    }));
    await boss.insert(name, rows, { db: fromKysely(trx) });
  };
  const at = <Job>(jobs: readonly Job[], afterSeconds: number) => jobs.map((job) => ({ job, afterSeconds }));

  const work = async <Job extends object>(
    name: string,
    {
      localConcurrency,
      batchSize,
      everySeconds,
    }: { localConcurrency: number; batchSize: number; everySeconds: number },
    handle: (job: Job, lastTry: boolean) => Promise<void>,
  ) => {
    const run = async (job: JobWithMetadata<Job>) => {
      try {
        await handle(job.data, job.retryCount >= job.retryLimit);
        return { id: job.id, status: 'completed' as const };
      } catch (error) {
        log.warn('job.attempt-failed', { kind: name, job: job.id, attempt: job.retryCount + 1, error });
        return { id: job.id, status: 'failed' as const };
      }
    };
    await boss.work<Job>(
      name,
      {
        batchSize,
        localConcurrency,
        burstWhenBatchFull: true,
        perJobResults: true,
        includeMetadata: true,
        // For what is due later, and for what was said while nobody listened: what is put in now is told of at once.
        pollingIntervalSeconds: everySeconds,
        notifyPollingIntervalSeconds: everySeconds,
      },
      (jobs) => Promise.all((jobs as JobWithMetadata<Job>[]).map(run)),
    );
  };

  const patient = { batchSize: AT_ONCE, everySeconds: 2 };

  return {
    enqueue: (trx, job, afterSeconds = 0) => sendAll(NOTICES, trx, [{ job, afterSeconds }]),
    enqueueFollowUps: (trx, later) => sendAll(FOLLOW_UPS, trx, later),
    enqueueQuizzes: (trx, jobs, afterSeconds = 0) => sendAll(QUIZZES, trx, at(jobs, afterSeconds)),
    enqueueRefreshers: (trx, jobs, afterSeconds = 0) => sendAll(REFRESHERS, trx, at(jobs, afterSeconds)),
    enqueueReports: (trx, jobs, afterSeconds = 0) => sendAll(REPORTS, trx, at(jobs, afterSeconds)),
    async work({ notice, followUp, quiz, refresher, report }) {
      await work<NoticeJob>(
        NOTICES,
        { localConcurrency: WORKERS, batchSize: NOTICES_AT_ONCE, everySeconds: 1 },
        notice,
      );
      await work<FollowUpJob>(FOLLOW_UPS, { ...patient, localConcurrency: 1 }, followUp);
      await work<QuizJob>(QUIZZES, { ...patient, localConcurrency: QUIZ_WORKERS }, quiz);
      await work<RefresherJob>(REFRESHERS, { ...patient, localConcurrency: REFRESHER_WORKERS }, refresher);
      await work<ReportJob>(REPORTS, { ...patient, localConcurrency: 1 }, report);
    },
    jobs: deadLettersOf(boss, QUEUES),
    async check() {
      if (!(await boss.isInstalled())) throw new DatabaseError('The job queue is not installed.');
    },
    stop: () => boss.stop({ graceful: true, timeout: 15_000 }),
  };
}
