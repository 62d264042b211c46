import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { ChatAdapter, OnMessage, PrivateNotice, Receipt, Recipient } from '../../src/chat.ts';
import { createLog } from '../../src/log.ts';
import { createMetrics } from '../../src/metrics.ts';
import { deliver, type Post } from '../../src/nudges/deliver.ts';
import { type Counts, startCounts } from '../../src/store/counts.ts';
import type { Store } from '../../src/store/database.ts';
import type { NoticeJob, Queue } from '../../src/store/queue.ts';
import { startThreads, type Threads } from '../../src/threads.ts';
import { createWatch } from '../../src/watch.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { deleted, plainEngine, posted } from '../messages.ts';

const log = createLog('silent');

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  let counts: Counts;
  let threads: Threads;
  let watch: OnMessage;
  let post: Post;
  const jobs: (NoticeJob & { afterSeconds: number })[] = [];
  const sent: { to: Recipient; notice: PrivateNotice }[] = [];
  let answer: () => Promise<Receipt>;

  // The queue is only a list here: what pg-boss does with it is tested in store/queue.test.ts.
  const queue: Queue = {
    enqueue: async (_trx, job, afterSeconds = 0) => void jobs.push({ ...job, afterSeconds }),
    work: async () => {},
    check: async () => {},
    stop: async () => {},
  };
  const slack: Pick<ChatAdapter, 'platform' | 'sendPrivately'> = {
    platform: 'slack',
    sendPrivately: (to, notice) => {
      sent.push({ to, notice });
      return answer();
    },
  };

  beforeAll(async () => {
    database = await make();
    store = await database.open();
    counts = startCounts(store.db, log);
    threads = startThreads();
    watch = createWatch({
      engine: () => plainEngine,
      threads,
      db: store.db,
      queue,
      counts,
      metrics: createMetrics(),
      log,
    });
    post = { db: store.db, queue, adapters: new Map([['slack', slack as ChatAdapter]]), log, onStep: () => {} };
  });
  afterAll(async () => {
    threads.stop();
    await counts.stop();
    await database.drop();
  });

  let message = 0;
  beforeEach(() => {
    jobs.length = 0;
    sent.length = 0;
    answer = async () => ({ status: 'accepted', via: 'ephemeral' });
    message += 1;
  });

  const say = (text: string, change = {}) => watch(posted({ id: `m${message}`, text, ...change }));
  const run = async (lastTry = false) => {
    const job = jobs.shift();
    if (!job) throw new Error('No job is waiting.');
    await deliver(post, job, lastTry);
    return job;
  };
  const incident = () =>
    store.db.selectFrom('incidents').selectAll().where('message', '=', `m${message}`).executeTakeFirstOrThrow();
  const history = async () => {
    const { id } = await incident();
    const rows = await store.db
      .selectFrom('outcomes')
      .select(['kind', 'detail'])
      .where('incident', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(({ kind, detail }) => (detail ? `${kind} ${detail}` : kind));
  };

  test('a flagged post is claimed and told to its poster, in its place', async () => {
    await say('urgent: 1', { thread: 't1' });
    await run();
    expect(sent).toEqual([
      {
        to: { tenant: 'T1', person: 'U1', channel: 'C1', message: `m${message}`, thread: 't1' },
        notice: expect.objectContaining({ level: 'urgent' }),
      },
    ]);
    expect(await incident()).toMatchObject({ delivery: 'sent', via: 'ephemeral', attempts: 1 });
    expect(await history()).toEqual(['claimed', 'handed', 'sent ephemeral']);
  });

  test('the same message three times is claimed once', async () => {
    await say('nudge: 1');
    await say('nudge: 1');
    await say('nudge: 1');
    expect(jobs).toHaveLength(1);
  });

  test('a clear post writes nothing of its own, and its count is added up', async () => {
    await say('hello');
    await say('hello');
    expect(jobs).toHaveLength(0);
    expect(await store.db.selectFrom('incidents').select('id').where('message', '=', `m${message}`).execute()).toEqual(
      [],
    );
    const before = (await store.db.selectFrom('daily_counts').select('clear').execute())[0]?.clear ?? 0;
    await counts.flush();
    const row = await store.db.selectFrom('daily_counts').selectAll().executeTakeFirstOrThrow();
    expect(row).toEqual({
      tenant: 'T1',
      platform: 'slack',
      day: '2026-03-05',
      channel: 'C1',
      audience: 'organisation',
      clear: before + 1,
    });
  });

  test('an edit into a clear one closes it, and a notice still waiting is not sent', async () => {
    await say('nudge: 1');
    await say('hello', { version: 'e1' });
    await run();
    expect(sent).toEqual([]);
    expect(await incident()).toMatchObject({ delivery: 'held', resolution: 'edited' });
  });

  test('a deletion closes it', async () => {
    await say('urgent: 1');
    await run();
    await watch(deleted({ id: `m${message}` }));
    await watch(deleted({ id: `m${message}` }));
    expect(await history()).toEqual(['claimed', 'handed', 'sent ephemeral', 'deleted']);
  });

  test('an edit that leaves it in is recorded and not told again; one that makes it worse is', async () => {
    await say('nudge: 1');
    await run();
    await say('nudge: 2', { version: 'e1' });
    expect(jobs).toHaveLength(0);
    await say('urgent: 3', { version: 'e2' });
    expect(jobs).toHaveLength(1);
  });

  test('an edit that comes before its post is told once', async () => {
    await say('nudge: 2', { version: 'e1' });
    await say('nudge: 1');
    expect(jobs).toHaveLength(1);
  });

  test('put off by the platform: tried again when it asked, and only then', async () => {
    answer = async () => ({ status: 'later', afterSeconds: 30, reason: 'rate-limited' });
    await say('nudge: 1');
    const first = await run();
    expect(jobs[0]).toMatchObject({ attempt: 1, afterSeconds: 30 });
    await deliver(post, first, false); // pg-boss may run a job twice
    expect(sent).toHaveLength(1);
    answer = async () => ({ status: 'accepted', via: 'direct' });
    await run();
    expect(await history()).toEqual(['claimed', 'handed', 'later rate-limited', 'handed', 'sent direct']);
  });

  test('nobody reachable: the notice waits, and goes nowhere else', async () => {
    answer = async () => ({ status: 'unreachable', reason: 'cannot_dm_bot' });
    await say('urgent: 1');
    await run();
    expect(await incident()).toMatchObject({ delivery: 'unreachable' });
    expect(jobs[0]?.afterSeconds).toBeGreaterThan(60);
    for (let attempt = 2; attempt <= 6; attempt++) await run();
    expect(jobs).toHaveLength(0);
    expect(sent).toHaveLength(6);
  });

  test.each([
    ['urgent', ['claimed', 'handed', 'handed-again answer-lost', 'sent ephemeral'], 2],
    ['nudge', ['claimed', 'handed', 'uncertain answer-lost'], 1],
  ] as const)('the answer to a handed-over notice is lost: %s', async (level, expected, times) => {
    answer = () => Promise.reject(new Error('hung up'));
    await say(`${level}: 1`);
    const job = jobs[0] as NoticeJob;
    await expect(run()).rejects.toThrow('hung up');
    answer = async () => ({ status: 'accepted', via: 'ephemeral' });
    await deliver(post, job, false);
    await deliver(post, job, false);
    expect(await history()).toEqual(expected);
    expect(sent).toHaveLength(times);
  });
});
