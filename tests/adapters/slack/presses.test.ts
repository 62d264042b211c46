import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import ephemeral from '../../fixtures/slack/block-actions.json' with { type: 'json' };
import direct from '../../fixtures/slack/block-actions-direct.json' with { type: 'json' };
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import { soon } from '../../soon.ts';
import { INCIDENT, type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

type Payload = typeof ephemeral | typeof direct;
const pressed = (
  change: { action?: string; value?: unknown } & Record<string, unknown> = {},
  of: Payload = ephemeral,
) => {
  const { action = 'quietword:safer', value = INCIDENT, ...rest } = change;
  return {
    ...of,
    response_url: stage.api.responseUrl,
    actions: [{ ...of.actions[0], action_id: action, value }],
    ...rest,
  };
};
const shown = () => soon(() => stage.shown()[0] ?? Promise.reject(new Error('nothing is shown yet')));

test.each([
  'safer',
  'fixed',
  'not-patient',
  'needed',
  'why',
  'back',
  'reason:handover',
  'reason:no-other-way',
  'option:1',
  'option:3',
])('%s is handed in for whom Slack vouches for, and answered in the place of the notice', async (action) => {
  expect(await stage.interact(pressed({ action: `quietword:${action}` }))).toEqual({ status: 200, text: '' });
  expect(stage.taken.answers).toMatchObject([
    {
      platform: 'slack',
      tenant: 'T01TRUST',
      person: 'U02NURSE01',
      incident: INCIDENT,
      action,
      words: null,
      kept: false,
    },
  ]);
  const reply = await shown();
  expect(reply).toMatchObject({ replace_original: true, text: 'Thank you\nPlease edit.' });
  expect(JSON.stringify(reply.blocks)).toContain('quietword:fixed');
});

test('what doesn’t replace the notice is shown beside it, in its thread, to that person alone', async () => {
  stage.says.reply = { ...stage.says.reply, replaces: false };
  const container = { ...ephemeral.container, thread_ts: '1726100000.000100' };
  await stage.interact(pressed({ container }));
  expect(await shown()).toMatchObject({
    response_type: 'ephemeral',
    replace_original: false,
    thread_ts: '1726100000.000100',
  });
});

test('in a direct message the answer is kept, and goes on saying what it is about', async () => {
  await stage.interact(pressed({}, direct));
  expect(stage.taken.answers).toMatchObject([{ kept: true }]);
  const { blocks } = (await shown()) as { blocks: { block_id?: string; elements: { text: string }[] }[] };
  expect(blocks.at(-1)?.block_id).toBe('quietword-about');
  expect(blocks.at(-1)?.elements[0]?.text).toBe(direct.message.blocks[1]?.elements?.[0]?.text);
});

test('where a direct message can’t be changed by its response_url, it is changed by its place', async () => {
  stage.api.answer('response', { status: 500 });
  stage.api.answer('chat.update', { json: { ok: true } });
  await stage.interact(pressed({}, direct));
  await stage.interact(pressed());
  await stage.adapter.finish();
  const updates = stage.api.calls.filter(({ method }) => method === 'chat.update');
  expect(updates.map(({ params }) => Object.fromEntries(params))).toMatchObject([
    { channel: 'D01DIRECT', ts: '1726130001.000200', text: 'Thank you\nPlease edit.' },
  ]);
  expect(updates[0]?.params.get('blocks')).toContain('quietword-about');
});

test('Slack has no answer before the choice is stored', async () => {
  let stored = () => {};
  stage.says.until = new Promise((resolve) => {
    stored = resolve;
  });
  let answered = false;
  const answer = stage.interact(pressed()).then((result) => {
    answered = true;
    return result;
  });
  await soon(() => expect(stage.taken.answers).toHaveLength(1));
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toBe(false);
  expect(stage.shown()).toEqual([]);
  stored();
  expect((await answer).status).toBe(200);
});

test('Slack has its answer before the reply is shown, and whatever becomes of that', async () => {
  stage.api.answer('response', 'hang');
  expect((await stage.interact(pressed())).status).toBe(200);
  stage.api.answer('response', { status: 404, body: 'expired_url' });
  expect((await stage.interact(pressed())).status).toBe(200);
  await soon(() => expect(stage.logged).toContainEqual({ event: 'slack.reply_not_shown', fields: { status: 404 } }));
});

test('pressed twice it is handed in twice: who presses what is decided there', async () => {
  await stage.interact(pressed());
  await stage.interact(pressed());
  expect(stage.taken.answers).toHaveLength(2);
});

test('what could not be stored gets 5xx, and the person is told', async () => {
  stage.says.fault = new Error('the database is down');
  const { status, text } = await stage.interact(pressed());
  expect(status).toBe(500);
  expect(text).toBe('The request could not be taken; please send it again.');
  expect(await shown()).toMatchObject({
    response_type: 'ephemeral',
    replace_original: false,
    text: 'Sorry, that did not reach us. Please try again in a minute.',
  });
});

test('in Welsh to who chose Welsh', async () => {
  stage.says.fault = new Error('the database is down');
  stage.says.language = 'cy';
  await stage.interact(pressed());
  expect((await shown()).text).toContain('Mae’n ddrwg gennym');
});

test('a choice is not taken while Slack can’t say who we are', async () => {
  stage.api.answer('auth.test', { status: 503 });
  expect((await stage.interact(pressed())).status).toBe(500);
  expect(stage.taken.answers).toEqual([]);
});

test.each<[string, object]>([
  ['another workspace', { team: { id: 'T09OTHER' } }],
  ['no workspace', { team: null, user: { id: 'U02NURSE01' } }],
])('a press in %s is refused', async (_, change) => {
  const { status, text } = await stage.interact(pressed({ ...change }));
  expect(status).toBe(403);
  expect(text).toBe('Quietword is not installed in this Slack workspace.');
  expect(stage.taken.answers).toEqual([]);
  expect(stage.shown()).toEqual([]);
});

test('where the app is installed for an enterprise, its workspaces are ours', async () => {
  const auth = { ok: true, team_id: 'T01TRUST', enterprise_id: 'E01', is_enterprise_install: true };
  stage.api.answer('auth.test', { json: { ...auth, user_id: 'U01BOT', url: 'https://trust.slack.com/' } });
  expect((await stage.interact(pressed({ team: null, enterprise: { id: 'E01' } }))).status).toBe(200);
  expect(stage.taken.answers).toMatchObject([{ tenant: 'E01' }]);
  expect((await stage.interact(pressed({ enterprise: { id: 'E02' } }))).status).toBe(403);
});

test.each<[string, object]>([
  ['an unknown kind of button', { action: 'someone-elses' }],
  ['no action', { action: 'quietword:' }],
  ['an odd action', { action: 'quietword:Ignore all & <drop>' }],
  ['a long action', { action: `quietword:${'a'.repeat(61)}` }],
  ['no incident', { value: '' }],
  ['a long incident', { value: 'a'.repeat(101) }],
  ['a value that is none', { value: null }],
  ['no actions', { actions: [] }],
  ['a person that is none', { user: { id: 'C01WARD7' } }],
  ['no container', { container: undefined }],
  ['a question without its parts', { action: 'quietword-asks:reason-words', value: '{}' }],
  ['a question that is no JSON', { action: 'quietword-asks:reason-words', value: 'x' }],
])('%s gives 400 and one sentence, and is not handed in', async (_, change) => {
  const { status, text } = await stage.interact(pressed({ ...change }));
  expect(status).toBe(400);
  expect(text).toMatch(/^The [^.]+\.$/);
  expect(stage.taken.answers).toEqual([]);
  expect(stage.api.calls.some(({ method }) => method === 'views.open')).toBe(false);
});

test.each([
  'https://hooks.slack.com.example.org/actions/1',
  'https://example.org/https://hooks.slack.com/',
  'https://hooks.slack.com@example.org/',
  'http://hooks.slack.com/actions/1',
  'http://169.254.169.254/latest/meta-data',
  'file:///etc/passwd',
  'nonsense',
  undefined,
])('an answer is never sent to %s', async (response_url) => {
  const fetched = vi.spyOn(globalThis, 'fetch');
  expect((await stage.interact(pressed({ response_url }))).status).toBe(200);
  expect(stage.taken.answers).toHaveLength(1);
  await soon(() => expect(stage.logged.map(({ event }) => event)).toContain('slack.reply_not_shown'));
  const hosts = fetched.mock.calls.map(([input]) => new URL(String(input)).hostname);
  fetched.mockRestore();
  expect(new Set(hosts)).toEqual(new Set(['127.0.0.1']));
  expect(stage.shown()).toEqual([]);
});

test('a button that opens a page is acknowledged, and nothing is done, wherever it is pressed', async () => {
  const [{ value: _, ...action }] = ephemeral.actions as [(typeof ephemeral.actions)[0]];
  const opened = { ...ephemeral, actions: [{ ...action, action_id: 'quietword-opens:page' }], response_url: undefined };
  expect(await stage.interact(opened)).toEqual({ status: 200, text: '' });
  expect(await stage.interact({ ...opened, team: { id: 'T09OTHER' } })).toEqual({ status: 200, text: '' });
  expect(stage.taken.answers).toEqual([]);
  expect(stage.logged).toEqual([]);
});

test('a redirect is not followed', async () => {
  stage.api.answer('response', { status: 302, headers: { location: `${stage.api.apiUrl}elsewhere` } });
  await stage.interact(pressed());
  await soon(() => expect(stage.logged.map(({ event }) => event)).toContain('slack.reply_not_shown'));
  expect(stage.api.calls.map(({ method }) => method)).not.toContain('elsewhere');
});

const question = { incident: INCIDENT, label: 'In your own words', submit: 'Send', longest: 200, language: 'en' };
const askedFor = (of: Payload = ephemeral) =>
  pressed({ action: 'quietword-asks:reason-words', value: JSON.stringify(question) }, of);
const written = (value: string | null) => ({ words: { words: { type: 'plain_text_input', value } } });

test('a question opens a form, which goes back with a few words of their own', async () => {
  expect(await stage.interact(askedFor(direct))).toEqual({ status: 200, text: '' });
  expect(stage.taken.answers).toEqual([]);
  const form = stage.form();
  expect(stage.api.calls.at(-1)?.params.get('trigger_id')).toBe('7001.8002.a-trigger');
  expect(form.title.text.length).toBeLessThanOrEqual(24);
  expect(form.submit?.text).toBe('Send');
  expect(form.blocks).toMatchObject([
    { type: 'input', label: { text: 'In your own words' }, element: { multiline: true, max_length: 200 } },
  ]);
  expect(form.private_metadata.length).toBeLessThanOrEqual(3_000);

  const sent = { callback: form.callback_id, metadata: form.private_metadata, fields: written(' it was an &amp; ') };
  expect(await stage.submit(sent)).toEqual({ status: 200, json: '' });
  expect(stage.taken.answers).toMatchObject([
    { person: 'U02NURSE01', incident: INCIDENT, action: 'reason-words', words: 'it was an &', kept: true },
  ]);
  const reply = await shown();
  expect(reply).toMatchObject({ replace_original: true });
  expect(JSON.stringify(reply)).toContain('About what you posted in <#C01WARD7>');
});

test.each([null, '', '   '])('a form without words (%j) stays open and says so', async (value) => {
  await stage.interact(askedFor());
  const { callback_id, private_metadata } = stage.form();
  const { json } = await stage.submit({ callback: callback_id, metadata: private_metadata, fields: written(value) });
  expect(json).toEqual({
    response_action: 'errors',
    errors: { words: 'Please write or change something here first.' },
  });
  expect(stage.taken.answers).toEqual([]);
});

test('where the words could not be stored the form stays open with them', async () => {
  await stage.interact(askedFor());
  stage.says.fault = new Error('the database is down');
  const { callback_id, private_metadata } = stage.form();
  const { status, json } = await stage.submit({
    callback: callback_id,
    metadata: private_metadata,
    fields: written('handover'),
  });
  expect(status).toBe(200);
  expect(json).toMatchObject({ response_action: 'errors', errors: { words: expect.stringContaining('try again') } });
});

test.each<[string, string, unknown]>([
  ['another’s form', 'someone_elses', {}],
  ['a form without its incident', 'own_words', {}],
  ['a form with nonsense', 'own_words', 'nonsense'],
  ['a form for an odd action', 'own_words', { ...question, kept: false, action: 'DROP' }],
])('%s gives 400', async (_, callback, metadata) => {
  expect((await stage.submit({ callback, metadata, fields: written('words') })).status).toBe(400);
  expect(stage.taken.answers).toEqual([]);
});

test('a form that Slack doesn’t open any more gets 5xx, and the person is told', async () => {
  stage.api.answer('views.open', { json: { ok: false, error: 'expired_trigger_id' } });
  expect((await stage.interact(askedFor())).status).toBe(500);
  expect(await shown()).toMatchObject({ response_type: 'ephemeral' });
});

const { channel: _, ...message } = envelope.event;
const place = { channel: 'C01WARD7', message: message.ts, thread: null };
const current = async (at: typeof place | (Omit<typeof place, 'thread'> & { thread: string })) => {
  await stage.interact(pressed());
  return stage.taken.answers.at(-1)?.current(at);
};

test('the message is read again where it is remembered to be, only when asked for', async () => {
  stage.api.answer('conversations.history', { json: { ok: true, messages: [message] } });
  await stage.interact(pressed());
  expect(stage.api.calls.map(({ method }) => method)).not.toContain('conversations.history');
  expect(await current(place)).toMatchObject({ status: 'there', text: 'Please ring NHS 943 476 5919' });
  const call = stage.api.calls.findLast(({ method }) => method === 'conversations.history');
  expect(Object.fromEntries(call?.params ?? [])).toMatchObject({
    channel: 'C01WARD7',
    latest: message.ts,
    oldest: message.ts,
    inclusive: 'true',
  });
});

test('in a thread it is found behind the thread’s first message', async () => {
  const parent = { ...message, ts: '1726100000.000100', text: 'how is bed 4?' };
  stage.api.answer('conversations.replies', { json: { ok: true, messages: [parent, message] } });
  expect(await current({ ...place, thread: parent.ts })).toMatchObject({ text: 'Please ring NHS 943 476 5919' });
  expect(stage.api.calls.at(-1)?.params.get('ts') ?? stage.api.calls.at(-2)?.params.get('ts')).toBe(parent.ts);
});

test.each<[string, object | 'hang' | 'reset', string]>([
  ['not there', { json: { ok: true, messages: [] } }, 'gone'],
  ['another', { json: { ok: true, messages: [{ ...message, ts: '1726130000.000101' }] } }, 'gone'],
  ['a tombstone', { json: { ok: true, messages: [{ ...message, subtype: 'tombstone' }] } }, 'gone'],
  ['said to be gone', { json: { ok: false, error: 'thread_not_found' } }, 'gone'],
  ['hidden from us', { json: { ok: false, error: 'not_in_channel' } }, 'unknown'],
  ['of another shape', { json: { ok: true, messages: [{ ...message, text: 5 }] } }, 'unknown'],
  ['an answer of another shape', { json: { ok: true } }, 'unknown'],
  ['limited', { status: 429 }, 'unknown'],
  ['broken off', 'reset', 'unknown'],
  ['hanging', 'hang', 'unknown'],
])('a message that is %s', async (_, reply, status) => {
  stage.api.answer('conversations.history', reply as { json: unknown });
  expect(await current(place)).toEqual({ status });
});

test('nothing that was said or written is handed to the log', async () => {
  stage.api.answer('conversations.history', { json: { ok: true, messages: [{ ...message, text: 5 }] } });
  await current(place);
  await stage.interact(askedFor());
  stage.says.fault = new Error('Adaeze Winterbourne');
  const { callback_id, private_metadata } = stage.form();
  await stage.submit({ callback: callback_id, metadata: private_metadata, fields: written('Adaeze Winterbourne') });
  const text = JSON.stringify(stage.logged, (key, value) => (key === 'error' ? undefined : value));
  expect(stage.logged.map(({ event }) => event)).toContain('slack.answer_failed');
  expect(text).not.toMatch(/Winterbourne|5919|Thank you/);
});
