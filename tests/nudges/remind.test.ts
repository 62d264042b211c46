import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnswers } from '../../src/answers.ts';
import { createWatch } from '../../src/watch.ts';
import { onEachDatabase } from '../databases.ts';
import { ACCEPTED, openHouse, type TestHouse } from '../house.ts';
import { deleted, posted } from '../messages.ts';

// Hours and days of one person's messages, by a clock that is set by hand.

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  let at = 0;
  beforeEach(() => {
    at += 1;
    house.sent.length = 0;
    house.notices.length = 0;
    house.followUps.length = 0;
    house.answer = async () => ACCEPTED;
    house.clock = new Date('2026-03-05T09:00:00Z');
  });

  const post = async (text: string, change = {}) => {
    await createWatch(house)(posted({ id: `m${at}`, author: `U${at}`, postedAt: house.clock, text, ...change }));
    await house.runDue();
  };
  const remove = (id = `m${at}`) => createWatch(house)(deleted({ id }));
  const kinds = () => house.sent.map(({ notice }) => notice.kind);
  const triage = async () =>
    (
      await house.db
        .selectFrom('triage')
        .innerJoin('incidents as i', 'i.id', 'triage.incident')
        .innerJoin('people as p', 'p.id', 'i.person')
        .select('triage.kind')
        .where('p.platform_user', '=', `U${at}`)
        .execute()
    ).map(({ kind }) => kind);
  const held = async () =>
    (
      await house.db
        .selectFrom('incidents as i')
        .innerJoin('people as p', 'p.id', 'i.person')
        .select('held')
        .where('p.platform_user', '=', `U${at}`)
        .where('held', 'is not', null)
        .execute()
    ).map((row) => row.held);

  describe('urgent, and still there', () => {
    test('one reminder after ten minutes, and the Guardian’s list after thirty', async () => {
      await post('urgent: 1');
      await house.pass(9);
      expect(kinds()).toEqual(['first']);
      await house.pass(2);
      expect(kinds()).toEqual(['first', 'reminder']);
      expect(await triage()).toEqual([]);
      await house.pass(20);
      expect(await triage()).toEqual(['unfixed']);
      await house.pass(600);
      expect(kinds()).toEqual(['first', 'reminder']);
      expect(await triage()).toEqual(['unfixed']);
    });
    test('put right in time: thanks, a credit, and nothing more', async () => {
      await post('urgent: 1');
      await house.pass(3);
      await post('fine now', { version: 'e1', postedAt: new Date('2026-03-05T09:00:00Z') });
      await house.pass(60);
      expect(kinds()).toEqual(['first', 'thanks']);
      expect(await triage()).toEqual([]);
      const { id } = await house.db
        .selectFrom('incidents')
        .select('id')
        .where('message', '=', `m${at}`)
        .executeTakeFirstOrThrow();
      expect(await house.db.selectFrom('credits').select('kind').where('about', '=', id).execute()).toEqual([
        { kind: 'fixed-early' },
      ]);
    });
    test('put right after the list: it says so there, for a person to close', async () => {
      await post('urgent: 1');
      await house.pass(40);
      await remove();
      const log = await house.db
        .selectFrom('triage_log')
        .innerJoin('triage', 'triage.id', 'triage_log.item')
        .select('action')
        .where('message', '=', `m${at}`)
        .orderBy('triage_log.id')
        .execute();
      expect(log).toEqual([{ action: 'raised' }, { action: 'put-right' }]);
    });
    test('half fixed: what is left is said, and it is reminded of while it is urgent', async () => {
      await post('urgent name,address: 1');
      await post('urgent name: 1', { version: 'e1' });
      expect(kinds()).toEqual(['first', 'left']);
      await house.pass(11);
      expect(kinds()).toEqual(['first', 'left', 'reminder']);
    });
    test('half fixed, and no longer urgent: no reminder, no list', async () => {
      await post('urgent name,address: 1');
      await post('nudge name: 1', { version: 'e1' });
      await house.pass(60);
      expect(kinds()).toEqual(['first', 'left']);
      expect(await triage()).toEqual([]);
    });
    test('made worse: told again', async () => {
      await post('nudge name: 1');
      await post('urgent name,patient-number: 1', { version: 'e1' });
      expect(kinds()).toEqual(['first', 'first']);
    });
    test('urgent, and made worse: one reminder, of the latest', async () => {
      await post('urgent name: 1');
      await house.pass(5);
      await post('urgent name,patient-number: 1', { version: 'e1' });
      await house.pass(60);
      expect(kinds()).toEqual(['first', 'first', 'reminder']);
      expect(await triage()).toEqual(['unfixed']);
    });
    test('at night the reminder waits for the morning, the list does not', async () => {
      // Friday's clocks: the night to 29 March 2026 has 23 hours.
      house.clock = new Date('2026-03-28T23:30:00Z');
      await post('urgent: 1');
      expect(kinds()).toEqual(['first']);
      await house.pass(35);
      expect(kinds()).toEqual(['first']);
      expect(await triage()).toEqual(['unfixed']);
      house.clock = new Date('2026-03-29T05:59:00Z');
      await house.pass(0);
      expect(kinds()).toEqual(['first']);
      await house.pass(2);
      expect(kinds()).toEqual(['first', 'reminder']);
    });
    test('whoever can’t be reached: on the list at once, and nothing in public', async () => {
      house.answer = async () => ({ status: 'unreachable', reason: 'cannot_dm_bot' });
      await post('urgent: 1');
      expect(await triage()).toEqual(['unreachable']);
      expect(house.sent.every(({ to }) => to.person === `U${at}`)).toBe(true);
    });
    test('the process dies in the middle of a reminder: it is said again, once', async () => {
      await post('urgent: 1');
      await house.pass(9);
      house.answer = () => Promise.reject(new Error('killed'));
      await expect(house.pass(2)).rejects.toThrow('killed');
      const { id, incident } = await house.db
        .selectFrom('notices')
        .select(['id', 'incident'])
        .where('kind', '=', 'reminder')
        .where('delivery', '=', 'handed')
        .executeTakeFirstOrThrow();
      house.answer = async () => ACCEPTED;
      // As pg-boss hands the job to another process.
      house.notices.push({ tenant: 'T1', incident, notice: id, attempt: 0, dueAt: house.clock });
      house.notices.push({ tenant: 'T1', incident, notice: id, attempt: 0, dueAt: house.clock });
      await house.runDue();
      expect(kinds()).toEqual(['first', 'reminder', 'reminder']);
    });
  });

  describe('never nag', () => {
    test('fifty messages in a minute: one notice, and one that sums up the rest', async () => {
      for (let n = 0; n < 50; n++) await post('urgent: 1', { id: `b${at}-${n}` });
      expect(kinds()).toEqual(['first']);
      await remove(`b${at}-7`);
      await house.pass(3);
      expect(kinds()).toEqual(['first', 'summary']);
      expect(house.sent[1]?.notice.paragraphs.join()).toContain('48');
      expect(await held()).toEqual(Array(49).fill('burst'));
      await house.pass(30);
      expect(kinds()).toEqual(['first', 'summary', 'reminder']);
      expect(await triage()).toHaveLength(49);
    });
    test('a burst that was put right before it was summed up is not', async () => {
      await post('nudge: 1', { id: `c${at}-1` });
      await post('nudge: 2', { id: `c${at}-2` });
      await remove(`c${at}-2`);
      await house.pass(10);
      expect(kinds()).toEqual(['first']);
    });
    test('an answer to the first of a burst is one to all', async () => {
      await post('urgent: 1', { id: `d${at}-1` });
      await post('urgent: 2', { id: `d${at}-2` });
      const { notice } = house.sent[0] as { notice: { incident: string } };
      await createAnswers(
        house,
        house.post.adapters,
      )({
        platform: 'slack',
        tenant: 'T1',
        person: `U${at}`,
        incident: notice.incident,
        action: 'reason:handover',
        words: null,
        kept: false,
        current: async () => ({ status: 'unknown' }),
      });
      await house.pass(60);
      expect(await triage()).toEqual([]);
    });
    test('the same kind again within four hours is recorded only, and told after them', async () => {
      await post('nudge: 1', { id: `e${at}-1` });
      await house.pass(30);
      await post('nudge: 2', { id: `e${at}-2` });
      expect(kinds()).toEqual(['first']);
      expect(await held()).toEqual(['interval']);
      await house.pass(240);
      await post('nudge: 3', { id: `e${at}-3` });
      expect(kinds()).toEqual(['first', 'first']);
    });
    test('five nudges a day, and urgent ones beyond', async () => {
      const channel = (n: number) => ({ id: `C${n}`, name: null, audience: 'organisation', readers: 9, guests: null });
      for (let n = 0; n < 7; n++) {
        await post('nudge: 1', { id: `f${at}-${n}`, channel: channel(n) });
        await house.pass(5);
      }
      expect(kinds()).toHaveLength(5);
      expect(await held()).toEqual(['budget', 'budget']);
      await post('urgent: 1', { id: `f${at}-9`, channel: channel(9) });
      expect(kinds()).toHaveLength(6);
    });
    test('no sentence twice in a row', async () => {
      for (let n = 0; n < 4; n++) {
        await post('urgent: 1', { id: `g${at}-${n}` });
        await house.pass(5);
      }
      const said = house.sent.filter(({ notice }) => notice.kind === 'first').map(({ notice }) => notice.paragraphs);
      expect(said).toHaveLength(4);
      for (const [n, paragraphs] of said.entries()) expect(paragraphs[1]).not.toBe(said[n + 1]?.[1]);
    });
  });
});
