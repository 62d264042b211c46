import { fileURLToPath } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Card } from '../../../src/adapters/teams/cards.ts';
import { checkForm, verdictCard } from '../../../src/adapters/teams/check.ts';
import { helpCard } from '../../../src/adapters/teams/commands.ts';
import { aboutOf, renderNotice } from '../../../src/adapters/teams/notice.ts';
import { cardOf } from '../../../src/adapters/teams/refresher.ts';
import { reportForm } from '../../../src/adapters/teams/report.ts';
import { deckOf, type Card as QuizCard } from '../../../src/quizzes/deck.ts';
import { sayMarked, sayQuestion } from '../../../src/quizzes/say.ts';
import { sayRefresher } from '../../../src/refreshers/say.ts';
import { noChromium, openChromium } from '../../chromium.ts';
import { faintText } from '../../dashboard/contrast.ts';
import { wording } from '../../nudges/facts.ts';
import { bank } from '../../quizzes/room.ts';
import { INCIDENT, notice, to } from './stage.ts';

// Our cards as Microsoft's own renderer draws them, with what Teams gives it of its themes.

/** As long as the longest of the policy’s. */
const LABEL = 'Send it to the whole team, or so';
const about = aboutOf(to, null, 'ward-7-handover-and-everything-else-that-comes-up');
/** The question of the bank that takes the most room in Welsh. */
function longestQuestion(): QuizCard {
  const deck = deckOf(bank);
  const cards = bank.questions.flatMap(({ id, variants }) => variants.flatMap((one) => deck.find(id, one.id) ?? []));
  const length = ({ variant }: QuizCard) => JSON.stringify(variant.said.cy).length;
  return cards.reduce((one, other) => (length(other) > length(one) ? other : one));
}
const question = longestQuestion();
const ASKED = {
  stem: 'I ble mae llun clwyf yn mynd?',
  options: ['I’r ap cymeradwy', 'I’r sgwrs grŵp'],
  rationale: 'x',
  source: null,
};
const place = { id: INCIDENT, place: 1, questions: 2, language: 'cy' } as const;

const CARDS: Record<string, Card> = {
  notice: renderNotice(
    {
      ...notice,
      paragraphs: [
        '1,840 people can read this channel.',
        'It has an NHS number and a patient’s or relative’s name in it.',
      ],
      suggestion: '… [patient] …\n[number in the record], *and* [not](a.link)',
      choices: [
        { action: 'fixed', label: 'I’ve fixed it', style: 'primary' },
        { action: 'not-patient', label: LABEL, style: 'plain' },
      ],
      asks: { action: 'reason-words', label: 'Your reason, in a few words', submit: 'Send', longest: 200 },
    },
    about,
  ),
  'check form': checkForm({ in: 'chat', here: true, language: 'cy' }),
  verdict: verdictCard(
    {
      level: 'urgent',
      heading: 'This points to one person',
      paragraphs: ['It has a name.'],
      suggestion: 'Bed 4 is back',
      left: 'A date is left.',
    },
    { in: 'chat', here: false, language: 'en' },
    'external',
  ),
  help: helpCard('cy', false),
  'report dialog': reportForm('cy'),
  question: renderNotice(sayQuestion(place, question, wording.cy), null),
  'marked answer': renderNotice(sayMarked({ ...place, isLast: false }, question, 1, wording.cy), null),
};

/** A trainer's words at their longest, with a question of the bank, its picture left out: this page has no network. */
const refresher = renderNotice(
  sayRefresher(
    {
      said: {
        en: { title: 'x', words: 'x' },
        cy: { title: 'Lluniau clinigol '.repeat(4).trim(), words: 'Defnyddiwch yr ap cymeradwy. '.repeat(20).trim() },
      },
      picture: null,
      alt: null,
      acknowledge: true,
      question: { topic: 'photos', question: null, variant: null, version: '1', right: 1, en: ASKED, cy: ASKED },
    },
    { id: INCIDENT, isTest: true, acknowledged: false, chosen: null },
    'cy',
    wording.cy,
    null,
  ),
  null,
);
const whole = (label: string) => ({
  label,
  options: [
    { value: 'a', label: LABEL },
    { value: 'b', label: 'B' },
  ],
});
const form = wording.cy.refresher.form;
Object.assign(CARDS, {
  refresher,
  'form of a refresher': cardOf(
    {
      show: 'form',
      form: {
        language: 'cy',
        heading: form.heading,
        title: { label: form.title, longest: 75 },
        words: { label: form.words, longest: 600 },
        topic: whole(form.topic),
        audience: whole(form.audience),
        acknowledge: whole(form.acknowledge),
        submit: form.submit,
      },
    },
    'cy',
  ),
  'preview of a refresher': cardOf(
    {
      show: 'preview',
      refresher: INCIDENT,
      language: 'cy',
      heading: form.heading,
      lines: [form.reachFew, form.preview],
      notice: { ...notice, kind: 'refresher' },
      next: { label: form.next, options: Object.entries(form.whens).map(([value, label]) => ({ value, label })) },
      submit: form.go,
    },
    'cy',
  ),
});

