import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { InboundMessage } from '../../../src/chat.ts';
import { serveSimulator } from './serve.ts';

const SESSION = '0123456789abcdef0123456789abcdef';
const POST = `/try/sessions/${SESSION}/channels/care-team/messages/1`;
const content = { version: 0, person: 'sam', readers: 18, text: 'Handover at half past seven', attachments: [] };

let site: Awaited<ReturnType<typeof serveSimulator>>;
let received: InboundMessage[];
let failing = false;

beforeAll(async () => {
  site = await serveSimulator(async (message) => {
    if (failing) throw new Error('down');
    received.push(message);
  });
});
afterAll(() => site.stop());
beforeEach(() => {
  received = [];
  failing = false;
});

const put = (body: unknown, path = POST, headers = {}) =>
  fetch(site.url + path, {
    method: 'PUT',
    headers: { 'Content-Type': 'application/json', ...headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
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
        channel: { id: 'care-team', name: null, audience: 'care-team', readers: 18 },
        id: `${SESSION}.1`,
        version: '',
        thread: null,
        author: `${SESSION}.sam`,
        text: 'Handover at half past seven',
        attachments,
        postedAt: expect.any(Date),
        link: null,
      },
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
  const notice = { incident: 'i1', level: 'nudge' as const, heading: 'A quiet word', paragraphs: ['One.', 'Two.'] };
  const to = (session: string) => ({
    tenant: 'simulator',
    person: `${session}.sam`,
    channel: 'care-team',
    message: `${session}.3`,
    thread: null,
  });

  test('reach the page of the person, and again after its connection dropped', async () => {
    const first = await listen(SESSION);
    expect(await site.simulator.sendPrivately(to(SESSION), notice)).toEqual({ status: 'accepted', via: 'page' });
    const expected = { ...notice, message: 3, person: 'sam' };
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
    await site.simulator.sendPrivately(to(SESSION), { ...notice, incident: 'i2' });
    await site.simulator.sendPrivately(to(other), { ...notice, incident: 'i3' });
    expect(await stream.next()).toMatchObject({ incident: 'i3' });
    stream.drop();
  });

  test('without an open page there is no private way', async () => {
    expect(await site.simulator.sendPrivately(to('e'.repeat(32)), notice)).toEqual({
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
