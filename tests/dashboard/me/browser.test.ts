import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ALL_TOPICS } from '../../../src/dashboard/pages/me/route.ts';
import type { Store } from '../../../src/store/database.ts';
import { noChromium, openChromium } from '../../chromium.ts';
import { onPglite, type TestDatabase } from '../../databases.ts';
import { addLearner, addMark } from '../learners.ts';
import { NOW, openStage, type Stage } from './stage.ts';

describe.skipIf(noChromium)(`one’s own page in Chromium${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let database: TestDatabase;
  let store: Store;
  let stage: Stage;
  let browser: Browser;
  beforeAll(async () => {
    database = await onPglite();
    store = await database.open();
    stage = await openStage(store.db);
    browser = await openChromium();
    const id = await addLearner(store.db, { team: 'Ward 6' });
    await store.db
      .updateTable('people')
      .set({
        name: 'Siân Ŵyn-Jones',
        job_title: 'Staff nurse',
        email: 'sian@example.org',
        seen_parts: (1 << 3) | (1 << 4),
      })
      .where('id', '=', id)
      .execute();
    for (const topic of ALL_TOPICS)
      await addMark(store.db, id, { at: new Date('2026-11-01T09:00:00Z'), correct: true, topic });
    await addMark(store.db, id, { at: new Date('2026-11-20T09:00:00Z'), correct: false, topic: 'venting' });
    for (const [index, resolution] of ['edited', null].entries())
      await store.db
        .insertInto('incidents')
        .values({
          tenant: 'T1',
          platform: 'slack',
          channel: 'C1',
          message: `1764072000.00${index}`,
          version: '',
          person: id,
          level: 'nudge',
          mode: 'nudge',
          categories: ['name', 'date-of-birth'],
          findings: ['name'],
          reasons: [],
          audience: 'organisation',
          readers: 212,
          policy: 'p',
          policy_version: '1',
          posted_at: NOW,
          claimed_at: NOW,
          resolution: resolution as 'edited' | null,
        })
        .execute();
    await store.db
      .insertInto('credits')
      .values({ tenant: 'T1', person: id, about: id, kind: 'near-miss', at: NOW })
      .execute();
    stage.look({ person: { tenant: 'T1', id } });
  });
  afterAll(async () => {
    await browser.close();
    await stage.stop();
    await database.drop();
  });

  const open = async (path: string, width: number): Promise<Page> => {
    const page = await browser.newPage({ viewport: { width, height: 900 } });
    const wrong: string[] = [];
    page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()));
    page.on('request', (request) => request.url().startsWith(stage.url) || wrong.push(request.url()));
    await page.goto(stage.url + path);
    expect(wrong).toEqual([]);
    return page;
  };

  test.each(['/me', '/me/erase', '/learning-records'])(
    '%s fits a phone and a desk, and asks nobody else',
    async (path) => {
      for (const width of [390, 1280]) {
        const page = await open(path, width);
        expect(await page.evaluate<number>('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await page.locator('h1').count()).toBe(1);
        if (process.env.SCREENSHOTS)
          await page.screenshot({
            path: `${process.env.SCREENSHOTS}${path.replaceAll('/', '-')}-${width}.png`,
            fullPage: true,
          });
        await page.close();
      }
    },
  );

  test('task by task: challenge one, set quiet hours, fetch the certificate, erase', async () => {
    const page = await open('/me', 390);
    await page.getByRole('link', { name: /Name/i }).first().click();
    await page.getByLabel('A few words, if you like').fill('That was a colleague');
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}-incident.png`, fullPage: true });
    await page.getByRole('button', { name: 'Challenge it' }).click();
    expect(await page.getByText('Nobody has looked at it yet').count()).toBe(1);

    await page.getByRole('link', { name: 'My page' }).first().click();
    await page.getByLabel('From', { exact: true }).fill('25:00');
    await page.getByLabel('To', { exact: true }).fill('14:00');
    await page.getByRole('button', { name: 'Save my choices' }).click();
    await page.getByRole('link', { name: /must be a time/ }).click();
    expect(await page.evaluate('document.activeElement.id')).toBe('quiet-from');
    if (process.env.SCREENSHOTS)
      await page.screenshot({ path: `${process.env.SCREENSHOTS}-fault.png`, fullPage: true });
    await page.getByLabel('From', { exact: true }).fill('12:00');
    await page.getByRole('button', { name: 'Save my choices' }).click();
    expect(await page.getByText('Your choices are saved.').count()).toBe(1);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: /certificate/ }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('certificate.pdf');
    if (process.env.SCREENSHOTS) await download.saveAs(`${process.env.SCREENSHOTS}-certificate.pdf`);

    await page.getByRole('link', { name: 'Erase what is kept about me' }).click();
    await page.getByLabel('I am sure: erase it').check();
    await page.getByRole('button', { name: 'Erase' }).click();
    expect(await page.getByText('It is erased.').count()).toBe(1);
    expect(await page.getByText('None. Thank you for taking care.').count()).toBe(1);
    await page.close();
  });
});
