import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ask } from '../../src/quizzes/ask.ts';
import type { Question } from '../../src/quizzes/bank.ts';
import { handOut } from '../../src/quizzes/hand-out.ts';
import { runSlots } from '../../src/quizzes/round.ts';
import { contentOf } from '../../src/quizzes/stored.ts';
import { addVersion } from '../../src/store/question-versions.ts';
import { markSeen, putInWords } from '../../src/store/quiz-rounds.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { bank, openRoom, type Room } from './room.ts';

// Weeks of one organisation's questions, by a clock that is set by hand. 3 March 2026 is a Tuesday.

onEachDatabase((make) => {
  let house: TestHouse;
  let room: Room;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  beforeEach(async () => {
    const { db } = house;
    for (const table of ['quiz_answers', 'quiz_memory', 'quiz_rounds', 'quiz_slots', 'outcomes'] as const)
      await db.deleteFrom(table).execute();
    for (const table of ['incidents', 'people'] as const) await db.deleteFrom(table).execute();
    for (const list of [house.sent, house.quizzes, house.notices, house.followUps]) list.length = 0;
    house.answer = async () => ACCEPTED;
    room = openRoom(house);
    room.at('2026-03-02T12:00:00Z');
    // The activity's memory is of posts, minutes apart; each test has people of its own.
    person += 1;
    me = `U${person}`;
  });
  let person = 0;
  let me = '';

  const slotIsRun = async () => {
    await room.post(me);
    room.at('2026-03-03T10:00:00Z');
    await room.tick();
  };
  const isAsked = async () => {
    await slotIsRun();
    room.at('2026-03-03T10:05:00Z');
    await room.post(me);
    await room.tick();
    const [question] = room.asked(me);
    if (!question) throw new Error('Nothing was asked.');
    return question;
  };
  const rounds = () => house.db.selectFrom('quiz_rounds').selectAll().orderBy('slot').execute();
  const answers = () => house.db.selectFrom('quiz_answers').selectAll().execute();

  describe('when somebody is asked', () => {
    test('after the slot, once they post: how many and how long is said up front', async () => {
      await slotIsRun();
      expect(room.asked(me), 'not before they are there').toEqual([]);
      room.at('2026-03-03T10:05:00Z');
      await room.post(me);
      await room.tick();
      const [{ paragraphs } = { paragraphs: [] }] = room.asked(me);
      expect(paragraphs[0]).toContain('2 questions, about 40 seconds');
      expect(paragraphs.slice(2).map((line) => line.slice(0, 2))).toEqual(
        ['A.', 'B.', 'C.', 'D.'].slice(0, paragraphs.length - 2),
      );
      await room.tick();
      await room.tick();
      expect(room.asked(me)).toHaveLength(1);
    });
    test('not before the slot, and not whoever came after it', async () => {
      await room.post(me);
      room.at('2026-03-03T09:59:00Z');
      await room.post(me);
      await house.db
        .updateTable('people')
        .set({ first_seen_at: new Date('2026-03-02') })
        .execute();
      await room.tick();
      expect(room.asked(me)).toEqual([]);
    });
    test.each([
      ['has left', { left_on: '2026-03-03' }, true],
      ['leaves later on', { left_on: '2026-04-01' }, false],
      ['is away', { away_until: new Date('2026-03-03T17:00:00Z') }, true],
      ['was away', { away_until: new Date('2026-03-03T09:00:00Z') }, false],
    ])('who %s, as the directory says: %o', async (_, said, spared) => {
      await slotIsRun();
      await house.db.updateTable('people').set(said).execute();
      room.at('2026-03-03T10:05:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(spared ? 0 : 1);
      // And the next slot chooses nothing for who is not there then.
      room.at('2026-03-10T10:00:00Z');
      await room.tick();
      const next = (await rounds()).filter(({ slot }) => slot > new Date('2026-03-04'));
      expect(next).toHaveLength('left_on' in said && spared ? 0 : 1);
    });
    test('a guest is no member of staff, and not asked', async () => {
      await room.post(me);
      await house.db.updateTable('people').set({ guest: true }).execute();
      room.at('2026-03-03T10:00:00Z');
      await room.tick();
      expect(await rounds()).toEqual([]);
    });
    test('whoever has not posted for a month is not asked', async () => {
      await slotIsRun();
      room.at('2026-04-14T09:00:00Z');
      await room.tick();
      expect((await rounds()).map(({ slot }) => slot)).toEqual([new Date('2026-03-03T10:00:00Z')]);
    });
    test.each([
      ['in the quiet hours', '2026-03-03T22:00:00Z'],
      ['before they end', '2026-03-04T06:55:00Z'],
    ])('%s they are left alone, and asked when they post in the morning', async (_, time) => {
      await slotIsRun();
      room.at(time);
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toEqual([]);
      room.at('2026-03-04T07:10:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(1);
    });
    test('within an hour of a flagged message they are left alone', async () => {
      await slotIsRun();
      room.at('2026-03-03T11:00:00Z');
      await room.post(me, 'nudge name: 1');
      await room.tick();
      room.at('2026-03-03T11:55:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toEqual([]);
      room.at('2026-03-03T12:01:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(1);
    });
    test('flagged while the question was on its way: it waits', async () => {
      await slotIsRun();
      room.at('2026-03-03T10:05:00Z');
      await room.post(me);
      await handOut(room.desk);
      expect(house.quizzes).toHaveLength(1);
      await room.post(me, 'urgent name: 1');
      await room.tick();
      expect(room.asked(me)).toEqual([]);
      room.at('2026-03-03T11:30:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(1);
    });
    test('what went wrong lately is asked about, and nobody is told why', async () => {
      await room.post(me, 'nudge image: 1');
      const [{ incident } = { incident: '' }] = [await isAsked()];
      const asked = await house.db.selectFrom('quiz_asked').select(['id', 'topic']).orderBy('place').execute();
      expect(asked[0]).toEqual({ id: incident, topic: 'photos' });
      expect(asked).toHaveLength(2);
    });
    test('slots that were missed are caught up once', async () => {
      await room.post(me);
      room.at('2026-03-26T12:00:00Z');
      await room.post(me);
      await room.tick();
      await room.tick();
      expect((await rounds()).map(({ slot }) => slot)).toEqual([new Date('2026-03-24T10:00:00Z')]);
      expect(room.asked(me)).toHaveLength(1);
      // Summer time has come: ten o'clock is nine in UTC.
      room.at('2026-03-31T09:01:00Z');
      await room.tick();
      expect((await rounds()).map(({ slot }) => slot).at(-1)).toEqual(new Date('2026-03-31T09:00:00Z'));
    });
    test('a slot is run by one of several, and taken up again where one of them died', async () => {
      for (const name of ['a', 'b', 'c', 'd', 'e']) await room.post(`${me}${name}`);
      room.at('2026-03-03T10:00:00Z');
      await house.db
        .insertInto('quiz_slots')
        .values({ tenant: 'T1', at: house.clock, claimed_at: house.clock, after: null, done_at: null })
        .execute();
      await runSlots(room.desk);
      expect(await rounds(), 'another process has it').toEqual([]);
      room.at('2026-03-03T10:03:00Z');
      await Promise.all([runSlots(room.desk, 2), runSlots(room.desk, 2), runSlots(room.desk, 1)]);
      expect(await rounds()).toHaveLength(5);
      expect(await runSlots(room.desk)).toBe(true);
    });
  });

  describe('answers', () => {
    test('right: said at once, with why and the source, and on to the next', async () => {
      const { incident } = await isAsked();
      const right = await room.rightOf(incident);
      const { notice, replaces } = await room.press(me, incident, `quiz:option:${right}`);
      expect(replaces).toBe(true);
      expect(notice.heading).toBe('Yes, that’s it');
      expect(notice.paragraphs).toHaveLength(3);
      expect(notice.paragraphs[2]).toMatch(/^From: /);
      expect(notice.choices.map(({ action }) => action)).toEqual(['quiz:next']);
      const next = await room.press(me, incident, 'quiz:next');
      expect(next.notice.paragraphs[0]).toBe('This is question 2 of 2.');
      expect(next.notice.incident).not.toBe(incident);
      const last = await room.press(me, next.notice.incident, 'quiz:option:1');
      expect(last.notice.choices).toEqual([]);
      expect((await rounds())[0]?.closed_at).toEqual(house.clock);
      expect(await house.db.selectFrom('quiz_memory').select('reps').execute()).toEqual([{ reps: 1 }, { reps: 1 }]);
    });
    test('the first answer counts, however often and whatever is pressed', async () => {
      const { incident } = await isAsked();
      const right = await room.rightOf(incident);
      const presses = [1, 2, 3, 1].map((option) => room.press(me, incident, `quiz:option:${option}`));
      const said = await Promise.all(presses);
      const [answer] = await answers();
      expect(await answers()).toHaveLength(1);
      expect(new Set(said.map(({ notice }) => notice.heading)).size).toBe(1);
      expect(answer).toMatchObject({ correct: answer?.chosen === right, first_seen: true, about: incident });
      expect(await house.db.selectFrom('quiz_memory').select('reps').execute()).toEqual([{ reps: 1 }]);
    });
    test('an answer that comes after the next slot counts once', async () => {
      const { incident } = await isAsked();
      room.at('2026-03-10T10:01:00Z');
      await room.tick();
      expect((await rounds()).filter(({ closed_at }) => closed_at === null)).toHaveLength(1);
      await room.press(me, incident, 'quiz:option:1');
      await room.press(me, incident, 'quiz:option:1');
      expect(await answers()).toHaveLength(1);
    });
    test('somebody else’s, one that never was, and a choice that isn’t one change nothing', async () => {
      const { incident } = await isAsked();
      const stranger = await room.press('U-else', incident, 'quiz:option:1');
      expect(stranger).toMatchObject({ replaces: false, notice: { heading: 'This note is for someone else' } });
      for (const [id, action] of [
        ['0b7f2c1e-0000-4000-8000-000000000001', 'quiz:option:1'],
        ['no-uuid', 'quiz:option:1'],
        [incident, 'quiz:option:9'],
        [incident, 'quiz:option:1x'],
        [incident, 'quiz:option'],
        [incident, 'quiz:else'],
      ] as const)
        expect((await room.press(me, id, action)).replaces).toBe(false);
      expect(await answers()).toEqual([]);
    });
    test('a question whose words have changed since is not counted', async () => {
      const { incident } = await isAsked();
      await house.db.updateTable('quiz_asked').set({ version: 'older' }).where('id', '=', incident).execute();
      expect((await room.press(me, incident, 'quiz:option:1')).notice.heading).toBe('This question has changed');
      expect(await answers()).toEqual([]);
    });
    describe('a trainer changes the question', () => {
      const change = async (incident: string, retired = false) => {
        const { question } = await house.db
          .selectFrom('quiz_asked')
          .select('question')
          .where('id', '=', incident)
          .executeTakeFirstOrThrow();
        const content = contentOf(bank.questions.find(({ id }) => id === question) as Question);
        // The right answer is another one, so that the old words can't be marked by the new ones unnoticed.
        const variants = content.variants.map((one) => ({
          ...one,
          right: (one.right % one.en.options.length) + 1,
          en: { ...one.en, stem: 'In the new words, what do you do?' },
        }));
        await addVersion(house.db, {
          tenant: 'T1',
          question,
          number: 1,
          topic: bank.questions.find(({ id }) => id === question)?.topic ?? '',
          content: { ...content, variants },
          welsh: true,
          retired,
          author: 'trainer',
          at: house.clock,
        });
      };
      const waiting = async () => {
        const { id } = await house.db
          .selectFrom('quiz_asked')
          .select('id')
          .where('place', '=', 1)
          .executeTakeFirstOrThrow();
        return id;
      };
      afterEach(() => house.db.deleteFrom('question_versions').execute());

      test('before it was asked: it is asked in the new words, and marked by them', async () => {
        await slotIsRun();
        await change(await waiting());
        room.at('2026-03-03T10:05:00Z');
        await room.post(me);
        await room.tick();
        const [question] = room.asked(me);
        expect(question?.paragraphs[1]).toBe('In the new words, what do you do?');
        const right = await room.rightOf(question?.incident ?? '');
        expect((await room.press(me, question?.incident ?? '', `quiz:option:${right}`)).notice.heading).toBe(
          'Yes, that’s it',
        );
        expect(await answers()).toMatchObject([{ correct: true, first_seen: true }]);
      });
      test('a variant that somebody knows counts as seen, whatever its words are now', async () => {
        const asked = await isAsked();
        await room.press(me, asked.incident, 'quiz:option:1');
        await change(asked.incident);
        // Years on, there is no other variant left.
        const { rows } = await sql<{ id: string }>`
          insert into quiz_asked (tenant, round, place, person, topic, question, variant, version, seen_at)
            select tenant, round, 9, person, topic, question, variant, 'older', null from quiz_asked
            where id = ${asked.incident} returning id`.execute(house.db);
        const again = rows[0]?.id ?? '';
        const deck = await room.desk.decks.of('T1');
        const now = await house.db
          .selectFrom('quiz_asked')
          .selectAll()
          .where('id', '=', again)
          .executeTakeFirstOrThrow();
        const { version = '' } = deck.find(now.question, now.variant) ?? {};
        room.at('2028-03-07T10:05:00Z');
        await house.db.transaction().execute(async (trx) => {
          await putInWords(trx, 'T1', again, version);
          await markSeen(trx, 'T1', again, house.clock);
        });
        await room.press(me, again, 'quiz:option:1');
        expect((await answers()).map(({ about, first_seen }) => [about, first_seen])).toEqual([
          [asked.incident, true],
          [again, false],
        ]);
      });
      test('after it was asked: it is reminded of and marked in the words that were read', async () => {
        const asked = await isAsked();
        const right = await room.rightOf(asked.incident);
        await change(asked.incident);
        room.at('2026-03-05T10:05:00Z');
        await room.post(me);
        await room.tick();
        expect(room.asked(me)).toHaveLength(2);
        expect(room.asked(me)[1]?.paragraphs[1]).toBe(asked.paragraphs[1]);
        expect((await room.press(me, asked.incident, `quiz:option:${right}`)).notice.heading).toBe('Yes, that’s it');
      });
      test('taken out of the bank: it is neither asked nor reminded of, and what was asked still counts', async () => {
        const asked = await isAsked();
        const right = await room.rightOf(asked.incident);
        await change(asked.incident, true);
        room.at('2026-03-05T10:05:00Z');
        await room.post(me);
        await room.tick();
        expect(room.asked(me)).toHaveLength(1);
        expect((await room.press(me, asked.incident, `quiz:option:${right}`)).notice.heading).toBe('Yes, that’s it');
        expect(await answers()).toMatchObject([{ correct: true }]);
      });
      test('the second of a round taken out of the bank before it was read: the round ends kindly', async () => {
        const asked = await isAsked();
        const second = await house.db
          .selectFrom('quiz_asked')
          .select('id')
          .where('place', '=', 2)
          .executeTakeFirstOrThrow();
        await room.press(me, asked.incident, 'quiz:option:1');
        await change(second.id, true);
        const { notice } = await room.press(me, asked.incident, 'quiz:next');
        expect(notice).toMatchObject({ heading: 'That’s all for now', choices: [] });
        expect(await rounds()).toMatchObject([{ closed_at: house.clock }]);
        room.at('2026-03-05T10:05:00Z');
        await room.post(me);
        await room.tick();
        expect(room.asked(me), 'nothing is reminded of').toHaveLength(1);
      });
      test('the second of a round that was answered, and then taken out: what it was worth is shown again', async () => {
        const asked = await isAsked();
        await room.press(me, asked.incident, 'quiz:option:1');
        const { notice: next } = await room.press(me, asked.incident, 'quiz:next');
        const { notice: marked } = await room.press(me, next.incident, 'quiz:option:1');
        await change(next.incident, true);
        expect((await room.press(me, asked.incident, 'quiz:next')).notice).toEqual(marked);
      });
    });
    test('weeks on: all topics come up, and no variant twice while there is another', async () => {
      room.at('2026-03-02T12:00:00Z');
      await room.post(me);
      for (let week = 0; week < 20; week++) {
        const tuesday = new Date('2026-03-03T11:00:00Z').getTime() + week * 7 * 86_400_000;
        house.clock = new Date(tuesday);
        await room.post(me);
        await room.tick();
        const question = room.asked(me).at(-1);
        if (!question) continue;
        await room.press(me, question.incident, `quiz:option:${await room.rightOf(question.incident)}`);
        const next = await room.press(me, question.incident, 'quiz:next');
        if (next.notice.kind !== 'quiz') continue;
        const right = await room.rightOf(next.notice.incident);
        await room.press(me, next.notice.incident, `quiz:option:${week % 5 === 0 ? (right % 3) + 1 : right}`);
      }
      const all = await answers();
      // How many fall due hangs on the order of the topics, which is the person's own.
      expect(all.length).toBeGreaterThan(14);
      for (const topic of new Set(all.map((one) => one.topic))) {
        const asked = all.filter((one) => one.topic === topic);
        const there = bank.questions.filter((one) => one.topic === topic).flatMap(({ variants }) => variants).length;
        // A topic of few questions that was answered wrong often comes again in words that were seen.
        const seen = new Set(asked.map(({ question, variant }) => `${question}/${variant}`)).size;
        expect(seen, topic).toBe(Math.min(asked.length, there));
        expect(asked.filter(({ first_seen }) => first_seen).length, topic).toBe(seen);
      }
      expect(new Set(all.map(({ topic }) => topic)).size).toBe(14);
    });
  });

  describe('leaving people alone', () => {
    test('one reminder after a day, when they are there again, then silence', async () => {
      const { incident } = await isAsked();
      for (const day of [4, 5, 6, 9]) {
        room.at(`2026-03-0${day}T11:00:00Z`);
        await room.post(me);
        await room.tick();
      }
      const [first, reminder, ...more] = room.asked(me);
      expect(more).toEqual([]);
      expect(reminder?.incident).toBe(incident);
      expect(reminder?.paragraphs).toEqual(first?.paragraphs);
      expect(reminder?.heading).toMatch(/still|moment/);
    });
    test('answered: no reminder', async () => {
      const { incident } = await isAsked();
      await room.press(me, incident, 'quiz:option:1');
      const next = await room.press(me, incident, 'quiz:next');
      await room.press(me, next.notice.incident, 'quiz:option:1');
      room.at('2026-03-05T11:00:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(1);
    });
    test('half answered: the reminder is of the second question', async () => {
      const { incident } = await isAsked();
      await room.press(me, incident, 'quiz:option:1');
      room.at('2026-03-05T11:00:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me).at(-1)?.paragraphs[0]).toBe('This is question 2 of 2.');
    });
    test('not now: it comes back a day later, once', async () => {
      const { incident } = await isAsked();
      expect((await room.press(me, incident, 'quiz:later')).notice.heading).toBe('That’s fine');
      for (const time of [
        '2026-03-03T14:00:00Z',
        '2026-03-04T11:00:00Z',
        '2026-03-05T12:00:00Z',
        '2026-03-07T12:00:00Z',
      ]) {
        room.at(time);
        await room.post(me);
        await room.tick();
      }
      expect(room.asked(me)).toHaveLength(2);
    });
    test('paused: nothing for four weeks, and again after them or when they say so', async () => {
      const { incident } = await isAsked();
      const { notice } = await room.press(me, incident, 'quiz:pause');
      expect(notice.paragraphs[0]).toContain('28 days');
      expect(notice.choices.map(({ action }) => action)).toEqual(['quiz:resume']);
      for (const day of ['10', '17', '24']) {
        room.at(`2026-03-${day}T11:00:00Z`);
        await room.post(me);
        await room.tick();
      }
      expect(room.asked(me)).toHaveLength(1);
      room.at('2026-04-07T11:00:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(2);
      await room.press(me, room.asked(me)[1]?.incident ?? '', 'quiz:pause');
      await room.press(me, incident, 'quiz:resume');
      room.at('2026-04-14T11:00:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(3);
    });
    test('never two open at once: the next slot closes what was left', async () => {
      await isAsked();
      room.at('2026-03-10T11:00:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toHaveLength(2);
      expect((await rounds()).map(({ closed_at }) => closed_at !== null)).toEqual([true, false]);
    });
  });

  describe('handing over', () => {
    test('the process dies after the platform was asked: it isn’t asked a second time', async () => {
      await slotIsRun();
      room.at('2026-03-03T10:05:00Z');
      await room.post(me);
      await handOut(room.desk);
      const [job] = house.quizzes.splice(0);
      if (!job) throw new Error('There is no job.');
      house.answer = () => Promise.reject(new Error('killed'));
      await expect(ask(room.desk, job, false)).rejects.toThrow('killed');
      house.answer = async () => ACCEPTED;
      await ask(room.desk, job, false);
      await ask(room.desk, job, false);
      expect(house.sent).toHaveLength(1);
      expect((await rounds())[0]).toMatchObject({ delivery: 'uncertain', asked_at: house.clock });
    });
    test('a job that came to nothing is put in again after an hour', async () => {
      await slotIsRun();
      room.at('2026-03-03T10:05:00Z');
      await room.post(me);
      await handOut(room.desk);
      house.quizzes.length = 0;
      room.at('2026-03-03T10:30:00Z');
      await room.post(me);
      await room.tick();
      expect(room.asked(me)).toEqual([]);
      room.at('2026-03-03T11:06:00Z');
      await room.post(me);
      await room.tick();
      await room.tick();
      expect(room.asked(me)).toHaveLength(1);
    });
    test('put off by the platform: tried again', async () => {
      house.answer = async () => ({ status: 'later', afterSeconds: 30, reason: 'ratelimited' });
      await slotIsRun();
      room.at('2026-03-03T10:05:00Z');
      await room.post(me);
      await room.tick();
      expect((await rounds())[0]).toMatchObject({ delivery: 'waiting', asked_at: null });
      house.answer = async () => ACCEPTED;
      room.at('2026-03-03T10:06:00Z');
      await room.tick();
      expect((await rounds())[0]).toMatchObject({ delivery: 'sent', attempts: 2 });
    });
  });
});
