import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createAnswers } from '../../../src/answers.ts';
import { ALL_TOPICS } from '../../../src/dashboard/pages/me/route.ts';
import { audit } from '../../../src/store/audit.ts';
import type { Database } from '../../../src/store/tables.ts';
import { createWatch } from '../../../src/watch.ts';
import { onEachDatabase } from '../../databases.ts';
import { openHouse, type TestHouse } from '../../house.ts';
import { posted } from '../../messages.ts';
import { addMark } from '../learners.ts';
import { NOW, openStage, type Stage } from './stage.ts';

onEachDatabase((make) => {
  let house: TestHouse;
  let stage: Stage;
  let me: string;
  let other: string;
  let count = 0;
  beforeAll(async () => {
    house = await openHouse(await make());
    stage = await openStage(house.db);
  });
  afterAll(async () => {
    await stage.stop();
    await house.close();
  });
  const add = async (person: Partial<Record<keyof Database['people'], unknown>> = {}) => {
    count += 1;
    const { id } = await house.db
      .insertInto('people')
      .values({ tenant: 'T1', platform: 'slack', platform_user: `U${count}`, ...(person as object) })
      .returning('id')
      .executeTakeFirstOrThrow();
    return id;
  };
  const userOf = async (id: string) =>
    (await house.db.selectFrom('people').select('platform_user').where('id', '=', id).executeTakeFirstOrThrow())
      .platform_user;
  beforeEach(async () => {
    house.clock = new Date('2026-11-25T12:00:00Z');
    me = await add({ name: 'Siân Ŵyn-Jones', email: 'sian@example.org', team: 'Ward 6', directory_at: NOW });
    other = await add({ name: 'Tomos' });
    stage.look({ person: { tenant: 'T1', id: me } });
  });
  /** A message of theirs that was seen; gives its incident. */
  const flag = async (person: string, text = 'nudge name: 1') => {
    count += 1;
    await createWatch(house)(
      posted({ id: `1764072000.${count}`, author: await userOf(person), text, postedAt: house.clock }),
    );
    await house.runDue();
    const { id } = await house.db
      .selectFrom('incidents')
      .select('id')
      .where('person', '=', person)
      .orderBy('claimed_at', 'desc')
      .orderBy('id', 'desc')
      .executeTakeFirstOrThrow();
    return id;
  };
  const page = async (path = '/me') => {
    const response = await stage.get(path);
    return { status: response.status, text: await response.text() };
  };

  describe('the page', () => {
    test('says what is kept, in words, and nothing of anybody else', async () => {
      await flag(me);
      await flag(other, 'urgent patient-number: 1');
      await addMark(house.db, me, { at: NOW, correct: true });
      await addMark(house.db, other, { at: NOW, correct: false, topic: 'venting' });
      const { status, text } = await page();
      expect(status).toBe(200);
      expect(text).toContain('Siân Ŵyn-Jones');
      expect(text).toContain('Still there, as far as Quietword knows');
      expect(text).toContain('25 November 2026');
      expect(text).toContain('<strong>1 of 1</strong>');
      expect(text).not.toContain('Tomos');
      expect(text).not.toContain('urgent');
      expect(text).not.toContain('Not right');
    });
    test('weeks in a row are theirs alone, and a week whose question lapsed ends them', async () => {
      expect((await page()).text).not.toContain('in a row');
      const asked = async (slot: string, { person = me, answered = true, closed = slot } = {}) => {
        const of = { tenant: 'T1', person };
        const { id: round } = await house.db
          .insertInto('quiz_rounds')
          .values({ ...of, slot, questions: 1, not_before: slot, asked_at: slot, closed_at: closed })
          .returning('id')
          .executeTakeFirstOrThrow();
        const question = { topic: 'photos', question: 'photos-1', variant: 'one', version: '1' };
        const { id: about } = await house.db
          .insertInto('quiz_asked')
          .values({ ...of, ...question, round, place: 0 })
          .returning('id')
          .executeTakeFirstOrThrow();
        if (answered)
          await house.db
            .insertInto('quiz_answers')
            .values({ ...of, ...question, about, correct: false, at: slot, first_seen: true })
            .execute();
      };
      await asked('2026-11-03T09:00:00Z');
      await asked('2026-11-10T09:00:00Z', { answered: false, closed: '2026-11-17T09:00:00Z' });
      await asked('2026-11-17T09:00:00Z');
      expect((await page()).text).toContain('<strong>1 week</strong> in a row');
      await asked('2026-11-24T09:00:00Z');
      await asked('2026-11-24T09:00:00Z', { person: other });
      expect((await page()).text).toContain('<strong>2 weeks</strong> in a row');
    });
    test('whose sign-in is not linked is told so, and how to get linked; nothing else opens', async () => {
      stage.look({ person: null, realm: 'https://issuer.example' });
      expect((await page()).text).toContain('someone');
      for (const path of [
        '/me/download.json',
        '/me/erase',
        '/me/certificate.pdf',
        '/me/learning.csv',
        '/me/learning.json',
      ])
        expect((await stage.get(path)).status, path).toBe(404);
      for (const path of ['/me/choices', '/me/erase', `/me/incidents/${me}`])
        expect(
          (
            await stage.post(path, {
              language: 'en',
              questions: 'on',
              'quiet-from': '',
              'quiet-to': '',
              share: 'no',
              sure: 'yes',
            })
          ).status,
          path,
        ).toBe(404);
    });
    test('a row with the same pseudonym in another organisation is not theirs', async () => {
      stage.look({ person: { tenant: 'T2', id: me } });
      expect((await page()).text).not.toContain('Siân');
    });
    test('what people typed is shown as text', async () => {
      await house.db.updateTable('people').set({ name: '<script>alert(1)</script>' }).where('id', '=', me).execute();
      expect((await page()).text).toContain('&lt;script&gt;');
    });
  });

  describe('a challenge', () => {
    test('goes on the Guardian’s list with a note of theirs, without their name; once', async () => {
      const incident = await flag(me);
      expect((await page(`/me/incidents/${incident}`)).text).toContain('Challenge it');
      const response = await stage.post(`/me/incidents/${incident}`, { note: 'It was a colleague.' });
      expect([response.status, response.headers.get('location')]).toEqual([303, `/me/incidents/${incident}`]);
      expect(stage.challenged).toEqual([incident]);
      await stage.post(`/me/incidents/${incident}`, {});
      const items = await house.db.selectFrom('triage').selectAll().where('incident', '=', incident).execute();
      expect(items).toMatchObject([{ kind: 'disputed', reporter: null }]);
      const log = await house.db
        .selectFrom('triage_log')
        .select(['actor', 'action', 'note'])
        .where('item', '=', items[0]?.id ?? '')
        .orderBy('id')
        .execute();
      expect(log).toEqual([
        { actor: 'quietword', action: 'raised', note: null },
        { actor: 'poster', action: 'note', note: 'It was a colleague.' },
      ]);
      expect((await page()).text).toContain('Nobody has looked at it yet');
      await house.db.updateTable('triage').set({ state: 'no-breach' }).where('incident', '=', incident).execute();
      expect((await page()).text).toContain('is not a breach');
    });
    test('words that identify are kept nowhere, and what was typed stands in the form', async () => {
      const incident = await flag(me);
      const response = await stage.post(`/me/incidents/${incident}`, { note: 'It was Mrs Adeyinka' });
      expect(response.status).toBe(400);
      const text = await response.text();
      expect(text).toContain('seems to say who somebody is');
      expect(text).toContain('It was Mrs Adeyinka</textarea>');
      expect(await house.db.selectFrom('triage').selectAll().where('incident', '=', incident).execute()).toEqual([]);
    });
    test('what was disputed in chat before is the same challenge', async () => {
      const incident = await flag(me);
      const person = await userOf(me);
      const current = async () => ({ status: 'unknown' }) as const;
      await createAnswers(
        house,
        house.post.adapters,
      )({
        platform: 'slack',
        tenant: 'T1',
        person,
        incident,
        action: 'not-patient',
        words: null,
        kept: true,
        current,
      });
      await stage.post(`/me/incidents/${incident}`, { note: 'As I said.' });
      expect(await house.db.selectFrom('triage').selectAll().where('incident', '=', incident).execute()).toHaveLength(
        1,
      );
    });
    test.each(['another’s', 'none', 'no id'])('of %s: not found', async (whose) => {
      const id = whose === 'another’s' ? await flag(other) : whose === 'none' ? crypto.randomUUID() : 'x';
      expect((await stage.get(`/me/incidents/${id}`)).status).toBe(404);
      expect((await stage.post(`/me/incidents/${id}`, { note: 'hm' })).status).toBe(404);
      expect(
        await house.db
          .selectFrom('outcomes')
          .selectAll()
          .where('kind', '=', 'not-patient')
          .where('incident', '=', id === 'x' ? crypto.randomUUID() : id)
          .execute(),
      ).toEqual([]);
    });
  });

  describe('choices', () => {
    const chosen = (change = {}) =>
      stage.post('/me/choices', {
        language: 'cy',
        questions: 'on',
        'quiet-from': '',
        'quiet-to': '',
        share: 'no',
        ...change,
      });
    const row = () =>
      house.db
        .selectFrom('people')
        .select(['language', 'quiz_paused_until', 'quiet_from', 'quiet_to', 'records_shared_at'])
        .where('id', '=', me)
        .executeTakeFirstOrThrow();
    test('are kept; agreeing again keeps the first day, and it can be taken back', async () => {
      // As the policy says how long.
      expect((await page()).text).toContain('Pause them for 14 days');
      const response = await chosen({ questions: 'pause', 'quiet-from': '12:00', 'quiet-to': '14:00', share: 'yes' });
      expect(response.headers.get('location')).toBe('/me?saved=yes#choices');
      const first = await row();
      expect(first).toMatchObject({ language: 'cy', quiet_from: '12:00', quiet_to: '14:00', records_shared_at: NOW });
      expect(first.quiz_paused_until).toEqual(new Date('2026-12-10T12:00:00Z'));
      await house.db
        .updateTable('people')
        .set({ records_shared_at: new Date('2026-10-01') })
        .where('id', '=', me)
        .execute();
      await chosen({ questions: 'pause', share: 'yes' });
      expect(await row()).toMatchObject({ quiet_from: null, records_shared_at: new Date('2026-10-01') });
      expect((await page()).text).toContain('You agreed on 1 October 2026');
      await chosen();
      expect(await row()).toMatchObject({ quiz_paused_until: null, records_shared_at: null });
    });
    test('a fault names its field, keeps what was typed, and changes nothing', async () => {
      const before = await row();
      const response = await chosen({ 'quiet-from': '25:61', 'quiet-to': '14:00' });
      expect(response.status).toBe(400);
      const text = await response.text();
      expect(text).toContain('href="#quiet-from"');
      expect(text).toContain('value="25:61"');
      expect(await row()).toEqual(before);
    });
  });

  describe('a copy of everything', () => {
    test('has every row that is kept with them, and nobody else’s', async () => {
      const incident = await flag(me);
      await flag(other);
      await addMark(house.db, me, { at: NOW, correct: false });
      const response = await stage.get('/me/download.json');
      expect(response.headers.get('content-disposition')).toContain('quietword-my-data.json');
      expect(response.headers.get('cache-control')).toBe('no-store');
      const all = (await response.json()) as {
        incidents: { id: string; history: unknown[] }[];
        questions: { answers: unknown[] };
      };
      expect(all.incidents.map(({ id }) => id)).toEqual([incident]);
      expect(all.incidents[0]?.history.length).toBeGreaterThan(0);
      expect(all.questions.answers).toHaveLength(1);
      expect(JSON.stringify(all)).not.toContain(other);
    });

    test('has what the log says about them, by role and not by name; not what others raised', async () => {
      stage.look({ realm: 'https://issuer.test', subject: 'me' });
      const { db } = house;
      const itemOn = async (person: string, kind: 'unfixed' | 'report', reporter: string | null = null) => {
        const { id: incident, ...place } = await db
          .selectFrom('incidents')
          .select(['id', 'tenant', 'platform', 'channel', 'message', 'level', 'categories', 'audience'])
          .where('id', '=', await flag(person))
          .executeTakeFirstOrThrow();
        const { id } = await db
          .insertInto('triage')
          .values({
            ...place,
            incident,
            kind,
            reporter,
            link: null,
            readers: null,
            raised_at: NOW,
            clock_started_at: null,
          })
          .returning('id')
          .executeTakeFirstOrThrow();
        return `triage:${id}`;
      };
      const [unfixed, reported, theirs] = [
        await itemOn(me, 'unfixed'),
        await itemOn(me, 'report'),
        await itemOn(other, 'unfixed'),
      ];
      const raised = await itemOn(other, 'report', me);
      const admin = { realm: 'https://issuer.test', subject: 'the-admin' };
      const self = { ...admin, subject: 'me' };
      await audit(db, admin, { action: 'person.viewed', subject: `person:${me}` });
      await audit(db, admin, { action: 'person.viewed', subject: `person:${other}` });
      for (const subject of [unfixed, reported, theirs, raised])
        await audit(db, { realm: 'https://issuer.test/T9', subject: 'g' }, { action: 'triage.viewed', subject });
      const guardian = { realm: 'https://issuer.test/T9', subject: 'g' };
      for (const subject of [unfixed, reported, raised])
        await audit(db, guardian, { action: 'triage.decided', subject, detail: 'breach' });
      await audit(db, admin, { action: 'role.given', subject: 'account:me', detail: 'trainer' });
      await audit(db, { ...admin, realm: 'https://elsewhere.test' }, { action: 'role.given', subject: 'account:me' });
      await audit(db, self, { action: 'person.viewed', subject: `person:${other}` });
      await stage.get('/me/download.json');
      const text = await (await stage.get('/me/download.json')).text();
      const { log } = JSON.parse(text);
      const told = (lines: { who: string; what: string; detail: string | null }[]) =>
        lines.map(({ who, what, detail }) => [who, what, detail]);
      expect(told(log.about_you)).toEqual([
        ['an admin', 'Opened the page of a person', null],
        ['a Guardian', 'Opened an item of the triage list', null],
        ['a Guardian', 'Opened an item of the triage list', null],
        // What was found of what they raised is a colleague's.
        ['a Guardian', 'Decided on an item of the triage list', null],
        ['a Guardian', 'Decided on an item of the triage list', null],
        ['an admin', 'Gave a role', 'trainer'],
        ['you', 'Downloaded something of their own', 'my-data'],
      ]);
      expect(told(log.other_things_that_you_did)).toEqual([['you', 'Opened the page of a person', null]]);
      for (const hidden of ['the-admin', other]) expect(text).not.toContain(hidden);
      stage.look({ realm: 'local', subject: 'someone' });
    });
  });

  describe('erasing', () => {
    const left = async () => {
      const counts: Record<string, number> = {};
      for (const table of ['incidents', 'credits', 'quiz_answers', 'quiz_rounds', 'quiz_memory'] as const)
        counts[table] = (await house.db.selectFrom(table).select('person').where('person', '=', me).execute()).length;
      return counts;
    };
    test('asks first, takes everything that can go, and leaves the Guardian’s list without a name', async () => {
      const incident = await flag(me);
      await stage.post(`/me/incidents/${incident}`, { note: 'It was a colleague.' });
      await addMark(house.db, me, { at: NOW, correct: true });
      await house.db
        .insertInto('quiz_rounds')
        .values({ tenant: 'T1', person: me, slot: NOW, questions: 1, not_before: NOW })
        .execute();
      await house.db
        .insertInto('credits')
        .values({ tenant: 'T1', person: me, about: incident, kind: 'fixed-early' })
        .execute();
      await house.db.updateTable('triage').set({ reporter: me }).where('incident', '=', incident).execute();
      expect((await stage.post('/me/erase', {})).status).toBe(400);
      expect((await left()).incidents).toBe(1);
      const theirs = await flag(other);
      const response = await stage.post('/me/erase', { sure: 'yes' });
      expect(response.headers.get('location')).toBe('/me?erased=yes');
      expect(await left()).toEqual({ incidents: 0, credits: 0, quiz_answers: 0, quiz_rounds: 0, quiz_memory: 0 });
      expect(await house.db.selectFrom('outcomes').select('id').where('incident', '=', incident).execute()).toEqual([]);
      expect(await house.db.selectFrom('notices').select('id').where('incident', '=', incident).execute()).toEqual([]);
      expect(
        await house.db.selectFrom('triage').select(['kind', 'reporter']).where('incident', '=', incident).execute(),
      ).toEqual([{ kind: 'disputed', reporter: null }]);
      expect(await house.db.selectFrom('incidents').select('id').where('id', '=', theirs).execute()).toHaveLength(1);
      expect((await page()).text).toContain('None. Thank you for taking care.');
    });
    test('a message that the platform brings again that day is not told of a second time', async () => {
      const message = posted({
        id: '1764072000.again',
        author: await userOf(me),
        text: 'nudge name: 1',
        postedAt: house.clock,
      });
      await createWatch(house)(message);
      await house.runDue();
      await stage.post('/me/erase', { sure: 'yes' });
      const sent = house.sent.length;
      await createWatch(house)(message);
      await house.runDue();
      expect(house.sent).toHaveLength(sent);
      expect((await left()).incidents).toBe(0);
    });
    test('who took part in the survey that is open can’t do so twice', async () => {
      await house.db
        .insertInto('surveys')
        .values({ tenant: 'T1', opened_at: new Date('2026-11-24'), closes_at: new Date('2026-12-22') })
        .onConflict((on) => on.doNothing())
        .execute();
      await house.db
        .insertInto('quiz_rounds')
        .values({
          tenant: 'T1',
          person: me,
          kind: 'survey',
          slot: new Date('2026-11-24'),
          questions: 3,
          not_before: NOW,
          took_part_on: '2026-11-25',
          closed_at: NOW,
          delivery: 'sent',
        })
        .execute();
      await stage.post('/me/erase', { sure: 'yes' });
      expect((await left()).quiz_rounds).toBe(1);
    });
  });

  describe('certificate and record', () => {
    const completed = async (person: string) => {
      for (const topic of ALL_TOPICS)
        await addMark(house.db, person, { at: new Date('2026-06-01T09:00:00Z'), correct: true, topic });
    };
    test('none before every topic is done', async () => {
      await addMark(house.db, me, { at: NOW, correct: true });
      expect((await stage.get('/me/certificate.pdf')).status).toBe(404);
      expect((await page()).text).toContain('You have 1 of 14 topics');
    });
    test('a tagged PDF with the name, whatever letters it has', async () => {
      await completed(me);
      expect((await page()).text).toContain('It counts until 1 June 2027');
      const response = await stage.get('/me/certificate.pdf');
      expect(response.headers.get('content-type')).toBe('application/pdf');
      const pdf = Buffer.from(await response.arrayBuffer()).toString('latin1');
      expect(pdf.slice(0, 8)).toBe('%PDF-1.7');
      expect(pdf).toMatch(/\/Marked true/);
      expect(pdf).toMatch(/\/Lang \(en-GB\)/);
      expect(pdf).toMatch(/\/DisplayDocTitle true/);
      expect(pdf).toMatch(/\/S \/H1/);
      expect(pdf).toMatch(/\/S \/Table/);
    });
    test('as CSV and as xAPI statements, the same ids each time', async () => {
      await completed(me);
      await house.db.updateTable('people').set({ name: '=cmd()' }).where('id', '=', me).execute();
      const csv = (await (await stage.get('/me/learning.csv')).text()).split('\r\n');
      expect(csv).toHaveLength(17);
      expect(csv[1]).toMatch(/^"'=cmd\(\)","sian@example\.org","slack",/);
      expect(csv[15]).toContain('"Messaging and patient information","2026-06-01","Completed","2027-06-01"');
      const read = async () =>
        (await (await stage.get('/me/learning.json')).json()) as {
          id: string;
          verb: { id: string };
          object: { id: string };
        }[];
      const statements = await read();
      expect(statements).toHaveLength(15);
      expect(new Set(statements.map(({ id }) => id)).size).toBe(15);
      expect(statements[0]?.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      expect(statements[0]).toMatchObject({
        verb: { id: 'http://adlnet.gov/expapi/verbs/passed' },
        object: { id: 'https://q.example/activities/topics/access' },
      });
      expect(statements.at(-1)?.verb.id).toBe('http://adlnet.gov/expapi/verbs/completed');
      expect(await read()).toEqual(statements);
    });
    test('the trainer gets those who agreed, of their own organisations, and nobody else', async () => {
      await house.db.updateTable('people').set({ records_shared_at: null }).execute();
      await completed(me);
      await completed(other);
      const csv = async () => (await (await stage.get('/learning-records.csv')).text()).split('\r\n').length - 2;
      expect((await page('/learning-records')).text).toContain('Nobody has agreed');
      expect(await csv()).toBe(0);
      await house.db.updateTable('people').set({ records_shared_at: NOW }).where('id', '=', me).execute();
      expect((await page('/learning-records')).text).toContain('1 person has agreed so far. 1 of them has completed');
      expect(await csv()).toBe(15);
      const audited = await house.db.selectFrom('audit_log').select(['action', 'detail']).execute();
      expect(audited).toContainEqual({ action: 'records.exported', detail: 'csv' });
      stage.look({ scope: { platforms: ['slack'], tenants: ['T2'] } });
      expect(await csv()).toBe(0);
      stage.look({ scope: { platforms: ['teams'], tenants: null } });
      expect(await csv()).toBe(0);
      stage.look({
        scope: { platforms: ['slack', 'teams'], tenants: null },
        roles: new Set(['staff', 'manager', 'guardian', 'admin']),
      });
      expect((await stage.get('/learning-records.csv')).status).toBe(403);
      stage.look({ roles: new Set(['staff']) });
      expect((await stage.get('/me')).status).toBe(200);
    });
  });
});
