import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { APP_ID, type FakeGraph, startFakeGraph, TENANT } from '../adapters/teams/fake-graph.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { embeddedIn } from '../embedded.ts';
import { type FakeTeams, startFakeTeams } from '../fake-teams.ts';
import { type AtPlayground, noPlayground, openPlayground, type Playground, startPlayground } from '../playground.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { settingsFor } from '../teams-stage.ts';

// The whole program with Microsoft's own Agents Playground in Teams' place, and somebody in a browser before it.

const missing = noChromium ?? (await noPlayground());

describe.skipIf(missing)(`in the Agents Playground${missing ? ` (skipped: ${missing})` : ''}`, () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-playground-'));
  let teams: FakeTeams;
  let graph: FakeGraph;
  let program: Program;
  let playground: Playground;
  let browser: Browser;
  let alex: AtPlayground;
  beforeAll(async () => {
    [teams, graph, browser] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph(), openChromium()]);
    program = await startProgram({
      ...settingsFor(teams, graph),
      POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
      DATA_DIR: embeddedIn(join(folder, 'data')),
    });
    playground = await startPlayground({ teams, tenant: TENANT, appId: APP_ID, app: () => program.url });
    alex = await openPlayground(browser, playground);
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await playground.close();
    expect(await program.stop()).toBe(0);
    await Promise.all([teams.close(), graph.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  test('a channel post, a card in the chat, a button, the outcome on the dashboard', async () => {
    await alex.postInChannel('Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre');
    const { page } = alex;
    await page.getByText('is back from theatre').first().waitFor();
    // Who reads the channel sees what was posted and that Quietword is there, and no more.
    expect(await page.getByText('It isn’t about a patient').count()).toBe(0);

    await alex.openPersonalChat();
    await page.getByText('an NHS number').first().waitFor();
    expect(await page.getByText('About what you posted in Handover').count()).toBe(1);
    await alex.press('It isn’t about a patient');
    await page.getByText('It isn’t about a patient').first().waitFor({ state: 'detached' });
    expect(await page.getByText('About what you posted in Handover').count()).toBe(1);

    const dashboard = await browser.newPage();
    await dashboard.goto(`${program.url}/triage`);
    await dashboard.getByText('says it isn’t about a patient').first().waitFor();
    expect(program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
  });

  test('help, in the chat with the app', async () => {
    const { page } = alex;
    await alex.openPersonalChat();
    await page.locator('[role=textbox]').last().click();
    await page.keyboard.type('help');
    await page.waitForTimeout(200);
    await page.getByRole('button', { name: 'Send Message' }).last().click();
    await page.getByText('Quietword has a word with you').first().waitFor();
  });
});
