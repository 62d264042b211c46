import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { tabRoutes } from '../../../src/adapters/teams/tab/routes.ts';
import { createSso } from '../../../src/adapters/teams/tab/sso.ts';
import { securityHeaders } from '../../../src/dashboard/headers.ts';
import { createLanguage } from '../../../src/language.ts';
import { mine } from '../../../src/store/mine.ts';
import { languageOf } from '../../../src/store/people.ts';
import { createWatch } from '../../../src/watch.ts';
import { noChromium, openChromium } from '../../chromium.ts';
import { faintText } from '../../dashboard/contrast.ts';
import { onPglite } from '../../databases.ts';
import { openHouse, type TestHouse } from '../../house.ts';
import { posted } from '../../messages.ts';
import { ALEX, SAM } from './chat-messages.ts';
import { APP_ID, type FakeGraph, startFakeGraph, TENANT } from './fake-graph.ts';

const OWN_PAGE = 'https://quietword.example.nhs.uk/me';

let fake: FakeGraph;
let house: TestHouse;
let server: Server;
let url: string;

beforeAll(async () => {
  fake = await startFakeGraph();
  house = await openHouse(await onPglite());
  const app = express().use(...securityHeaders(false));
  server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const key = (user: string) => ({ tenant: TENANT, platform: 'teams' as const, user });
  app.use(
    tabRoutes({
      tenant: TENANT,
      sso: createSso({
        tenant: TENANT,
        appId: APP_ID,
        loginUrl: fake.loginUrl,
        publicUrl: 'https://quietword.example.nhs.uk',
      }),
      figures: (person) => mine(house.db, key(person), new Date('2026-01-01')),
      languageOf: (_tenant, person) => languageOf(house.db, key(person)),
      onLanguage: createLanguage(house),
      ownPage: OWN_PAGE,
      kindName: (category, language) => house.engine().policy.wording[language].kinds[category].alone,
      log: house.log,
    }),
  );
  const watch = createWatch(house);
  const post = (id: string, text: string, version = '') =>
    watch(
      posted({
        platform: 'teams',
        tenant: TENANT,
        author: SAM,
        id,
        text,
        version,
        channel: { id: `19:${id}`, name: null, audience: 'organisation', readers: null, guests: null },
        postedAt: house.clock,
      }),
    );
  await post('1', 'urgent name,patient-number: one');
  await post('2', 'urgent name: two');
  // What was told is handed over; here nothing is sent, so that it is said by hand.
  await house.db.updateTable('notices').set({ delivery: 'sent' }).execute();
  await post('1', 'better', 'edit');
  await post('3', 'urgent address: not told yet');
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
  await house.close();
  await fake.close();
});

const token = (claims: Record<string, unknown> = {}, forged = false) =>
  fake.validationToken({ tid: TENANT, oid: SAM, scp: 'access_as_user', azp: undefined, ...claims }, forged);
const ask = async (authorization: string | undefined, path = 'mine', init: RequestInit = {}) =>
  fetch(`${url}/teams/tab/${path}`, {
    ...init,
    headers: { ...init.headers, ...(authorization === undefined ? {} : { authorization }) },
  });

