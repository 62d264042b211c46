import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Checked } from '../../src/chat.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { faintText } from './contrast.ts';
import { serveDashboard } from './serve.ts';

const CHECKED: Checked = {
  level: 'nudge',
  heading: 'Better to change it first',
  paragraphs: ['Many people can read this.', 'It has a name.'],
  suggestion: `The patient needs a side room\n${'x'.repeat(300)}`,
  left: null,
};

describe.skipIf(noChromium)(`/check in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let database: TestDatabase;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let browser: Browser;

  beforeAll(async () => {
    database = await onPglite();
    site = await serveDashboard((await database.open()).db, {
      onCheck: async ({ text }) => (text.includes('tea') ? { ...CHECKED, level: 'clear', suggestion: null } : CHECKED),
    });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await database?.drop();
  });

  async function open(options: { width?: number; javaScriptEnabled?: boolean } = {}) {
    const { width = 390, javaScriptEnabled = true } = options;
    const context = await browser.newContext({ viewport: { width, height: 844 }, javaScriptEnabled });
    const page = await context.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('console', (message) => {
      if (message.type() === 'error' && !message.text().includes('400')) complaints.push(message.text());
    });
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url)) complaints.push(`asked ${request.url()}`);
    });
    await page.goto(`${site.url}/check`);
    return { context, page, complaints };
  }

  const fill = async (page: Page, text: string) => {
    await page.getByLabel('Your message').fill(text);
    await page.getByLabel('The whole organisation').check();
  };
  const check = (page: Page) => page.getByRole('button', { name: /^Check it/ }).click();
  const done = (context: BrowserContext) => context.close();

  test.each([390, 1280])(
    'at %i pixels: fits, is legible, asks nobody else, and every field has a name',
    async (width) => {
      const { context, page, complaints } = await open({ width });
      const looksRight = async () => {
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
        expect(await faintText(page)).toEqual([]);
        expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
      };
      await looksRight();
      await check(page);
      await page.getByRole('alert').waitFor();
      await looksRight();
      await fill(page, 'Agnes needs a side room');
      await check(page);
      await page.getByRole('region', { name: CHECKED.heading }).waitFor();
      await looksRight();
      for (const field of await page.locator('input:visible, textarea:visible').all()) {
        expect(
          await field.evaluate((element) => (element as unknown as { labels: { length: number } }).labels.length),
        ).toBe(1);
      }
      expect(complaints).toEqual([]);
      await done(context);
    },
  );

  test('works without JavaScript, changed and checked again', async () => {
    const { context, page } = await open({ javaScriptEnabled: false });
    await fill(page, 'Agnes needs a side room');
    await check(page);
    expect(await page.getByRole('heading', { name: CHECKED.heading }).isVisible()).toBe(true);
    expect(await page.locator('#suggestion').textContent()).toBe(CHECKED.suggestion);
    expect(await page.getByRole('button', { name: 'Copy' }).isVisible(), 'would do nothing').toBe(false);
    expect(await page.getByLabel('The whole organisation').isChecked()).toBe(true);
    await page.getByLabel('Your message').fill('tea is on');
    await check(page);
    expect(await page.locator('.qw-checked--clear').isVisible()).toBe(true);
    await done(context);
  });

  test('the safer text is copied as it is, or selected where the clipboard is closed', async () => {
    const { context, page } = await open();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await fill(page, 'Agnes needs a side room');
    await check(page);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('Copied.').waitFor();
    expect(await page.evaluate('navigator.clipboard.readText()')).toBe(CHECKED.suggestion);
    await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('no'))`);
    await page.getByRole('button', { name: 'Copy' }).click();
    await page.getByText('It is selected').waitFor();
    expect(await page.evaluate('getSelection().toString()')).toBe(CHECKED.suggestion);
    await done(context);
  });

  test('by keyboard alone: what is wrong leads to its field, and the answer comes first', async () => {
    const { context, page } = await open();
    await page.getByLabel('Your message').focus();
    await page.keyboard.type('Agnes needs a side room');
    await page.getByRole('button', { name: 'Check it' }).focus();
    await page.keyboard.press('Enter');
    const wrong = page.getByRole('link', { name: 'Choose where the message would go' });
    await wrong.focus();
    await page.keyboard.press('Enter');
    expect(await page.evaluate('document.activeElement.name')).toBe('where');
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: 'Check it' }).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: CHECKED.heading }).waitFor();
    expect(await page.getByRole('heading', { name: CHECKED.heading }).boundingBox()).toMatchObject({
      y: expect.toSatisfy((y: number) => y > 0 && y < 844),
    });
    await done(context);
  });

  test('opened anew, and gone back from, the page has no draft', async () => {
    const { context, page } = await open();
    await fill(page, 'Agnes needs a side room');
    await check(page);
    await page.getByRole('heading', { name: CHECKED.heading }).waitFor();
    await page.goto(`${site.url}/check`);
    expect(await page.getByLabel('Your message').inputValue()).toBe('');
    await page.goto(`${site.url}/assets/favicon.svg`);
    await page.goBack();
    expect(await page.getByLabel('Your message').inputValue()).toBe('');
    await done(context);
  });
});