/** Text and ground of Teams' themes. */
const THEMES: Record<string, { text: string; subtle: string; ground: string; emphasis: string }> = {
  light: { text: '#242424', subtle: '#616161', ground: '#ffffff', emphasis: '#f5f5f5' },
  dark: { text: '#ffffff', subtle: '#adadad', ground: '#292929', emphasis: '#1f1f1f' },
  'high-contrast': { text: '#ffffff', subtle: '#ffffff', ground: '#000000', emphasis: '#000000' },
};

test.each(Object.entries(CARDS))(
  'the %s names no colour, no width and no picture of its own, and has a fallback',
  (_, card) => {
    expect(JSON.stringify(card)).not.toMatch(
      /"(?:color|backgroundColor|backgroundImage|width|minHeight|url)":"(?!https:\/\/teams\.microsoft\.com)/,
    );
    expect(card).toMatchObject({ version: '1.5', fallbackText: expect.stringMatching(/\S/) });
    expect(JSON.stringify(card).length).toBeLessThan(28_000);
  },
);

describe.skipIf(noChromium)(`in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());

  const cases = Object.keys(CARDS).flatMap((card) => Object.keys(THEMES).map((theme) => [card, theme] as const));
  test.each(cases)('the %s is whole on a phone, in the %s theme', async (card, theme) => {
    const page = await show(browser, CARDS[card] as Card, theme);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    const cut = await page.$$eval('button, button *, .ac-textBlock, .ac-richTextBlock, .ac-textRun', (all) =>
      all.filter((one) => one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 0).map((one) => one.textContent),
    );
    expect(cut).toEqual([]);
    expect(await faintText(page)).toEqual([]);
    if (process.env.SHOTS)
      await page.screenshot({ path: `${process.env.SHOTS}/${card}, ${theme}.png`, fullPage: true });
    await page.close();
  });

  test('every field has its label, and what somebody wrote is shown as they wrote it', async () => {
    const page = await show(browser, CARDS.notice as Card, 'light');
    expect(await page.getByLabel('Your reason, in a few words').count()).toBe(1);
    expect(await page.getByText('*and* [not](a.link)').count()).toBe(1);
    expect(await page.getByRole('heading', { name: 'A quiet word' }).count()).toBe(1);
    expect(await page.getByRole('link').allInnerTexts()).toEqual(['Go to the message']);
    await page.close();
  });

  test('a question has all that can be answered in full, a button for each, and leads nowhere else', async () => {
    const page = await show(browser, CARDS.question as Card, 'dark');
    const { stem, options } = question.variant.said.cy;
    for (const text of [stem, ...options.map((option) => option.text)])
      expect(await page.getByText(text, { exact: false }).count(), text).toBe(1);
    const buttons = await page.getByRole('button').allInnerTexts();
    expect(buttons.slice(0, options.length)).toEqual(['A', 'B', 'C', 'D'].slice(0, options.length));
    expect(buttons).toHaveLength(options.length + 2);
    expect(await page.getByRole('link').count()).toBe(0);
    await page.close();
  });
});

async function show(browser: Browser, card: Card, theme: string): Promise<Page> {
  const colours = THEMES[theme] as (typeof THEMES)[string];
  const page = await browser.newPage({ viewport: { width: 320, height: 900 } });
  const style = `body { margin: 8px; background: ${colours.ground}; font: 14px sans-serif } button { white-space: normal; background: ${colours.ground}; color: ${colours.text}; max-width: 100% } label, input, textarea { color: ${colours.text}; background: ${colours.ground}; max-width: 100% }`;
  await page.setContent(`<!doctype html><html lang="en"><title>Card</title><style>${style}</style><main></main>`);
  await page.addScriptTag({ path: fileURLToPath(import.meta.resolve('adaptivecards/dist/adaptivecards.js')) });
  const config = {
    supportsInteractivity: true,
    fontFamily: 'sans-serif',
    actions: { actionsOrientation: 'horizontal', maxActions: 6, buttonSpacing: 8, actionAlignment: 'left' },
    containerStyles: {
      default: styleOf(colours.ground, colours),
      emphasis: styleOf(colours.emphasis, colours),
    },
  };
  await page.evaluate(`(() => {
    const drawn = new AdaptiveCards.AdaptiveCard();
    drawn.hostConfig = new AdaptiveCards.HostConfig(${JSON.stringify(config)});
    drawn.parse(${JSON.stringify(card)});
    document.querySelector('main').append(drawn.render());
  })()`);
  return page;
}

function styleOf(backgroundColor: string, { text, subtle }: { text: string; subtle: string }) {
  return {
    backgroundColor,
    foregroundColors: {
      default: { default: text, subtle },
      accent: { default: text, subtle },
      attention: { default: text, subtle },
    },
  };
}
