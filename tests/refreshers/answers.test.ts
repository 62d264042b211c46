import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnswers } from '../../src/answers.ts';
import { cancel, previewOf, saveRefresher, send, sendTest } from '../../src/refreshers/trainer.ts';
import { progressShown } from '../../src/scores/refreshers.ts';
import { addCampaign, changeCampaign, findCampaign, listCampaigns } from '../../src/store/campaigns.ts';
import { findPicture, keepPicture } from '../../src/store/pictures.ts';
import { namesToChoose } from '../../src/store/refresher-audience.ts';
import { around, progressOf } from '../../src/store/refresher-progress.ts';
import { duplicateRefresher, findRefresher, listRefreshers, unscheduleRefresher } from '../../src/store/refreshers.ts';
import { createWatch } from '../../src/watch.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { deleted, posted } from '../messages.ts';
import { bank } from '../quizzes/room.ts';
import { openStage, type Stage, TRAINER } from './stage.ts';
import { own, written } from './written.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  let stage: Stage;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());
  beforeEach(async () => {
    for (const table of ['refresher_recipients', 'refreshers', 'campaigns', 'quiz_answers', 'quiz_memory'] as const)
      await house.db.deleteFrom(table).execute();
    for (const table of ['outcomes', 'notices', 'credits', 'incidents', 'claims', 'people'] as const)
      await house.db.deleteFrom(table).execute();
    for (const list of [house.sent, house.refreshers, house.notices, house.followUps]) list.length = 0;
    house.answer = async () => ACCEPTED;
    stage = openStage(house);
    stage.at('2026-03-03T10:00:00Z');
  });

  const copies = () =>
    house.sent.filter(({ notice }) => notice.kind === 'refresher').map(({ notice }) => notice.incident);
  const answers = () => house.db.selectFrom('quiz_answers').selectAll().execute();
  const draft = async (change = {}) => {
    const saved = await saveRefresher(
      stage.desk,
      { tenant: 'T1', platform: 'slack', author: 'local' },
      written(change),
      TRAINER,
    );
    if ('faults' in saved) throw new Error(JSON.stringify(saved.faults));
    return saved.ok;
  };

  test('read and answered: each counts once, whatever is pressed again', async () => {
    await stage.people(8);
    const id = await stage.sent({ question: own });
    await stage.tick();
    const copy = copies()[0] as string;
    const reader = house.sent[0]?.to.person as string;
    const read = await stage.press(reader, copy, 'refresher:read');
    expect(read).toMatchObject({ replaces: true, notice: { kind: 'refresher' } });
    expect(read.notice.choices.map(({ action }) => action)).toEqual(['refresher:option:1', 'refresher:option:2']);
    await stage.press(reader, copy, 'refresher:read');
    const wrong = await stage.press(reader, copy, 'refresher:option:2');
    expect(wrong.notice.paragraphs).toContain('Not quite');
    expect((await stage.press(reader, copy, 'refresher:option:1')).notice).toEqual(wrong.notice);
    expect((await progressOf(house.db, 'T1', [id])).get(id)).toMatchObject({ acknowledged: 1, answered: 1, right: 0 });
  });

  test('an answer is kept beside all others, moves the person’s memory, and is never counted as first seen', async () => {
    const question = bank.questions[0];
    await stage.people(1);
    await stage.sent({ question: { from: 'bank', id: question?.id ?? '' } });
    await stage.tick();
    await stage.press('U1', copies()[0] as string, 'refresher:option:1');
    expect(await answers()).toMatchObject([
      {
        question: question?.id,
        variant: question?.variants[0]?.id,
        topic: question?.topic,
        first_seen: false,
        chosen: 1,
      },
    ]);
    expect(await house.db.selectFrom('quiz_memory').select('topic').execute()).toEqual([{ topic: question?.topic }]);
    const seen = await house.db.selectFrom('questions_seen').select(['question', 'variant']).execute();
    expect(seen).toEqual([{ question: question?.id, variant: question?.variants[0]?.id }]);
  });

  test('of a test nothing is counted', async () => {
    const [me] = (await stage.people(1)) as [string];
    const id = await draft({ question: own });

    expect(await sendTest(stage.desk, { tenant: 'T1', id: crypto.randomUUID() }, me, TRAINER)).toBe(false);
    await sendTest(stage.desk, { tenant: 'T1', id }, me, TRAINER);
    await stage.tick();
    const answered = await stage.press('U1', copies()[0] as string, 'refresher:option:1');
    expect(answered.notice.paragraphs).toContain('Yes, that’s it');
    expect(await answers()).toEqual([]);
  });

  test.each([
    ['somebody else’s', 'U9', (copy: string) => copy, 'refresher:read', /for someone else/],
    ['one that there is not', 'U1', () => crypto.randomUUID(), 'refresher:read', /./],
    ['no id at all', 'U1', () => "x'; drop table", 'refresher:read', /./],
    ['a button that there is not', 'U1', (copy: string) => copy, 'refresher:pause', /./],
  ])('%s is not taken', async (_, person, id, action, heading) => {
    await stage.people(1);
    await stage.sent();
    await stage.tick();
    const reply = await stage.press(person, id(copies()[0] as string), action);
    expect(reply).toMatchObject({
      replaces: false,
      notice: { kind: 'reply', heading: expect.stringMatching(heading) },
    });
  });

  describe('offered after an incident', () => {
    const flag = async (message: string, kinds = 'image') => {
      await createWatch(house)(posted({ id: message, author: 'U1', text: `nudge ${kinds}: 1`, postedAt: house.clock }));
      await house.runDue();
    };
    const thanks = () => house.sent.filter(({ notice }) => notice.kind === 'thanks').map(({ notice }) => notice);

    test('with the thanks, once ever a person; asked for, it takes their place', async () => {
      const id = await stage.sent({ category: 'image', question: own });
      expect(await stage.state(id)).toBe('sending');
      await stage.tick();
      expect(copies()).toEqual([]);
      await flag('m1');
      await createWatch(house)(deleted({ id: 'm1' }));
      await house.runDue();
      const [first] = thanks();
      expect(first?.choices).toEqual([{ action: 'refresher:offer', label: 'Two lines on why', style: 'plain' }]);
      expect((await progressOf(house.db, 'T1', [id])).get(id)).toMatchObject({ chosen: 0, offered: 1 });

      const shown = await stage.press('U1', first?.incident ?? '', 'refresher:offer');
      expect(shown).toMatchObject({
        replaces: true,
        notice: { kind: 'refresher', heading: 'Photos stay in the approved app' },
      });
      const again = await stage.press('U1', first?.incident ?? '', 'refresher:offer');
      expect(again.notice).toEqual(shown.notice);
      await stage.press('U1', shown.notice.incident, 'refresher:option:1');
      expect((await progressOf(house.db, 'T1', [id])).get(id)).toMatchObject({ chosen: 1, accepted: 1, answered: 1 });
      expect(await stage.press('U2', first?.incident ?? '', 'refresher:offer')).toMatchObject({ replaces: false });

      stage.at('2026-03-04T10:00:00Z');
      await flag('m2');
      await createWatch(house)(deleted({ id: 'm2' }));
      await house.runDue();
      expect(thanks()).toHaveLength(2);
      expect(thanks()[1]?.choices).toEqual([]);
    });

    test('not after another kind, nor once it is cancelled', async () => {
      const id = await stage.sent({ category: 'image' });
      await flag('m1', 'name');
      await createWatch(house)(deleted({ id: 'm1' }));
      await house.runDue();
      expect(thanks()[0]?.choices).toEqual([]);
      stage.at('2026-03-04T10:00:00Z');
      await flag('m2');
      await createWatch(house)(deleted({ id: 'm2' }));
      await house.runDue();
      await cancel(stage.desk, { tenant: 'T1', id }, TRAINER);
      expect((await stage.press('U1', thanks()[1]?.incident ?? '', 'refresher:offer')).notice.heading).toBe(
        'That one is gone',
      );
    });

    test('with the answer to “I’ve fixed it”, too', async () => {
      await stage.sent({ category: 'image' });
      await flag('m1');
      const { incident } = house.sent[0]?.notice ?? { incident: '' };
      const reply = await createAnswers(
        house,
        house.post.adapters,
      )({
        platform: 'slack',
        tenant: 'T1',
        person: 'U1',
        incident,
        action: 'fixed',
        words: null,
        kept: true,
        current: async () => ({ status: 'gone' }),
      });
      expect(reply.notice.choices.map(({ action }) => action)).toEqual(['refresher:offer']);
    });
  });

  describe('what a trainer does', () => {
    test('a draft is changed until it is sent, and goes back to be changed while it waits', async () => {
      const id = await draft();
      const of = { tenant: 'T1', platform: 'slack', author: 'local', id } as const;
      const title = { en: 'Another', cy: '' };
      expect(await saveRefresher(stage.desk, of, written({ title }), TRAINER)).toEqual({ ok: id });
      expect((await findRefresher(house.db, 'T1', id))?.said.en.title).toBe('Another');

      await send(stage.desk, of, { kind: 'tomorrow' }, TRAINER);
      expect(await saveRefresher(stage.desk, of, written(), TRAINER)).toMatchObject({ faults: [{ field: 'when' }] });
      expect(await send(stage.desk, of, { kind: 'now' }, TRAINER)).toMatchObject({ faults: [{ field: 'when' }] });
      expect(await unscheduleRefresher(house.db, 'T1', id)).toBe(true);
      expect(await unscheduleRefresher(house.db, 'T1', id)).toBe(false);
      expect(await saveRefresher(stage.desk, of, written(), TRAINER)).toEqual({ ok: id });
    });

    test('a copy is a draft of its own, of this organisation only', async () => {
      const id = await draft({ question: own });
      const copy = await duplicateRefresher(house.db, { tenant: 'T1', id, author: 'me' });
      expect(await findRefresher(house.db, 'T1', copy ?? '')).toMatchObject({
        state: 'draft',
        author: 'me',
        question: { right: 1 },
      });
      expect(await duplicateRefresher(house.db, { tenant: 'T2', id, author: 'me' })).toBeUndefined();
    });

    test('sees those of the organisations that are theirs to see', async () => {
      const id = await draft();
      const list = async (platforms: readonly ('slack' | 'teams')[], tenants: string[] | null) =>
        (await listRefreshers(house.db, { platforms, tenants })).map((one) => one.id);
      expect(await list(['slack'], null)).toEqual([id]);
      expect(await list(['slack'], ['T1'])).toEqual([id]);
      expect(await list(['slack'], ['T2'])).toEqual([]);
      expect(await list(['slack'], [])).toEqual([]);
      expect(await list(['teams'], null)).toEqual([]);
      expect(await listRefreshers(house.db, { platforms: ['slack'], tenants: null }, { states: ['sending'] })).toEqual(
        [],
      );
    });

    test('a campaign has its refreshers, each in its week', async () => {
      const weeks = { startsOn: '2026-03-04', endsOn: '2026-03-20' };
      const id = await addCampaign(house.db, { tenant: 'T1', name: 'Photos', author: 'local', ...weeks });
      expect(await findCampaign(house.db, 'T1', id)).toMatchObject({ name: 'Photos', ...weeks });
      expect(await listCampaigns(house.db, ['T2'])).toEqual([]);
      await changeCampaign(house.db, { tenant: 'T1', id }, { name: 'Pictures', ...weeks });
      expect((await listCampaigns(house.db, null)).map(({ name }) => name)).toEqual(['Pictures']);
      const refresher = await stage.sent({ campaign: id }, { kind: 'week', week: 1 });
      expect((await findRefresher(house.db, 'T1', refresher))?.sendAt).toEqual(new Date('2026-03-11T10:00:00Z'));
      const all = { platforms: ['slack'], tenants: ['T1'] } as const;
      expect(await listRefreshers(house.db, all, { campaign: id })).toHaveLength(1);
      const elsewhere = { tenant: 'T2', platform: 'slack', author: 'local' } as const;
      expect(await saveRefresher(stage.desk, elsewhere, written({ campaign: id }), TRAINER)).toMatchObject({
        faults: [{ field: 'when' }],
      });
    });

    test('a picture is found by its id; one that is not there is not sent', async () => {
      const bytes = Uint8Array.of(1, 2, 3);
      const picture = await keepPicture(house.db, 'T1', { type: 'image/png', bytes });
      expect([...((await findPicture(house.db, picture))?.bytes ?? [])]).toEqual([1, 2, 3]);
      const alt = { en: 'A phone', cy: '' };
      await stage.people(1);
      await stage.sent({ picture, alt });
      await stage.tick();
      expect(house.sent[0]?.notice.picture).toEqual({
        url: `https://quietword.test/pictures/${picture}`,
        alt: 'A phone',
      });
      const of = { tenant: 'T1', platform: 'slack', author: 'local' } as const;
      expect(
        await saveRefresher(stage.desk, of, written({ picture: crypto.randomUUID(), alt }), TRAINER),
      ).toMatchObject({
        faults: [{ field: 'picture' }],
      });
    });

    test('the preview is what is sent', async () => {
      await stage.people(1);
      const id = await stage.sent({ question: own });
      await stage.tick();
      const refresher = await findRefresher(house.db, 'T1', id);
      if (!refresher) throw new Error('It is gone.');
      const { incident: _, ...preview } = previewOf(stage.desk, refresher, { platform: 'slack', language: 'cy' });
      expect(house.sent[0]?.notice).toMatchObject(preview);
    });

    test('teams and job titles to choose from are those of staff', async () => {
      await stage.people(2, { team: 'Ward 4', job_title: 'Nurse' });
      await stage.people(1, { team: 'Ward 9', guest: true });
      expect(await namesToChoose(house.db, { tenant: 'T1', platform: 'slack' }, 'team')).toEqual(['Ward 4']);
      expect(await namesToChoose(house.db, { tenant: 'T1', platform: 'slack' }, 'job_title')).toEqual(['Nurse']);
    });

    test('what its readers did around it is counted, and what others did is not', async () => {
      const [me, other] = (await stage.people(2, { team: 'Ward 4' })) as [string, string];
      await house.db.updateTable('people').set({ team: 'Ward 5' }).where('id', '=', other).execute();
      const id = await stage.sent({ audience: { kind: 'teams', teams: ['Ward 4'] } });
      await stage.tick();
      for (const [n, author] of ['U1', 'U2'].entries()) {
        // Whoever was made by the stage for this test, by their place in it.
        const { platform_user } = await house.db
          .selectFrom('people')
          .select('platform_user')
          .where('id', '=', author === 'U1' ? me : other)
          .executeTakeFirstOrThrow();
        await createWatch(house)(
          posted({ id: `a${n}`, author: platform_user, text: 'nudge image: 1', postedAt: house.clock }),
        );
      }
      await house.db.updateTable('incidents').set({ claimed_at: house.clock }).execute();
      const kept = {
        about: crypto.randomUUID(),
        topic: 'photos',
        correct: true,
        question: 'q',
        variant: 'a',
        version: 'v',
      };
      for (const person of [me, other])
        await house.db
          .insertInto('quiz_answers')
          .values({ ...kept, tenant: 'T1', person, chosen: 1, at: house.clock })
          .execute();
      const span = { from: new Date('2026-03-03T00:00:00Z'), to: new Date('2026-03-04T00:00:00Z') };
      const of = { tenant: 'T1', platform: 'slack', id, topic: 'photos' } as const;
      expect(await around(house.db, of, ['image'], span)).toEqual({
        incidents: 1,
        posters: 1,
        messages: 2,
        marks: { answered: 1, right: 1 },
        answerers: 1,
      });
      expect(await around(house.db, of, ['name'], { from: span.to, to: span.to })).toMatchObject({
        incidents: 0,
        messages: 0,
      });
    });
  });

  test('what fewer than eight did is kept from its trainer', async () => {
    await stage.people(3);
    const id = await stage.sent();
    await stage.tick();
    const counted = (await progressOf(house.db, 'T1', [id])).get(id);
    expect(counted && progressShown(counted)).toMatchObject({ accepted: 3, acknowledged: null });
  });
});
