import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChromium, openChromium } from '../chromium.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { faintText } from './contrast.ts';
import { serveDashboard } from './serve.ts';

const PAGES = [
  '/training',
  '/questions',
  '/questions?search=nothing-like-it',
  '/questions/new',
  '/questions/chats-count',
  '/questions/chats-count/edit',
];

describe.skipIf(noChromium)(`the question bank in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let database: TestDatabase;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let browser: Browser;
  beforeAll(async () => {
    database = await onPglite();
    site = await serveDashboard((await database.open()).db);
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await database?.drop();
  });

  async function open(path: string, options: { width?: number; javaScriptEnabled?: boolean } = {}) {
    const { width = 390, javaScriptEnabled = true } = options;
    const page = await browser.newPage({ viewport: { width, height: 844 }, javaScriptEnabled });
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('400')) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url)) complaints.push(`asked ${request.url()}`);
    });
    await page.goto(site.url + path);
    return { page, complaints };
  }

  describe.each(PAGES)('%s', (path) => {
    test.each([390, 1280])(
      'at %i pixels: fits, is legible, asks nobody else, and nothing is refused',
      async (width) => {
        const { page, complaints } = await open(path, { width });
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await faintText(page)).toEqual([]);
        expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
        expect(complaints).toEqual([]);
        await page.close();
      },
    );
  });

  test('without JavaScript: a mistake is told by its field, what was typed stays, and the question is asked', async () => {
    const { page } = await open('/questions', { javaScriptEnabled: false });
    await page.getByRole('link', { name: 'A patient asks for all that is held' }).click();
    await page.getByRole('button', { name: 'Change this question' }).click();
    const stem = page.getByLabel('The case and the question', { exact: true }).first();
    await stem.fill('');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('alert').innerText()).toContain('Way 1: write the question');
    expect(await page.getByRole('link', { name: 'Way 1: write the question' }).getAttribute('href')).toBe(
      '#way-1-en-stem',
    );
    await stem.fill('A patient wants to see every word about her. Do chats count?');
    await page.getByRole('button', { name: 'Save' }).click();
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toContain('every word about her');
    expect(await page.getByText('within seconds').count()).toBe(1);
    await page.close();
  });
});
