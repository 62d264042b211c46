import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { addRefresher } from '../../src/store/refreshers.ts';
import { listRemovals, removeEvents, removeRollUps } from '../../src/store/retention.ts';
import { raise } from '../../src/store/triage.ts';
import { addLearner, addMark } from '../dashboard/learners.ts';
import { addIncident } from '../dashboard/rows.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const TENANTS = ['T1', 'T2'] as const;
/** Events from before this midnight in London go, in summer, and the rest from before this one, in winter. */
const EVENTS = '2026-08-28';
const ROLL_UPS = '2023-11-26';
/** The last moment that goes, and the first that stays. */
const eventTimes = [new Date('2026-08-27T22:59:59.999Z'), new Date('2026-08-27T23:00:00Z')] as const;
const times = [new Date('2023-11-25T23:59:59.999Z'), new Date('2023-11-26T00:00:00Z')] as const;
const days = ['2023-11-25', ROLL_UPS] as const;
const months = ['2023-10', '2023-11'] as const;
const AT = new Date('2026-11-26T03:00:00Z');

const EVENT_TABLES = ['incidents', 'claims', 'daily_counts', 'credits'] as const;
const OTHER_TABLES = [
  'daily_incidents',
  'daily_team_incidents',
  'daily_totals',
  'daily_answers',
  'daily_triage',
  'daily_checks',
  'score_months',
  'score_figures',
  'team_order',
  'quiz_answers',
  'quiz_rounds',
  'refresher_recipients',
  'manager_reports',
  'triage',
] as const;

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    for (const tenant of TENANTS) {
      await addEvents(tenant);
      await addDays(tenant);
      await addMonths(tenant);
      await addOfPersons(tenant);
      await addItems(tenant);
    }
  });
  afterAll(() => database.drop());

  const of = (tenant: string) => ({ tenant, platform: 'slack' as const });

  async function addEvents(tenant: string) {
    const person = await addLearner(db, { tenant });
    for (const at of eventTimes) {
      await addIncident(db, { ...of(tenant), at });
      const message = { channel: 'C1', message: at.toISOString(), version: '' };
      await db
        .insertInto('claims')
        .values({ ...of(tenant), ...message, claimed_at: at })
        .execute();
      await db
        .insertInto('credits')
        .values({ tenant, person, about: crypto.randomUUID(), kind: 'near-miss', at })
        .execute();
    }
    for (const day of ['2026-08-27', EVENTS])
      await db
        .insertInto('daily_counts')
        .values({ ...of(tenant), day, channel: 'C1', audience: 'direct', clear: 1 })
        .execute();
  }

  async function addDays(tenant: string) {
    for (const day of days) {
      const one = { ...of(tenant), day };
      const place = { audience: 'direct', level: 'nudge', mode: 'nudge', delivery: 'sent' } as const;
      const nothing = { resolution: null, answer: null, held: null };
      await db
        .insertInto('daily_incidents')
        .values({ ...one, ...place, ...nothing, categories: ['name'], incidents: 1 })
        .execute();
      const team = { team: '', category: 'name', audience: 'direct' } as const;
      await db
        .insertInto('daily_team_incidents')
        .values({ ...one, ...team, incidents: 1, put_right: 0 })
        .execute();
      await db
        .insertInto('daily_totals')
        .values({ ...one, incidents: 1, urgent: 0, put_right: 0, posters: 1, clear: 1 })
        .execute();
      await db
        .insertInto('daily_answers')
        .values({ ...one, team: '', topic: 'photos', answers: 1, correct: 0 })
        .execute();
      await db
        .insertInto('daily_triage')
        .values({ ...one, kind: 'report', category: 'name', state: 'new', items: 1 })
        .execute();
      await db
        .insertInto('daily_checks')
        .values({ ...one, level: 'clear', checks: 1 })
        .execute();
    }
  }

  async function addMonths(tenant: string) {
    for (const month of months) {
      const one = { ...of(tenant), month };
      await db
        .insertInto('score_months')
        .values({ ...one, happened: '{}' })
        .execute();
      await db
        .insertInto('score_figures')
        .values({ ...one, measure: 'told', team: '', topic: '', part: 0, whole: 10 })
        .execute();
      await db
        .insertInto('team_order')
        .values({ ...one, place: 1, team: 'A' })
        .execute();
    }
  }

  async function addOfPersons(tenant: string) {
    const person = await addLearner(db, { tenant });
    const others = [await addLearner(db, { tenant }), await addLearner(db, { tenant })] as const;
    const refresher = await addRefresher(
      db,
      { ...of(tenant), author: 'x' },
      {
        said: { en: { title: 'A', words: 'B' }, cy: null },
        topic: 'photos',
        picture: null,
        alt: null,
        question: null,
        acknowledge: true,
        audience: { kind: 'everyone' },
        category: null,
        campaign: null,
      },
    );
    const copy = { tenant, refresher, delivery: 'sent' } as const;
    for (const [index, at] of times.entries()) {
      await addMark(db, person, { tenant, at, correct: true });
      const round = { tenant, person, slot: at, questions: 1, not_before: at };
      await db
        .insertInto('quiz_rounds')
        .values({ ...round, closed_at: at })
        .execute();
      await db
        .insertInto('refresher_recipients')
        .values({ ...copy, person: others[index] ?? '', sent_at: at })
        .execute();
    }
    for (const month of months)
      await db.insertInto('manager_reports').values({ tenant, person, month, via: null, sent_at: null }).execute();
  }

  async function addItems(tenant: string) {
    const item = { ...of(tenant), channel: 'C1', kind: 'report', incident: null, link: null, level: 'nudge' } as const;
    const add = (message: string, raisedAt: Date, state: 'closed' | 'no-breach') =>
      db.transaction().execute(async (trx) => {
        const about = { categories: ['name' as const], audience: 'direct' as const, readers: 1, reporter: null };
        await raise(trx, { ...item, ...about, message, raisedAt });
        await trx
          .updateTable('triage')
          .set({ state })
          .where('tenant', '=', tenant)
          .where('message', '=', message)
          .execute();
      });
    await add('old', times[0], 'no-breach');
    await add('new', times[1], 'closed');
  }

  const counts = async (tables: readonly (typeof EVENT_TABLES | typeof OTHER_TABLES)[number][], tenant: string) => {
    const all: [string, number][] = [];
    for (const table of tables) {
      const rows = await db.selectFrom(table).select('tenant').where('tenant', '=', tenant).execute();
      all.push([table, rows.length]);
    }
    return Object.fromEntries(all);
  };
  const each = (tables: readonly string[], count: number) => Object.fromEntries(tables.map((table) => [table, count]));
  const removed = (all: readonly { what: string; removed: number }[]) =>
    Object.fromEntries(all.map(({ what, removed }) => [what, removed]));

  test('events go to the moment, of one organisation, and nothing that is kept for longer', async () => {
    const all = await removeEvents(db, { tenant: 'T1', before: EVENTS, at: AT });
    expect(removed(all)).toEqual({ incidents: 1, counts: 1, credits: 1 });
    expect(await counts(EVENT_TABLES, 'T1')).toEqual(each(EVENT_TABLES, 1));
    expect(await counts(EVENT_TABLES, 'T2')).toEqual(each(EVENT_TABLES, 2));
    expect(await counts(OTHER_TABLES, 'T1')).toEqual(each(OTHER_TABLES, 2));
  });

  test('so does the rest; what is open, or was decided on since, stays', async () => {
    const person = await addLearner(db, { tenant: 'T1' });
    const round = { tenant: 'T1', person, slot: times[0], questions: 1, not_before: times[0] };
    await db.insertInto('quiz_rounds').values(round).execute();
    await db.transaction().execute(async (trx) => {
      const item = { ...of('T1'), channel: 'C1', kind: 'report', incident: null, link: null, level: 'nudge' } as const;
      const about = { categories: ['name' as const], audience: 'direct' as const, readers: 1, reporter: null };
      for (const state of ['new', 'looking', 'breach', 'closed'] as const) {
        const id = await raise(trx, { ...item, ...about, message: `as ${state}`, raisedAt: times[0] });
        await trx.updateTable('triage').set({ state }).where('message', '=', `as ${state}`).execute();
        if (state === 'closed')
          await trx
            .insertInto('triage_log')
            .values({ tenant: 'T1', item: id ?? '', actor: 'g', action: 'note', state: null, note: 'x', at: times[1] })
            .execute();
      }
    });
    const all = await removeRollUps(db, { tenant: 'T1', before: ROLL_UPS, at: AT });
    expect(removed(all)).toEqual({ 'roll-ups': 9, answers: 1, refreshers: 1, reports: 1, decisions: 1 });
    expect(await counts(OTHER_TABLES, 'T1')).toEqual({ ...each(OTHER_TABLES, 1), quiz_rounds: 2, triage: 5 });
    expect(await counts(OTHER_TABLES, 'T2')).toEqual(each(OTHER_TABLES, 2));
    expect(await counts(EVENT_TABLES, 'T1')).toEqual(each(EVENT_TABLES, 1));
  });

  test('what went is told of one’s own organisations alone', async () => {
    await removeEvents(db, { tenant: 'T2', before: EVENTS, at: AT });
    expect(await listRemovals(db, ['T1'], 50)).toHaveLength(8);
    expect(await listRemovals(db, ['T2'], 50)).toHaveLength(3);
    expect(await listRemovals(db, null, 50)).toHaveLength(11);
  });
});
