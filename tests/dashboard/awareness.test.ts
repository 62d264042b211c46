import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Shown } from '../../src/dashboard/pages/awareness/figures.ts';
import { presentAwareness } from '../../src/dashboard/pages/awareness/present.ts';
import { TOPIC_WORDS } from '../../src/dashboard/pages/awareness/words.ts';
import { loadBank } from '../../src/quizzes/load.ts';
import type { Practice } from '../../src/scores/practice.ts';
import type { Published } from '../../src/scores/publish.ts';
import type { Db } from '../../src/store/database.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { addLearner, addMark } from './learners.ts';
import { serveDashboard } from './serve.ts';

const MONTHS = ['2026-08', '2026-09', '2026-10'];
const NOTHING: Practice = { perThousand: null, fixed: null, medianMinutes: null, nearMisses: 0 };
const count = (part: number, whole: number, change: Partial<Published> = {}): Published => ({
  measure: 'awareness',
  team: null,
  topic: null,
  part,
  whole,
  ...change,
});
const shown = (october: readonly Published[], practice = NOTHING, tenant = 'T1'): Shown => ({
  organisation: { tenant, platform: 'slack' },
  months: [],
  published: [[], [], october],
  surveys: [],
  practice,
});
const present = (...organisations: Shown[]) => presentAwareness(organisations, MONTHS, false);

test('the topics are called as the bank calls them', () => {
  const { titles } = loadBank(join(import.meta.dirname, '../../quizzes'));
  expect(TOPIC_WORDS).toEqual(Object.fromEntries(Object.entries(titles).map(([topic, { en }]) => [topic, en])));
});

describe('the page', () => {
  test('says its months, and when the next figures come', () => {
    expect(present()).toMatchObject({ period: 'August to October 2026', next: '1 December 2026', sections: [] });
    expect(presentAwareness([], ['2026-11', '2026-12', '2027-01'], true)).toMatchObject({
      period: 'November 2026 to January 2027',
      next: '1 March 2027',
      source: expect.stringContaining('practice'),
    });
  });

  test('leaves out an organisation of which nothing may be shown, and names them where there are several', () => {
    expect(present(shown([])).sections).toEqual([]);
    const one = shown([count(40, 60)]);
    expect(present(one, shown([])).sections.map(({ title }) => title)).toEqual([undefined]);
    expect(present(one, shown([count(40, 60)], NOTHING, 'T2')).sections.map(({ title }) => title)).toEqual([
      'Slack, T1',
      'Slack, T2',
    ]);
  });

  test('tells shares with their ranges, counts where they are few, and nothing else', () => {
    const [section] = present(
      shown([
        count(1800, 2400),
        count(30, 40, { topic: 'photos' }),
        count(10, 40, { topic: 'record' }),
        count(5, 10, { topic: 'devices' }),
        count(40, 40, { topic: 'own-topic' }),
        // A kind of what was flagged is no topic.
        count(5, 40, { measure: 'practice', topic: 'date-of-birth' }),
        count(300, 400, { team: 'Ward 5' }),
        count(60, 75, { measure: 'coverage' }),
        count(5, 10, { measure: 'coverage', team: 'Ward 5' }),
        count(30, 40, { measure: 'coverage', team: 'Theatres' }),
      ]),
    ).sections;
    expect(section?.known).toEqual([
      { value: '75%', label: 'of 2,400 answers were right. The true share is likely to be 70% to 80%' },
      { value: '80%', label: 'of staff answered in October: about 60 of 75 who were seen posting' },
    ]);
    expect(section?.topics.map(({ name, right, range, answers }) => [name, right, range, answers])).toEqual([
      ['From the chat to the record', '25%', '10% to 45%', '40'],
      ['Photos and X-rays', '75%', '55% to 90%', '40'],
      ['own-topic', '95% or more', '90% to 100%', '40'],
      ['Phones and screens', 'Not shown', '', ''],
    ]);
    expect(section?.teams.map(({ name, right, answered }) => [name, right, answered])).toEqual([
      ['Theatres', 'Not shown', '75% (about 30 of 40)'],
      ['Ward 5', '75%', 'about 5 of 10'],
    ]);
  });

  test.each<[Partial<Practice>, string[]]>([
    [{}, ['Not shown', 'Not shown', 'Not shown', '0']],
    [
      { perThousand: 1.5, fixed: { percent: 60, bound: null }, medianMinutes: 6, nearMisses: 'few' },
      ['1.5', '60%', '6 minutes', 'A few'],
    ],
    [{ medianMinutes: 0, nearMisses: 1200 }, ['Not shown', 'Not shown', 'a minute', '1,200']],
    [{ medianMinutes: 1 }, ['Not shown', 'Not shown', '1 minute', '0']],
    [{ medianMinutes: 150 }, ['Not shown', 'Not shown', '3 hours', '0']],
    [{ medianMinutes: 4000 }, ['Not shown', 'Not shown', '3 days', '0']],
  ])('practice %j', (practice, values) => {
    const [section] = present(shown([count(40, 60)], { ...NOTHING, ...practice })).sections;
    expect(section?.practice.map(({ value }) => value)).toEqual(values);
  });
});

describe('over HTTP', () => {
  let database: TestDatabase;
  let db: Db;
  let clock = new Date('2026-11-26T12:00:00Z');
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  beforeAll(async () => {
    database = await onPglite();
    db = (await database.open()).db;
    site = await serveDashboard(db, { platforms: ['slack', 'simulator'], now: () => clock });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });
  const page = async () => (await fetch(`${site.url}/awareness`)).text();

  test('is open as the other pages are, and closed where a proxy asks', async () => {
    expect((await fetch(`${site.url}/awareness`)).status).toBe(200);
    expect((await fetch(`${site.url}/awareness`, { headers: { 'X-Forwarded-For': '203.0.113.5' } })).status).toBe(403);
  });

  test('with nothing yet it says when there will be something', async () => {
    expect(await page()).toContain('The next are made on 1 December 2026');
  });

  test('eight people answer, and once the month is over the page says how it went', async () => {
    for (let person = 0; person < 8; person += 1) {
      const id = await addLearner(db);
      for (let week = 0; week < 4; week += 1)
        await addMark(db, id, { at: new Date(`2026-11-${10 + 5 * week}T10:00:00Z`), correct: week > 0 });
    }
    expect(await page()).toContain('Nothing to show yet');
    clock = new Date('2026-12-01T09:00:00Z');
    const text = await page();
    expect(text).toContain('September to November 2026');
    expect(text).toContain('of 30 answers were right');
    expect(text).toContain('Photos and X-rays');
    expect(text).toMatch(/Answered in|of staff answered in November/);
    // No one is named, by whatever id.
    for (const { id, platform_user } of await db.selectFrom('people').select(['id', 'platform_user']).execute()) {
      expect(text).not.toContain(id);
      expect(text).not.toMatch(new RegExp(`\\b${platform_user}\\b`));
    }
  });

  test('practice answers don’t mix with real ones', async () => {
    await addLearner(db, { tenant: 'simulator', platform: 'simulator' });
    expect(await page()).not.toContain('simulator');
  });
});
