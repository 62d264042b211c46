import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Store } from '../../src/store/database.ts';
import { type FollowUpJob, type NoticeJob, openQueue, type Queue } from '../../src/store/queue.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { soon } from '../soon.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  let queue: Queue;
  const runs: { job: NoticeJob; lastTry: boolean }[] = [];
  const followUps: FollowUpJob[] = [];
  let fail = 0;

  beforeAll(async () => {
    database = await make();
    store = await database.open();
    queue = await openQueue(store, createLog('silent'));
    await queue.work({
      notice: async (job, lastTry) => {
        runs.push({ job, lastTry });
        if (fail-- > 0) throw new Error('not now');
      },
      followUp: async (job) => void followUps.push(job),
      quiz: async () => {},
      refresher: async () => {},
      report: async () => {},
    });
  });
  afterAll(async () => {
    await queue.stop();
    await database.drop();
  });

  const enqueue = (notice: string, afterSeconds?: number) =>
    store.db
      .transaction()
      .execute((trx) => queue.enqueue(trx, { tenant: 'T1', incident: 'i1', notice, attempt: 0 }, afterSeconds));
  const runsOf = (notice: string) => runs.filter(({ job }) => job.notice === notice);

  test('is ready', async () => {
    await expect(queue.check()).resolves.toBeUndefined();
  });

  test('a job is there if and only if its transaction commits', async () => {
    const undone = store.db.transaction().execute(async (trx) => {
      await queue.enqueue(trx, { tenant: 'T1', incident: 'i1', notice: 'undone', attempt: 0 });
      throw new Error('claim failed');
    });
    await expect(undone).rejects.toThrow('claim failed');
    await enqueue('done');
    await soon(() => expect(runsOf('done')).toHaveLength(1));
    expect(runsOf('undone')).toEqual([]);
  });

  test('a job whose handler throws is tried again', async () => {
    fail = 1;
    await enqueue('again');
    await soon(() => expect(runsOf('again')).toHaveLength(2));
    expect(runsOf('again').map(({ lastTry }) => lastTry)).toEqual([false, false]);
  });

  test('a follow-up has a queue of its own', async () => {
    const job: FollowUpJob = { tenant: 'T1', incident: 'i1', step: 'reminder' };
    await store.db.transaction().execute((trx) => queue.enqueueFollowUps(trx, [{ job, afterSeconds: 1 }]));
    await soon(() => expect(followUps).toEqual([job]));
  });

  test('a job for later waits', async () => {
    await enqueue('later', 2);
    await enqueue('now');
    await soon(() => expect(runsOf('now')).toHaveLength(1));
    expect(runsOf('later')).toEqual([]);
    await soon(() => expect(runsOf('later')).toHaveLength(1));
  });
});
