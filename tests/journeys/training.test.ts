import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { noChromium, openChromium } from '../chromium.ts';
import { pngWith } from '../dashboard/pictures.ts';
import { embeddedIn } from '../embedded.ts';
import { EAGER, policyFile, QUIET_LATER } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { type SimulatorHands, simulatorHands } from '../simulator-hands.ts';
import { SOON } from '../soon.ts';

// A trainer's morning, in the whole program as a process of its own: a refresher from the first word to the last answer.

const CLEAR = 'Handover is at half past seven, tea is on';
const PEOPLE = ['Sam', 'Priya', 'Tomos', 'Grace'];
const WORDS = 'Take clinical photos in the approved app only. It keeps them off your own phone.';

describe.skipIf(noChromium)(`a trainer${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-training-'));
  const picture = join(folder, 'phone.png');
  let program: Program;
  let browser: Browser;
  let ward: BrowserContext[];
  let desk: Page;
  const hands: SimulatorHands[] = [];

  beforeAll(async () => {
    writeFileSync(picture, pngWith({ tEXt: 'Author\0Sam Khan' }));
    const policy = policyFile(join(folder, 'policy'), { ...EAGER, ...QUIET_LATER });
    [program, browser] = await Promise.all([
      startProgram({ DATA_DIR: embeddedIn(folder), POLICY_FILE: policy }),
      openChromium(),
    ]);
    // Two browsers with four people each: what fewer than eight did would not be shown.
    ward = [await browser.newContext(), await browser.newContext()];
    for (const [index, context] of ward.entries()) {
      const page = await context.newPage();
      await page.goto(`${program.url}/try`);
      const own = simulatorHands(page);
      hands.push(own);
      // The other way about, so that who posted last tells whether all of them are known.
      for (const name of index === 0 ? PEOPLE : [...PEOPLE].reverse()) {
        await own.choose(name);
        await own.say(CLEAR);
      }
    }
    desk = await browser.newPage();
  });
  afterAll(async () => {
    await browser?.close();
    expect(await program?.stop()).toBe(0);
    expect(program?.output()).not.toMatch(/Handover|approved app|\berror\b/);
    rmSync(folder, { recursive: true, force: true });
  });

  const value = (row: string) =>
    desk
      .getByRole('row', { name: new RegExp(`^${row}`) })
      .locator('td')
      .innerText();

  test('writes, looks, tries, sends, and sees how far it has come', async () => {
    // Who posted is known within seconds, and some of them sooner than others. Who posted last stands first.
    await expect
      .poll(async () => {
        await desk.goto(`${program.url}/refreshers`);
        const people = await desk.locator('#look-as-person option').allInnerTexts();
        return people.slice(0, PEOPLE.length).map((name) => name.split(' ')[0]);
      }, SOON)
      .toEqual(PEOPLE);
    await desk.getByRole('link', { name: 'Write a refresher' }).click();
    await desk.getByLabel('Title', { exact: true }).fill('Photos stay in the approved app');
    await desk.getByLabel('Words', { exact: true }).fill(WORDS);
    expect(
      await desk
        .getByText(`You have ${600 - WORDS.length} characters remaining`)
        .first()
        .isVisible(),
    ).toBe(true);
    await desk.getByLabel('What is it about?').selectOption('photos');
    await desk.getByLabel('Picture', { exact: true }).setInputFiles(picture);
    await desk.getByLabel('One of the question bank').check();
    await desk.getByLabel('Question of the bank').selectOption('chats-count');
    await desk.getByRole('button', { name: /^Save/ }).click();

    // The picture was kept; only its words are missing.
    expect(await desk.getByRole('alert').innerText()).toContain('Write what the picture shows');
    await desk.getByLabel('What the picture shows', { exact: true }).fill('A phone in a drawer');
    await desk.getByRole('button', { name: /^Save/ }).click();
    for (const platform of ['slack', 'teams']) {
      const screen = desk.locator(`.qw-screen--${platform}`).first();
      expect(await screen.innerText()).toContain(WORDS);
      expect(
        await screen.getByRole('img').evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth),
      ).toBe(1);
    }

    await desk.getByRole('button', { name: 'Send a test to myself' }).click();
    // Without sign-in, whoever posted last is who looks.
    const [other, mine] = hands as [SimulatorHands, SimulatorHands];
    await mine.card('refresher').waitFor(SOON);
    expect(await mine.words('refresher')).toContain('Photos stay in the approved app');
    expect(await other.card('refresher').count()).toBe(0);

    await desk.getByRole('button', { name: 'Send it…' }).click();
    await desk.getByLabel('Now', { exact: true }).check();
    await desk.getByRole('button', { name: 'Go on' }).click();
    // To the invented colleagues, too, who have no page open: it waits for them.
    await desk.getByRole('button', { name: /^Send it to \d+ people$/ }).click();

    // The page looks by itself.
    await expect.poll(() => value('Accepted by the platform'), SOON).toBe('8');
    expect(await value('Said that they have read it')).toBe('0');
    await other.button('I have read this', other.card('refresher')).click();
    // One choice at a time: the next would be pressed in vain while this one is on its way.
    await other.button('I have read this', other.card('refresher')).waitFor({ state: 'detached', ...SOON });
    await other.button('A', other.card('refresher')).click();
    await expect.poll(() => value('Said that they have read it'), SOON).toBe('1');
    await expect.poll(() => value('Answered the question'), SOON).toBe('1');
    await desk.goto(`${program.url}/training`);
    expect(await desk.getByRole('link', { name: 'Photos stay in the approved app' }).count()).toBeGreaterThan(0);
  });
});
