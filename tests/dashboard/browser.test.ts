import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { daysUpTo } from '../../src/dashboard/london.ts';
import { rollUp } from '../../src/reporting/roll-up.ts';
import { monthsBefore } from '../../src/scores/months.ts';
import { londonDay } from '../../src/store/counts.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { complaintsOf } from './complaints.ts';
import { faintText } from './contrast.ts';
import { addLearner, addMark } from './learners.ts';
import { addClear, addIncident } from './rows.ts';
import { serveDashboard } from './serve.ts';

const PAGES = [
  ...['/', '/awareness', '/check', '/nowhere', '/teams', '/rules', '/disputes', '/channels', '/evidence'],
  ...['/admin/retention', '/channels/simulator/simulator/C1', '/teams?in=simulator&on=simulator&team=Ward+5'],
];

/** Words of buttons and heads that don't stand on one line. */
const BROKEN = `[...document.querySelectorAll('main button, main .nhsuk-button, main th[scope="col"], main .qw-stacked th, main .nhsuk-table-responsive__heading')].flatMap((element) => {
  const words = [];
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode())
    for (const { index, 0: word } of text.data.matchAll(/[^\\s-]+-?/g)) {
      const range = document.createRange();
      range.setStart(text, index);
      range.setEnd(text, index + word.length);
      if (new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size > 1) words.push(word);
    }
  return words;
})`;

