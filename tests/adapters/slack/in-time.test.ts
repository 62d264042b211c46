import { afterEach, beforeEach, expect, test } from 'vitest';
import { within } from '../../../src/adapters/slack/in-time.ts';
import type { RefresherForm } from '../../../src/chat.ts';
import press from '../../fixtures/slack/block-actions.json' with { type: 'json' };
import command from '../../fixtures/slack/command.json' with { type: 'json' };
import onMessage from '../../fixtures/slack/message-action.json' with { type: 'json' };
import shortcut from '../../fixtures/slack/shortcut.json' with { type: 'json' };
import { soon } from '../../soon.ts';
import type { Reply } from './fake-web-api.ts';
import { type Form, type Stage, startStage } from './stage.ts';

// Slack has its answer while the database, or Slack itself, is slow; then it is shown what came of it.

const SORRY = 'Sorry, that did not reach us. Please try again in a minute.';
const WAIT = 'One moment, please. This is taking a little longer than usual.';

let stage: Stage;
let goOn: () => void;
beforeEach(async () => {
  stage = await startStage();
  await stage.adapter.ready();
});
afterEach(async () => {
  goOn?.();
  await stage.adapter.finish();
  await stage.close();
});

const gate = () =>
  new Promise<void>((resolve) => {
    goOn = resolve;
  });
const slowDatabase = () => {
  stage.says.until = gate();
};
/** The database, which hung, fails. */
const fail = () => {
  let reject = (_: Error) => {};
  stage.says.until = new Promise((_, refuse) => {
    reject = refuse;
  });
  stage.says.until.catch(() => {});
  return () => reject(new Error('the database is down'));
};
const pressed = () => stage.interact({ ...press, response_url: stage.api.responseUrl });
const typed = (text: string) => stage.command({ ...command, text, response_url: stage.api.responseUrl });
const taken = { status: 200, text: '' };
const shown = () => soon(() => stage.shown()[0] ?? Promise.reject(new Error('nothing is shown yet')));
const updated = () => soon(() => stage.updated()[0] ?? Promise.reject(new Error('nothing is updated yet')));
const words = (view: Form | undefined) => JSON.stringify(view?.blocks);

