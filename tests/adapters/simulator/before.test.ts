import type { Browser, BrowserContext, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Checked, Draft, LanguageChoice, PostedMessage, Report, Wish } from '../../../src/chat.ts';
import { noChromium, openChromium } from '../../chromium.ts';
import { faintText } from '../../dashboard/contrast.ts';
import { ANNOUNCEMENT, notice, serveSimulator } from './serve.ts';

// Before a post, and beside it: checking a draft, raising a post, and the language of the words.

const CHECKED: Checked = {
  level: 'nudge',
  heading: 'Better to change it first',
  paragraphs: ['18 people can read this.', 'It has a name.'],
  suggestion: 'A patient needs a side room',
  left: 'The picture stays as it is.',
};

describe.skipIf(noChromium)(`before it is posted${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let site: Awaited<ReturnType<typeof serveSimulator>>;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  let failing: boolean;
  let posts: PostedMessage[];
  let drafts: Draft[];
  let reports: Report[];
  let languages: LanguageChoice[];
  let wishes: Wish[];

  const orFail = () => {
    if (failing) throw new Error('down');
  };

  beforeAll(async () => {
    site = await serveSimulator({
      async onMessage(message) {
        if (message.type === 'posted') posts.push(message);
      },
      async onCheck(draft) {
        drafts.push(draft);
        orFail();
        return CHECKED;
      },
      async onReport(report) {
        orFail();
        reports.push(report);
        return 'Thank you for raising it.';
      },
      async onLanguage(choice) {
        orFail();
        languages.push(choice);
        return choice.language === 'cy' ? 'Cymraeg o hyn ymlaen.' : 'English from now on.';
      },
      async onWish(wish) {
        orFail();
        wishes.push(wish);
        return notice({ kind: 'quiz', heading: 'A question of the week' });
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
    posts = [];
    drafts = [];
    reports = [];
    languages = [];
    wishes = [];
    await context?.close();
    context = await browser.newContext({ viewport: { width: 390, height: 844 } });
    page = await context.newPage();
    await page.goto(`${site.url}/try`);
  });

  const button = (name: string) => page.getByRole('button', { name, exact: true });
  const choose = (name: string) => page.locator('label', { hasText: name }).first().click();
  const hasFocus = (locator: Locator) => locator.evaluate((element) => element.matches(':focus'));
  const card = () => page.locator('#checked .try-notice');
  const write = (text: string) => page.getByLabel('Your post', { exact: true }).fill(text);
  const post = async (text: string) => {
    await write(text);
    await button('Post').click();
    await page.locator('[data-state]:visible').waitFor({ state: 'detached' });
  };

  describe('a draft', () => {
    beforeEach(async () => {
      await choose('Ward 7 and Riverbank');
      await write('Agnes needs a side room');
      await button('Check first').click();
    });

    test('is checked for where it would go, and nothing is posted', async () => {
      await card().waitFor();
      expect(drafts).toEqual([
        {
          platform: 'simulator',
          tenant: 'simulator',
          text: 'Agnes needs a side room',
          attachments: [],
          audience: 'external',
          readers: 31,
          guests: 6,
          language: 'en',
        },
      ]);
      expect(await hasFocus(card())).toBe(true);
      const said = (await card().textContent()) ?? '';
      for (const part of [CHECKED.heading, ...CHECKED.paragraphs, CHECKED.suggestion, CHECKED.left]) {
        expect(said).toContain(part);
      }
      expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(390);
      expect(await faintText(page)).toEqual([]);
      for (const pressable of await card().locator('button:visible').all()) {
        expect((await pressable.boundingBox())?.height).toBeGreaterThanOrEqual(44);
      }
      expect(posts).toEqual([]);
    });

    test('takes the safer text with one press, and the answer goes', async () => {
      await button('Use this text').click();
      expect(await page.getByLabel('Your post').inputValue()).toBe(CHECKED.suggestion);
      expect(await hasFocus(page.getByLabel('Your post'))).toBe(true);
      expect(await card().count()).toBe(0);
    });

    test('that is changed since is said to be, and the answer goes with the post', async () => {
      await card().waitFor();
      await page.getByLabel('Your post').pressSequentially('!');
      await page.getByText('You have changed your draft since.').waitFor();
      await button('Post').click();
      expect(await card().count()).toBe(0);
    });

    test('is its person’s alone', async () => {
      await card().waitFor();
      await choose('Priya');
      expect(await card().count()).toBe(0);
    });

    test('is closed by the keyboard', async () => {
      await card().waitFor();
      await button('Close').focus();
      await page.keyboard.press('Enter');
      expect(await card().count()).toBe(0);
      expect(await hasFocus(page.getByLabel('Your post'))).toBe(true);
    });
  });

  test('a draft that can’t be checked stays, and can be checked again', async () => {
    failing = true;
    await write('Agnes needs a side room');
    await button('Check first').click();
    await page.getByText('Not checked: Quietword could not take this in just now. Please try again.').waitFor();
    failing = false;
    await button('Check first').click();
    await card().waitFor();
    expect(await page.getByText('Not checked:').isVisible()).toBe(false);
  });

  test('nothing written is nothing to check', async () => {
    await button('Check first').click();
    expect(await hasFocus(page.getByLabel('Your post'))).toBe(true);
    expect(drafts).toEqual([]);
  });

  test('another’s post is raised without a name, once', async () => {
    await post('Agnes needs a side room');
    await choose('Priya');
    await button('Report').click();
    expect(await hasFocus(button('With my name'))).toBe(true);
    await button('Without my name').click();
    await page.getByText('Thank you for raising it.').last().waitFor();
    const [, person] = reports[0]?.person.split('.') ?? [];
    expect(person).toBe('priya');
    expect(reports).toMatchObject([
      { named: false, message: { id: posts[0]?.id, author: posts[0]?.author, text: 'Agnes needs a side room' } },
    ]);
    expect(await button('Report').isVisible()).toBe(false);
    await choose('Sam');
    expect(await page.locator('[data-said]').isVisible(), 'the poster is not shown it').toBe(false);
    await choose('Grace');
    expect(await button('Report').isVisible()).toBe(true);
  });

  test('an own near miss is raised with a name, after it failed once', async () => {
    await post('Agnes needs a side room');
    await button('Raise my own near miss').click();
    failing = true;
    await button('With my name').click();
    await page.getByText('Not reported: Quietword could not take this in just now.').waitFor();
    failing = false;
    await button('With my name').click();
    await expect.poll(() => reports.length).toBe(1);
    expect(reports).toMatchObject([{ named: true, person: posts[0]?.author }]);
    await page.locator('[data-said]:focus').waitFor();
  });

  test('raising it can be left, by the keyboard', async () => {
    await post('Agnes needs a side room');
    await button('Raise my own near miss').click();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await button('With my name').isVisible()).toBe(false);
    expect(await hasFocus(button('Raise my own near miss'))).toBe(true);
    expect(reports).toEqual([]);
  });

  test('each person has a language, which goes along with what they post', async () => {
    const field = page.getByLabel('Quietword’s language');
    await field.selectOption('Cymraeg');
    await page.locator('#language-said', { hasText: 'Cymraeg o hyn ymlaen.' }).waitFor();
    expect(await page.locator('#language-said').getAttribute('lang')).toBe('cy');
    await post('one');
    await choose('Grace');
    expect(await field.inputValue()).toBe('en');
    expect(await page.locator('#language-said').textContent()).toBe('');
    await post('two');
    expect(posts.map(({ language }) => language)).toEqual(['cy', 'en']);
    expect(languages).toMatchObject([{ person: posts[0]?.author, language: 'cy' }]);
  });

  test('a language that could not be set is not', async () => {
    failing = true;
    await page.getByLabel('Quietword’s language').selectOption('Cymraeg');
    await page.locator('#language-said', { hasText: 'Not changed:' }).waitFor();
    expect(await page.getByLabel('Quietword’s language').inputValue()).toBe('en');
  });

  test('what somebody asks for stands under their latest post, for them alone', async () => {
    await button('Ask me a question').click();
    await page.getByText('Post something as Sam first').waitFor();
    await post('one');
    await button('Ask me a question').click();
    await page.getByText('A question of the week').waitFor();
    expect(wishes).toMatchObject([{ for: 'question' }, { for: 'question', person: posts[0]?.author }]);
    await choose('Grace');
    expect(await page.getByText('A question of the week').isVisible()).toBe(false);
    failing = true;
    await button('My figures').click();
    await page.getByText('That did not get through').waitFor();
  });

  test('every channel has it pinned that Quietword is there', async () => {
    for (const name of ['Ward 7 team', 'All staff', 'Ward 7 and Riverbank', 'You and Dr Osei']) {
      await choose(name);
      expect(await page.getByText(ANNOUNCEMENT).isVisible()).toBe(true);
    }
  });
});
