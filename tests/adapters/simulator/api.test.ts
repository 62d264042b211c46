import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Answer, Draft, InboundMessage, LanguageChoice, Report } from '../../../src/chat.ts';
import { ANNOUNCEMENT, notice, serveSimulator } from './serve.ts';

const SESSION = '0123456789abcdef0123456789abcdef';
const POST = `/try/sessions/${SESSION}/channels/care-team/messages/1`;
const content = { version: 0, person: 'sam', readers: 18, text: 'Handover at half past seven', attachments: [] };

let site: Awaited<ReturnType<typeof serveSimulator>>;
let received: InboundMessage[];
/** What else was handed on. */
let taken: (Answer | Draft | Report | LanguageChoice)[];
let failing = false;

const take = (what: (typeof taken)[number]) => {
  if (failing) throw new Error('down');
  taken.push(what);
};

beforeAll(async () => {
  site = await serveSimulator({
    async onMessage(message) {
      if (failing) throw new Error('down');
      received.push(message);
    },
    async onAnswer(answer) {
      take(answer);
      return { notice: notice({ kind: 'reply', heading: 'Noted' }), replaces: true };
    },
    async onCheck(draft) {
      take(draft);
      return { level: 'clear', heading: 'Fine', paragraphs: [], suggestion: null, left: null };
    },
    async onReport(report) {
      take(report);
      return 'Thank you.';
    },
    async onLanguage(choice) {
      take(choice);
      return 'Diolch.';
    },
  });
});
afterAll(() => site.stop());
beforeEach(() => {
  received = [];
  taken = [];
  failing = false;
});

