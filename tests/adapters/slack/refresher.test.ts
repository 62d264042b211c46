import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { PrivateNotice, RefresherReply } from '../../../src/chat.ts';
import command from '../../fixtures/slack/command.json' with { type: 'json' };
import { notice, type Stage, startStage, to } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const select = { label: 'Which?', options: [{ value: 'a', label: 'A' }] };
const form: RefresherReply = {
  show: 'form',
  form: {
    language: 'en',
    heading: 'Write a refresher',
    title: { label: 'Title', longest: 75 },
    words: { label: 'What it says', longest: 600 },
    topic: select,
    audience: select,
    acknowledge: select,
    submit: 'See it first',
  },
};
const refresher: PrivateNotice = {
  ...notice,
  kind: 'refresher',
  heading: 'Photos',
  paragraphs: ['Use the app.'],
  choices: [{ action: 'refresher:read', label: 'I have read this', style: 'primary' }],
};
const preview: RefresherReply = {
  show: 'preview',
  refresher: 'r1',
  language: 'en',
  heading: 'Write a refresher',
  lines: ['It goes to 12 people.'],
  notice: refresher,
  next: { label: 'What now?', options: [{ value: 'test', label: 'Send a test to me' }] },
  submit: 'Go on',
};
const FIELDS = {
  title: { title: { value: 'Photos' } },
  words: { words: { value: 'Use &lt;the app&gt;' } },
  topic: { topic: { selected_option: { value: 'photos' } } },
  audience: { audience: { selected_option: { value: 'everyone' } } },
  acknowledge: { acknowledge: { selected_option: { value: 'yes' } } },
};

describe('a trainer', () => {
  test('opens the form; whoever is none reads why not', async () => {
    stage.says.refresher = form;
    expect(await stage.command({ ...command, text: 'refresher' })).toEqual({ status: 200, text: '' });
    expect(stage.form()).toMatchObject({ callback_id: 'write_refresher', submit: { text: 'See it first' } });
    expect(stage.taken.refreshers).toMatchObject([{ platform: 'slack', step: { do: 'open' } }]);
    stage.says.refresher = { show: 'sentence', sentence: 'Only trainers can.' };
    expect((await stage.command({ ...command, text: 'nodyn' })).text).toContain('Only trainers can.');
  });

  test('writes it, sees it as it will be, and says what is to become of it', async () => {
    stage.says.refresher = preview;
    const { json } = await stage.submit({ callback: 'write_refresher', metadata: { language: 'en' }, fields: FIELDS });
    expect(stage.taken.refreshers.at(-1)?.step).toEqual({
      do: 'write',
      title: 'Photos',
      words: 'Use <the app>',
      topic: 'photos',
      audience: 'everyone',
      acknowledge: true,
    });
    expect(json).toMatchObject({ response_action: 'update', view: { callback_id: 'send_refresher' } });
    const text = JSON.stringify(json);
    for (const part of ['It goes to 12 people.', 'Use the app.', '[ I have read this ]', 'What now?'])
      expect(text).toContain(part);
    expect(text, 'its buttons do nothing yet').not.toContain('refresher:read');

    stage.says.refresher = { show: 'sentence', sentence: 'It is on its way.' };
    const sent = await stage.submit({
      callback: 'send_refresher',
      metadata: { language: 'en', refresher: 'r1', round: 0 },
      fields: { 'next-0': { next: { selected_option: { value: 'now' } } } },
    });
    expect(stage.taken.refreshers.at(-1)?.step).toEqual({ do: 'send', refresher: 'r1', when: 'now' });
    expect(JSON.stringify(sent.json)).toContain('It is on its way.');
  });

  test('is told what is wrong beside its field, with all that was written still there', async () => {
    stage.says.refresher = { show: 'faults', faults: [{ field: 'words', sentence: 'This may name a person.' }] };
    const { json } = await stage.submit({ callback: 'write_refresher', metadata: { language: 'en' }, fields: FIELDS });
    expect(json).toEqual({ response_action: 'errors', errors: { words: 'This may name a person.' } });
    stage.says.fault = new Error('the database is down');
    const failed = await stage.submit({ callback: 'write_refresher', metadata: { language: 'en' }, fields: FIELDS });
    expect(failed.json).toMatchObject({ errors: { title: expect.stringContaining('did not reach us') } });
  });

  test('a form that was not sent out here is refused', async () => {
    for (const callback of ['write_refresher', 'send_refresher'])
      expect((await stage.submit({ callback, metadata: { refresher: 1 }, fields: {} })).status).toBe(400);
  });
});

describe('a refresher goes out', () => {
  const PICTURE = { url: 'https://q.test/pictures/p1', alt: 'A phone' };
  const last = () => Object.fromEntries(stage.api.calls.at(-1)?.params ?? []);

  test('as a direct message, with its picture', async () => {
    stage.api.answer('chat.postMessage', { json: { ok: true, channel: 'D01DIRECT', ts: '1726130009.000900' } });
    const sent = await stage.adapter.sendPrivately(
      { ...to, channel: '', message: '' },
      { ...refresher, picture: PICTURE },
      null,
    );
    expect(sent).toMatchObject({ status: 'accepted', via: 'dm' });
    expect(last()).toMatchObject({ channel: 'U02NURSE01', unfurl_links: 'false' });
    expect(JSON.parse(last().blocks ?? '[]')).toContainEqual({
      type: 'image',
      image_url: PICTURE.url,
      alt_text: PICTURE.alt,
    });
  });

  test('a rate limit on it holds up the next refresher, and no notice', async () => {
    stage.api.answer('chat.postMessage', { status: 429, headers: { 'retry-after': '60' } });
    const direct = { ...to, channel: '', message: '' };
    expect(await stage.adapter.sendPrivately(direct, refresher, null)).toMatchObject({
      status: 'later',
      afterSeconds: 60,
    });
    const calls = stage.api.calls.length;
    expect(await stage.adapter.sendPrivately(direct, refresher, null)).toMatchObject({
      status: 'later',
      reason: 'ratelimited',
    });
    expect(stage.api.calls.length, 'Slack is not asked').toBe(calls);
    stage.api.answer('chat.postEphemeral', { json: { ok: true } });
    expect(await stage.adapter.sendPrivately(to, notice, null)).toMatchObject({ status: 'accepted', via: 'ephemeral' });
  });
});
