import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page, Request } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { noChromium, openChromium } from '../chromium.ts';
import { embeddedIn } from '../embedded.ts';
import { EAGER, editPolicy, policyFile, QUIET_LATER } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { type SimulatorHands, simulatorHands } from '../simulator-hands.ts';
import { SOON } from '../soon.ts';

// A notice and all that can be done about it, in the whole program as a process of its own, used in a browser.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const HALF = 'Mrs Adaeze Winterbourne is back from theatre';
const FINE = 'The lady in side room 2 is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";
const WORSE = `${NUDGE} on 07700 900123`;
const COLLEAGUE = 'Did you hear that Priya is off with breast cancer?';

describe.skipIf(noChromium)(`notices in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-nudges-'));
  const policy = join(folder, 'policy');
  let program: Program;
  let browser: Browser;
  let page: Page;
  let hands: SimulatorHands;

  beforeAll(async () => {
    const settings = { DATA_DIR: embeddedIn(folder), POLICY_FILE: policyFile(policy, { ...EAGER, ...QUIET_LATER }) };
    [program, browser] = await Promise.all([startProgram(settings), openChromium()]);
  });
  afterAll(async () => {
    await browser?.close();
    expect(await program?.stop()).toBe(0);
    expect(program?.output()).not.toMatch(/Winterbourne|999 ?000 ?0042|07700 ?900|theatre|daughter|Priya in/);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await page?.close();
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    hands = simulatorHands(page);
    await page.goto(`${program.url}/try`);
  });

  /** How many items of the Guardian's list say this. */
  const raised = async (kind: string) => {
    const items = (await (await fetch(`${program.url}/triage`)).text()).split('<li class="qw-item');
    return items.slice(1).filter((item) => item.includes(kind)).length;
  };

  test('the notice, and a safer version that puts it right', async () => {
    await hands.choose('All staff');
    await hands.told(URGENT);
    const [who, seen, todo] = await hands.card().locator('[data-paragraphs] p').allTextContents();
    expect(who).toContain('4,200 people');
    expect(seen).toContain('an NHS number and a patient’s or relative’s name');
    expect(todo).toContain('in the patient’s record');
    expect(await hands.words()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    await hands.press('Show me a safer version', 'A safer version');
    expect(await hands.words()).toContain('is back from theatre');
    expect(await hands.words()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    await hands.button('Use this text').click();
    await hands.button('Save').click();
    await hands.card('thanks').waitFor(SOON);
    expect(await hands.words()).toMatch(/an NHS number.* credit/);
    expect(await hands.card().count()).toBe(1);
  });

  test('“I’ve fixed it” is looked at: what is left is said, and the edit is thanked for', async () => {
    await hands.told(URGENT);
    await hands.press('I’ve fixed it', 'Thank you, one thing is left');
    expect(await hands.words()).toContain('an NHS number');
    await hands.press('Back', 'Please look at this now');
    await hands.edit(FINE);
    await hands.card('thanks').waitFor(SOON);
    expect(await hands.button('I’ve fixed it').count()).toBe(0);
  });

  test('“It isn’t about a patient”: on the list once, and the same words are not said again', async () => {
    const before = await raised('says it isn’t about a patient');
    await hands.told(NUDGE);
    await hands.press('It isn’t about a patient', 'Thank you for saying so');
    await hands.press('Back', 'A quiet word');
    await hands.press('It isn’t about a patient', 'You have answered this one');
    expect(await raised('says it isn’t about a patient')).toBe(before + 1);
    await hands.say(NUDGE);
    await hands.nothingMore(1);
    await hands.say(`${NUDGE} please`);
    await hands.card('first').waitFor(SOON);
  });

  test('“It’s needed here”: a reason from the list, or own words where they name nobody', async () => {
    await hands.told(NUDGE);
    await hands.press('It’s needed here', 'Care comes first');
    await hands.press('Back', 'A quiet word');
    await hands.press('It’s needed here', 'Care comes first');
    await page.getByLabel('Or say it in a few words').fill('Mrs Winterbourne asked me to');
    await hands.press('Send', 'Can you say that another way?');
    await hands.press('It’s an emergency', 'Thank you, that is noted');

    await hands.choose('Priya');
    await hands.told(NUDGE);
    await hands.press('It’s needed here', 'Care comes first');
    await page.getByLabel('Or say it in a few words').fill('the ward phone is down');
    await hands.press('Send', 'Thank you, that is noted');
    await hands.press('Back', 'A quiet word');
    await hands.press('It’s needed here', 'Care comes first');
    await hands.press('It’s a handover', 'You have answered this one');
  });

  test('“Why?”: a lesson, its source, one question, and back', async () => {
    await hands.told(NUDGE);
    await hands.press('Why?', 'Why it matters, in 30 seconds');
    expect(await hands.words()).toMatch(/From: .*NMC Code.*\?/);
    await hands.press('The name and the age', 'Not quite');
    await hands.press('Back', 'A quiet word');
    await hands.press('Why?', 'Why it matters, in 30 seconds');
    await hands.press('The ward and the time', 'Yes, that’s it');
  });

  test('an edit that half fixes, one that changes nothing, and one that worsens', async () => {
    await hands.told(URGENT);
    await hands.edit(HALF);
    await hands.card('left').waitFor(SOON);
    expect(await hands.words('left')).toMatch(/Gone: an NHS number.*Still there: a patient’s or relative’s name/);
    expect(await hands.card().count()).toBe(1);
    await hands.edit(`${HALF}!`);
    await hands.nothingMore(1);
    expect(await page.getByText('You have edited this post since.').isVisible()).toBe(true);
    await hands.edit(FINE);
    await hands.card('thanks').waitFor(SOON);

    await hands.choose('Priya');
    await hands.told(NUDGE);
    await hands.edit(WORSE);
    await hands.card().getByText('a private phone number or email').waitFor(SOON);
    expect(await hands.card().count()).toBe(1);
    expect(await hands.card().getAttribute('class')).toContain('try-notice--urgent');
  });

  test('a deletion is thanked for', async () => {
    await hands.told(URGENT);
    await hands.button('Delete').click();
    await hands.card('thanks').waitFor(SOON);
    expect(await hands.words()).toMatch(/Your message is gone|took it down|off the channel/);
  });

  test('in Welsh, where the person chose it', async () => {
    await page.getByLabel('Quietword’s language').selectOption('Cymraeg');
    await page.locator('#language-said').filter({ hasText: /\S/ }).waitFor();
    await hands.told(URGENT);
    expect(await hands.card().getAttribute('lang')).toBe('cy');
    expect(await hands.words()).toContain('ddarllen y sianel hon');
  });

  test('pressed by another, with a forged payload, on a deleted post, after the policy was edited', async () => {
    const pressed = new Promise<Request>((resolve) => {
      page.on('request', (request) => request.url().endsWith('/answers') && resolve(request));
    });
    await hands.told(URGENT);
    await hands.press('Why?', 'Why it matters, in 30 seconds');
    const request = await pressed;
    const given = request.postDataJSON();
    const send = async (change: object) => {
      const response = await fetch(request.url(), {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ ...given, ...change }),
      });
      const answer = (await response.json()) as { replaces?: boolean; notice?: { heading: string }; error?: string };
      return [response.status, answer.replaces, answer.notice?.heading ?? answer.error];
    };
    const before = await raised('says it isn’t about a patient');
    const action = 'not-patient';
    expect(await send({ action, person: 'priya' })).toEqual([200, false, 'This note is for someone else']);
    for (const incident of ['00000000-0000-4000-8000-000000000000', "' or 1=1"])
      expect(await send({ action, incident })).toEqual([200, false, 'This one is closed']);
    for (const unknown of ['delete-everything', 'reason:because', 'option:9'])
      expect(await send({ action: unknown })).toEqual([200, false, 'I don’t know this one']);
    expect((await send({ action: '<b>' }))[0]).toBe(400);
    expect(await raised('says it isn’t about a patient')).toBe(before);
    // Of another post than the notice's own nothing is believed.
    const other = { ...given.message, number: 2, text: FINE };
    expect(await send({ action: 'fixed', message: other })).toEqual([200, true, 'Thank you']);
    expect(await send({ action: 'safer', message: other })).toEqual([200, true, 'I could not look just now']);
    const gone = { ...given.message, deleted: true, text: '' };
    for (const late of ['safer', 'fixed', 'safer'])
      expect(await send({ action: late, message: gone })).toEqual([200, true, 'It is gone']);

    await hands.choose('Tomos');
    await hands.told(COLLEAGUE);
    await hands.press('Show me a safer version', 'Other words won’t help here');
    await editPolicy(program, policy, {
      version: 'later',
      ...EAGER,
      ...QUIET_LATER,
      'staff-health': 'off',
      'burst-seconds': 20,
      'daily-budget': 2,
      'reminder-minutes': 0.05,
      'triage-minutes': 0.1,
    });
    await hands.press('I’ve fixed it', 'All clear');
    expect(await hands.button('Back').count()).toBe(0);
  });

  test('a draft is checked here and on /check before it is posted, and nothing of it is kept', async () => {
    const before = await raised('');
    await page.locator('#text').fill(URGENT);
    await hands.button('Check first').click();
    await page.getByRole('heading', { name: 'Hold on, this points to one person' }).waitFor();
    expect(await hands.words('check')).toMatch(/18 people.*an NHS number.*not kept/);
    await hands.button('Use this text').click();
    expect(await page.locator('#text').inputValue()).toMatch(/^(?!.*(?:Winterbourne|999)).*is back from theatre/);
    expect(await page.locator('.try-post').count()).toBe(0);
    await hands.nothingMore(0);

    await page.goto(`${program.url}/check`);
    await page.getByLabel('Your message').fill(URGENT);
    await page.getByLabel('People from outside too').check();
    await hands.button('Check it').click();
    const verdict = page.getByRole('region', { name: 'Hold on, this points to one person' });
    await verdict.waitFor();
    expect(await verdict.textContent()).toMatch(/outside.*an NHS number/);
    expect(await page.locator('#suggestion').textContent()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    expect(await raised('')).toBe(before);
  });

  test('a post is raised with a name or without, and an own near miss', async () => {
    const seen = () =>
      Promise.all([raised('Raised by somebody who saw it'), raised('Raised by the person who posted')]);
    const [reports, own] = await seen();
    const raise = async (who: string, press: string, how: string) => {
      await hands.choose(who);
      await hands.button(press).last().click();
      await hands.button(how).click();
      await page.locator('.try-said:visible').last().waitFor();
      return page.locator('.try-said:visible').last().textContent();
    };
    /** What stands on the list about the latest; the band above it names everybody whom one may look as. */
    const item = async () => {
      const list = await (await fetch(`${program.url}/triage`)).text();
      const page = await fetch(program.url + (/\/triage\/[0-9a-f-]{36}/.exec(list)?.[0] ?? ''));
      return /<main.*<\/main>/s.exec(await page.text())?.[0];
    };
    await hands.say(NUDGE);
    expect(await raise('Priya', 'Report', 'Without my name')).toContain('Thank you for speaking up');
    expect(await item()).not.toMatch(/priya/i);
    expect(await raise('Grace', 'Report', 'With my name')).toContain('on your Caldicott Guardian’s list already');
    expect(await raise('Sam', 'Raise my own near miss', 'Without my name')).toContain('a credit to you');
    expect(await item()).not.toMatch(/sam/i);
    await hands.say(FINE);
    expect(await raise('Tomos', 'Report', 'With my name')).toContain('Thank you for speaking up');
    expect(await item()).toMatch(/, by Tomos Evans/);
    expect(await seen()).toEqual([reports + 2, own + 1]);
  });

  // From here on by the edited policy.

  // Of fifty, in Slack: nudges-slack.test.ts. A browser posts them slowly where all other tests run beside it.
  test('a burst is summed up in one', async () => {
    await page.locator('.try-examples button', { hasText: /^A name$/ }).evaluate((example) => {
      for (let post = 0; post < 12; post++) (example as unknown as { click(): void }).click();
    });
    await hands.card('first').waitFor(SOON);
    await hands.card('summary').waitFor(SOON);
    expect(await hands.words('summary')).toMatch(/\b11 messages/);
    expect(await page.locator('.try-post').count()).toBe(12);
    await hands.nothingMore(2);
    await hands.button('It isn’t about a patient', hands.card('summary')).click();
    await page.getByRole('heading', { name: 'Thank you for saying so' }).waitFor();
    expect(await hands.card('first').count()).toBe(1);
  });

  test('a day has a budget of nudges, and none of urgent notices', async () => {
    for (const channel of ['Ward 7 team', 'All staff', 'Riverbank']) {
      await hands.choose(channel);
      await hands.say(NUDGE);
      if (channel === 'Riverbank') await hands.nothingMore(0);
      else await hands.card('first').waitFor(SOON);
    }
    await hands.choose('You and Dr Osei');
    await hands.told(URGENT);
    await hands.edit(FINE);
    await hands.card('thanks').waitFor(SOON);
  });

  test('not put right and not answered: a reminder, then the Guardian’s list', async () => {
    const before = await raised('still there after the reminder');
    await hands.choose('Priya');
    await hands.told(URGENT);
    await hands.press('It’s needed here', 'Care comes first');
    await hands.press('It’s an emergency', 'Thank you, that is noted');
    await hands.choose('Tomos');
    await hands.told(URGENT);
    await hands.edit(FINE);
    await hands.card('thanks').waitFor(SOON);
    await hands.choose('Grace');
    await hands.told(URGENT);
    await hands.card('reminder').waitFor(SOON);
    expect(await hands.words()).toContain('Caldicott Guardian will be asked');
    expect(await hands.card().count()).toBe(1);
    await expect.poll(() => raised('still there after the reminder'), SOON).toBe(before + 1);
    await hands.press('I’ve fixed it', 'Thank you, one thing is left');
    await hands.edit(FINE);
    await hands.card('thanks').waitFor(SOON);
    expect(await hands.card().count()).toBe(1);
    for (const person of ['Priya', 'Tomos']) {
      await hands.choose(person);
      expect(await page.locator('.try-notice--reminder').count()).toBe(0);
    }
  });

  test('what a person decides on the Guardian’s list', async () => {
    await page.goto(`${program.url}/triage`);
    await page.getByRole('link', { name: 'Urgent, and still there after the reminder' }).first().click();
    const shown = page.locator('main');
    const has = async (...parts: string[]) => {
      for (const part of parts) await shown.getByText(part).first().waitFor();
    };
    await has('Edited by now', 'The message was put right', 'Simulator');
    expect(await shown.textContent()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    await page.getByLabel('Being looked at').check();
    await hands.button('Save').click();
    await has('Set to: Being looked at');
    await hands.button('Start the clock').click();
    await has('71 hours left of 72', 'Started the 72-hour clock');
    await page.getByLabel('Add a note').fill('Spoke to Mrs Winterbourne’s son');
    await hands.button('Add the note').click();
    await has('so it was not kept');
    await page.getByLabel('Add a note').fill('Rang the ward, it is gone by now');
    await hands.button('Add the note').click();
    await has('Wrote a note: Rang the ward');
    const download = page.waitForEvent('download');
    await page.goto(`${program.url}/triage`);
    await page.getByRole('link', { name: 'Export' }).click();
    await (await download).saveAs(join(folder, 'decisions.csv'));
    const csv = await (await fetch(`${program.url}/triage/decisions.csv`)).text();
    expect(csv).toMatch(/"local","note","","Rang the ward, it is gone by now"/);
    expect(csv).not.toMatch(/Winterbourne|999 ?000 ?0042/);
  });
});
