import { afterEach, beforeEach, expect, test } from 'vitest';
import shortcut from '../../fixtures/slack/message-action.json' with { type: 'json' };
import type { Reply } from './fake-web-api.ts';
import { type Form, type Stage, startStage } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
  stage.api.answer('conversations.history', { json: { ok: true, messages: [shortcut.message] } });
});
afterEach(() => stage.close());

const open = async (payload: object = shortcut): Promise<Form> => {
  expect(await stage.interact(payload)).toEqual({ status: 200, text: '' });
  return stage.form();
};
const report = async (name: string | null = 'named', payload: object = shortcut) => {
  const form = await open(payload);
  return stage.submit({
    callback: form.callback_id,
    metadata: form.private_metadata,
    fields: { name: { name: { type: 'radio_buttons', selected_option: name && { value: name } } } },
  });
};

test('the form says what is passed on and asks for the name; it doesn’t hold the message', async () => {
  const form = await open();
  expect(form.title.text).toBe('Report to the Guardian');
  expect(JSON.stringify(form.blocks)).toContain(
    'what kinds of details it has, where and when it was posted, and a link',
  );
  expect(form.blocks.at(-1)).toMatchObject({
    element: { type: 'radio_buttons', options: [{ value: 'named' }, { value: 'unnamed' }] },
  });
  expect(JSON.stringify(form)).not.toMatch(/ring|5919/);
  expect(JSON.parse(form.private_metadata)).toEqual({
    language: 'en',
    channel: 'C01WARD7',
    message: '1726130000.000100',
    thread: null,
    author: 'U02NURSE01',
  });
});

test.each([
  ['named', true],
  ['unnamed', false],
])('a report %s is handed in with the message as it is now, and the form says what came of it', async (name, named) => {
  const { status, json } = await report(name);
  expect(status).toBe(200);
  expect(stage.taken.reports).toEqual([
    {
      platform: 'slack',
      tenant: 'T01TRUST',
      person: 'U02NURSE01',
      named,
      language: 'en',
      message: {
        channel: { id: 'C01WARD7', name: 'ward-7', audience: 'organisation', readers: 212, guests: 0 },
        id: '1726130000.000100',
        author: 'U02NURSE01',
        text: 'Please ring NHS 943 476 5919',
        attachments: [],
        link: 'https://trust.slack.com/archives/C01WARD7/p1726130000000100',
      },
    },
  ]);
  expect(json).toMatchObject({
    response_action: 'update',
    view: { blocks: [{ type: 'section', text: { text: 'Thank you.' } }] },
  });
  expect((json as { view: Form }).view.submit).toBeUndefined();
});

test('a message in a thread is read again there, and linked to there', async () => {
  const thread_ts = '1726100000.000100';
  const message = { ...shortcut.message, thread_ts };
  stage.api.answer('conversations.replies', { json: { ok: true, messages: [message] } });
  await report('named', { ...shortcut, message });
  expect(stage.taken.reports[0]?.message).toMatchObject({
    text: 'Please ring NHS 943 476 5919',
    link: `https://trust.slack.com/archives/C01WARD7/p1726130000000100?thread_ts=${thread_ts}&cid=C01WARD7`,
  });
  await report('named', { ...shortcut, message: { ...shortcut.message, thread_ts: shortcut.message.ts } });
  expect(stage.taken.reports[1]?.message.link).not.toContain('thread_ts');
});

test.each<[string, Reply]>([
  ['the app isn’t in the channel', { json: { ok: false, error: 'not_in_channel' } }],
  ['it was deleted meanwhile', { json: { ok: true, messages: [] } }],
  ['Slack is down', { status: 503 }],
])('where %s the Guardian gets the place and the author alone', async (_, reply) => {
  stage.api.answer('conversations.history', reply);
  expect((await report()).status).toBe(200);
  expect(stage.taken.reports[0]?.message).toMatchObject({ author: 'U02NURSE01', text: '', attachments: [] });
});

test('a bot’s message has no author', async () => {
  const message = { ...shortcut.message, user: undefined, bot_id: 'B02OTHER' };
  stage.api.answer('conversations.history', { json: { ok: true, messages: [message] } });
  await report('named', { ...shortcut, message });
  expect(stage.taken.reports[0]?.message).toMatchObject({ author: null, text: 'Please ring NHS 943 476 5919' });
});

test('what could not be stored keeps the form open', async () => {
  stage.says.fault = new Error('the database is down');
  const { status, json } = await report();
  expect(status).toBe(200);
  expect(json).toMatchObject({ response_action: 'errors', errors: { name: expect.stringContaining('try again') } });
});

test('a form without its choice, or not ours, gives 400', async () => {
  expect((await report(null)).status).toBe(400);
  const fields = { name: { name: { selected_option: { value: 'named' } } } };
  for (const metadata of [{}, { language: 'en', channel: '../x', message: '1.1', thread: null, author: null }]) {
    expect((await stage.submit({ callback: 'report_message', metadata, fields })).status).toBe(400);
  }
  expect(stage.taken.reports).toEqual([]);
});

test('another shortcut gives 400; one in another workspace 403; an odd one 400', async () => {
  expect((await stage.interact({ ...shortcut, callback_id: 'another' })).status).toBe(400);
  expect((await stage.interact({ ...shortcut, team: { id: 'T09' } })).status).toBe(403);
  expect((await stage.interact({ ...shortcut, channel: { id: '../admin' } })).status).toBe(400);
  expect(stage.api.calls.map(({ method }) => method)).not.toContain('views.open');
});

test('in Welsh for who chose Welsh, within what Slack takes', async () => {
  stage.says.language = 'cy';
  const form = await open();
  expect(form.title.text).toBe('Adrodd i’r Gwarcheidwad');
  expect(JSON.stringify(form)).not.toContain('…');
  await report();
  expect(stage.taken.reports).toMatchObject([{ language: 'cy' }]);
});
