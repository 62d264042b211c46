import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { publishPast } from '../../src/reporting/months.ts';
import { runRetention } from '../../src/reporting/retention.ts';
import { rollUp } from '../../src/reporting/roll-up.ts';
import type { Db } from '../../src/store/database.ts';
import { makeMonths } from '../../src/store/months.ts';
import { listRemovals } from '../../src/store/retention.ts';
import { findTenants } from '../../src/store/roll-up.ts';
import { raise } from '../../src/store/triage.ts';
import { addLearner, addMark } from '../dashboard/learners.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const KEEP = { events: 90, rollUps: 1096 };
const log = createLog('silent');
const NOW = new Date('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
const later = (minutes: number) => new Date(NOW.getTime() + minutes * 60_000);

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  let messages = 0;
  /** As a claim leaves it, with its notice and its history. */
  async function addEvent(person: string, at: Date, change: { category?: 'name' | 'image'; tenant?: string } = {}) {
    const { category = 'name', tenant = 'T1' } = change;
    messages += 1;
    const key = { tenant, platform: 'slack', channel: 'C1', message: `M${messages}`, version: '' } as const;
    await db
      .insertInto('claims')
      .values({ ...key, claimed_at: at })
      .execute();
    const { id } = await db
      .insertInto('incidents')
      .values({
        ...key,
        id: sql<string>`moment_id(${at})`,
        thread: null,
        person,
        level: 'urgent',
        mode: 'nudge',
        categories: [category],
        findings: [],
        reasons: [],
        audience: 'organisation',
        readers: 40,
        policy: 'p',
        policy_version: '1',
        link: null,
        posted_at: at,
        claimed_at: at,
      })
      .returning('id')
      .executeTakeFirstOrThrow();
    await db
      .insertInto('outcomes')
      .values({ tenant, incident: id, kind: 'claimed', detail: null, note: null, at })
      .execute();
    await db.insertInto('notices').values({ tenant, incident: id, kind: 'first', turn: 0, delivery: 'sent' }).execute();
    return id;
  }
  const partitionOf = async (id: string) => {
    const { rows } = await sql<{
      name: string;
    }>`select tableoid::regclass::text as name from incidents where id = ${id}`.execute(db);
    return rows[0]?.name;
  };

  describe('months', () => {
    test('a month has a partition of its own, made once, also by several processes at once', async () => {
      await Promise.all([makeMonths(db, NOW), makeMonths(db, NOW)]);
      const person = await addLearner(db, { tenant: 'T0' });
      const november = await addEvent(person, NOW, { tenant: 'T0' });
      const february = await addEvent(person, new Date('2027-02-28T23:59:59Z'), { tenant: 'T0' });
      expect(await partitionOf(november)).toBe('incidents_2026_11');
      expect(await partitionOf(february)).toBe('incidents_2027_02');
    });

    test('what came before its month was made stays apart, and the month waits', async () => {
      const person = await addLearner(db, { tenant: 'T0' });
      const march = await addEvent(person, new Date('2027-03-05T09:00:00Z'), { tenant: 'T0' });
      expect(await partitionOf(march)).toBe('incidents_default');
      expect(await makeMonths(db, new Date('2026-12-10T00:00:00Z'))).toEqual(['incidents_2027_03']);
      await db.deleteFrom('incidents').where('id', '=', march).execute();
      expect(await makeMonths(db, new Date('2026-12-10T00:00:00Z'))).toEqual([]);
      await db.deleteFrom('incidents').where('tenant', '=', 'T0').execute();
    });
  });

  describe('roll-ups', () => {
    const people: string[] = [];
    const totals = () => db.selectFrom('daily_totals').selectAll().where('tenant', '=', 'T1').orderBy('day').execute();
    beforeAll(async () => {
      for (let count = 0; count < 11; count += 1)
        people.push(await addLearner(db, { team: count < 8 ? 'Ward 5' : 'Lab' }));
    });

    test('count days in London, by team where eight are in it, and answers by topic', async () => {
      const [ward = '', lab = ''] = [people[0], people[9]];
      const late = await addEvent(ward, new Date('2026-10-25T00:30:00Z'));
      await addEvent(ward, new Date('2026-10-24T22:59:00Z'));
      await addEvent(lab, new Date('2026-10-24T23:01:00Z'), { category: 'image' });
      await addMark(db, ward, { at: daysAgo(20), correct: true });
      await addMark(db, ward, { at: daysAgo(20), correct: false });
      await addMark(db, lab, { at: daysAgo(20), correct: true, seenBefore: true });
      expect(await findTenants(db)).toEqual(['T0', 'T1']);
      expect(await rollUp(db, 'T1', NOW, KEEP)).toBe(true);
      expect(await totals()).toEqual([
        expect.objectContaining({ day: '2026-10-24', incidents: 1, urgent: 1, put_right: 0, posters: 1 }),
        expect.objectContaining({ day: '2026-10-25', incidents: 2, posters: 2 }),
      ]);
      const byTeam = await db.selectFrom('daily_team_incidents').selectAll().where('day', '=', '2026-10-25').execute();
      expect(byTeam.map(({ team, category, incidents }) => [team, category, incidents]).sort()).toEqual([
        ['', 'image', 1],
        ['Ward 5', 'name', 1],
      ]);
      const answers = await db.selectFrom('daily_answers').selectAll().execute();
      expect(answers).toEqual([
        expect.objectContaining({ day: '2026-11-06', team: 'Ward 5', topic: 'photos', answers: 2, correct: 1 }),
      ]);
      // Put right a month later: its day is counted anew, and no other is read.
      await db
        .updateTable('incidents')
        .set({ resolution: 'deleted', resolved_at: NOW })
        .where('id', '=', late)
        .execute();
      await db
        .insertInto('outcomes')
        .values({ tenant: 'T1', incident: late, kind: 'deleted', detail: null, note: null, at: NOW })
        .execute();
      expect(await rollUp(db, 'T1', NOW, KEEP)).toBe(false);
      expect(await rollUp(db, 'T1', later(1), KEEP)).toBe(true);
      expect((await totals())[1]).toMatchObject({ incidents: 2, put_right: 1 });
    });

    test('name no team of whom seven are left, count no edit that shows nothing worse, and what was written while the last run was on', async () => {
      const team: string[] = [];
      for (let count = 0; count < 8; count += 1) team.push(await addLearner(db, { tenant: 'T3', team: 'Ward 6' }));
      const [one = '', leaver = ''] = team;
      await db.updateTable('people').set({ left_on: '2026-01-31' }).where('id', '=', leaver).execute();
      const first = await addEvent(one, daysAgo(3), { tenant: 'T3' });
      const edit = await addEvent(one, daysAgo(3), { tenant: 'T3' });
      await db.updateTable('incidents').set({ repeat_of: first }).where('id', '=', edit).execute();
      await rollUp(db, 'T3', NOW, KEEP);
      const counted = () =>
        db
          .selectFrom('daily_team_incidents')
          .select(['team', 'incidents', 'put_right'])
          .where('tenant', '=', 'T3')
          .execute();
      expect(await counted()).toEqual([{ team: '', incidents: 1, put_right: 0 }]);
      await db
        .updateTable('incidents')
        .set({ resolution: 'edited', resolved_at: NOW })
        .where('id', '=', first)
        .execute();
      const late = { tenant: 'T3', incident: first, kind: 'edited', detail: null, note: null, at: later(-5) } as const;
      await db.insertInto('outcomes').values(late).execute();
      await rollUp(db, 'T3', later(1), KEEP);
      expect(await counted()).toEqual([{ team: '', incidents: 1, put_right: 1 }]);
    });

    test('one process has the turn', async () => {
      const turns = await Promise.all([1, 2, 3].map(() => rollUp(db, 'T1', later(5), KEEP)));
      expect(turns.filter(Boolean)).toHaveLength(1);
    });

    test('a run whose process died is taken up again', async () => {
      await db
        .updateTable('housekeeping')
        .set({ done_at: null, claimed_at: later(5) })
        .where('job', '=', 'roll-up')
        .execute();
      expect(await rollUp(db, 'T1', later(7), KEEP)).toBe(false);
      expect(await rollUp(db, 'T1', later(16), KEEP)).toBe(true);
    });
  });

  describe('retention', () => {
    const tenant = 'T5';
    const count = async (
      table: 'incidents' | 'outcomes' | 'notices' | 'claims' | 'triage' | 'daily_totals' | 'quiz_answers',
    ) =>
      (
        await db
          .selectFrom(table)
          .select(({ fn }) => fn.countAll<number>().as('n'))
          .where('tenant', '=', tenant)
          .executeTakeFirstOrThrow()
      ).n;
    const item = {
      tenant,
      platform: 'slack',
      channel: 'C1',
      kind: 'unfixed',
      incident: null,
      link: null,
      level: 'urgent',
      categories: ['name'],
      audience: 'direct',
      readers: 1,
      reporter: null,
    } as const;
    let night = 0;
    const retain = () => {
      night += 1;
      return runRetention({ db, log, keep: KEEP }, tenant, { due: later(night), now: NOW });
    };

    test('events go after 90 days, when they have been counted; the open item stays, and so do counts', async () => {
      const person = await addLearner(db, { tenant });
      await addEvent(person, daysAgo(100), { tenant });
      await addEvent(person, daysAgo(92), { tenant });
      await addEvent(person, daysAgo(89), { tenant });
      await addMark(db, person, { at: daysAgo(1200), correct: true, tenant });
      await addMark(db, person, { at: daysAgo(100), correct: true, tenant });
      await db.transaction().execute(async (trx) => {
        await raise(trx, { ...item, message: 'open', raisedAt: daysAgo(1500) });
        await raise(trx, { ...item, message: 'closed', raisedAt: daysAgo(1500) });
      });
      await db.updateTable('triage').set({ state: 'closed' }).where('message', '=', 'closed').execute();

      // Not before they are counted.
      await retain();
      expect(await count('incidents')).toBe(3);
      await rollUp(db, tenant, NOW, KEEP);
      await retain();
      expect(await count('incidents'), 'nor before their month was published').toBe(3);
      await publishPast(db, tenant, NOW);
      await retain();
      expect(await count('incidents')).toBe(1);
      expect(await count('outcomes')).toBe(1);
      expect(await count('notices')).toBe(1);
      expect(await count('claims')).toBe(1);
      expect(await count('daily_totals')).toBe(3);
      expect(await count('quiz_answers')).toBe(1);
      const left = await db.selectFrom('triage').select('message').where('tenant', '=', tenant).execute();
      expect(left).toEqual([{ message: 'open' }]);
      const said = await listRemovals(db, [tenant], 10);
      expect(said.map(({ what, removed, before }) => [what, removed, before])).toEqual(
        expect.arrayContaining([
          ['incidents', 2, '2026-08-28'],
          ['answers', 1, '2023-11-26'],
          ['decisions', 1, '2023-11-26'],
        ]),
      );
    });

    test('a day that is partly gone keeps its counts when something of it is touched again', async () => {
      const person = await addLearner(db, { tenant });
      const old = await addEvent(person, daysAgo(100), { tenant });
      await db
        .updateTable('outcomes')
        .set({ at: later(30) })
        .where('incident', '=', old)
        .execute();
      await rollUp(db, tenant, later(31), KEEP);
      const day = await db
        .selectFrom('daily_totals')
        .select('incidents')
        .where('tenant', '=', tenant)
        .where('day', '=', '2026-08-18')
        .execute();
      expect(day).toEqual([{ incidents: 1 }]);
    });

    test('a month of which nothing is left gives its space back', async () => {
      // August waits: something of it was there before.
      expect(await makeMonths(db, new Date('2026-05-10T00:00:00Z'))).toEqual(['incidents_2026_08']);
      const { rows: before } = await sql<{
        name: string;
      }>`select relname as name from pg_class where relname like 'incidents_2026_0%' and relkind = 'r'`.execute(db);
      expect(before.map(({ name }) => name).sort()).toEqual([
        'incidents_2026_05',
        'incidents_2026_06',
        'incidents_2026_07',
      ]);
      await retain();
      const { rows: after } = await sql<{
        name: string;
      }>`select relname as name from pg_class where relname like '%_2026_0%' and relkind = 'r' order by 1`.execute(db);
      expect(after).toEqual([]);
    });
  });
});
