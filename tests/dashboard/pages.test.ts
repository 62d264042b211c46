import { request } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { londonDay } from '../../src/store/counts.ts';
import type { Db } from '../../src/store/database.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { addClear, addIncident } from './rows.ts';
import { serveDashboard } from './serve.ts';

const AS_BROWSER = { Accept: 'text/html' };
let database: TestDatabase;
let db: Db;
let site: Awaited<ReturnType<typeof serveDashboard>>;

beforeAll(async () => {
  database = await onPglite();
  db = (await database.open()).db;
  site = await serveDashboard(db);
});
afterAll(async () => {
  await site.stop();
  await database.drop();
});

const get = (path: string, headers: Record<string, string> = AS_BROWSER) => fetch(site.url + path, { headers });

/** fetch can't lie about Host, and asks past every cache. */
function getAs(headers: Record<string, string>, path = '/'): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    request(site.url + path, { headers: { ...AS_BROWSER, ...headers } }, (res) => {
      let body = '';
      res.on('data', (part) => {
        body += part;
      });
      res.on('end', () => resolve({ status: res.statusCode ?? 0, body }));
    })
      .on('error', reject)
      .end();
  });
}

describe('without sign-in', () => {
  test('pages open on this machine, and say that they are open', async () => {
    const page = await get('/');
    expect(page.status).toBe(200);
    expect(await page.text()).toContain(
      'Sign-in is not set up, so anyone who uses this computer can open these pages.',
    );
  });

  test('nobody’s own page says why it is empty, and sends nobody to sign out', async () => {
    const text = await (await get('/me')).text();
    expect(text).toContain('Sign-in is not set up, so it can’t tell who you are');
    expect(text).not.toContain('sign out, and sign in');
  });

  test('what whoever runs Quietword must see to is said on every page, escaped, and on none else', async () => {
    const troubled = await serveDashboard(db, { trouble: 'mine.yaml, line 3: <b> is not a key.' });
    expect(await (await fetch(troubled.url)).text()).toContain('mine.yaml, line 3: &lt;b&gt; is not a key.');
    await troubled.stop();
    expect(await (await get('/')).text()).not.toContain('For whoever runs Quietword');
  });

  test.each([
    { Host: 'quietword.example.org' },
    { 'X-Forwarded-For': '81.2.69.142' },
    { Forwarded: 'for=81.2.69.142' },
    { 'CF-Connecting-IP': '81.2.69.142' },
    { Via: '1.1 proxy' },
  ])('with %j they are closed, in a sentence that names the settings', async (headers) => {
    const { status, body } = await getAs(headers as unknown as Record<string, string>);
    expect(status).toBe(403);
    expect(body).toContain('set OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and PUBLIC_URL');
    expect(body).not.toContain('What came of it');
  });
});

describe('the first page', () => {
  test('says kindly that there is nothing yet, and where to begin', async () => {
    const page = await (await get('/')).text();
    expect(page).toContain('Nothing yet');
    expect(page).toMatch(/<a class="nhsuk-button" href="\/try">Try it<\/a>/);
    expect(page).not.toContain('<svg role="img"');
  });

  test('shows what happened, in words, numbers, a chart and its table', async () => {
    const now = new Date();
    await addClear(db, londonDay(now), 1233);
    await addIncident(db, { at: now, level: 'urgent', categories: ['patient-number'], resolution: 'edited' });
    await addIncident(db, { at: now, platform: 'slack', categories: ['deceased'] });
    const page = await (await get('/')).text();
    expect(page).toContain('1,234');
    expect(page).toContain('NHS number or other patient number');
    expect(page).toContain('Edited by the person who posted');
    expect(page).toMatch(/<svg role="img" aria-label="Bar chart\. Over 30 days 1 message could identify someone/);
    expect(page).toContain('Show the chart as a table');
    expect(page, 'figures of another platform').not.toContain('Someone who has died');
    expect(page, 'style attributes need unsafe-inline').not.toMatch(/<[^>]+\sstyle=/);
  });

  test('shows a real platform’s figures alone', async () => {
    const real = await serveDashboard(db, { platforms: ['slack', 'simulator'] });
    const page = await (await fetch(real.url, { headers: AS_BROWSER })).text();
    expect(page).toContain('From Slack.');
    expect(page).toContain('Someone who has died');
    expect(page).not.toContain('NHS number or other patient number');
    await real.stop();
  });
});

describe('around the pages', () => {
  test('headers let nothing in from outside and no frame around', async () => {
    const { headers } = await get('/');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(/default-src 'none'; ?script-src 'self' 'nonce-[\w+/=]{24}'; ?style-src 'self'/);
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('unsafe');
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('strict-transport-security'), 'plain http').toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
  });

  test('the stylesheet comes once, asks nothing of other hosts, and answers 304', async () => {
    const page = await (await get('/')).text();
    const path = /href="(\/assets\/nhsuk\.css\?v=\w+)"/.exec(page)?.[1] ?? '';
    const css = await get(path);
    expect(css.headers.get('cache-control')).toContain('immutable');
    expect(css.headers.get('content-encoding')).toBe('gzip');
    const text = await css.text();
    expect(text).not.toMatch(/@font-face|https?:\/\/|sourceMappingURL/);
    const again = await getAs({ 'If-None-Match': css.headers.get('etag') ?? '', 'Accept-Encoding': 'gzip' }, path);
    expect(again.status).toBe(304);
    expect((await get('/assets/nhsuk.css?v=old')).headers.get('cache-control')).toBe('public, no-cache');
    for (const icon of text.match(/\/assets\/images\/[\w.-]+/g) ?? []) expect((await get(icon)).status).toBe(200);
  });

  test('an address that isn’t there gets a page, or JSON for a script', async () => {
    const page = await get('/nowhere');
    expect(page.status).toBe(404);
    expect(await page.text()).toContain('Page not found');
    const json = await get('/nowhere', { Accept: 'application/json' });
    expect(await json.json()).toEqual({ error: expect.stringContaining('no page at this address') });
  });

  test('a database that fails gives the 500 page, and not a word of what failed', async () => {
    const other = await onPglite();
    const store = await other.open();
    const broken = await serveDashboard(store.db);
    await store.close();
    const page = await fetch(broken.url, { headers: AS_BROWSER });
    expect(page.status).toBe(500);
    const text = await page.text();
    expect(text).toContain('Sorry, something went wrong');
    expect(text).not.toMatch(/driver|node_modules|\bat \//);
    await broken.stop();
  });
});
