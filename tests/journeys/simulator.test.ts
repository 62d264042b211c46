import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noChromium, openChromium } from '../chromium.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';

// The whole program as a process of its own, with nothing configured, used in a browser.

const URGENT = 'Can someone chase the bloods for NHS number 999 413 2075?';
const CLEAR = 'Handover is at half past seven, tea is on';

describe.skipIf(noChromium)(`the simulator in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-simulator-'));
  let program: Program;
  let browser: Browser;
  let page: Page;

  beforeAll(async () => {
    program = await startProgram({ DATA_DIR: folder, POLICY_FILE: policyFile(join(folder, 'policy'), EAGER) });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    expect(await program?.stop()).toBe(0);
    expect(program?.output()).not.toMatch(/999 ?413|Handover/);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  });

  const say = async (text: string) => {
    await page.getByLabel('Your post').fill(text);
    await page.getByLabel('Your post').press('Enter');
    await page.locator('[data-state]:visible').waitFor({ state: 'detached' });
  };
  const notices = () => page.locator('.try-notice');
  const choose = (name: string) => page.locator('label', { hasText: name }).first().click();

  /** What stands on the dashboard, by label: today's figures, and the 30 days of each row of its tables. */
  async function dashboard(): Promise<Record<string, string>> {
    const other = await browser.newPage();
    await other.goto(program.url);
    const figures: Record<string, string> = {};
    for (const figure of (await other.locator('.qw-period').first().locator('.qw-figure').all()).values()) {
      figures[(await figure.locator('dt').textContent()) ?? ''] = (await figure.locator('dd').textContent()) ?? '';
    }
    for (const row of await other.locator('.qw-counts tbody tr').all()) {
      figures[((await row.locator('th').textContent()) ?? '').trim()] =
        (await row.locator('td').last().textContent()) ?? '';
    }
    await other.close();
    return figures;
  }

  test('an NHS number: a notice for its poster only, on the dashboard, put right by an edit', async () => {
    await page.goto(`${program.url}/`);
    expect(await page.getByText('Nothing yet').isVisible()).toBe(true);
    await page.getByRole('link', { name: 'Try it' }).last().click();
    await choose('All staff');
    await choose('Tomos');
    await say(URGENT);
    await notices().waitFor();
    const text = (await notices().textContent()) ?? '';
    expect(text).toContain('Only Tomos can see this');
    expect(text).toContain('4,200 people');
    expect(text).toContain('NHS number');
    expect(text, 'the data itself').not.toMatch(/999|413|2075/);
    await choose('Priya');
    expect(await notices().isVisible()).toBe(false);
    expect(await dashboard()).toMatchObject({
      'could identify someone': '1',
      'put right by the person who posted': '0',
      'NHS number or other patient number': '1',
      'A channel for the whole organisation': '1',
    });

    await choose('Tomos');
    await page.getByRole('button', { name: 'Edit' }).click();
    await page.getByLabel('Change your post').fill(CLEAR);
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText('You have edited this post since.').waitFor();
    await page.locator('[data-state]:visible').waitFor({ state: 'detached' });
    expect(await notices().count(), 'nothing more is said').toBe(1);
    expect(await dashboard()).toMatchObject({
      'could identify someone': '1',
      'put right by the person who posted': '1',
    });
  });

  test('an ordinary post: nothing is said', async () => {
    await page.goto(`${program.url}/try`);
    const before = await dashboard();
    await say(CLEAR);
    await page.waitForTimeout(1500);
    expect(await notices().count()).toBe(0);
    expect((await dashboard())['could identify someone']).toBe(before['could identify someone']);
  });

  test('deleted: put right too, and a reload forgets every word', async () => {
    await page.goto(`${program.url}/try`);
    const before = await dashboard();
    await say(URGENT);
    await notices().waitFor();
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByText('This post was deleted.').waitFor();
    await page.waitForTimeout(300);
    const after = await dashboard();
    const count = (figures: Record<string, string>) => Number(figures['put right by the person who posted']);
    expect(count(after)).toBe(count(before) + 1);

    await say(URGENT);
    await page.locator('.try-notice--first').waitFor();
    await page.reload();
    expect(await page.locator('.try-post').count()).toBe(0);
    expect(await page.locator('#list').textContent()).toBe('');
    expect(await page.content()).not.toContain(URGENT);
  });
});
