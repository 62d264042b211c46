import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InboundMessage } from '../../../src/chat.ts';
import { noChromium, openChromium } from '../../chromium.ts';
import { faintText } from '../../dashboard/contrast.ts';
import { notice, serveSimulator } from './serve.ts';

describe.skipIf(noChromium)(`the page of the simulator${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let site: Awaited<ReturnType<typeof serveSimulator>>;
  let browser: Browser;
  let page: Page;
  let failing = false;
  let complaints: string[];
  let received: InboundMessage[];

  beforeAll(async () => {
    site = await serveSimulator({
      async onMessage(message) {
        if (failing) throw new Error('down');
        received.push(message);
        if (message.type !== 'posted' || !message.text.includes('word')) return;
        const to = { tenant: 'simulator', person: message.author, channel: 'x', message: message.id, thread: null };
        const incident = `${message.id}/${message.version}`;
        const said = notice({ incident, level: 'urgent', heading: '<b>Look</b>', paragraphs: ['18 & more.'] });
        setTimeout(() => site.simulator.sendPrivately(to, said, null), 5);
      },
    });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  beforeEach(async () => {
    failing = false;
    complaints = [];
    received = [];
    await page?.close();
    page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(String(error)));
    page.on('request', (request) => {
      if (!request.url().startsWith(site.url)) complaints.push(`asked ${request.url()}`);
    });
    await page.goto(`${site.url}/try`);
  });

  const choose = (name: string) => page.locator('label', { hasText: name }).first().click();
  const write = async (text: string) => {
    await page.getByLabel('Your post').fill(text);
    await page.getByRole('button', { name: 'Post', exact: true }).click();
  };
  const settled = () => page.locator('[data-state]:visible').waitFor({ state: 'detached' });

  test('a notice shows under the post, only while its person is chosen', async () => {
    await write('a word');
    const shown = page.locator('.try-notice');
    await shown.waitFor();
    expect(await shown.textContent()).toContain('Only Sam can see this');
    expect(await shown.locator('h3').textContent(), 'shown as text').toBe('<b>Look</b>');
    expect(await page.locator('#announce').textContent()).toContain('Only Sam can see this. <b>Look</b>');
    await choose('Priya');
    expect(await shown.isVisible()).toBe(false);
    expect(await page.locator('.try-post').count()).toBe(1);
    expect(await page.getByRole('button', { name: 'Edit' }).count(), 'of another’s post').toBe(0);
    await choose('Sam');
    expect(await shown.isVisible()).toBe(true);
    expect(complaints).toEqual([]);
  });

  test('edits and deletes by keyboard alone', async () => {
    await page.getByLabel('Your post').focus();
    await page.keyboard.type('a word');
    await page.keyboard.press('Enter');
    await page.locator('.try-notice').waitFor();
    await page.getByRole('button', { name: 'Edit' }).focus();
    await page.keyboard.press('Enter');
    await page.keyboard.press('ControlOrMeta+A');
    await page.keyboard.type('nothing');
    await page.keyboard.press('Enter');
    await page.getByText('You have edited this post since.').waitFor();
    await page.getByRole('button', { name: 'Delete' }).focus();
    await page.keyboard.press('Enter');
    await page.getByText('This post was deleted.').waitFor();
    expect(await page.locator('.try-notice').count()).toBe(0);
    expect(received.map((message) => (message.type === 'posted' ? message.version : 'deleted'))).toEqual([
      '',
      '1',
      'deleted',
    ]);
    expect(complaints).toEqual([]);
  });

  test('what the server could not take stays, and is sent again', async () => {
    failing = true;
    await write('a word');
    await page.getByText('Not sent: Quietword could not take this in just now. Please try again.').waitFor();
    failing = false;
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('.try-notice').waitFor();
    expect(await page.locator('.try-post').count()).toBe(1);
  });

  test('each channel has its own posts and readers; a one-to-one chat is its person’s own', async () => {
    await write('in the team');
    await choose('All staff');
    expect(await page.getByLabel('people can read this').inputValue()).toBe('4200');
    await page.getByLabel('people can read this').fill('90');
    await write('to everyone');
    await choose('You and Dr Osei');
    await write('to one');
    await choose('Grace');
    expect(await page.locator('.try-post').count()).toBe(0);
    await choose('All staff');
    expect(await page.locator('.try-post').count()).toBe(1);
    await settled();
    expect(received).toMatchObject([
      { channel: { audience: 'care-team', readers: 18 }, language: 'en' },
      { channel: { audience: 'organisation', readers: 90 } },
      { channel: { audience: 'direct', readers: 2 } },
    ]);
  });

  test('an attachment goes along by name and kind', async () => {
    await page.getByText('Pretend to attach a file').click();
    await page.getByLabel('Kind').selectOption('X-ray');
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.getByText('chest-xray.dcm').waitFor();
    await settled();
    expect(received).toMatchObject([
      { text: '', attachments: [{ name: 'chest-xray.dcm', type: 'application/dicom' }] },
    ]);
  });

  test('an example is one tap; a reload forgets everything', async () => {
    await page.getByRole('button', { name: 'An ordinary post' }).click();
    await settled();
    expect(received).toHaveLength(1);
    await page.reload();
    expect(await page.content()).not.toContain(
      'Handover is at half past seven today. Who has the bladder scanner?</p>',
    );
    expect(await page.locator('.try-post').count()).toBe(0);
    expect(await page.getByText('Nothing posted yet in Ward 7 team.').isVisible()).toBe(true);
  });

  test.each([390, 1280])('fits %i pixels, and every field and landmark has its name', async (width) => {
    await page.setViewportSize({ width, height: 844 });
    await write('a word');
    await page.locator('.try-notice').waitFor();
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await faintText(page)).toEqual([]);
    for (const field of await page.locator('input:visible, textarea:visible, select:visible').all()) {
      expect(
        await field.evaluate((element) => (element as unknown as { labels: { length: number } }).labels.length),
      ).toBe(1);
    }
    expect(complaints).toEqual([]);
  });
});
