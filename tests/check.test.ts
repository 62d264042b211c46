import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Draft } from '../src/chat.ts';
import { createCheck } from '../src/check.ts';
import { createLanguage } from '../src/language.ts';
import { languageOf } from '../src/store/people.ts';
import { onEachDatabase } from './databases.ts';
import { openHouse, type TestHouse } from './house.ts';
import { plainEngine } from './messages.ts';

const draft = (change: Partial<Draft> = {}): Draft => ({
  platform: 'web',
  tenant: 'T1',
  text: 'all fine',
  attachments: [],
  audience: 'organisation',
  readers: 212,
  guests: 3,
  language: 'en',
  ...change,
});

onEachDatabase((make) => {
  let house: TestHouse;
  beforeAll(async () => {
    house = await openHouse(await make());
  });
  afterAll(() => house.close());

  test('a draft is answered, and a count is all that is kept', async () => {
    const check = createCheck(house);
    const clear = await check(draft());
    const urgent = await check(draft({ text: 'urgent: Mrs Okafor' }));
    await check(draft({ text: 'urgent: Mrs Okafor again' }));
    expect(clear).toMatchObject({ level: 'clear', suggestion: null });
    expect(urgent.level).toBe('urgent');
    expect(urgent.suggestion).toMatch(/\[patient\]/);
    const rows = await house.db.selectFrom('daily_checks').selectAll().orderBy('level').execute();
    expect(rows).toEqual([
      { tenant: 'T1', platform: 'web', day: '2026-03-05', level: 'clear', checks: 1 },
      { tenant: 'T1', platform: 'web', day: '2026-03-05', level: 'urgent', checks: 2 },
    ]);
    for (const table of ['incidents', 'outcomes', 'notices', 'people'] as const)
      expect(await house.db.selectFrom(table).selectAll().execute()).toEqual([]);
  });

  test('who would see it comes first, guests among them', async () => {
    const { paragraphs } = await createCheck(house)(draft({ text: 'urgent: Mrs Okafor' }));
    expect(paragraphs[0]).toMatch(/212.*3/);
  });

  test('a draft is answered in Welsh', async () => {
    const { heading } = await createCheck(house)(draft({ language: 'cy' }));
    expect(heading).not.toBe((await createCheck(house)(draft())).heading);
  });

  test('a count that can’t be kept costs nobody the answer', async () => {
    const broken = { ...house, db: house.db.withSchema('nowhere') };
    expect(await createCheck(broken)(draft())).toMatchObject({ level: 'clear' });
  });

  test('a language is chosen, changed, and kept where the platform says another', async () => {
    const choose = createLanguage(house);
    const key = { tenant: 'T1', platform: 'slack', user: 'U7' } as const;
    const said = await choose({ ...key, person: 'U7', language: 'cy' });
    expect(said).toBe(plainEngine.policy.wording.cy.languageChosen);
    expect(await languageOf(house.db, key)).toBe('cy');
    await choose({ ...key, person: 'U7', language: 'en' });
    expect(await languageOf(house.db, key)).toBe('en');
    expect(await languageOf(house.db, { ...key, user: 'nobody' })).toBeNull();
  });
});