test('what takes long is undefined, what fails fails', async () => {
  expect(await within(5, new Promise(() => {}))).toBeUndefined();
  expect(await within(5_000, Promise.resolve('done'))).toBe('done');
  await expect(within(5_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});

test('a press: the reply comes once it is stored', async () => {
  slowDatabase();
  expect(await pressed()).toEqual(taken);
  expect(stage.taken.answers).toHaveLength(1);
  expect(stage.shown()).toEqual([]);
  goOn();
  expect(await shown()).toMatchObject({ replace_original: true, text: 'Thank you\nPlease edit.' });
});

test('a press that couldn’t be stored after all: the person is told', async () => {
  const down = fail();
  expect(await pressed()).toEqual(taken);
  down();
  expect(await shown()).toMatchObject({ response_type: 'ephemeral', replace_original: false, text: SORRY });
  await stage.adapter.finish();
  expect(stage.logged.map(({ event }) => event)).toContain('slack.request_failed');
});

test.each<[string, Reply]>([
  ['hangs', 'hang'],
  ['hangs in the middle', 'hang after the headers'],
])('Slack that %s when a form is to be opened is not waited for, and the person is told', async (_, reply) => {
  stage.api.answer('views.open', reply);
  const asks = { action_id: 'quietword-asks:reason-words', value: JSON.stringify(QUESTION) };
  expect(
    await stage.interact({
      ...press,
      response_url: stage.api.responseUrl,
      actions: [{ ...press.actions[0], ...asks }],
    }),
  ).toEqual(taken);
  expect(await stage.interact(shortcut)).toEqual(taken);
  expect(await stage.interact({ ...onMessage, response_url: stage.api.responseUrl })).toEqual(taken);
  expect(await typed('check')).toEqual(taken);
  await stage.adapter.finish();
  expect(stage.shown().map(({ text }) => text)).toEqual([SORRY, SORRY, SORRY]);
});
const QUESTION = { incident: 'i', label: 'In your own words', submit: 'Send', longest: 200, language: 'en' };

test.each<[string, () => Promise<{ status: number }>]>([
  ['the shortcut', () => stage.interact(shortcut)],
  ['the shortcut of a message', () => stage.interact(onMessage)],
  ['the command', () => typed('check')],
])('%s opens its form though nobody’s language is known, before Slack would refuse it', async (_, choose) => {
  stage.says.language = 'cy';
  stage.says.languageKnown = gate();
  expect((await choose()).status).toBe(200);
  await soon(() => expect(stage.form().submit?.text).toMatch(/^(Check|Report)$/));
});

test('a trainer’s form is opened, and filled once it is known that they may write', async () => {
  slowDatabase();
  stage.says.refresher = { show: 'form', form: FORM };
  expect(await typed('refresher')).toEqual(taken);
  await soon(() => expect(words(stage.form())).toContain(WAIT));
  goOn();
  expect(await updated()).toMatchObject({ callback_id: 'write_refresher', title: { text: 'A few words' } });
});
const CHOICE = { label: 'Of what?', options: [{ value: 'photos', label: 'Photos' }] };
const FIELD = { label: 'Title', longest: 100 };
const FORM: RefresherForm = {
  language: 'en',
  heading: 'A few words',
  title: FIELD,
  words: FIELD,
  topic: CHOICE,
  audience: CHOICE,
  acknowledge: CHOICE,
  submit: 'Look',
};

test('whoever may not write reads so in its place', async () => {
  slowDatabase();
  await typed('refresher');
  goOn();
  expect(words(await updated())).toContain('Only trainers can.');
});

test('a command’s answer comes by its response_url', async () => {
  slowDatabase();
  expect(await typed('question')).toEqual(taken);
  goOn();
  expect(await shown()).toMatchObject({ response_type: 'ephemeral', text: 'Thank you\nPlease edit.' });
});

/** Fills in what was opened, as Slack hands it back. */
const submit = async (draft: string) => {
  await stage.interact(shortcut);
  const { callback_id, private_metadata } = stage.form();
  return stage.submit({
    callback: callback_id,
    metadata: private_metadata,
    fields: {
      'draft-0': { draft: { type: 'plain_text_input', value: draft } },
      place: { place: { type: 'conversations_select', selected_conversation: 'C01WARD7' } },
      readers: { readers: { type: 'static_select', selected_option: { value: 'care-team' } } },
    },
  });
};

test('a form says that it takes a moment, and then what came of it', async () => {
  slowDatabase();
  const { status, json } = await submit('Mrs Winterbourne');
  expect(status).toBe(200);
  expect(json).toMatchObject({ response_action: 'update' });
  expect(JSON.stringify(json)).toContain(WAIT);
  goOn();
  expect(words(await updated())).toContain('Nothing stands out');
});

test('a form that couldn’t be taken after all is there again, with all that was written', async () => {
  const down = fail();
  await submit('Mrs Winterbourne');
  down();
  const again = await updated();
  expect(again).toMatchObject({ callback_id: 'check_draft', submit: { text: 'Check' } });
  expect(again.private_metadata).toBe(stage.form().private_metadata);
  expect(again.blocks).toMatchObject([
    { text: { text: SORRY } },
    { element: { initial_value: 'Mrs Winterbourne' } },
    { element: { initial_conversation: 'C01WARD7' } },
    { element: { initial_option: { value: 'care-team', text: { text: expect.any(String) } } } },
  ]);
  expect(JSON.stringify(stage.logged)).not.toContain('Winterbourne');
});

test('a form that has nothing more to say can be closed, and the reply stands where the button was', async () => {
  slowDatabase();
  const metadata = { action: 'reason-words', incident: 'i', language: 'en', kept: false, url: stage.api.responseUrl };
  const fields = { words: { words: { type: 'plain_text_input', value: 'the phone is down' } } };
  const { json } = await stage.submit({ callback: 'own_words', metadata, fields });
  expect(JSON.stringify(json)).toContain(WAIT);
  goOn();
  expect(await shown()).toMatchObject({ replace_original: true });
  expect(words(await updated())).toContain('Thank you, that reached us.');
});

test('a slow look at the channel or the message holds up no form', async () => {
  stage.api.answer('conversations.info', 'hang');
  expect((await submit('Mrs Winterbourne')).status).toBe(200);
  expect(words(await updated())).toContain('Nothing stands out');
});
