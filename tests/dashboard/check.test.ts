import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Checked, Draft } from '../../src/chat.ts';
import { readForm } from '../../src/dashboard/pages/check/form.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';

const CHECKED: Checked = {
  level: 'urgent',
  heading: 'Please change it first',
  paragraphs: ['Many people can read this.', 'It has a <name>.'],
  suggestion: 'The patient & their "side room"',
  left: 'The date stays as it is.',
};
const FORM = { text: 'Agnes needs a side room', where: 'organisation', language: 'en' };

let database: TestDatabase;
let site: Awaited<ReturnType<typeof serveDashboard>>;
let drafts: Draft[];
let failing: boolean;
let checked: Checked;

beforeAll(async () => {
  database = await onPglite();
  site = await serveDashboard((await database.open()).db, {
    async onCheck(draft) {
      if (failing) throw new Error('down');
      drafts.push(draft);
      return checked;
    },
  });
});
afterAll(async () => {
  await site.stop();
  await database.drop();
});
beforeEach(() => {
  drafts = [];
  failing = false;
  checked = CHECKED;
});

const get = (headers = {}) => fetch(`${site.url}/check`, { headers: { Accept: 'text/html', ...headers } });
const post = (fields: Record<string, string>, headers = {}) =>
  fetch(`${site.url}/check`, {
    method: 'POST',
    headers: { Accept: 'text/html', ...headers },
    body: new URLSearchParams(fields),
  });

describe('the page', () => {
  test('is empty, in the menu, and kept by no cache and no field', async () => {
    const answer = await get();
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const page = await answer.text();
    expect(page).toMatch(/href="\/check" aria-current="page"/);
    expect(page).toMatch(/<textarea [^>]*autocomplete="off"><\/textarea>/);
    expect(page).toMatch(/value="en"[^>]* checked/);
    expect(page).not.toContain('qw-checked');
  });

  test('answers in Welsh where the browser prefers it', async () => {
    expect(await (await get({ 'Accept-Language': 'cy-GB, cy;q=0.9, en;q=0.5' })).text()).toMatch(
      /value="cy"[^>]* checked/,
    );
    expect(await (await get({ 'Accept-Language': 'fr' })).text()).toMatch(/value="en"[^>]* checked/);
  });
});

describe('a draft', () => {
  test('is checked for where it would go, and asked of nobody else', async () => {
    const answer = await post({ ...FORM, where: 'external', language: 'cy', text: 'one\r\ntwo' });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(drafts).toEqual([
      {
        platform: 'web',
        tenant: 'local',
        text: 'one\ntwo',
        attachments: [],
        audience: 'external',
        readers: null,
        guests: null,
        language: 'cy',
      },
    ]);
    expect(await answer.text()).toMatch(/<section class="qw-checked qw-checked--urgent"[^>]* lang="cy"/);
  });

  test('gets the verdict, who would see it, why, and a safer text, all escaped', async () => {
    const page = await (await post({ ...FORM, text: '</textarea><script>alert(1)</script>' })).text();
    expect(page).toContain('<title>Please change it first – Check a message – Quietword</title>');
    expect(page).toContain('<p>Many people can read this.</p>');
    expect(page).toContain('<p>It has a &lt;name&gt;.</p>');
    expect(page).toContain('>The patient &amp; their &quot;side room&quot;</p>');
    expect(page).toContain('The date stays as it is.');
    expect(page, 'still there to be changed').toContain('&lt;/textarea&gt;&lt;script&gt;alert(1)');
    expect(page).not.toContain('<script>alert');
  });

  test('that is fine has nothing to copy', async () => {
    checked = { level: 'clear', heading: 'Nothing seen', paragraphs: [], suggestion: null, left: null };
    const page = await (await post(FORM)).text();
    expect(page).toContain('qw-checked--clear');
    expect(page).not.toMatch(/id="suggestion"|Copy/);
  });

  test.each(['a', '界', '\u{1f98b}', '\n'])('of 100,000 units of %j is fine', async (letter) => {
    const text = `x${letter.repeat(99_998 / letter.length)}x`;
    // Browsers send a line break as two characters.
    expect((await post({ ...FORM, text: text.replaceAll('\n', '\r\n') })).status).toBe(200);
    expect(drafts[0]?.text).toBe(text);
  });

  test('that can’t be checked just now is not lost', async () => {
    failing = true;
    const answer = await post(FORM);
    expect(answer.status).toBe(503);
    const page = await answer.text();
    expect(page).toContain('Quietword could not check this just now. Your message is still here: please try again');
    expect(page).toContain('Agnes needs a side room</textarea>');
    expect(page).toMatch(/value="organisation"[^>]* checked/);
  });
});

describe('bad input', () => {
  test.each([
    ['text', { ...FORM, text: ' \r\n ' }, 400, 'Write the message that you want to check'],
    ['text', { where: 'direct', language: 'en' }, 400, 'Write the message that you want to check'],
    ['text', { ...FORM, text: 'x'.repeat(100_001) }, 400, 'The message must have at most 100,000 characters'],
    ['text', { ...FORM, text: '界'.repeat(110_000) }, 413, 'yours was too long to show here again'],
    ['where', { text: 'x', language: 'en' }, 400, 'Choose where the message would go'],
    ['where', { ...FORM, where: 'ward' }, 400, 'Choose where the message would go'],
    ['language', { ...FORM, language: 'fr' }, 400, 'Choose the language of the answer'],
  ])('in %s is said at its field and on top: case %#', async (field, fields, status, sentence) => {
    const answer = await post(fields as Record<string, string>);
    expect(answer.status).toBe(status);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const page = await answer.text();
    expect(page).toContain('<title>Error: Check a message – Quietword</title>');
    expect(page).toContain(`href="#${field}"`);
    expect(page.split(sentence)).toHaveLength(3);
    expect(drafts).toEqual([]);
  });

  test('a field given twice, or another kind of body, is no text', () => {
    expect(readForm({ ...FORM, text: ['a', 'b'] })).toEqual({
      errors: { text: 'Write the message that you want to check' },
    });
    expect(readForm(undefined)).toMatchObject({ errors: { where: expect.any(String) } });
  });

  test('an address with a draft in it checks nothing', async () => {
    const page = await (await fetch(`${site.url}/check?text=Agnes`)).text();
    expect(page).not.toContain('Agnes');
  });
});

describe('the gate', () => {
  test('keeps other sites’ forms out', async () => {
    const answer = await post(FORM, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' });
    expect(answer.status).toBe(403);
    expect(drafts).toEqual([]);
  });

  test.each([get, () => post(FORM)])('is closed to other machines without sign-in: case %#', async () => {
    const answer = await fetch(`${site.url}/check`, { headers: { 'X-Forwarded-For': '81.2.69.142' } });
    expect(answer.status).toBe(403);
  });

  test('asks to sign in where sign-in is set up', async () => {
    const closed = await serveDashboard((await database.open()).db, {
      signIn: { issuer: 'http://localhost:9', clientId: 'a', clientSecret: 'b' },
    });
    const open = await fetch(`${closed.url}/check`, { redirect: 'manual', headers: { Accept: 'text/html' } });
    expect([open.status, open.headers.get('location')]).toEqual([303, '/sign-in?to=%2Fcheck']);
    const sent = await fetch(`${closed.url}/check`, { method: 'POST', body: new URLSearchParams(FORM) });
    expect(sent.status).toBe(401);
    await closed.stop();
  });
});
