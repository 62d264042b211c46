import { afterAll, beforeAll, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import type { Store } from '../../src/store/database.ts';
import { createSurveyTally } from '../../src/store/survey-tally.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { addLearner } from './learners.ts';
import { serveDashboard } from './serve.ts';

const OPENED = new Date('2026-03-03T10:00:00Z');
let database: TestDatabase;
let store: Store;
let site: Awaited<ReturnType<typeof serveDashboard>>;
let now = new Date('2026-03-30T10:00:00Z');
beforeAll(async () => {
  database = await onPglite();
  store = await database.open();
  site = await serveDashboard(store.db, { platforms: ['slack'], now: () => now });
  await addLearner(store.db);
  await store.db
    .insertInto('surveys')
    .values({ tenant: 'T1', opened_at: OPENED, closes_at: new Date('2026-03-31T10:00:00Z') })
    .execute();
  const tally = createSurveyTally(store.db, createLog('silent'));
  for (let person = 0; person < 60; person++) {
    const chosen = { messaging: person < 30 ? 'yes' : 'no', rules: person < 24 ? 'no' : 'yes', 'wrong-person': 'no' };
    await tally.add({
      tenant: 'T1',
      openedAt: OPENED,
      choices: Object.entries(chosen).flatMap(([question, option]) =>
        ['yes', 'no', 'unsure'].map((one) => ({ question, option: one, chosen: one === option })),
      ),
    });
  }
  await tally.stop();
});
afterAll(async () => {
  await site.stop();
  await database.drop();
});

const page = async () => (await fetch(`${site.url}/awareness`, { headers: { accept: 'text/html' } })).text();

test('while it is open nothing of it is shown', async () => {
  expect(await page()).not.toContain('What people say themselves');
});

test('once it is over: beside what was published, with its source, ranges and rounded counts', async () => {
  now = new Date('2026-04-02T10:00:00Z');
  const text = await page();
  expect(text).toContain('What people say themselves');
  expect(text).toContain('50% of about 60 (likely 35% to 65%)');
  expect(text).toContain('40% of about 60 (likely 30% to 55%)');
  expect(text).toContain('5% or less of about 60');
  for (const published of ['43%', '39%', '2% had been disciplined', 'CommonTime', 'March 2026'])
    expect(text).toContain(published);
});

test.skipIf(noChromium)('it fits a phone', async () => {
  const browser = await openChromium();
  const tab = await browser.newPage({ viewport: { width: 390, height: 900 } });
  await tab.goto(`${site.url}/awareness`);
  if (process.env.SCREENSHOTS)
    await tab.screenshot({ path: `${process.env.SCREENSHOTS}-awareness.png`, fullPage: true });
  expect(await tab.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(390);
  await browser.close();
});
