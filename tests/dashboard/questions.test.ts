import { strFromU8, unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseBank } from '../../src/quizzes/load.ts';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { formFields } from './form-fields.ts';
import { serveDashboard } from './serve.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, { now: () => NOW, mayBeTaught: (words) => !words.includes('Okafor') });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const get = async (path: string) => {
    const response = await fetch(site.url + path, { headers: { Accept: 'text/html' } });
    return { status: response.status, text: await response.text() };
  };
  const post = async (path: string, fields: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await fetch(site.url + path, {
      method: 'POST',
      body: new URLSearchParams(fields),
      headers: { Accept: 'text/html', ...headers },
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text(), to: response.headers.get('location') ?? '' };
  };
  /** The form of a question as a browser would send it back, with a few changes. */
  const edit = async (id: string, change: Record<string, string>) =>
    post(`/questions/${id}/edit`, { ...formFields((await get(`/questions/${id}/edit`)).text), ...change });

  test('the list has every question, by topic, and can be searched', async () => {
    expect((await get('/questions')).text).toContain('60 questions');
    expect((await get('/questions?search=bed+crisis')).text).toContain('>1 question<');
    expect((await get('/questions?topic=requests')).text).toContain('2 questions');
    expect((await get('/questions?topic=weather&show=everything')).text).toContain('No question fits that');
    expect((await get('/questions?search=%3Cscript%3Ealert(1)')).text).not.toContain('<script>alert');
  });

  test('a question is changed: what is shown, its history, and a list of what was changed', async () => {
    const saved = await edit('chats-count', {
      'way-1-en-stem': 'A patient <b>asks</b> for all that you hold. What counts?',
    });
    expect([saved.status, saved.to]).toEqual([303, '/questions/chats-count?done=saved']);
    const { text } = await get(saved.to);
    expect(text).toContain('A patient &lt;b&gt;asks&lt;/b&gt; for all that you hold. What counts?');
    expect(text).toContain('within seconds');
    expect(text).toContain('26 Nov 2026, 12:00, local');
    expect((await get('/questions?show=own')).text).toContain('>1 question<');
  });

  test('two trainers at once: the second is told, and keeps what they typed', async () => {
    const id = 'chats-count';
    const typed = formFields((await get(`/questions/${id}/edit`)).text);
    await edit(id, { 'way-1-en-stem': 'Words of the first trainer, who was quicker. What counts?' });
    const second = await post(`/questions/${id}/edit`, {
      ...typed,
      'way-1-en-stem': 'Words of the second trainer, who was slower. What counts?',
    });
    expect(second.status).toBe(409);
    expect(second.text).toContain('Somebody else changed this question');
    expect(second.text).toContain('Words of the second trainer');
    expect((await get(`/questions/${id}`)).text).not.toContain('Words of the second trainer');
  });

  test('it is taken out, put back, and has the words it came with again', async () => {
    const act = (action: string) => post('/questions/spotting-a-request', { action });
    await edit('spotting-a-request', { 'review[year]': '2029' });
    expect((await act('retire')).status).toBe(303);
    expect((await get('/questions?topic=requests')).text).toContain('1 of at least 2 questions are left');
    expect((await get('/questions?show=retired')).text).toContain('/questions/spotting-a-request');
    expect((await get('/questions/spotting-a-request')).text).toContain('31 July 2029');
    await act('restore');
    expect((await get('/questions?topic=requests')).text).toContain('2 questions');
    await act('reset');
    const { text } = await get('/questions/spotting-a-request');
    expect(text).toContain('31 July 2027');
    for (const line of ['Back to the words', 'Asked again', 'Taken out', 'Changed or written', 'Came with Quietword'])
      expect(text).toContain(line);
    expect((await act('delete')).status).toBe(400);
    expect((await post('/questions/none', { action: 'retire' })).status).toBe(404);
  });

  const OWN = {
    topic: 'devices',
    ways: '2',
    'source-en': 'Our device policy',
    'review[day]': '1',
    'review[month]': '12',
    'review[year]': '2027',
    'rationale-en': 'A locked screen shows nothing.',
    'way-1-en-stem': 'You leave the desk for a minute. What do you do first?',
    'way-1-en-option-1': 'Lock the screen',
    'way-1-en-option-2': 'Turn it to the wall',
    'way-1-en-option-3': 'Ask someone to watch',
    'way-1-right': '1',
    'way-2-en-stem': 'The phone rings while the chart is open. What do you do first?',
    'way-2-en-option-1': 'Take the call',
    'way-2-en-option-2': 'Lock the screen',
    'way-2-en-option-3': 'Close the door',
    'way-2-right': '2',
  };

  const { topic: _, ...WITHOUT_TOPIC } = OWN;

  test('a question of their own, in English: added, listed, and then in Welsh', async () => {
    const saved = await post('/questions/new', OWN);
    expect(saved.to).toMatch(/^\/questions\/own-[0-9a-f]{8}\?done=saved$/);
    const { text } = await get(saved.to);
    expect(text).toContain('Not in Welsh yet');
    expect((await get('/questions?show=welsh')).text).toContain('English only');
  });

  test('a way is added without anything lost', async () => {
    const { status, text } = await post('/questions/new', { ...OWN, action: 'more' });
    expect(status).toBe(200);
    expect(text).toContain('Way 3 of asking it');
    expect(formFields(text)).toMatchObject({ ...WITHOUT_TOPIC, ways: '3', 'way-3-en-stem': '' });
  });

  test('what can’t be kept is said, and what was typed stays', async () => {
    const count = async () => (await db.selectFrom('question_versions').selectAll().execute()).length;
    const before = await count();
    const { status, text } = await post('/questions/new', {
      ...OWN,
      'way-1-en-stem': 'Mrs Okafor <script>alert(1)</script> leaves the desk',
      'review[year]': '2020',
    });
    expect(status).toBe(400);
    expect(text).toContain('There is a problem');
    expect(text).toContain('href="#way-1-en-stem"');
    expect(text).toContain('may name somebody');
    expect(text).toContain('href="#review-day"');
    expect(text).not.toContain('<script>alert');
    expect(formFields(text)['way-1-en-stem']).toBe('Mrs Okafor <script>alert(1)</script> leaves the desk');
    expect((await post('/questions/new', {})).status).toBe(400);
    expect(await count()).toBe(before);
  });

  test('another site can’t write', async () => {
    expect((await post('/questions/new', OWN, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
    expect(
      (await post('/questions/chats-count', { action: 'retire' }, { 'Sec-Fetch-Site': 'cross-site' })).status,
    ).toBe(403);
  });

  test('the bank is downloaded as files that can be loaded, with what was changed', async () => {
    const response = await fetch(`${site.url}/questions/bank.zip`);
    expect(response.headers.get('content-disposition')).toContain('quizzes.zip');
    const files = Object.entries(unzipSync(new Uint8Array(await response.arrayBuffer()))).map(
      ([name, bytes]) => [name, strFromU8(bytes)] as const,
    );
    const { bank, refusals } = parseBank(new Map(files.filter(([name]) => name.startsWith('quizzes/'))), 'quizzes');
    expect(refusals.map(({ message }) => message)).toEqual([]);
    expect(bank?.questions.find(({ id }) => id === 'chats-count')?.variants[0]?.said.en.stem).toContain(
      'first trainer',
    );
    expect(files.filter(([name]) => name.startsWith('without-welsh/')).map(([name]) => name)).toEqual([
      'without-welsh/devices.yaml',
    ]);
  });

  describe('bad addresses', () => {
    test.each(['/questions/none', '/questions/none/edit', '/questions/%3Cscript%3E'])('%s', async (path) => {
      const { status, text } = await get(path);
      expect(status).toBe(404);
      expect(text).toContain('No such question');
    });
  });
});
