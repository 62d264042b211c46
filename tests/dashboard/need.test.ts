import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Known, needsOf } from '../../src/dashboard/pages/training/need.ts';
import { TOPICS, type Topic } from '../../src/quizzes/topics.ts';
import { rollUp } from '../../src/reporting/roll-up.ts';
import { awarenessOf } from '../../src/scores/awareness.ts';
import { needsRefresher } from '../../src/scores/needs.ts';
import { type CategoryCount, countByCategory } from '../../src/store/category-counts.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { addIncident } from './rows.ts';
import { serveDashboard } from './serve.ts';

const known = (right: number, answered: number, place = 'Slack, T1'): Known => ({
  place,
  awareness: awarenessOf({ right, answered }),
});
const of = (topics: Partial<Record<Topic, Known[]>>, counts: CategoryCount[] = []) =>
  needsOf(new Map(Object.entries(topics) as [Topic, Known[]][]), counts);

describe('what needs teaching', () => {
  test('with nothing known it is every topic, in the bank’s order, and nothing is claimed of any', () => {
    const needs = of({});
    expect(needs.map(({ topic }) => topic)).toEqual(Object.keys(TOPICS));
    expect(new Set(needs.map(({ tag, known, happened }) => `${tag.text} ${known.length} ${happened}`))).toEqual(
      new Set(['No figures yet 0 null']),
    );
  });
  test('the weakest first, then what may be weak, then what nobody can tell, then what is known', () => {
    const needs = of({
      photos: [known(260, 400)],
      record: [known(100, 400)],
      // 75% right, most likely 70% to 80%.
      devices: [known(300, 400)],
      access: [known(990, 1000)],
      mosaic: [known(5, 10)],
    });
    expect(needs.slice(0, 3).map(({ topic, tag }) => [topic, tag.text])).toEqual([
      ['record', 'Teach this'],
      ['photos', 'Teach this'],
      ['devices', 'Not sure yet'],
    ]);
    expect(needs.at(-1)).toMatchObject({
      topic: 'access',
      tag: { text: 'Well known' },
      known: ['95% or more right, likely 95% to 100%'],
    });
    expect(needs.find(({ topic }) => topic === 'mosaic')?.known).toEqual([]);
  });
  test('it says of a topic what the pages of teams and the evidence pack say', () => {
    for (let right = 0; right <= 400; right += 5) {
      const one = known(right, 400);
      const [need] = of({ photos: [one] });
      expect(need?.tag.text === 'Teach this', `${right} of 400`).toBe(needsRefresher(one.awareness));
    }
  });
  test('of several organisations the weakest counts, and each is named', () => {
    const [first] = of({ photos: [known(95, 100), known(100, 400, 'Microsoft Teams, X')] });
    expect(first).toMatchObject({
      topic: 'photos',
      tag: { text: 'Teach this' },
      known: [expect.stringContaining('(Slack, T1)'), '25% right, likely 20% to 30% (Microsoft Teams, X)'],
    });
  });
  test.each([
    [4, 0, 'No figures yet'],
    [5, 0, 'Incidents are up'],
    [12, 10, 'No figures yet'],
    [13, 10, 'Incidents are up'],
  ])('%i photos after %i: %s', (now, before, text) => {
    const needs = of({}, [{ category: 'image', now, before }]);
    expect(needs.find(({ topic }) => topic === 'photos')?.tag.text).toBe(text);
    expect(needs[0]?.topic === 'photos').toBe(text === 'Incidents are up');
  });
  test('what went wrong is summed over the categories of a topic', () => {
    const counts: CategoryCount[] = [
      { category: 'name', now: 1, before: 0 },
      { category: 'patient-number', now: 0, before: 1200 },
      { category: 'image', now: 9, before: 9 },
    ];
    expect(of({}, counts).find(({ topic }) => topic === 'minimum-necessary')?.happened).toBe(
      '1 incident in the last four weeks, 1,200 in the four before',
    );
  });
});

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  test('incidents are counted by category, in two times of one length, for whom they may be', async () => {
    const add = (at: string, change: object = {}) => addIncident(db, { at: new Date(at), ...change });
    await add('2026-11-20T10:00:00Z', { categories: ['image', 'name'] });
    await add('2026-11-21T10:00:00Z', { categories: ['image'] });
    await add('2026-11-22T10:00:00Z', { categories: ['image'], answer: 'not-patient' });
    await add('2026-10-30T10:00:00Z', { categories: ['image'] });
    await add('2026-10-29T10:00:00Z', { categories: ['image'] });
    await add('2026-10-02T10:00:00Z', { categories: ['image'] });
    await add('2026-10-01T10:00:00Z', { categories: ['image'] });
    const now = new Date('2026-11-26T12:00:00Z');
    await rollUp(db, 'simulator', now, { events: 90, rollUps: 1096 });
    // Of today, what came before and after it was rolled up.
    const first = await add('2026-11-26T00:30:00Z', { categories: ['image'] });
    await rollUp(db, 'simulator', new Date('2026-11-26T12:05:00Z'), { events: 90, rollUps: 1096 });
    await add('2026-11-26T12:10:00Z', { categories: ['image'] });
    await add('2026-11-26T12:11:00Z', { categories: ['image'], repeatOf: first });
    await add('2026-11-26T12:12:00Z', { categories: ['image'], answer: 'not-patient' });
    const times = { before: '2026-10-02', from: '2026-10-30', today: '2026-11-26' };
    const count = async (tenants: string[] | null, platforms: ('simulator' | 'slack')[] = ['simulator']) =>
      (await countByCategory(db, { platforms, tenants }, times)).sort((a, b) => (a.category < b.category ? -1 : 1));
    const all = [
      { category: 'image', now: 5, before: 2 },
      { category: 'name', now: 1, before: 0 },
    ];
    expect(await count(null)).toEqual(all);
    expect(await count(['simulator'])).toEqual(all);
    expect(await count(['T1'])).toEqual([]);
    expect(await count([])).toEqual([]);
    expect(await count(null, ['slack'])).toEqual([]);
    expect(await count(null, [])).toEqual([]);
    const site = await serveDashboard(db, { now: () => now });
    const text = await (await fetch(`${site.url}/training`)).text();
    await site.stop();
    expect(text).toContain('5 incidents in the last four weeks, 2 in the four before');
  });
});
