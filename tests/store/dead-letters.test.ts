import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Store } from '../../src/store/database.ts';
import { type NoticeJob, type OpenQueue, openQueue } from '../../src/store/queue.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { soon } from '../soon.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  let queue: OpenQueue;
  let failing = true;
  const done: NoticeJob[] = [];

  beforeAll(async () => {
    database = await make();
    store = await database.open();
    queue = await openQueue(store, createLog('silent'));
    await queue.work({
      notice: async (job) => {
        if (failing) throw new Error('not now');
        done.push(job);
      },
      followUp: async () => {},
      quiz: async () => {},
      refresher: async () => {},
      report: async () => {},
    });
  });
  afterAll(async () => {
    await queue.stop();
    await database.drop();
  });

  const dead = async (tenants: readonly string[] | null) =>
    (await queue.jobs.states(tenants)).find(({ name }) => name === 'notices')?.dead;

  test('a job that failed at its last try lies there by its ids only, until it is started again', async () => {
    for (const tenant of ['TA', 'TB'])
      await store.db.transaction().execute(async (trx) => {
        await queue.enqueue(trx, { tenant, incident: 'i1', notice: 'n1', attempt: 0 });
        // Its first try is its last: the six of them take a minute.
        await sql`update pgboss.job set retry_limit = 0 where name = 'notices'`.execute(trx);
      });
    await soon(async () => expect(await dead(null)).toBe(2));
    expect(await dead(['TA'])).toBe(1);
    const { rows } = await sql<{ data: unknown; output: unknown }>`
      select data, output from pgboss.job where name = 'dead-letters' order by data->>'tenant'`.execute(store.db);
    expect(rows.map(({ data }) => data)).toEqual([
      { tenant: 'TA', incident: 'i1', notice: 'n1', attempt: 0 },
      { tenant: 'TB', incident: 'i1', notice: 'n1', attempt: 0 },
    ]);
    failing = false;
    expect(await queue.jobs.redrive('notices', ['TA'])).toBe(1);
    await soon(() => expect(done).toEqual([{ tenant: 'TA', incident: 'i1', notice: 'n1', attempt: 0 }]));
    expect(await dead(null)).toBe(1);
    expect(await queue.jobs.redrive('notices', null)).toBe(1);
    await soon(() => expect(done).toHaveLength(2));
    expect(await queue.jobs.redrive('notices', null)).toBe(0);
  });
});
