import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliver } from '../../src/nudges/deliver.ts';
import type { NoticeJob } from '../../src/store/queue.ts';
import { createWatch } from '../../src/watch.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { deleted, posted } from '../messages.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  let message = 0;
  beforeEach(() => {
    house.notices.length = 0;
    house.followUps.length = 0;
    house.sent.length = 0;
    house.answer = async () => ACCEPTED;
    message += 1;
  });

  // A person for each test, so that none is quiet because of another.
  const say = (text: string, change = {}) =>
    createWatch(house)(posted({ id: `m${message}`, author: `U${message}`, text, ...change }));
  const run = async (lastTry = false) => {
    const job = house.notices.shift();
    if (!job) throw new Error('No job is waiting.');
    await deliver(house.post, job, lastTry);
    return job;
  };
  const incident = () =>
    house.db
      .selectFrom('incidents')
      .leftJoin('notices', 'notices.incident', 'incidents.id')
      .selectAll('incidents')
      .select(['delivery', 'via', 'attempts'])
      .where('message', '=', `m${message}`)
      .executeTakeFirstOrThrow();
  const history = async () => {
    const { id } = await incident();
    const rows = await house.db
      .selectFrom('outcomes')
      .select(['kind', 'detail'])
      .where('incident', '=', id)
      .orderBy('id')
      .execute();
    return rows.map(({ kind, detail }) => (detail ? `${kind} ${detail}` : kind));
  };

  test('whoever has left is not written to; what is urgent goes to the Guardian', async () => {
    await say('urgent: 1');
    const person = () => house.db.updateTable('people').where('platform_user', '=', `U${message}`);
    await person().set({ left_on: '2026-03-05' }).execute();
    const job = await run();
    expect(house.sent).toEqual([]);
    expect(await history()).toEqual(['claimed', 'handed', 'unreachable left', 'raised unreachable']);
    // Back by the time it is tried again.
    await person().set({ left_on: null }).execute();
    expect(house.notices[0]).toMatchObject({ notice: job.notice, attempt: 1 });
    await run();
    expect(house.sent).toHaveLength(1);
  });

  test('a flagged post is claimed and told to its poster, in its place', async () => {
    await say('urgent: 1', { thread: 't1' });
    await run();
    expect(house.sent).toEqual([
      {
        to: { tenant: 'T1', person: `U${message}`, channel: 'C1', message: `m${message}`, thread: 't1' },
        notice: expect.objectContaining({ kind: 'first', level: 'urgent' }),
        replaces: null,
      },
    ]);
    expect(await incident()).toMatchObject({ delivery: 'sent', via: 'ephemeral', attempts: 1 });
    expect(await history()).toEqual(['claimed', 'handed', 'sent ephemeral']);
  });

  test('the same message three times is claimed once', async () => {
    await say('nudge: 1');
    await say('nudge: 1');
    await say('nudge: 1');
    expect(house.notices).toHaveLength(1);
  });

  test('a clear post writes nothing of its own, and its count is added up', async () => {
    await say('hello');
    await say('hello');
    expect(house.notices).toHaveLength(0);
    expect(await house.db.selectFrom('incidents').select('id').where('message', '=', `m${message}`).execute()).toEqual(
      [],
    );
    const before = (await house.db.selectFrom('daily_counts').select('clear').execute())[0]?.clear ?? 0;
    await house.counts.flush();
    const row = await house.db.selectFrom('daily_counts').selectAll().executeTakeFirstOrThrow();
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
    expect(house.sent).toEqual([]);
    expect(await incident()).toMatchObject({ delivery: 'held', resolution: 'edited' });
  });

  test('a deletion closes it', async () => {
    await say('urgent: 1');
    await run();
    await createWatch(house)(deleted({ id: `m${message}` }));
    await createWatch(house)(deleted({ id: `m${message}` }));
    expect(await history()).toEqual(['claimed', 'handed', 'sent ephemeral', 'deleted']);
  });

  test('an edit that leaves it in is recorded and not told again; one that makes it worse is', async () => {
    await say('nudge: 1');
    await run();
    await say('nudge: 2', { version: 'e1' });
    expect(house.notices).toHaveLength(0);
    await say('urgent: 3', { version: 'e2' });
    expect(house.notices).toHaveLength(1);
  });

  test('an edit that comes before its post is told once', async () => {
    await say('nudge: 2', { version: 'e1' });
    await say('nudge: 1');
    expect(house.notices).toHaveLength(1);
  });

  test('put off by the platform: tried again when it asked, and only then', async () => {
    house.answer = async () => ({ status: 'later', afterSeconds: 30, reason: 'rate-limited' });
    await say('nudge: 1');
    const first = await run();
    expect(house.notices[0]).toMatchObject({ attempt: 1, dueAt: new Date(house.clock.getTime() + 30_000) });
    await deliver(house.post, first, false); // pg-boss may run a job twice
    expect(house.sent).toHaveLength(1);
    house.answer = async () => ({ status: 'accepted', via: 'direct', ref: null });
    await run();
    expect(await history()).toEqual(['claimed', 'handed', 'later rate-limited', 'handed', 'sent direct']);
  });

  test('nobody reachable: the notice waits, and goes nowhere else', async () => {
    house.answer = async () => ({ status: 'unreachable', reason: 'cannot_dm_bot' });
    await say('urgent: 1');
    await run();
    expect(await incident()).toMatchObject({ delivery: 'unreachable' });
    expect(house.notices[0]?.dueAt.getTime()).toBeGreaterThan(house.clock.getTime() + 60_000);
    for (let attempt = 2; attempt <= 6; attempt++) await run();
    expect(house.notices).toHaveLength(0);
    expect(house.sent).toHaveLength(6);
  });

  test.each([
    ['urgent', ['claimed', 'handed', 'handed-again answer-lost', 'sent ephemeral'], 2],
    ['nudge', ['claimed', 'handed', 'uncertain answer-lost'], 1],
  ] as const)('the answer to a handed-over notice is lost: %s', async (level, expected, times) => {
    house.answer = () => Promise.reject(new Error('hung up'));
    await say(`${level}: 1`);
    const job = house.notices[0] as NoticeJob;
    await expect(run()).rejects.toThrow('hung up');
    house.answer = async () => ACCEPTED;
    await deliver(house.post, job, false);
    await deliver(house.post, job, false);
    expect(await history()).toEqual(expected);
    expect(house.sent).toHaveLength(times);
  });
});