const put = (body: unknown, path = POST, headers = {}) =>
  fetch(site.url + path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
const send = (method: string, path: string, body: unknown) =>
  fetch(`${site.url}/try/sessions/${SESSION}/${path}`, {
    method,
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
const sentence = async (res: Response) => ((await res.json()) as { error: string }).error;

describe('a post', () => {
  test('is handed on as every platform does', async () => {
    const attachments = [{ name: 'photo.jpg', type: 'image/jpeg' }];
    expect((await put({ ...content, attachments })).status).toBe(204);
    expect(received).toEqual([
      {
        type: 'posted',
        platform: 'simulator',
        tenant: 'simulator',
        channel: { id: 'care-team', name: 'Ward 7 team', audience: 'care-team', readers: 18, guests: 0 },
        id: `${SESSION}.1`,
        version: '',
        thread: null,
        author: `${SESSION}.sam`,
        text: 'Handover at half past seven',
        attachments,
        postedAt: expect.any(Date),
        link: null,
        language: null,
      },
    ]);
  });

  test('carries its person’s language, and the guests of its channel', async () => {
    const outside = POST.replace('care-team', 'external');
    await put({ ...content, readers: 31, language: 'cy' }, outside);
    await put({ ...content, readers: 3, version: 1 }, outside);
    expect(received).toMatchObject([
      { language: 'cy', channel: { name: 'Ward 7 and Riverbank care home', readers: 31, guests: 6 } },
      { channel: { readers: 3, guests: 2 } },
    ]);
  });

  test('edited is a new version of the same message', async () => {
    await put(content);
    await put({ ...content, version: 1, text: 'Handover at eight' });
    expect(received).toMatchObject([
      { id: `${SESSION}.1`, version: '' },
      { id: `${SESSION}.1`, version: '1', text: 'Handover at eight' },
    ]);
  });

  test('deleted is handed on by its id', async () => {
    expect((await fetch(site.url + POST, { method: 'DELETE' })).status).toBe(204);
    expect(received).toEqual([
      { type: 'deleted', platform: 'simulator', tenant: 'simulator', channelId: 'care-team', id: `${SESSION}.1` },
    ]);
  });

  test('that can’t be stored is 503, so that the page keeps it', async () => {
    failing = true;
    const answer = await put(content);
    expect(answer.status).toBe(503);
    expect(await sentence(answer)).toBe('Quietword could not take this in just now. Please try again.');
    expect((await fetch(site.url + POST, { method: 'DELETE' })).status).toBe(503);
  });

  test.each(['a', '界', '\u{1f98b}', '"'])('of 100,000 units of %s is fine', async (letter) => {
    const text = letter.repeat(100_000 / letter.length);
    expect((await put({ ...content, text })).status).toBe(204);
    expect(received).toMatchObject([{ text }]);
  });

  test('of absurd Unicode comes through as it is', async () => {
    const text = '\u0000\u202e\ud800 x\u0301\u0301\u0301 \ufeff';
    expect((await put({ ...content, text })).status).toBe(204);
    expect(received).toMatchObject([{ text }]);
  });
});

describe('bad input gets one sentence that names the field', () => {
  test.each([
    ['{"version":', 400, 'The body must be JSON.'],
    ['[]', 400, 'The body must be a JSON object.'],
    ['null', 400, 'The body must be JSON.'],
    [{ ...content, person: 'mallory' }, 400, 'person must be one of sam, priya, tomos, grace.'],
    [{ ...content, readers: 0 }, 400, 'readers must be a whole number from 1 to 2,000,000.'],
    [{ ...content, readers: 1.5 }, 400, 'readers must be a whole number from 1 to 2,000,000.'],
    [{ ...content, version: -1 }, 400, 'version must be a whole number from 0 to 1,000,000.'],
    [{ ...content, text: 7 }, 400, 'text must be text.'],
    [{ ...content, text: ' ' }, 400, 'text must not be empty without an attachment.'],
    [{ ...content, text: 'x'.repeat(100_001) }, 400, 'text must have at most 100,000 characters.'],
    [{ ...content, text: 'x'.repeat(5_000_000) }, 413, 'text must have at most 100,000 characters.'],
    [{ ...content, attachments: [{ name: '', type: '' }] }, 400, 'attachments.0.name must not be empty.'],
    [{ ...content, attachments: 'photo' }, 400, 'attachments must be a list.'],
    [{ ...content, language: 'fr' }, 400, 'language must be one of en, cy.'],
    [{ ...content, patient: 'x' }, 400, 'The body has a field that is not known.'],
  ])('%.60j', async (body, status, expected) => {
    const answer = await put(body);
    expect(answer.status).toBe(status);
    expect(await sentence(answer)).toBe(expected);
    expect(received).toEqual([]);
  });

  test.each([
    ['/try/sessions/short/channels/care-team/messages/1', 'session must be 32 hexadecimal digits.'],
    [`/try/sessions/${SESSION}/channels/ward/messages/1`, /^audience must be one of care-team, /],
    [`/try/sessions/${SESSION}/channels/direct/messages/0`, 'number must be 1 or more.'],
    [`/try/sessions/${SESSION}/channels/direct/messages/x`, 'number must be a number.'],
  ])('%s', async (path, expected) => {
    const answer = await put(content, path);
    expect(answer.status).toBe(400);
    expect(await sentence(answer)).toMatch(expected);
  });

  test('a body that is not JSON at all', async () => {
    const answer = await put('text', POST, { 'Content-Type': 'text/plain' });
    expect([answer.status, await sentence(answer)]).toEqual([400, 'The body must be a JSON object.']);
  });

  test('an address that can’t be decoded', async () => {
    const answer = await put(content, `/try/sessions/%E0%A4%A/channels/direct/messages/1`);
    expect(answer.status).toBe(400);
    expect(JSON.stringify(await answer.json())).not.toMatch(/URIError|node_modules/);
  });
});

describe('a choice on a notice', () => {
  const message = { number: 3, deleted: false, text: 'as it is now', attachments: [] };
  const pressed = { person: 'sam', incident: 'i1', action: 'reason:handover', words: null, message };
  const place = (id: string) => ({ channel: 'care-team', message: id, thread: null });

  test('is handed on as its person’s, and answered with what is shown at once', async () => {
    const answer = await send('POST', 'answers', { ...pressed, action: 'reason-words', words: 'for handover' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(await answer.json()).toEqual({ notice: notice({ kind: 'reply', heading: 'Noted' }), replaces: true });
    expect(taken).toEqual([
      {
        platform: 'simulator',
        tenant: 'simulator',
        person: `${SESSION}.sam`,
        incident: 'i1',
        action: 'reason-words',
        words: 'for handover',
        current: expect.any(Function),
        kept: false,
      },
    ]);
  });

  test('brings the post as it is now: for that post, and for no other', async () => {
    await send('POST', 'answers', pressed);
    await send('POST', 'answers', { ...pressed, message: { ...message, deleted: true, text: '' } });
    const [there, gone] = taken as Answer[];
    expect(await there?.current(place(`${SESSION}.3`))).toEqual({
      status: 'there',
      text: 'as it is now',
      attachments: [],
    });
    expect(await there?.current(place(`${SESSION}.4`))).toEqual({ status: 'unknown' });
    expect(await there?.current(place(`${'f'.repeat(32)}.3`))).toEqual({ status: 'unknown' });
    expect(await gone?.current(place(`${SESSION}.3`))).toEqual({ status: 'gone' });
  });

  test.each([
    ['person must be one of sam, priya, tomos, grace.', { person: 'mallory' }],
    ['incident must be text.', { incident: 7 }],
    ['incident must have at most 100 characters.', { incident: 'x'.repeat(101) }],
    ['action is not a choice that a notice has.', { action: 'Fixed; drop table' }],
    ['words must have at most 1,000 characters.', { words: 'x'.repeat(1001) }],
    ['message must be the post that the notice is about.', { message: undefined }],
    ['message.number must be a whole number from 1 to 1,000,000.', { message: { ...message, number: 0 } }],
    ['message.deleted must be true or false.', { message: { ...message, deleted: 'no' } }],
    ['message has a field that is not known.', { message: { ...message, more: 1 } }],
  ])('gets one sentence: %s', async (expected, change) => {
    const answer = await send('POST', 'answers', { ...pressed, ...change });
    expect([answer.status, await sentence(answer)]).toEqual([400, expected]);
    expect(taken).toEqual([]);
  });
});

describe('before it is posted', () => {
  const draft = { audience: 'external', readers: 31, language: 'cy', text: 'a draft', attachments: [] };

  test('a draft is checked for where it would go', async () => {
    const answer = await send('POST', 'checks', draft);
    expect(await answer.json()).toMatchObject({ level: 'clear', heading: 'Fine' });
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(taken).toEqual([{ platform: 'simulator', tenant: 'simulator', ...draft, guests: 6 }]);
  });

  test.each([
    ['audience must be one of care-team, organisation, external, direct.', { audience: 'ward' }],
    ['text must not be empty without an attachment.', { text: ' ' }],
    ['text must have at most 100,000 characters.', { text: 'x'.repeat(100_001) }],
    ['language must be one of en, cy.', { language: null }],
  ])('gets one sentence: %s', async (expected, change) => {
    const answer = await send('POST', 'checks', { ...draft, ...change });
    expect([answer.status, await sentence(answer)]).toEqual([400, expected]);
  });
});

describe('a post that is raised', () => {
  const raised = {
    person: 'priya',
    author: 'sam',
    named: false,
    readers: 18,
    language: 'en',
    text: 'seen',
    attachments: [],
  };
  const path = 'channels/care-team/messages/3/reports';

  test('is handed on with who raised it and whose it is', async () => {
    expect(await (await send('POST', path, raised)).json()).toEqual({ said: 'Thank you.' });
    expect(taken).toEqual([
      {
        platform: 'simulator',
        tenant: 'simulator',
        person: `${SESSION}.priya`,
        named: false,
        language: 'en',
        message: {
          channel: { id: 'care-team', name: 'Ward 7 team', audience: 'care-team', readers: 18, guests: 0 },
          id: `${SESSION}.3`,
          author: `${SESSION}.sam`,
          text: 'seen',
          attachments: [],
          link: null,
        },
      },
    ]);
  });

  test.each([
    ['author must be one of sam, priya, tomos, grace.', { author: 'mallory' }],
    ['named must be true or false.', { named: 'yes' }],
  ])('gets one sentence: %s', async (expected, change) => {
    expect(await sentence(await send('POST', path, { ...raised, ...change }))).toBe(expected);
  });
});

test('a person’s language is theirs', async () => {
  const answer = await send('PUT', 'people/grace/language', { language: 'cy' });
  expect(await answer.json()).toEqual({ said: 'Diolch.' });
  expect(taken).toEqual([{ platform: 'simulator', tenant: 'simulator', person: `${SESSION}.grace`, language: 'cy' }]);
  expect(await sentence(await send('PUT', 'people/nobody/language', { language: 'cy' }))).toMatch(/^person must be/);
  expect(await sentence(await send('PUT', 'people/grace/language', {}))).toBe('language must be one of en, cy.');
});

test.each([
  [
    'POST',
    'answers',
    {
      person: 'sam',
      incident: 'i1',
      action: 'why',
      words: null,
      message: { number: 1, deleted: false, text: '', attachments: [] },
    },
  ],
  ['POST', 'checks', { audience: 'direct', readers: 2, language: 'en', text: 'x', attachments: [] }],
  ['PUT', 'people/sam/language', { language: 'en' }],
])('%s %s that can’t be stored is 503 and one sentence', async (method, path, body) => {
  failing = true;
  const answer = await send(method, path, body);
  expect(answer.status).toBe(503);
  expect(await sentence(answer)).toBe('Quietword could not take this in just now. Please try again.');
});

test('every channel says that Quietword is there', async () => {
  expect(await (await fetch(`${site.url}/try`)).text()).toContain(ANNOUNCEMENT);
});

test('another site may post nothing', async () => {
  const answer = await put(content, POST, { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' });
  expect(answer.status).toBe(403);
  expect(received).toEqual([]);
});

test('each page gets a session of its own', async () => {
  const sessions = await Promise.all(
    [1, 2].map(async () => /data-session="([0-9a-f]{32})"/.exec(await (await fetch(`${site.url}/try`)).text())?.[1]),
  );
  expect(new Set(sessions).size).toBe(2);
});

describe('notices', () => {
  const to = (session: string) => ({
    tenant: 'simulator',
    person: `${session}.sam`,
    channel: 'care-team',
    message: `${session}.3`,
    thread: null,
  });

  test('reach the page of the person, and again after its connection dropped', async () => {
    const first = await listen(SESSION);
    expect(await site.simulator.sendPrivately(to(SESSION), notice(), null)).toEqual({
      status: 'accepted',
      via: 'page',
      ref: '3',
    });
    const expected = { ...notice(), message: 3, person: 'sam', place: '3' };
    expect(await first.next()).toEqual(expected);
    first.drop();
    const second = await listen(SESSION);
    expect(await second.next()).toEqual(expected);
    second.drop();
  });

  test('reach nobody else’s page', async () => {
    const other = 'f'.repeat(32);
    const stream = await listen(other);
    await listen(SESSION).then((mine) => mine.drop());
    await site.simulator.sendPrivately(to(SESSION), notice({ incident: 'i2' }), null);
    await site.simulator.sendPrivately(to(other), notice({ incident: 'i3' }), null);
    expect(await stream.next()).toMatchObject({ incident: 'i3' });
    stream.drop();
  });

  test('about one post have one place, whatever their incident, and what sums up several has another', async () => {
    const told = (change: object) => site.simulator.sendPrivately(to(SESSION), notice(change), null);
    await listen(SESSION).then((mine) => mine.drop());
    expect(await told({ incident: 'i4' })).toMatchObject({ ref: '3' });
    expect(await told({ incident: 'i5', kind: 'left' })).toMatchObject({ ref: '3' });
    expect(await told({ incident: 'i4', kind: 'summary' })).toMatchObject({ ref: '3 and more' });
  });

  test('without an open page there is no private way', async () => {
    expect(await site.simulator.sendPrivately(to('e'.repeat(32)), notice(), null)).toEqual({
      status: 'unreachable',
      reason: 'no-page',
    });
  });

  async function listen(session: string) {
    const abort = new AbortController();
    const res = await fetch(`${site.url}/try/sessions/${session}/notices`, { signal: abort.signal });
    expect(res.headers.get('content-type')).toContain('text/event-stream');
    const reader = (res.body as ReadableStream<Uint8Array>).getReader();
    const decoder = new TextDecoder();
    let text = '';
    return {
      drop: () => abort.abort(),
      async next(): Promise<unknown> {
        for (;;) {
          const event = /data: (.*)\n\n/.exec(text);
          if (event) {
            text = text.slice(event.index + event[0].length);
            return JSON.parse(event[1] ?? '');
          }
          text += decoder.decode((await reader.read()).value, { stream: true });
        }
      },
    };
  }
});
