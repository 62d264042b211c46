import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { createMetrics } from '../src/metrics.ts';
import { type Counts, startCounts } from '../src/store/counts.ts';
import type { Store } from '../src/store/database.ts';
import { startThreads, type Threads } from '../src/threads.ts';
import { createWatch } from '../src/watch.ts';
import { inMemory, type TestDatabase } from './databases.ts';
import { plainEngine, posted } from './messages.ts';

let database: TestDatabase;
let store: Store;
let counts: Counts;
let threads: Threads;

beforeAll(async () => {
  database = await inMemory();
  store = await database.open();
  counts = startCounts(store.db, createLog('silent'));
  threads = startThreads();
});
afterAll(async () => {
  threads.stop();
  await counts.stop();
  await database.drop();
});

test('a channel that the policy excludes is never read: nothing is judged, remembered or counted', async () => {
  const judged: string[] = [];
  const watch = createWatch({
    engine: () => ({
      ...plainEngine,
      judge: (message) => {
        judged.push(message.text);
        return plainEngine.judge(message);
      },
    }),
    threads,
    db: store.db,
    queue: { enqueue: async () => {}, work: async () => {}, check: async () => {}, stop: async () => {} },
    counts,
    metrics: createMetrics(),
    log: createLog('silent'),
  });
  const channel = { id: 'C9', name: 'union-reps', audience: 'organisation', readers: 40 } as const;
  await watch(posted({ channel, text: 'urgent: about our grievance', thread: 't1' }));
  await counts.flush();
  expect(judged).toEqual([]);
  expect(threads.before(posted({ channel, id: '2', thread: 't1' }))).toEqual([]);
  expect(await store.db.selectFrom('incidents').selectAll().execute()).toEqual([]);
  expect(await store.db.selectFrom('daily_counts').selectAll().execute()).toEqual([]);

  await watch(posted({ text: 'urgent: a patient' }));
  expect(judged).toHaveLength(1);
  expect(await store.db.selectFrom('incidents').selectAll().execute()).toHaveLength(1);
});