describe('what is kept of oneself', () => {
  test('comes with the token of Teams: counts, and nothing else', async () => {
    const response = await ask(`Bearer ${await token()}`);
    expect(response.status).toBe(200);
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toMatchObject({
      language: 'en',
      told: 2,
      counts: [
        { label: 'Quiet words that you had', count: 2 },
        { label: 'Messages that you put right', count: 1 },
        { label: 'Put right within minutes', count: 1 },
        { label: 'Near misses that you raised', count: 0 },
      ],
      kinds: [
        { label: 'A patient’s or relative’s name', count: 2 },
        { label: 'A number that belongs to one patient', count: 1 },
      ],
    });
  });

  test('and nothing of anybody else', async () => {
    expect(await (await ask(`Bearer ${await token({ oid: ALEX })}`)).json()).toMatchObject({ told: 0, kinds: [] });
  });

  test.each([
    ['none', () => undefined],
    ['no bearer', async () => `Basic ${await token()}`],
    ['a forged one', async () => `Bearer ${await token({}, true)}`],
    ['one that ran out', async () => `Bearer ${await token({ exp: 1_700_000_000 })}`],
    ['one for another app', async () => `Bearer ${await token({ aud: crypto.randomUUID() })}`],
    ['one of another issuer', async () => `Bearer ${await token({ iss: 'https://example.org' })}`],
    ['one of another tenant', async () => `Bearer ${await token({ tid: crypto.randomUUID() })}`],
    ['one that an app got for itself', async () => `Bearer ${await token({ scp: undefined, roles: ['x'] })}`],
    ['one for another scope', async () => `Bearer ${await token({ scp: 'openid' })}`],
    ['one of nobody', async () => `Bearer ${await token({ oid: undefined })}`],
  ])('a token: %s', async (_, authorization) => {
    for (const path of ['mine', 'language']) {
      const init =
        path === 'mine'
          ? {}
          : { method: 'PUT', headers: { 'content-type': 'application/json' }, body: '{"language":"cy"}' };
      expect((await ask(await authorization(), path, init)).status).toBe(401);
    }
    expect(await languageOf(house.db, { tenant: TENANT, platform: 'teams', user: SAM })).toBeNull();
  });

  test("a token of Entra's first version is as good", async () => {
    const old = await token({
      iss: `https://sts.windows.net/${TENANT}/`,
      aud: `api://quietword.example.nhs.uk/${APP_ID}`,
    });
    expect((await ask(`Bearer ${old}`)).status).toBe(200);
  });

  test('in the language that was chosen', async () => {
    const put = async (body: string) =>
      ask(`Bearer ${await token({ oid: ALEX })}`, 'language', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body,
      });
    expect(await (await put('{"language":"cy"}')).json()).toMatchObject({ language: 'cy', words: { title: 'I chi' } });
    expect(await (await ask(`Bearer ${await token({ oid: ALEX })}`)).json()).toMatchObject({ language: 'cy' });
    expect((await put('{"language":"fr"}')).status).toBe(400);
  });
});

