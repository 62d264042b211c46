import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, PostedMessage, PrivateNotice, Reply } from '../../../src/chat.ts';
import { noChromium, openChromium } from '../../chromium.ts';
import { faintText } from '../../dashboard/contrast.ts';
import { CHOICES, notice, serveSimulator } from './serve.ts';

// What a private notice offers, on a phone of 390 pixels.

const DRAFT = 'Agnes needs a side room';
const SAFER = 'A patient needs a side room\nplease';

describe.skipIf(noChromium)(`notices on the page${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let site: Awaited<ReturnType<typeof serveSimulator>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let posted: PostedMessage;
  let answers: Answer[];
  let answer: (given: Answer) => Promise<Reply>;
  let complaints: string[];

  const told = (change: Partial<PrivateNotice>) =>
    site.simulator.sendPrivately(
      { tenant: 'simulator', person: posted.author, channel: 'care-team', message: posted.id, thread: null },
      notice({ choices: [...CHOICES], ...change }),
      null,
    );
  const reply = (change: Partial<PrivateNotice>, replaces = true): Reply => ({
    notice: notice({ kind: 'reply', ...change }),
    replaces,
  });

  beforeAll(async () => {
    site = await serveSimulator({
      async onMessage(message) {
        if (message.type === 'posted') posted = message;
      },
      async onAnswer(given) {
        answers.push(given);
        return answer(given);
      },
    });
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
  });
  beforeEach(async () => {
    answers = [];
    complaints = [];
    answer = async () => reply({ heading: 'Noted' });
    await context?.close();
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    page = await context.newPage();
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${site.url}/try`);
    await page.getByLabel('Your post').fill(DRAFT);
    await page.getByRole('button', { name: 'Post', exact: true }).click();
    await page.locator('[data-state]:visible').waitFor({ state: 'detached' });
  });

  const cards = () => page.locator('.try-notice');
  const button = (name: string, within: Page | Locator = page) => within.getByRole('button', { name, exact: true });
  const heading = (text: string) => page.getByRole('heading', { name: text, exact: true });
  const hasFocus = (locator: Locator) => locator.evaluate((element) => element.matches(':focus'));

  test.each(CHOICES)('“$label” is answered at once, in the place of the notice', async ({ action, label }) => {
    await told({});
    await button(label).click();
    await heading('Noted').waitFor();
    expect(await cards().count()).toBe(1);
    expect(await hasFocus(cards())).toBe(true);
    expect(answers).toMatchObject([{ person: posted.author, incident: 'i1', action, words: null, kept: false }]);
    expect(await answers[0]?.current({ channel: 'care-team', message: posted.id, thread: null })).toEqual({
      status: 'there',
      text: DRAFT,
      attachments: [],
    });
    expect(complaints).toEqual([]);
  });

  test('an answer that replaces nothing stands beside the notice, and one at a time', async () => {
    answer = async () => reply({ heading: 'I don’t know this one' }, false);
    await told({});
    await button('Why?').click();
    await heading('I don’t know this one').waitFor();
    await button('Why?').click();
    await expect.poll(() => answers.length).toBe(2);
    await page.locator('[aria-busy]').waitFor({ state: 'detached' });
    expect(await cards().locator('h3').allTextContents()).toEqual(['A quiet word', 'I don’t know this one']);
    expect(await hasFocus(cards().last())).toBe(true);
  });

  test('one that fails says so, keeps its buttons, and can be pressed again', async () => {
    answer = () => Promise.reject(new Error('down'));
    await told({});
    await button('I’ve fixed it').focus();
    await page.keyboard.press('Enter');
    const failed = page.getByRole('alert').filter({ hasText: 'That did not get through: Quietword could not take' });
    await failed.waitFor();
    expect(await hasFocus(button('I’ve fixed it'))).toBe(true);
    answer = async () => reply({ heading: 'Noted' });
    await page.keyboard.press('Enter');
    await heading('Noted').waitFor();
    expect(await failed.isVisible()).toBe(false);
  });

  test('pressed twice in a row, it is asked once', async () => {
    let release = () => {};
    answer = () =>
      new Promise((resolve) => {
        release = () => resolve(reply({ heading: 'Noted' }));
      });
    await told({});
    await button('Why?').dblclick();
    await expect.poll(() => answers.length).toBe(1);
    await button('I’ve fixed it').click();
    release();
    await heading('Noted').waitFor();
    expect(answers).toHaveLength(1);
  });

  describe('a safer text', () => {
    beforeEach(async () => {
      answer = async () => reply({ heading: 'A safer version', suggestion: SAFER });
      await told({});
      await button('Show me a safer version').click();
      await heading('A safer version').waitFor();
    });

    test('is copied as it is', async () => {
      await context.grantPermissions(['clipboard-read', 'clipboard-write']);
      await button('Copy').click();
      await page.getByText('Copied.').waitFor();
      expect(await page.evaluate('navigator.clipboard.readText()')).toBe(SAFER);
    });

    test('is selected where the browser keeps the clipboard to itself', async () => {
      await page.evaluate(`navigator.clipboard.writeText = () => Promise.reject(new Error('no'))`);
      await button('Copy').click();
      await page.getByText('It is selected').waitFor();
      expect(await page.evaluate('getSelection().toString()')).toBe(SAFER);
    });

    test('goes into the post by two keys, and is sent as an edit', async () => {
      await button('Use this text').focus();
      await page.keyboard.press('Enter');
      const field = page.getByLabel('Change your post');
      expect(await hasFocus(field)).toBe(true);
      expect(await field.inputValue()).toBe(SAFER);
      await page.keyboard.press('Enter');
      await expect.poll(() => posted.version).toBe('1');
      expect(posted.text).toBe(SAFER);
    });
  });

  test('a few words of one’s own go along, and none is not sent', async () => {
    answer = async ({ action }) =>
      action === 'needed'
        ? reply({ asks: { action: 'reason-words', label: 'In a few words', submit: 'Send', longest: 20 } })
        : reply({ heading: 'Noted' });
    await told({});
    await button('It’s needed here').click();
    const field = page.getByLabel('In a few words');
    await field.waitFor();
    await button('Send').click();
    expect(await hasFocus(field)).toBe(true);
    await field.pressSequentially('for the night handover team');
    await page.keyboard.press('Enter');
    await heading('Noted').waitFor();
    expect(answers.map(({ action, words }) => [action, words])).toEqual([
      ['needed', null],
      ['reason-words', 'for the night handove'.slice(0, 20)],
    ]);
  });

  test('thanks take the notice’s place, and stay where the post is deleted', async () => {
    await told({});
    await heading('A quiet word').waitFor();
    await button('Delete').click();
    await page.getByText('This post was deleted.').waitFor();
    expect(await cards().count()).toBe(0);
    await told({ kind: 'thanks', heading: 'Thank you', choices: [] });
    await heading('Thank you').waitFor();
    await told({ kind: 'reminder', heading: 'Still there' });
    await page.waitForTimeout(200);
    expect(await cards().count()).toBe(1);
  });

  test('a quiz is about no post: it stands beside the notice under the latest, and stays where that is deleted', async () => {
    await told({});
    const asked = { kind: 'quiz', incident: 'q1', heading: 'A question of the week' } as const;
    await site.simulator.sendPrivately(
      { tenant: 'simulator', person: posted.author, channel: '', message: '', thread: null },
      notice({ ...asked, choices: [{ action: 'quiz:option:1', label: 'A', style: 'plain' }] }),
      null,
    );
    await heading('A question of the week').waitFor();
    expect(await cards().count()).toBe(2);
    await page.getByRole('button', { name: 'A', exact: true }).click();
    await heading('Noted').waitFor();
    expect(answers).toMatchObject([{ incident: 'q1', action: 'quiz:option:1' }]);
    await button('Delete').click();
    await page.getByText('This post was deleted.').waitFor();
    expect(await cards().count()).toBe(1);
    expect(await heading('Noted').isVisible()).toBe(true);
  });

  test('each takes the place of the one before, whatever its incident; thanks are the last', async () => {
    await told({});
    await told({ incident: 'i2', kind: 'left', heading: 'Nearly there' });
    await heading('Nearly there').waitFor();
    await button('Why?').click();
    await heading('Noted').waitFor();
    await told({ kind: 'thanks', heading: 'Thank you', choices: [] });
    await heading('Thank you').waitFor();
    expect(await cards().count()).toBe(1);
    expect(answers).toMatchObject([{ incident: 'i2' }]);
  });

  test('a reminder takes the notice’s place and its focus; what sums up others stands beside, and is read out', async () => {
    await told({});
    await button('Why?').focus();
    await told({ kind: 'reminder', heading: 'Still there', paragraphs: ['18 people.'] });
    await heading('Still there').waitFor();
    expect(await cards().count()).toBe(1);
    expect(await hasFocus(cards())).toBe(true);
    await told({ kind: 'summary', heading: 'Your last few', paragraphs: ['Two.'] });
    await heading('Your last few').waitFor();
    expect(await cards().count()).toBe(2);
    expect(await page.locator('#announce').textContent()).toBe('Quietword. Only Sam can see this. Your last few Two.');
  });

  test('is in the language it was written in', async () => {
    await told({ language: 'cy', heading: 'Gair bach' });
    await heading('Gair bach').waitFor();
    expect(await cards().getAttribute('lang')).toBe('cy');
    expect(
      await cards()
        .locator('[data-who]')
        .evaluate((element) => element.closest('[lang]')?.getAttribute('lang')),
    ).toBe('en');
  });

  test.each(['first', 'left', 'summary', 'reminder', 'thanks', 'reply'] as const)(
    '%s fits a phone, can be read, and its buttons fit a thumb',
    async (kind) => {
      for (const level of ['nudge', 'urgent'] as const) {
        const asks = { action: 'reason-words', label: 'In a few words', submit: 'Send', longest: 20 };
        const change = { incident: level, kind, level, heading: `A ${level}`, suggestion: 'x'.repeat(200), asks };
        await told({ ...change, choices: [{ action: 'why', label: 'W'.repeat(70), style: 'primary' }, ...CHOICES] });
        await heading(`A ${level}`).waitFor();
        expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
        expect(await faintText(page)).toEqual([]);
        for (const pressable of await cards().locator('button:visible, input:visible').all()) {
          expect((await pressable.boundingBox())?.height).toBeGreaterThanOrEqual(44);
        }
        expect(await cards().getAttribute('aria-label')).toMatch(/^Quietword\. Only Sam can see this\. A /);
      }
    },
  );
});
