import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnswers } from '../src/answers.ts';
import type { Answer, Current } from '../src/chat.ts';
import { createWatch } from '../src/watch.ts';
import { onEachDatabase } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { deleted, plainEngine, posted } from './messages.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  let at = 0;
  let incident = '';
  beforeEach(async () => {
    at += 1;
    house.sent.length = 0;
    house.notices.length = 0;
    house.followUps.length = 0;
    house.clock = new Date('2026-03-05T09:00:00Z');
    await post('urgent: Mrs Okafor');
    await house.runDue();
    incident = house.sent[0]?.notice.incident ?? '';
  });

  const post = (text: string, change = {}) =>
    createWatch(house)(posted({ id: `m${at}`, author: `U${at}`, postedAt: house.clock, text, ...change }));
  const there = (text: string): Current => ({ status: 'there', text, attachments: [] });
  const press = (action: string, change: Partial<Omit<Answer, 'current'>> & { current?: Current } = {}) => {
    const { current = there('urgent: Mrs Okafor'), ...rest } = change;
    return createAnswers(
      house,
      house.post.adapters,
    )({
      platform: 'slack',
      tenant: 'T1',
      person: `U${at}`,
      incident,
      action,
      words: null,
      kept: false,
      ...rest,
      current: async (place) => {
        expect(place).toMatchObject({ channel: 'C1', message: `m${at}`, thread: null });
        return current;
      },
    });
  };
  const row = () => house.db.selectFrom('incidents').selectAll().where('id', '=', incident).executeTakeFirstOrThrow();
  const outcomes = async () =>
    (
      await house.db
        .selectFrom('outcomes')
        .select(['kind', 'detail', 'note'])
        .where('incident', '=', incident)
        .orderBy('id')
        .execute()
    )
      .map(({ kind, detail, note }) => [kind, detail, note].filter(Boolean).join(' '))
      .slice(3); // claimed, handed, sent
  const triage = async () =>
    (await house.db.selectFrom('triage').select('kind').where('message', '=', `m${at}`).execute()).map(
      ({ kind }) => kind,
    );
  const credits = () => house.db.selectFrom('credits').select('kind').where('about', '=', incident).execute();
  const words = plainEngine.policy.wording.en;

  describe('a safer version', () => {
    test('is shown, and not stored', async () => {
      const judge = house.engine();
      house.engine = () => ({
        ...judge,
        judge: ({ text }) =>
          text.includes('Mrs')
            ? {
                level: 'urgent',
                categories: ['name'],
                findings: [{ type: 'name', start: 8, end: 18, confidence: 1 }],
                reasons: [],
                mode: 'nudge',
              }
            : { level: 'clear', categories: [], findings: [], reasons: [], mode: 'nudge' },
      });
      const { notice, replaces } = await press('safer');
      const kept = await press('safer', { kept: true });
      house.engine = () => judge;
      expect(notice).toMatchObject({ kind: 'reply', suggestion: 'urgent: [patient]' });
      expect(replaces).toBe(true);
      expect(JSON.stringify(kept)).not.toContain('urgent:');
      expect(JSON.stringify(kept)).toContain('[patient]');
      expect(await outcomes()).toEqual(['safer']);
    });
    test('of a message that can’t be read', async () => {
      const { notice } = await press('safer', { current: { status: 'unknown' } });
      expect(notice.paragraphs.join()).toContain(words.replies.cannotRead.text);
    });
    test('of one that was deleted', async () => {
      const { notice } = await press('safer', { current: { status: 'gone' } });
      expect(notice.paragraphs.join()).toContain(words.replies.gone.text);
      expect(await row()).toMatchObject({ resolution: 'deleted' });
    });
  });

  describe('I’ve fixed it', () => {
    test('and it is: closed, answered, and not thanked twice', async () => {
      const { notice } = await press('fixed', { current: there('all fine') });
      expect(notice.paragraphs.join()).toContain(words.replies.clear.text);
      expect(await row()).toMatchObject({ resolution: 'edited' });
      await post('all fine', { version: 'e1' });
      await house.pass(60);
      expect(house.sent.map((one) => one.notice.kind)).toEqual(['first']);
      expect(await credits()).toEqual([{ kind: 'fixed-early' }]);
    });
    test('and something is left', async () => {
      const { notice } = await press('fixed', { current: there('nudge address: Mill Lane') });
      expect(notice.paragraphs.join()).toContain(words.kinds.address.alone);
      expect(await row()).toMatchObject({ resolution: null, answer: null });
      expect(await outcomes()).toEqual(['said-fixed']);
    });
    test('and nobody can look: believed, not reminded, and on the list if nothing was seen to change', async () => {
      await press('fixed', { current: { status: 'unknown' } });
      expect(await row()).toMatchObject({ answer: 'fixed' });
      await house.pass(11);
      expect(house.sent.map((one) => one.notice.kind)).toEqual(['first']);
      await house.pass(20);
      expect(await triage()).toEqual(['unfixed']);
    });
    test('and it is one of several that were summed up: of the others no more is said than is known', async () => {
      await post('urgent: Mrs Okafor again', { id: `m${at}-2` });
      const { notice } = await press('fixed', { current: there('all fine') });
      expect(notice.paragraphs.join()).toContain(words.replies.saidFixed.text);
      expect(await row()).toMatchObject({ resolution: 'edited' });
      await createWatch(house)(deleted({ id: `m${at}-2` }));
      const after = await press('fixed', { current: { status: 'gone' } });
      expect(after.notice.paragraphs.join()).toContain(words.replies.gone.text);
    });
    test('and the event comes after: no list', async () => {
      await press('fixed', { current: { status: 'unknown' } });
      await house.pass(5);
      await createWatch(house)(deleted({ id: `m${at}` }));
      await house.pass(60);
      expect(await triage()).toEqual([]);
      expect(await row()).toMatchObject({ resolution: 'deleted' });
    });
  });

  describe('it isn’t about a patient', () => {
    test('goes to the review list once, and ends the follow-up', async () => {
      const first = await press('not-patient');
      const second = await press('not-patient');
      expect(first.notice.paragraphs.join()).toContain(words.replies.notPatient.text);
      expect(second.notice.paragraphs.join()).toContain(words.replies.already.text);
      await house.pass(60);
      expect(await outcomes()).toEqual(['not-patient', 'raised disputed']);
      expect(await triage()).toEqual(['disputed']);
      expect(house.sent).toHaveLength(1);
    });
    test('the same words by the same person in the same thread don’t nudge again; others do', async () => {
      await press('not-patient');
      house.clock = new Date('2026-03-05T15:00:00Z');
      await post('urgent: Mrs Okafor', { id: `again${at}` });
      await house.runDue();
      expect(house.sent).toHaveLength(1);
      await post('urgent: Mrs Okafor-Lee', { id: `other${at}` });
      await post('urgent: Mrs Okafor', { id: `thread${at}`, thread: 't9', author: `V${at}` });
      await house.runDue();
      expect(house.sent).toHaveLength(3);
    });
  });

  describe('it’s needed here', () => {
    test('asks why, and keeps a reason of the list', async () => {
      const { notice } = await press('needed');
      expect(notice.choices.map(({ action }) => action)).toEqual(
        expect.arrayContaining(['reason:handover', 'reason:emergency', 'back']),
      );
      expect(notice.asks).toMatchObject({ action: 'reason-words' });
      await press('reason:handover');
      expect(await row()).toMatchObject({ answer: 'needed' });
      expect(await outcomes()).toEqual(['needed handover']);
      await house.pass(60);
      expect(await triage()).toEqual([]);
    });
    test('keeps a few words, and not if they name anybody', async () => {
      const refused = await press('reason-words', { words: 'for Mrs Okafor' });
      expect(refused.notice.paragraphs.join()).toContain(words.replies.wordsIdentify.text);
      expect(await row()).toMatchObject({ answer: null });
      await press('reason-words', { words: 'the bank nurse has no log-in' });
      expect(await outcomes()).toEqual(['needed own-words the bank nurse has no log-in']);
    });
    test('refuses a novel', async () => {
      const { notice } = await press('reason-words', { words: 'x'.repeat(201) });
      expect(notice.paragraphs.join()).toContain(words.replies.wordsIdentify.text);
    });
  });

  test('why? is a lesson and a question, marked once', async () => {
    const { notice } = await press('why');
    const lesson = words.why.name;
    expect(notice.paragraphs.join('\n')).toContain(lesson.lesson);
    expect(notice.choices.map(({ action }) => action)).toEqual(
      expect.arrayContaining(['option:1', 'option:2', 'option:3']),
    );
    const wrong = (lesson.right % 3) + 1;
    const marked = await press(`option:${wrong}`);
    expect(marked.notice.paragraphs.join('\n')).toContain(lesson.because);
    await press(`option:${lesson.right}`);
    const answers = await house.db
      .selectFrom('quiz_answers')
      .select(['topic', 'correct'])
      .where('about', '=', incident)
      .execute();
    expect(answers).toEqual([{ topic: 'name', correct: false }]);
  });

  test('back shows the notice as it was', async () => {
    const { notice } = await press('back');
    expect(notice.paragraphs).toEqual(house.sent[0]?.notice.paragraphs);
  });

  describe('an honest answer, and nothing stored', () => {
    test.each([
      ['somebody else presses', { person: 'U9999' }, words.replies.notYours.text],
      ['from another platform', { platform: 'teams' as const }, words.replies.notYours.text],
      ['an incident that is gone', { incident: '00000000-0000-4000-8000-000000000000' }, words.replies.tooOld.text],
      ['a forged one', { incident: "x' or 1=1" }, words.replies.tooOld.text],
      ['of another tenant', { tenant: 'T2' }, words.replies.tooOld.text],
    ])('%s', async (_name, change, expected) => {
      const { notice, replaces } = await press('not-patient', change);
      expect(notice.paragraphs.join()).toContain(expected);
      expect(replaces).toBe(false);
      expect(await outcomes()).toEqual([]);
    });
    test.each(['', 'delete-everything', 'reason:because', 'option:0', 'option:4', 'option:x'])(
      'the action "%s"',
      async (action) => {
        const { notice, replaces } = await press(action);
        expect(notice.paragraphs.join()).toContain(words.replies.notKnown.text);
        expect(replaces).toBe(false);
        expect(await outcomes()).toEqual([]);
      },
    );
  });

  test('pressed in Welsh', async () => {
    await house.db.updateTable('people').set({ language: 'cy' }).where('platform_user', '=', `U${at}`).execute();
    const { notice } = await press('why');
    expect(notice.language).toBe('cy');
    expect(notice.paragraphs.join('\n')).toContain(plainEngine.policy.wording.cy.why.name.lesson);
  });

  test('two presses at once are one', async () => {
    await Promise.all([press('not-patient'), press('not-patient'), press('reason:handover'), press('reason:handover')]);
    expect((await outcomes()).sort()).toEqual(['needed handover', 'not-patient', 'raised disputed']);
  });
});
