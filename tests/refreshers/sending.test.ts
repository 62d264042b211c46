import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { send } from '../../src/refreshers/send.ts';
import * as trainer from '../../src/refreshers/trainer.ts';
import { progressShown } from '../../src/scores/refreshers.ts';
import { choosePage, claimRefresher, countAudience } from '../../src/store/refresher-audience.ts';
import { progressOf } from '../../src/store/refresher-progress.ts';
import { findRefresher } from '../../src/store/refreshers.ts';
import { createWatch } from '../../src/watch.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { posted } from '../messages.ts';
import { openStage, type Stage, TRAINER } from './stage.ts';
import { written } from './written.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  let stage: Stage;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    for (const table of ['refresher_recipients', 'refreshers', 'quiz_answers', 'quiz_memory', 'outcomes'] as const)
      await house.db.deleteFrom(table).execute();
    for (const table of ['notices', 'incidents', 'claims', 'people'] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.refreshers, house.notices, house.followUps]) list.length = 0;
    house.answer = async () => ACCEPTED;
    stage = openStage(house);
    stage.at('2026-03-03T10:00:00Z');
  });

  const progress = async (id: string) => (await progressOf(house.db, 'T1', [id])).get(id);
  const sentTo = () => house.sent.map(({ to }) => to.person);

  test('everybody gets it once, a page at a time, in private, and it is done', async () => {
    await stage.people(5);
    const id = await stage.sent();
    await stage.tick(2);
    await stage.tick(2);
    expect(sentTo().sort()).toEqual(['U1', 'U2', 'U3', 'U4', 'U5']);
    expect(house.sent[0]).toMatchObject({
      to: { channel: '', message: '', thread: null },
      notice: { kind: 'refresher', heading: 'Photos stay in the approved app' },
      replaces: null,
    });
    expect(await stage.state(id)).toBe('done');
    expect(await progress(id)).toMatchObject({ chosen: 5, waiting: 0, accepted: 5 });
  });

  test('a process that dies while it chooses is gone on from where it stood, by another', async () => {
    await stage.people(5);
    const id = await stage.sent();
    const claim = () =>
      house.db
        .transaction()
        .execute((trx) => claimRefresher(trx, { platforms: ['slack'], now: house.clock, leaseMs: 120_000 }));
    const choosing = await claim();
    if (!choosing) throw new Error('Nothing was claimed.');
    const page = (after: string | null) =>
      house.db
        .transaction()
        .execute((trx) => choosePage(trx, choosing.refresher, { after, most: 2, now: house.clock }));
    const first = await page(null);
    expect(await claim(), 'it is being chosen for').toBeUndefined();
    stage.at('2026-03-03T10:03:00Z');
    await stage.tick(2);
    expect(await page(first), 'whoever was away for too long does nothing').toBeNull();
    expect(sentTo()).toHaveLength(5);
    expect(await stage.state(id)).toBe('done');
  });

  test('at its time and not before; cancelled before, it goes to nobody', async () => {
    await stage.people(1);
    const [id, other] = [
      await stage.sent({}, { kind: 'at', at: '2026-03-04T11:00' }),
      await stage.sent({}, { kind: 'tomorrow' }),
    ];
    await trainer.cancel(stage.desk, { tenant: 'T1', id: other }, TRAINER);
    await stage.tick();
    stage.at('2026-03-04T10:59:00Z');
    await stage.tick();
    expect(house.sent).toEqual([]);
    stage.at('2026-03-04T11:00:00Z');
    await stage.tick();
    expect(sentTo()).toEqual(['U1']);
    expect([await stage.state(id), await stage.state(other)]).toEqual(['done', 'cancelled']);
  });

  test('in quiet hours nobody is written to: in the morning they are', async () => {
    await stage.people(2);
    stage.at('2026-03-03T22:30:00Z');
    const id = await stage.sent();
    await stage.tick();
    expect(house.sent).toEqual([]);
    expect(await stage.deliveries(id)).toEqual({ waiting: 2 });
    stage.at('2026-03-04T09:00:00Z');
    await stage.tick();
    expect(house.sent).toHaveLength(2);
  });

  test('a job that waited into the evening waits for the morning', async () => {
    await stage.people(1);
    const id = await stage.sent();
    house.answer = async () => ({ status: 'later', afterSeconds: 12 * 3600, reason: 'ratelimited' });
    await stage.tick();
    stage.at('2026-03-03T23:00:00Z');
    house.answer = async () => ACCEPTED;
    await stage.tick();
    expect(house.sent).toHaveLength(1);
    stage.at('2026-03-04T09:00:00Z');
    await stage.tick();
    expect(house.sent).toHaveLength(2);
    expect(await stage.deliveries(id)).toEqual({ sent: 1 });
  });

  test('whoever had a message flagged is left alone for an hour; whoever is on leave gets it when they are back', async () => {
    await stage.people(1);
    await stage.people(1, { away_until: new Date('2026-03-05T08:00:00Z') });
    await createWatch(house)(posted({ author: 'U1', text: 'nudge: 1', postedAt: house.clock }));
    // When it was claimed is the database's own time, which is not that of these tests.
    await house.db.updateTable('incidents').set({ claimed_at: house.clock }).execute();
    const id = await stage.sent();
    await stage.tick();
    expect(house.sent).toEqual([]);
    stage.at('2026-03-03T11:01:00Z');
    await stage.tick();
    expect(sentTo()).toEqual(['U1']);
    expect(await stage.state(id)).toBe('sending');
    stage.at('2026-03-05T09:00:00Z');
    await stage.tick();
    expect(sentTo()).toEqual(['U1', 'U2']);
    expect(await stage.state(id)).toBe('done');
  });

  test('whoever leaves while it waits is not written to; hours of one’s own are kept, without asking every two seconds', async () => {
    await stage.people(1);
    const [other] = (await stage.people(1)) as [string];
    const id = await stage.sent();
    const people = () => house.db.updateTable('people').where('tenant', '=', 'T1');
    await people().set({ left_on: '2026-03-05', quiet_from: '09:00', quiet_to: '12:00' }).execute();
    await stage.tick();
    const waiting = await house.db.selectFrom('refresher_recipients').select('not_before').execute();
    expect(waiting.map(({ not_before }) => not_before)).toEqual([at('10:15'), at('10:15')]);
    stage.at('2026-03-03T12:01:00Z');
    await people().set({ left_on: '2026-03-03' }).where('id', '=', other).execute();
    await stage.tick();
    expect(sentTo()).toEqual(['U1']);
    expect(await progress(id)).toMatchObject({ accepted: 1, held: [{ reason: 'left', people: 1 }] });
  });
  const at = (time: string) => new Date(`2026-03-03T${time}:00Z`);

  test('after four weeks it is not sent any more', async () => {
    await stage.people(1, { away_until: new Date('2026-06-01T08:00:00Z') });
    const id = await stage.sent();
    await stage.tick();
    stage.at('2026-03-31T10:01:00Z');
    await stage.tick();
    expect(await stage.state(id)).toBe('done');
    expect(await progress(id)).toMatchObject({ held: [{ reason: 'too-late', people: 1 }] });
  });

  test('cancelled midway: what is not handed over by then never is', async () => {
    await stage.people(4);
    const id = await stage.sent();
    house.answer = async () => {
      if (house.sent.length === 2) await trainer.cancel(stage.desk, { tenant: 'T1', id }, TRAINER);
      return ACCEPTED;
    };
    await stage.tick();
    await stage.tick();
    expect(house.sent).toHaveLength(2);
    expect(await stage.deliveries(id)).toEqual({ sent: 2, held: 2 });
    expect(await trainer.resend(stage.desk, { tenant: 'T1', id }, TRAINER)).toBe(0);
  });

  test('failed ones say why, and are sent again alone', async () => {
    await stage.people(3);
    const id = await stage.sent();
    house.answer = async () =>
      house.sent.at(-1)?.to.person === 'U2' ? { status: 'unreachable', reason: 'cannot_dm_bot' } : ACCEPTED;
    await stage.tick();
    expect(await progress(id)).toMatchObject({ accepted: 2, failed: [{ reason: 'cannot_dm_bot', people: 1 }] });
    expect(await stage.state(id)).toBe('done');
    house.sent.length = 0;
    house.answer = async () => ACCEPTED;
    expect(await trainer.resend(stage.desk, { tenant: 'T1', id }, TRAINER)).toBe(1);
    await stage.tick();
    expect(sentTo()).toEqual(['U2']);
    expect(await progress(id)).toMatchObject({ accepted: 3, failed: [] });
  });

  test('put off by the platform: tried again when it asked, and only then', async () => {
    await stage.people(1);
    const id = await stage.sent();
    house.answer = async () => ({ status: 'later', afterSeconds: 30, reason: 'ratelimited' });
    await stage.tick();
    expect(house.refreshers[0]).toMatchObject({ attempt: 1, dueAt: new Date(house.clock.getTime() + 30_000) });
    expect(await stage.state(id)).toBe('sending');
    house.answer = async () => ACCEPTED;
    stage.at('2026-03-03T10:00:31Z');
    await stage.tick();
    expect(house.sent).toHaveLength(2);
    expect(await stage.deliveries(id)).toEqual({ sent: 1 });
  });

  test('the platform’s answer is lost: never said twice, and not counted as failed', async () => {
    await stage.people(1);
    const id = await stage.sent();
    house.answer = () => Promise.reject(new Error('hung up'));
    await expect(stage.tick()).rejects.toThrow('hung up');
    const { id: copy } = await house.db.selectFrom('refresher_recipients').select('id').executeTakeFirstOrThrow();
    await send(stage.desk, { tenant: 'T1', copy, attempt: 0 }, false);
    expect(house.sent).toHaveLength(1);
    expect(await progress(id)).toMatchObject({ uncertain: 1, failed: [] });
    expect(await trainer.resend(stage.desk, { tenant: 'T1', id }, TRAINER)).toBe(0);
    await stage.press('U1', copy, 'refresher:read');
    expect(await progress(id), 'whoever presses has it').toMatchObject({ accepted: 1, acknowledged: 1 });
  });

  test('a job that was lost with its process is noticed after an hour, whether it was handed over or not', async () => {
    await stage.people(2);
    const id = await stage.sent();
    house.answer = () => Promise.reject(new Error('hung up'));
    await expect(stage.tick()).rejects.toThrow('hung up');
    house.refreshers.length = 0;
    house.answer = async () => ACCEPTED;
    stage.at('2026-03-03T11:00:01Z');
    await stage.tick();
    expect(await stage.deliveries(id)).toEqual({ sent: 1, uncertain: 1 });
    expect(await stage.state(id)).toBe('done');
  });

  test('a test goes to its author alone, at any hour, and counts for nothing', async () => {
    const [me] = (await stage.people(3)) as [string];
    const saved = await trainer.saveRefresher(
      stage.desk,
      { tenant: 'T1', platform: 'slack', author: 'local' },
      written(),
      TRAINER,
    );
    if ('faults' in saved) throw new Error('refused');
    stage.at('2026-03-03T23:00:00Z');
    await trainer.sendTest(stage.desk, { tenant: 'T1', id: saved.ok }, me, TRAINER);
    await stage.tick();
    expect(sentTo()).toEqual(['U1']);
    expect(house.sent[0]?.notice.paragraphs[0]).toContain('This is a test');
    expect(await progress(saved.ok)).toBeUndefined();
    expect(await stage.state(saved.ok)).toBe('draft');
  });

  describe('who is meant', () => {
    test.each([
      ['everyone', { kind: 'everyone' }, ['U1', 'U2', 'U3', 'U4']],
      ['teams', { kind: 'teams', teams: ['Ward 4'] }, ['U1', 'U2']],
      ['roles, however they are written', { kind: 'roles', roles: ['staff NURSE'] }, ['U2', 'U3']],
      ['new starters', { kind: 'new' }, ['U3']],
      ['weak on a topic', { kind: 'weak', topic: 'photos' }, ['U4']],
    ] as const)('%s', async (_, audience, expected) => {
      await stage.people(1, { team: 'Ward 4' });
      await stage.people(1, { team: 'Ward 4', job_title: 'Staff nurse', joined_on: '2026-02-01' });
      await stage.people(1, { team: 'Ward 5', job_title: 'Staff Nurse', joined_on: '2026-02-18' });
      const [weak] = (await stage.people(1)) as [string];
      await stage.people(1, { team: 'Ward 4', job_title: 'Staff nurse', guest: true, joined_on: '2026-03-01' });
      await stage.people(1, { team: 'Ward 4', job_title: 'Staff nurse', left_on: '2026-03-03' });
      const answer = (person: string, topic: string, correct: boolean, first_seen = true) =>
        house.db
          .insertInto('quiz_answers')
          .values({ tenant: 'T1', person, about: crypto.randomUUID(), topic, correct, first_seen, ...ASKED })
          .execute();
      for (const correct of [true, false, false]) await answer(weak, 'photos', correct);
      const others = await house.db
        .selectFrom('people')
        .select('id')
        .where('platform_user', 'in', ['U1', 'U2'])
        .execute();
      for (const { id } of others) {
        await answer(id, 'photos', true);
        await answer(id, 'photos', false, false);
        await answer(id, 'record', false);
      }
      const id = await stage.sent({ audience });
      expect(await countAudience(house.db, { tenant: 'T1', platform: 'slack' }, audience, house.clock)).toBe(
        expected.length,
      );
      await stage.tick();
      expect(sentTo().sort()).toEqual(expected);
      expect(await stage.state(id)).toBe('done');
    });
    const ASKED = { at: new Date('2026-02-20'), question: 'q', variant: 'a', version: 'v', chosen: 1 };
  });

  test('a refresher of another platform is left to the process that has it', async () => {
    await stage.people(1);
    const saved = await trainer.saveRefresher(
      stage.desk,
      { tenant: 'T1', platform: 'teams', author: 'local' },
      written(),
      TRAINER,
    );
    if ('faults' in saved) throw new Error('refused');
    await trainer.send(stage.desk, { tenant: 'T1', id: saved.ok }, { kind: 'now' }, TRAINER);
    await stage.tick();
    expect((await findRefresher(house.db, 'T1', saved.ok))?.state).toBe('scheduled');
  });

  test('what fewer than eight people did is not shown', async () => {
    await stage.people(7);
    const id = await stage.sent();
    await stage.tick();
    const counted = await progress(id);
    if (!counted) throw new Error('No progress.');
    expect(progressShown(counted)).toMatchObject({ accepted: 7, acknowledged: null, answered: null });
  });
});
