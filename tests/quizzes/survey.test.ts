import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readSurveyPress, SURVEY } from '../../src/quizzes/survey.ts';
import { createSurveyAnswers } from '../../src/quizzes/survey-answer.ts';
import { createSurveyTally, type SurveyTally } from '../../src/store/survey-tally.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { openRoom, type Room } from './room.ts';

test.each([
  ['survey:start', { do: 'ask', answers: [] }],
  ['survey:yes', { do: 'ask', answers: ['yes'] }],
  ['survey:yes:unsure', { do: 'ask', answers: ['yes', 'unsure'] }],
  ['survey:no:no:unsure', { do: 'count', answers: ['no', 'no', 'unsure'] }],
  ['survey:decline', { do: 'decline' }],
  ['survey:unsure', { do: 'not-known' }],
  ['survey:yes:yes:yes:yes', { do: 'not-known' }],
  ['survey:yes:decline', { do: 'not-known' }],
  ['survey', { do: 'not-known' }],
])('%s', (action, press) => {
  expect(readSurveyPress(action)).toEqual(press);
});

onEachDatabase((make) => {
  let house: TestHouse;
  let room: Room;
  let tally: SurveyTally;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    for (const table of ['quiz_answers', 'quiz_rounds', 'quiz_slots', 'surveys', 'people'] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.changed, house.quizzes]) list.length = 0;
    house.answer = async () => ACCEPTED;
    room = openRoom(house, { 'survey-weeks': 13 });
    tally = createSurveyTally(house.db, house.log);
    room.at('2026-03-03T10:00:00Z');
  });
  afterEach(() => tally.stop());

  const add = async (...users: string[]) => {
    await house.db
      .insertInto('people')
      .values(
        users.map((platform_user) => ({
          tenant: 'T1',
          platform: 'slack' as const,
          platform_user,
          first_seen_at: new Date('2026-01-01'),
          directory_at: new Date('2026-01-01'),
        })),
      )
      .execute();
  };
  const isAsked = async (...users: string[]) => {
    await add(...users);
    await room.tick();
    room.at('2026-03-04T10:30:00Z');
    await room.tick();
    return users.map((user) => room.asked(user)[0]?.incident ?? '');
  };
  const press = (user: string, incident: string, action: string) =>
    createSurveyAnswers(
      room.desk,
      tally,
    )({
      platform: 'slack',
      tenant: 'T1',
      person: user,
      incident,
      action,
      words: null,
      kept: true,
      current: async () => ({ status: 'unknown' }),
    });
  const counts = async () =>
    Object.fromEntries(
      (await house.db.selectFrom('survey_counts').selectAll().execute()).map(({ question, option, people }) => [
        `${question} ${option}`,
        people,
      ]),
    );
  const people = (count: number, from = 0) => Array.from({ length: count }, (_, index) => `S${from + index}`);

  describe('the card', () => {
    test('says how long and that nobody sees whose it is; one question after the other; then thanks', async () => {
      const [id = ''] = await isAsked('S1');
      const [card] = room.asked('S1');
      expect(card?.paragraphs[0]).toMatch(/^3 questions, about 30 seconds\. Nobody can see who answered what/);
      const two = await press('S1', id, 'survey:yes');
      expect(two.notice.paragraphs).toEqual([
        'This is question 2 of 3.',
        'Do you know your organisation’s rules on messaging and patient information?',
      ]);
      expect(two.notice.choices.map(({ action }) => action)).toEqual([
        'survey:yes:yes',
        'survey:yes:no',
        'survey:yes:unsure',
        'survey:decline',
      ]);
      expect((await press('S1', id, 'survey:yes:no')).notice.choices[2]?.action).toBe('survey:yes:no:unsure');
      expect((await press('S1', id, 'survey:yes:no:unsure')).notice.heading).toBe('Thank you');
      expect((await press('S1', id, 'survey:no:no:no')).notice.heading).toBe('You took part already');
      await tally.stop();
      expect(await counts()).toEqual({
        'messaging yes': 1,
        'messaging no': 0,
        'rules yes': 0,
        'rules no': 1,
        'rules unsure': 0,
        'wrong-person yes': 0,
        'wrong-person no': 0,
        'wrong-person unsure': 1,
      });
    });
    test('no reminder, and no second one of the same survey', async () => {
      await isAsked('S1');
      room.at('2026-03-06T10:30:00Z');
      await room.tick();
      expect(room.asked('S1')).toHaveLength(1);
    });
    test('it can be declined, which is no answer', async () => {
      const [id = ''] = await isAsked('S1');
      expect((await press('S1', id, 'survey:decline')).notice.heading).toBe('That’s fine');
      await tally.stop();
      expect(await counts()).toEqual({});
    });
    test('it is nobody else’s, and takes no answer when it is over', async () => {
      const [id = ''] = await isAsked('S1', 'S2');
      expect(await press('S2', id, 'survey:yes')).toMatchObject({ replaces: false });
      room.at('2026-04-01T10:30:00Z');
      expect((await press('S1', id, 'survey:no:no:no')).notice.heading).toBe('This survey is over');
      await tally.stop();
      expect(await counts()).toEqual({});
    });
    test('in Welsh for who reads it', async () => {
      await add('S1');
      await house.db.updateTable('people').set({ language: 'cy' }).execute();
      await room.tick();
      room.at('2026-03-04T10:30:00Z');
      await room.tick();
      expect(room.asked('S1')[0]?.heading).toBe('Tri chwestiwn, heb eich enw');
    });
  });

  describe('by slots', () => {
    test('never with questions: the next slot asks these, and what was left can still be answered', async () => {
      const [id = ''] = await isAsked('S1');
      room.at('2026-03-10T10:00:00Z');
      await room.tick();
      room.at('2026-03-11T10:30:00Z');
      await room.tick();
      expect(room.asked('S1').map(({ heading }) => heading)).toEqual([
        'Three questions, without your name',
        expect.not.stringContaining('Three questions'),
      ]);
      expect((await press('S1', id, 'survey:no:no:no')).notice.heading).toBe('Thank you');
      expect(
        await house.db.selectFrom('quiz_rounds').select('id').where('closed_at', 'is', null).execute(),
      ).toHaveLength(1);
    });
    test('whoever comes while it is open is asked with their first slot', async () => {
      await isAsked('S1');
      await add('S2');
      room.at('2026-03-10T10:00:00Z');
      await room.tick();
      room.at('2026-03-11T10:30:00Z');
      await room.tick();
      expect(room.asked('S2')[0]?.heading).toBe('Three questions, without your name');
    });
    test('again after thirteen weeks, whatever the clocks did; never where the policy says 0', async () => {
      await add('S1');
      const kinds = async (weeks: number) => {
        const surveys: string[] = [];
        const here = openRoom(house, { 'survey-weeks': weeks });
        for (let week = 0; week < 30; week++) {
          room.at(new Date(Date.UTC(2026, 2, 3, 10) + week * 7 * 86_400_000).toISOString());
          await here.tick();
        }
        for (const { opened_at } of await house.db
          .selectFrom('surveys')
          .select('opened_at')
          .orderBy('opened_at')
          .execute())
          surveys.push(opened_at.toISOString().slice(0, 10));
        return surveys;
      };
      expect(await kinds(13)).toEqual(['2026-03-03', '2026-06-02', '2026-09-01']);
      await house.db.deleteFrom('surveys').execute();
      await house.db.deleteFrom('quiz_slots').execute();
      expect(await kinds(0)).toEqual([]);
    });
  });

  describe('nobody can tell whose answer it was', () => {
    const answered = async (users: readonly string[]) => {
      const ids = await isAsked(...users);
      for (const [index, user] of users.entries()) await press(user, ids[index] ?? '', 'survey:yes:no:no');
    };
    test('seven answers are not written, eight are, in one transaction', async () => {
      await answered(people(7));
      expect(await counts()).toEqual({});
      await add('S7');
      room.at('2026-03-10T10:00:00Z');
      await room.tick();
      room.at('2026-03-11T10:30:00Z');
      await room.tick();
      await press('S7', room.asked('S7')[0]?.incident ?? '', 'survey:no:no:no');
      expect(await counts()).toMatchObject({ 'messaging yes': 7, 'messaging no': 1, 'rules no': 8, 'rules unsure': 0 });
    });
    test('every row bears the transaction of a batch, and no round does', async () => {
      await answered(people(16));
      const { rows } = await house.store.db.executeQuery<{ xmin: string; of: string }>({
        sql: `select xmin::text, 'count' as of from survey_counts union all select xmin::text, 'round' from quiz_rounds`,
        parameters: [],
        query: { kind: 'RawNode' } as never,
        queryId: { queryId: 'xmin' },
      });
      const of = (what: string) => new Set(rows.filter((row) => row.of === what).map(({ xmin }) => xmin));
      expect(of('count').size).toBe(1);
      expect(of('round').isDisjointFrom(of('count'))).toBe(true);
    });
    test('what is kept with a person is the day', async () => {
      await answered(people(8));
      const rounds = await house.db.selectFrom('quiz_rounds').select(['closed_at', 'took_part_on']).execute();
      expect(new Set(rounds.map(({ took_part_on }) => took_part_on))).toEqual(new Set(['2026-03-04']));
      expect(new Set(rounds.map(({ closed_at }) => closed_at?.toISOString().slice(11)))).toEqual(
        new Set(['00:00:00.000Z']),
      );
    });
    test('no column of what is counted names a person or a time of day', async () => {
      await answered(people(8));
      const [row = {}] = await house.db.selectFrom('survey_counts').selectAll().execute();
      expect(Object.keys(row).sort()).toEqual(['opened_at', 'option', 'people', 'question', 'tenant']);
      expect(SURVEY.flatMap(({ question }) => question)).toContain((row as { question: string }).question);
    });
    test('a database that was away: what it missed is written with the next answer', async () => {
      await house.db.schema.alterTable('survey_counts').renameTo('away').execute();
      await answered(people(8));
      await house.db.schema.alterTable('away').renameTo('survey_counts').execute();
      await tally.stop();
      expect(await counts()).toMatchObject({ 'messaging yes': 8 });
    });
  });
});
