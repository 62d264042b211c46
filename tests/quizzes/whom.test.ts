import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/store/tables.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { openRoom, type Room } from './room.ts';

// Who is asked, and when, beside those who post just then. 3 March 2026 is a Tuesday, with its slot at ten.

onEachDatabase((make) => {
  let house: TestHouse;
  let room: Room;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    for (const table of ['quiz_answers', 'quiz_memory', 'quiz_rounds', 'quiz_slots', 'people'] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.changed, house.quizzes]) list.length = 0;
    house.answer = async () => ACCEPTED;
    room = openRoom(house);
  });

  const add = async (user: string, person: Partial<Record<keyof Database['people'], unknown>> = {}) => {
    await house.db
      .insertInto('people')
      .values({
        tenant: 'T1',
        platform: 'slack',
        platform_user: user,
        first_seen_at: new Date('2026-01-01'),
        ...(person as object),
      })
      .execute();
  };
  const inDirectory = { directory_at: new Date('2026-03-01') };
  const tickAt = async (time: string) => {
    room.at(time);
    await room.tick();
  };

  describe('people who only read', () => {
    test('are asked in the reading hours, a day after the slot, and reminded once in them', async () => {
      await add('U1', inDirectory);
      await tickAt('2026-03-03T10:00:00Z');
      await tickAt('2026-03-04T08:30:00Z');
      expect(room.asked('U1')).toHaveLength(0);
      await tickAt('2026-03-04T10:30:00Z');
      expect(room.asked('U1')).toHaveLength(1);
      await tickAt('2026-03-05T18:00:00Z');
      expect(room.asked('U1')).toHaveLength(1);
      await tickAt('2026-03-06T09:30:00Z');
      await tickAt('2026-03-06T12:30:00Z');
      expect(room.asked('U1')).toHaveLength(2);
    });
    test.each([
      ['guests', { ...inDirectory, guest: true }],
      ['people whom no directory names', {}],
      ['people who have left', { ...inDirectory, left_on: '2026-03-02' }],
      ['people on leave', { ...inDirectory, away_until: new Date('2026-03-20') }],
      ['people who have paused', { ...inDirectory, quiz_paused_until: new Date('2026-03-20') }],
    ])('%s are not', async (_, person) => {
      await add('U1', person);
      await tickAt('2026-03-03T10:00:00Z');
      await tickAt('2026-03-04T10:30:00Z');
      expect(room.asked('U1')).toHaveLength(0);
    });
    test('who goes on leave or leaves after the slot is left alone, until they are back', async () => {
      await add('U1', inDirectory);
      await add('U2', inDirectory);
      await tickAt('2026-03-03T10:00:00Z');
      await house.db
        .updateTable('people')
        .set({ away_until: new Date('2026-03-06T08:00:00Z') })
        .where('platform_user', '=', 'U1')
        .execute();
      await house.db.updateTable('people').set({ left_on: '2026-03-04' }).where('platform_user', '=', 'U2').execute();
      await tickAt('2026-03-05T10:30:00Z');
      expect([room.asked('U1'), room.asked('U2')]).toEqual([[], []]);
      await tickAt('2026-03-06T10:30:00Z');
      expect([room.asked('U1').length, room.asked('U2').length]).toEqual([1, 0]);
    });
    test('by the clock of where they are', async () => {
      await add('U1', { ...inDirectory, time_zone: 'America/New_York' });
      await add('U2', { ...inDirectory, time_zone: 'no such place' });
      await tickAt('2026-03-03T10:00:00Z');
      await tickAt('2026-03-04T11:00:00Z');
      expect([room.asked('U1').length, room.asked('U2').length]).toEqual([0, 1]);
      await tickAt('2026-03-04T14:30:00Z');
      expect(room.asked('U1')).toHaveLength(1);
    });
  });

  describe('people who post now and then', () => {
    test('are asked in the part of the week in which they were seen', async () => {
      room.at('2026-02-24T19:30:00Z');
      await room.post('U-late');
      await tickAt('2026-03-03T10:00:00Z');
      await tickAt('2026-03-04T11:00:00Z');
      expect(room.asked('U-late')).toHaveLength(0);
      await tickAt('2026-03-04T18:30:00Z');
      expect(room.asked('U-late')).toHaveLength(1);
    });
    test('parts of the week are added up, and forgotten after eight weeks', async () => {
      const parts = async () =>
        await house.db.selectFrom('people').select(['seen_parts', 'seen_parts_since']).executeTakeFirstOrThrow();
      room.at('2026-01-05T10:00:00Z');
      await room.post('U-parts');
      room.at('2026-01-06T13:00:00Z');
      await room.post('U-parts');
      expect(await parts()).toEqual({ seen_parts: (1 << 3) | (1 << 4), seen_parts_since: '2026-01-05' });
      room.at('2026-03-03T16:00:00Z');
      await room.post('U-parts');
      expect(await parts()).toEqual({ seen_parts: 1 << 5, seen_parts_since: '2026-03-03' });
    });
    test('their own quiet hours hold, around midnight too', async () => {
      await add('U1', { ...inDirectory, quiet_from: '16:00', quiet_to: '11:00' });
      await tickAt('2026-03-03T10:00:00Z');
      await tickAt('2026-03-04T10:30:00Z');
      await tickAt('2026-03-04T16:30:00Z');
      expect(room.asked('U1')).toHaveLength(0);
      await tickAt('2026-03-05T11:00:00Z');
      expect(room.asked('U1')).toHaveLength(1);
    });
    test('a job that comes late finds the own quiet hours, too', async () => {
      await add('U1', inDirectory);
      await tickAt('2026-03-03T10:00:00Z');
      house.answer = async () => ({ status: 'later', afterSeconds: 3600, reason: 'rate-limited' });
      await tickAt('2026-03-04T10:30:00Z');
      await house.db.updateTable('people').set({ quiet_from: '11:00', quiet_to: '12:00' }).execute();
      house.answer = async () => ACCEPTED;
      await tickAt('2026-03-04T11:31:00Z');
      expect(room.asked('U1')).toHaveLength(1);
      await tickAt('2026-03-04T12:30:00Z');
      expect(room.asked('U1')).toHaveLength(2);
    });
  });

  describe('a team with a slot of its own', () => {
    beforeEach(() => {
      room = openRoom(house, { 'team-slots': [{ team: 'Ward 6', day: 'thursday', time: '14:00' }] });
    });
    test('is asked then, and not with the others', async () => {
      await add('U1', { ...inDirectory, team: 'Ward 6' });
      await add('U2', { ...inDirectory, team: 'Theatre' });
      await add('U3', inDirectory);
      // The Thursday before is caught up.
      await tickAt('2026-03-03T10:00:00Z');
      await house.db.deleteFrom('quiz_rounds').where('slot', '<', new Date('2026-03-03')).execute();
      house.sent.length = 0;
      await tickAt('2026-03-04T10:30:00Z');
      expect([room.asked('U1').length, room.asked('U2').length, room.asked('U3').length]).toEqual([0, 1, 1]);
      await tickAt('2026-03-05T14:00:00Z');
      await tickAt('2026-03-06T14:30:00Z');
      expect(room.asked('U1')).toHaveLength(1);
      const slots = await house.db.selectFrom('quiz_rounds').select(['slot']).distinct().orderBy('slot').execute();
      expect(slots.map(({ slot }) => slot.toISOString())).toEqual([
        '2026-03-03T10:00:00.000Z',
        '2026-03-05T14:00:00.000Z',
      ]);
    });
    test('nobody is asked twice in days when a slot is moved', async () => {
      await add('U1', { ...inDirectory, team: 'Ward 6' });
      const plain = openRoom(house);
      room.at('2026-03-04T12:00:00Z');
      await plain.tick();
      room.at('2026-03-05T14:00:00Z');
      await room.tick();
      expect(await house.db.selectFrom('quiz_rounds').select('slot').execute()).toHaveLength(1);
    });
  });

  describe('one card asks at a time', () => {
    const asked = async (ref: string) => {
      house.answer = async () => ({ status: 'accepted', via: 'dm', ref });
      await room.tick();
    };
    test('a reminder leaves no buttons on the first card; a newer question leaves one to answer it anyway', async () => {
      await add('U1', inDirectory);
      await tickAt('2026-03-03T10:00:00Z');
      room.at('2026-03-04T10:30:00Z');
      await asked('D1:1');
      room.at('2026-03-05T10:31:00Z');
      await asked('D1:2');
      expect(house.changed).toMatchObject([
        { replaces: 'D1:1', notice: { heading: 'This question has moved', choices: [] } },
      ]);
      await tickAt('2026-03-10T10:00:00Z');
      room.at('2026-03-11T10:30:00Z');
      await asked('D1:3');
      const [, older] = house.changed;
      expect(older).toMatchObject({ replaces: 'D1:2', notice: { heading: 'A newer question is here' } });
      const [first, , second] = room.asked('U1');
      expect(older?.notice.incident).toBe(first?.incident);
      expect(second?.incident).not.toBe(first?.incident);
      const reply = await room.press('U1', older?.notice.incident ?? '', older?.notice.choices[0]?.action ?? '');
      expect(reply.notice.choices.map(({ action }) => action)).toContain('quiz:option:1');
      await room.press('U1', first?.incident ?? '', 'quiz:option:1');
      expect(await house.db.selectFrom('quiz_answers').select('about').execute()).toEqual([{ about: first?.incident }]);
    });
    test('what was answered stays as it is', async () => {
      await add('U1', inDirectory);
      await tickAt('2026-03-03T10:00:00Z');
      room.at('2026-03-04T10:30:00Z');
      await asked('D1:1');
      const [first] = room.asked('U1');
      await room.press('U1', first?.incident ?? '', 'quiz:option:1');
      const [, next] = await house.db.selectFrom('quiz_asked').select('id').orderBy('place').execute();
      await room.press('U1', next?.id ?? '', 'quiz:option:1');
      await tickAt('2026-03-10T10:00:00Z');
      room.at('2026-03-11T10:30:00Z');
      await asked('D1:2');
      expect(house.changed).toEqual([]);
    });
  });
});
