import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { OwnDesk } from '../src/adapters/slack/home/own.ts';
import { createOwnDesk } from '../src/app-home.ts';
import { createLanguage } from '../src/language.ts';
import { createWatch } from '../src/watch.ts';
import { onEachDatabase } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { posted } from './messages.ts';
import { openRoom, type Room } from './quizzes/room.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  let room: Room;
  let own: OwnDesk;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    // Who posted in the test before is put down late.
    await house.activity.flush();
    for (const table of ['outcomes', 'notices', 'incidents', 'claims'] as const)
      await house.db.deleteFrom(table).execute();
    for (const table of ['credits', 'quiz_answers', 'quiz_memory', 'quiz_rounds', 'quiz_slots', 'people'] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.notices, house.followUps, house.quizzes]) list.length = 0;
    room = openRoom(house, { 'pause-days': 14 });
    room.at('2026-03-05T09:00:00Z');
    own = createOwnDesk(room.desk, { ownPage: 'https://q.example/me' });
  });
  const rows = () =>
    house.db
      .selectFrom('people')
      .select(['tenant', 'platform_user as user', 'language', 'quiz_paused_until as paused', 'quiet_from', 'quiet_to'])
      .orderBy('tenant')
      .execute();

  test('of whom nothing is kept nothing is kept after they looked, either', async () => {
    expect(await own.read('T1', 'U1')).toEqual({
      language: 'en',
      month: expect.objectContaining({ told: 0, putRight: 0 }),
      lately: expect.objectContaining({ told: 0, putRight: 0, early: 0, raised: 0 }),
      streak: 0,
      waiting: false,
      pausedUntil: null,
      pauseDays: 14,
      quietHours: null,
      page: 'https://q.example/me',
    });
    expect(await rows()).toEqual([]);
  });

  describe('counts', () => {
    const post = async (id: string, at: string, change: Partial<Parameters<typeof posted>[0]> = {}) => {
      room.at(at);
      const channel = { ...posted().channel, id: `C${id}` };
      await createWatch(house)(posted({ id, text: 'nudge: x', channel, postedAt: house.clock, ...change }));
      await house.runDue();
    };
    test('of this month, of lately, and of nobody else', async () => {
      await post('a', '2025-11-20T12:00:00Z');
      // The last hour of February, and the first of March.
      await post('b', '2026-02-28T23:30:00Z');
      await post('b', '2026-02-28T23:40:00Z', { version: '1', text: 'hello' });
      await post('c', '2026-03-01T00:10:00Z');
      await post('d', '2026-03-05T12:00:00Z');
      await post('d', '2026-03-05T12:05:00Z', { version: '1', text: 'hello' });
      await post('e', '2026-03-05T12:10:00Z', { author: 'U2' });
      await post('f', '2026-03-05T12:20:00Z', { tenant: 'T2' });
      room.at('2026-03-05T13:00:00Z');
      expect(await own.read('T1', 'U1')).toMatchObject({
        month: { told: 2, putRight: 1 },
        // Ten minutes are not within minutes, by the policy.
        lately: { told: 3, putRight: 2, early: 1 },
      });
      expect(await own.read('T2', 'U1')).toMatchObject({ month: { told: 1, putRight: 0 } });
    });
  });

  test('weeks in a row: answered, waiting, lapsed', async () => {
    await room.post('U1');
    const week = async (tuesday: string, answers: number) => {
      room.at(`${tuesday}T10:00:00Z`);
      await room.tick();
      room.at(`${tuesday}T10:05:00Z`);
      await room.post('U1');
      await room.tick();
      for (let answer = 0; answer < answers; answer++) {
        const waiting = await house.db
          .selectFrom('quiz_asked as q')
          .innerJoin('quiz_rounds as r', 'r.id', 'q.round')
          .select('q.id')
          .where('r.closed_at', 'is', null)
          .where('q.id', 'not in', (q) => q.selectFrom('quiz_answers').select('about').$castTo<string>())
          .orderBy('q.place')
          .executeTakeFirstOrThrow();
        await room.press('U1', waiting.id, 'quiz:option:1');
      }
      const { streak, waiting } = await own.read('T1', 'U1');
      return { streak, waiting };
    };
    expect(await week('2026-03-10', 2)).toEqual({ streak: 1, waiting: false });
    expect(await week('2026-03-17', 1)).toEqual({ streak: 1, waiting: true });
    // The slot after it closes what nobody answered.
    expect(await week('2026-03-24', 2)).toEqual({ streak: 1, waiting: false });
    expect(await week('2026-03-31', 2)).toEqual({ streak: 2, waiting: false });
  });

  describe('choices', () => {
    test('a pause lasts as the policy says, is not made longer, and ends', async () => {
      await own.choose('T1', 'U1', { pause: true });
      const until = new Date('2026-03-19T09:00:00Z');
      expect(await own.read('T1', 'U1')).toMatchObject({ pausedUntil: until });
      room.at('2026-03-10T09:00:00Z');
      await own.choose('T1', 'U1', { pause: true });
      expect(await rows()).toMatchObject([{ paused: until }]);
      await own.choose('T1', 'U1', { pause: false });
      expect(await rows()).toMatchObject([{ paused: null }]);
    });
    test('one that is over is none', async () => {
      await own.choose('T1', 'U1', { pause: true });
      room.at('2026-03-19T09:00:00Z');
      expect((await own.read('T1', 'U1')).pausedUntil).toBeNull();
    });
    test('quiet hours are kept and taken away; what else was chosen stays', async () => {
      await createLanguage(house)({ platform: 'slack', tenant: 'T1', person: 'U1', language: 'cy' });
      const agreed = new Date('2026-02-01T09:00:00Z');
      await house.db.updateTable('people').set({ records_shared_at: agreed }).execute();
      await own.choose('T1', 'U1', { pause: true });
      expect(await own.choose('T1', 'U1', { quietHours: { from: '22:00', to: '06:00' } })).toBeUndefined();
      expect(await own.read('T1', 'U1')).toMatchObject({
        language: 'cy',
        quietHours: { from: '22:00', to: '06:00' },
        pausedUntil: new Date('2026-03-19T09:00:00Z'),
      });
      await own.choose('T1', 'U1', { quietHours: { from: null, to: null } });
      expect((await own.read('T1', 'U1')).quietHours).toBeNull();
      expect(await house.db.selectFrom('people').select(['language', 'records_shared_at as agreed']).execute()).toEqual(
        [{ language: 'cy', agreed }],
      );
    });
    test.each([
      ['12:00', null, { at: 'to', what: 'no-end' }],
      [null, '14:00', { at: 'from', what: 'no-start' }],
      ['12:00', '12:00', { at: 'to', what: 'same' }],
    ])('from %s to %s can’t be kept', async (from, to, wrong) => {
      expect(await own.choose('T1', 'U1', { quietHours: { from, to } })).toEqual(wrong);
      expect(await rows()).toEqual([]);
    });
    test('another workspace’s person of the same id is another person', async () => {
      await own.choose('T1', 'U1', { quietHours: { from: '12:00', to: '14:00' } });
      await own.choose('T2', 'U1', { quietHours: { from: null, to: null } });
      await own.choose('T2', 'U1', { pause: true });
      expect(await rows()).toMatchObject([
        { tenant: 'T1', quiet_from: '12:00', paused: null },
        { tenant: 'T2', quiet_from: null, paused: expect.any(Date) },
      ]);
    });
  });
});