describe('the pages', () => {
  test('the tab may be framed by Teams and by nobody else; the other by nobody', async () => {
    const tab = await fetch(`${url}/teams/tab`);
    expect(tab.status).toBe(200);
    expect(tab.headers.get('x-frame-options')).toBeNull();
    expect(tab.headers.get('content-security-policy')).toMatch(/frame-ancestors https:\/\/teams\.microsoft\.com .*$/);
    expect(tab.headers.get('content-security-policy')).toContain("default-src 'none'");
    const about = await fetch(`${url}/teams/about`);
    expect(about.headers.get('x-frame-options')).toBe('DENY');
    expect(about.headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
  });

  test("Teams' own script comes from here", async () => {
    const sdk = await fetch(`${url}/teams/page/teams-sdk.js`);
    expect(sdk.headers.get('content-type')).toMatch(/javascript/);
    expect(await sdk.text()).toContain('microsoftTeams');
  });
});

describe.skipIf(noChromium)(`in a browser${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await openChromium();
  });
  afterAll(() => browser.close());
  let bearer: string;
  beforeEach(async () => {
    bearer = await token();
  });

  /** What Teams does for a page, as far as this one asks. */
  const host = (theme: string) => `globalThis.microsoftTeams = {
    app: { initialize: async () => {}, getContext: async () => ({ app: { theme: '${theme}' } }),
      registerOnThemeChangeHandler: (handler) => { globalThis.changeTheme = handler; }, notifySuccess: () => { globalThis.told = true; } },
    authentication: { getAuthToken: async () => '${bearer}' } };`;
  const open = async (theme = 'default') => {
    const page = await browser.newPage({ viewport: { width: 320, height: 700 } });
    await page.route('**/teams-sdk.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: host(theme) }),
    );
    await page.goto(`${url}/teams/tab`);
    return page;
  };

  test.each(['default', 'dark', 'contrast'])('it shows the figures in the theme %s, at phone width', async (theme) => {
    const page = await open(theme);
    await page.getByRole('heading', { name: 'For you' }).waitFor();
    expect(await page.getByRole('row', { name: /Quiet words that you had/ }).innerText()).toMatch(/2$/);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBeLessThanOrEqual(320);
    expect(await page.evaluate('told')).toBe(true);
    expect(await faintText(page)).toEqual([]);
    const colours = await page.evaluate(
      'const { backgroundColor, color } = getComputedStyle(document.body); [backgroundColor, color]',
    );
    expect(colours).toEqual(
      {
        default: ['rgb(255, 255, 255)', 'rgb(33, 43, 50)'],
        dark: ['rgb(31, 31, 31)', 'rgb(245, 245, 245)'],
        contrast: ['rgb(0, 0, 0)', 'rgb(255, 255, 255)'],
      }[theme],
    );
    if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/tab-${theme}.png`, fullPage: true });
    await page.close();
  });

  test('one’s own page opens beside Teams, and is told nothing of where somebody came from', async () => {
    const page = await open();
    const asked = page.context().waitForEvent('request', (request) => request.url() === OWN_PAGE);
    await page
      .context()
      .route(OWN_PAGE, (route) => route.fulfill({ contentType: 'text/html', body: '<h1>Sign in</h1>' }));
    const [opened] = await Promise.all([
      page.context().waitForEvent('page'),
      page.getByRole('link', { name: 'My page: all that is kept of you' }).click(),
    ]);
    await opened.getByRole('heading', { name: 'Sign in' }).waitFor();
    expect((await asked).headers()).not.toHaveProperty('referer');
    expect(await opened.evaluate('opener')).toBeNull();
    expect(page.url()).toBe(`${url}/teams/tab`);
    await page.context().close();
  });

  test('the language is changed by a button, and keeps its focus', async () => {
    bearer = await token({ oid: ALEX });
    const page = await open();
    await page.getByRole('button', { name: 'Cymraeg' }).click();
    await page.getByRole('heading', { name: 'I chi' }).waitFor();
    expect(await page.getAttribute('html', 'lang')).toBe('cy');
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Cymraeg');
    await page.close();
  });

  test("with Teams' own script, outside Teams, it says where it belongs", async () => {
    const page = await browser.newPage();
    const complaints: string[] = [];
    page.on('pageerror', (error) => complaints.push(String(error)));
    await page.goto(`${url}/teams/tab`);
    expect(await page.getByRole('alert').innerText()).toBe('Please open this page in Microsoft Teams.');
    expect(complaints).toEqual([]);
    await page.close();
  });

  test('in Teams, where no token is to be had or nothing is reached, it says that, and not to open it in Teams', async () => {
    const untold = await browser.newPage();
    await untold.route('**/teams-sdk.js', (route) =>
      route.fulfill({
        contentType: 'text/javascript',
        body: host('default').replace(
          /getAuthToken: .*/,
          "getAuthToken: async () => { throw new Error('resourceDisabled'); } } };",
        ),
      }),
    );
    await untold.goto(`${url}/teams/tab`);
    expect(await untold.getByRole('alert').innerText()).toMatch(
      /^Teams did not say who you are\. .*looks after Teams\.$/,
    );
    await untold.route('**/teams-sdk.js', (route) =>
      route.fulfill({ contentType: 'text/javascript', body: host('default') }),
    );
    await untold.route('**/teams/tab/mine', (route) => route.abort());
    await untold.reload();
    expect(await untold.getByRole('alert').innerText()).toMatch(/^Sorry, that did not reach us/);
    await untold.close();
  });

  test('a token that is refused is said kindly', async () => {
    bearer = 'nothing';
    const page = await open();
    expect(await page.getByRole('alert').innerText()).toBe(
      'Teams did not say who you are. Close this page and open it again.',
    );
    await page.close();
  });
});
