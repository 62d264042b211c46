import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Wish } from '../../src/chat.ts';
import { createWishes } from '../../src/wishes.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { openRoom, type Room } from './room.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  let room: Room;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    for (const table of ['quiz_answers', 'quiz_memory', 'quiz_rounds', 'quiz_slots', 'surveys', 'people'] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.changed, house.quizzes]) list.length = 0;
    house.answer = async () => ACCEPTED;
    room = openRoom(house);
    room.at('2026-03-02T12:00:00Z');
  });
  const wish = (person: string, wanted: Wish['for'] = 'question') =>
    createWishes(room.desk, { ownPage: 'https://q.example/me' })({
      platform: 'slack',
      tenant: 'T1',
      person,
      for: wanted,
    });
  const rounds = () => house.db.selectFrom('quiz_rounds').selectAll().orderBy('slot').execute();

  test('the next question, at once, and the same until it is answered; no reminder follows', async () => {
    const first = await wish('U1');
    expect(first.paragraphs[0]).toContain('1 question, about 20 seconds');
    expect(await wish('U1')).toEqual(first);
    const [one, other] = await Promise.all([wish('U2'), wish('U2')]);
    expect(one).toEqual(other);
    expect(await rounds()).toHaveLength(2);
    const right = await room.rightOf(first.incident);
    expect((await room.press('U1', first.incident, `quiz:option:${right}`)).notice.heading).toBe('Yes, that’s it');
    expect(await house.db.selectFrom('quiz_answers').select(['first_seen', 'correct']).execute()).toEqual([
      { first_seen: true, correct: true },
    ]);
    room.at('2026-03-04T12:00:00Z');
    await house.db
      .updateTable('people')
      .set({ last_seen_at: new Date('2026-03-04T12:00:00Z') })
      .execute();
    await room.tick();
    expect(house.sent).toEqual([]);
  });
  test('the question of the slot that waits: it is not put to them again', async () => {
    await room.post('U3');
    room.at('2026-03-03T10:00:00Z');
    await room.tick();
    const asked = await wish('U3');
    expect(asked.paragraphs[0]).toContain('2 questions, about 40 seconds');
    room.at('2026-03-03T10:05:00Z');
    await room.post('U3');
    await room.tick();
    expect(room.asked('U3')).toEqual([]);
    expect(await rounds()).toHaveLength(1);
  });
  test('one that was asked already makes way on its card', async () => {
    await room.post('U4');
    room.at('2026-03-03T10:00:00Z');
    await room.tick();
    room.at('2026-03-03T10:05:00Z');
    house.answer = async () => ({ status: 'accepted', via: 'dm', ref: 'D1:1' });
    await room.post('U4');
    await room.tick();
    const again = await wish('U4');
    expect(again.incident).toBe(room.asked('U4')[0]?.incident);
    expect(house.changed).toMatchObject([{ replaces: 'D1:1', notice: { heading: 'This question has moved' } }]);
  });
  test('a survey steps aside for it, and comes with the next slot', async () => {
    room = openRoom(house, { 'survey-weeks': 13 });
    await room.post('U5');
    room.at('2026-03-03T10:00:00Z');
    await room.tick();
    room.at('2026-03-03T10:01:00Z');
    expect((await wish('U5')).choices.map(({ action }) => action)).toContain('quiz:option:1');
    room.at('2026-03-10T10:00:00Z');
    await room.tick();
    expect((await rounds()).map(({ kind, delivery }) => `${kind} ${delivery}`)).toEqual([
      'survey held',
      'quiz sent',
      'survey waiting',
    ]);
  });
  test('where nothing is due it says so', async () => {
    for (let asked = await wish('U6'); asked.kind === 'quiz'; asked = await wish('U6')) {
      await room.press('U6', asked.incident, `quiz:option:${await room.rightOf(asked.incident)}`);
      house.clock = new Date(house.clock.getTime() + 60_000);
    }
    expect((await wish('U6')).heading).toBe('Nothing is due for you');
    expect(await rounds()).toHaveLength(14);
  });
  test('one’s own figures, and where everything is', async () => {
    expect((await wish('U7', 'figures')).paragraphs).toContain('You answered no questions in the last 90 days.');
    const asked = await wish('U7');
    await room.press('U7', asked.incident, `quiz:option:${await room.rightOf(asked.incident)}`);
    const { paragraphs } = await wish('U7', 'figures');
    expect(paragraphs).toContain('New questions that you answered in the last 90 days: 1. Right: 1.');
    expect(paragraphs.at(-1)).toBe('All that is kept about you: https://q.example/me');
    expect(paragraphs[2]).toMatch(/: 1\/1$/);
  });
});