describe.skipIf(noChromium)(`the dashboard in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let empty: TestDatabase;
  let filled: TestDatabase;
  let sites: Awaited<ReturnType<typeof serveDashboard>>[];
  let browser: Browser;

  beforeAll(async () => {
    [empty, filled] = await Promise.all([onPglite(), onPglite()]);
    const { db } = await filled.open();
    for (const [index, day] of daysUpTo(londonDay(new Date()), 30).entries()) {
      await addClear(db, day, 1000 + index);
      if (index % 3 === 0) await addIncident(db, { at: new Date(`${day}T00:30:00Z`), level: 'urgent' });
      if (index % 4 === 0) await addIncident(db, { at: new Date(`${day}T00:30:00Z`), resolution: 'edited' });
    }
    await rollUp(db, 'simulator', new Date(), { events: 90, rollUps: 1096 });
    const [month] = monthsBefore(new Date(), 1);
    for (let count = 0; count < 30; count += 1) {
      const team = count < 15 ? 'Ward 5' : 'Theatres and recovery, Heatherfield';
      const place = { tenant: 'simulator', platform: 'simulator' } as const;
      const person = await addLearner(db, { ...place, team, lastSeen: new Date() });
      for (const topic of ['photos', 'wrong-recipient'])
        await addMark(db, person, {
          at: month?.from ?? new Date(),
          correct: count % 3 > 0,
          topic,
          tenant: place.tenant,
        });
    }
    await db
      .insertInto('channels')
      .values({
        tenant: 'simulator',
        platform: 'simulator',
        id: 'C0123456789',
        audience: 'organisation',
        readers: 40,
        updated_at: new Date(),
      })
      .execute();
    sites = [await serveDashboard((await empty.open()).db), await serveDashboard(db)];
    browser = await openChromium();
  });
  afterAll(async () => {
    await browser?.close();
    await Promise.all(sites.map((site) => site.stop()));
    await Promise.all([empty.drop(), filled.drop()]);
  });

  describe.each([0, 1])('with database %i', (which) => {
    // One page looks at all of them: a new one costs more than what is looked at.
    let page: Page;
    let complaints: string[];
    beforeAll(async () => {
      page = await browser.newPage();
      complaints = complaintsOf(page, sites[which]?.url ?? '');
    });
    afterAll(() => page?.close());

    describe.each(PAGES)('%s', (path) => {
      test.each([320, 1280])(
        'at %i pixels: fits, is legible, asks nobody else, and nothing is refused',
        async (width) => {
          await page.setViewportSize({ width, height: 844 });
          await page.goto(sites[which]?.url + path);
          expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(width);
          expect(await faintText(page)).toEqual([]);
          expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
          for (const landmark of ['banner', 'main', 'contentinfo'] as const) {
            expect(await page.getByRole(landmark).count(), landmark).toBe(1);
          }
          expect(complaints.splice(0).filter((complaint) => !complaint.includes('404'))).toEqual([]);
        },
      );
    });
  });

  test.each([320, 1280])(
    'at %i pixels no button and no head of a column or of the evidence pack is broken within a word',
    async (width) => {
      const page = await browser.newPage({ viewport: { width, height: 844 } });
      for (const path of ['/teams', '/awareness', '/channels', '/rules', '/disputes', '/', '/training', '/evidence']) {
        await page.goto(sites[1]?.url + path);
        expect(await page.evaluate(BROKEN), path).toEqual([]);
      }
      await page.close();
    },
  );

  test('the awareness page shows teams and topics', async () => {
    const page = await browser.newPage();
    await page.goto(`${sites[1]?.url}/awareness`);
    await page.getByRole('rowheader', { name: 'Ward 5' }).waitFor();
    await page.getByRole('rowheader', { name: 'Photos and X-rays' }).waitFor();
    await page.close();
  });

  test('the chart is one picture with a label, and works without JavaScript', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(sites[1]?.url ?? '');
    const chart = page.getByRole('img', { name: /^Bar chart\. Over 30 days \d+ messages/ });
    expect(await chart.count()).toBe(1);
    await page.getByText('Show the chart as a table').click();
    expect(await page.getByRole('row').count()).toBeGreaterThan(30);
    await context.close();
  });

  test('code has the colour of the words around it: red is for what is wrong', async () => {
    const page = await browser.newPage();
    await page.goto(`${sites[1]?.url}/admin/retention`);
    const colours = `[...document.querySelectorAll('main code')].map((code) => [code, code.parentElement].map((one) => getComputedStyle(one).color))`;
    const found = (await page.evaluate(colours)) as [string, string][];
    expect(found.length).toBeGreaterThan(0);
    for (const [own, around] of found) expect(own).toBe(around);
    await page.close();
  });

  test('on a phone a tag below its row has its padding, and an id its column', async () => {
    const page = await browser.newPage({ viewport: { width: 390, height: 844 } });
    await page.goto(sites[1]?.url ?? '');
    const paddings = `[...document.querySelectorAll('.qw-counts .nhsuk-tag')].map((tag) => tag.clientWidth - parseFloat(getComputedStyle(tag).paddingLeft) - (() => { const range = document.createRange(); range.selectNodeContents(tag); return range.getBoundingClientRect().width; })())`;
    const rooms = (await page.evaluate(paddings)) as number[];
    expect(rooms.length).toBeGreaterThan(0);
    for (const room of rooms) expect(room).toBeGreaterThan(4);
    await page.goto(`${sites[1]?.url}/channels`);
    const width = await page.evaluate(`document.querySelector('th.qw-id').clientWidth`);
    expect(width).toBeGreaterThanOrEqual(120);
    await page.close();
  });

  test('on paper: white, no forms or menu, no addresses of links, what is folded is shown, and tables go on over pages', async () => {
    const page = await browser.newPage();
    await page.emulateMedia({ media: 'print' });
    await page.goto(sites[1]?.url ?? '');
    for (const away of ['.nhsuk-header__navigation', '.nhsuk-footer', '.qw-open'])
      expect(await page.locator(away).first().isVisible(), away).toBe(false);
    const style = (selector: string, property: string, pseudo = '') =>
      page.evaluate(
        ([of, name, before]) =>
          // @ts-expect-error: in the browser.
          getComputedStyle(document.querySelector(of), before || null).getPropertyValue(name),
        [selector, property, pseudo] as const,
      );
    expect(await style('body', 'background-color')).toBe('rgb(255, 255, 255)');
    expect(await page.getByRole('row').last().isVisible()).toBe(true);
    expect(await page.locator('details table').first().isVisible(), 'the chart as a table').toBe(true);
    expect(await page.getByText('Show the chart as a table').isVisible()).toBe(false);
    await page.goto(`${sites[1]?.url}/teams`);
    expect(await page.getByRole('searchbox').count()).toBe(0);
    expect(await style('main a[href^="/"]', 'content', '::after')).toBe('none');
    expect(await style('main table', 'break-inside')).toBe('auto');
    expect(await style('main caption', 'break-after')).toBe('avoid');
    expect(await style('main tr', 'break-inside')).toBe('avoid');
    await page.close();
  });

  test('the keyboard leads from the skip link through the menu, and the focus is seen', async () => {
    const page = await browser.newPage();
    await page.goto(sites[0]?.url ?? '');
    const menu = await page.getByRole('navigation', { name: 'Menu' }).getByRole('link').allInnerTexts();
    expect(menu).toContain('What happened');
    const wanted = ['Skip to main content', 'Quietword first page', ...menu, 'every role', 'Look'];
    const stops: string[] = [];
    while (stops.length < wanted.length) {
      await page.keyboard.press('Tab');
      const said = `(() => { const at = document.activeElement; return at.getAttribute('aria-label') ?? at.selectedOptions?.[0].text ?? at.textContent; })()`;
      stops.push(String(await page.evaluate(said)).trim());
      const seen = `(() => { const s = getComputedStyle(document.activeElement); return s.outlineStyle !== 'none' || s.boxShadow !== 'none'; })()`;
      expect(await page.evaluate(seen), stops.at(-1)).toBe(true);
    }
    expect(stops).toEqual(wanted);
    await page.close();
  });
});
