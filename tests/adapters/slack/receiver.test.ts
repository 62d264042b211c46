import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Desk } from '../../../src/adapters/slack/desk.ts';
import { type Again, takeEvents } from '../../../src/adapters/slack/events.ts';
import { createReceiver, type Takers } from '../../../src/adapters/slack/receiver.ts';
import type { Connected, Workspaces } from '../../../src/adapters/slack/workspaces.ts';
import type { Channel, Inbound, InboundMessage } from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import { type DeliverOptions, deliver } from '../../slack-emulator.ts';
import { serve } from './fake-web-api.ts';
import { OWN } from './stage.ts';

const SECRET = 'a-signing-secret';
const workspace = { tenant: 'T01TRUST', botUserId: 'U01BOT', botId: 'B01BOT', url: 'https://trust.slack.com/' };
const channel: Channel = { id: 'C01WARD7', name: null, audience: 'organisation', readers: null, guests: null };
const now = () => Math.floor(Date.now() / 1000);

let url: string;
let close: () => Promise<void>;
const nothing = async () => {};
const silentReading = { listening: nothing, taken: nothing, withheld: nothing };

let heard: { text: string | undefined }[];
let sent: Again[];
let listener: () => Promise<void>;

beforeAll(async () => {
  const respond = async () => true;
  const log = createLog('silent');
  const inbound = {
    onMessage: async (message: InboundMessage) => {
      await listener();
      heard.push({ text: message.type === 'posted' ? message.text : undefined });
    },
  } as Inbound;
  const here = { ...workspace, channelOf: async () => channel } as unknown as Connected;
  const workspaces: Workspaces = { of: async () => here, now: async () => here, forget: () => {} };
  const own = { read: async () => OWN, choose: async () => undefined };
  const desk: Desk = { inbound, workspaces, respond, own, languageOf: async () => 'en', log };
  const event = takeEvents(desk, { ended: async () => {} }, silentReading, { changed: nothing, joined: nothing });
  const none = async () => ({});
  const takers: Takers = {
    event: (body, again) => {
      sent.push(again);
      return event(body, again);
    },
    interaction: none,
    command: none,
  };
  ({ url, close } = await serve(express().use(createReceiver({ signingSecret: SECRET, hold: () => {}, log }, takers))));
  url += '/slack/events';
});
beforeEach(() => {
  heard = [];
  sent = [];
  listener = async () => {};
});
afterAll(() => close());

const send = (payload: unknown, options?: DeliverOptions) => deliver(url, SECRET, payload, options);

test('an event is answered 200 once it was heard, in full', async () => {
  expect((await send(envelope)).status).toBe(200);
  expect(heard).toEqual([{ text: envelope.event.text }]);
  expect(sent).toEqual([{ attempt: 0, reason: undefined }]);
});

test('the answer waits for the listener', async () => {
  let finish = () => {};
  const finished = new Promise<void>((resolve) => {
    finish = resolve;
  });
  const started = new Promise<void>((resolve) => {
    listener = () => {
      resolve();
      return finished;
    };
  });
  let answered = false;
  const answer = send(envelope).then((result) => {
    answered = true;
    return result;
  });
  await started;
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect(answered).toBe(false);
  finish();
  expect((await answer).status).toBe(200);
});

test('what could not be taken is answered 500, and taken when it comes again', async () => {
  listener = async () => {
    throw new Error('the database is down');
  };
  const answer = await send(envelope);
  expect(answer).toEqual({ status: 500, text: 'The event could not be taken; please send it again.' });
  listener = async () => {};
  const headers = { 'x-slack-retry-num': '1', 'x-slack-retry-reason': 'http_error' };
  expect((await send(envelope, { headers })).status).toBe(200);
  expect(heard).toHaveLength(1);
  expect(sent.at(-1)).toEqual({ attempt: 1, reason: 'http_error' });
});

test.each<[string, DeliverOptions]>([
  ['a wrong signature', { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } }],
  ['a short signature', { headers: { 'x-slack-signature': 'v0=' } }],
  ['an empty signature', { headers: { 'x-slack-signature': '' } }],
  ['another version of signature', { headers: { 'x-slack-signature': `v1=${'0'.repeat(64)}` } }],
  ['a timestamp that was not signed', { headers: { 'x-slack-request-timestamp': String(now() - 1) } }],
  ['no number as timestamp', { headers: { 'x-slack-request-timestamp': 'now' } }],
  ['an empty timestamp', { headers: { 'x-slack-request-timestamp': '' } }],
  ['a signature of six minutes ago', { timestamp: now() - 360 }],
  ['a signature of the future', { timestamp: now() + 360 }],
])('%s gives 401 and nothing is heard', async (_, options) => {
  const { status, text } = await send(envelope, options);
  expect(status).toBe(401);
  expect(text).toMatch(/^The Slack signature [^.]+\.$/);
  expect(heard).toEqual([]);
});

test('without any signature, or with another secret’s, it is 401, too', async () => {
  const body = JSON.stringify(envelope);
  expect((await fetch(url, { method: 'POST', body })).status).toBe(401);
  expect((await fetch(url, { method: 'POST' })).status).toBe(401);
  expect((await deliver(url, 'another-secret', envelope)).status).toBe(401);
  expect(heard).toEqual([]);
});

test('a signature of four minutes ago is good', async () => {
  expect((await send(envelope, { timestamp: now() - 240 })).status).toBe(200);
});

test.each([
  ['{"type": "event_callback"', 'The body is not valid JSON.'],
  ['', 'The body is not valid JSON.'],
  ['payload=%7B%7D', 'The body is not valid JSON.'],
  ['null', 'The body is not a kind of Slack request that is answered here.'],
  ['[]', 'The body is not a kind of Slack request that is answered here.'],
  ['{"type": "something_else"}', 'The body is not a kind of Slack request that is answered here.'],
  ['{"type": "event_callback"}', 'The body is not a kind of Slack request that is answered here.'],
  ['{"type": "event_callback", "event": {}}', 'The body is not a kind of Slack request that is answered here.'],
  ['{"type": "url_verification"}', 'The body is not a kind of Slack request that is answered here.'],
])('%s gives 400 and one sentence', async (body, sentence) => {
  expect(await send(body)).toEqual({ status: 400, text: sentence });
});

test('five megabytes give 413 and one sentence, and the next event is heard', async () => {
  const event = { ...envelope.event, text: 'x'.repeat(5_000_000) };
  expect(await send({ ...envelope, event })).toEqual({ status: 413, text: 'The body is larger than 2 MB.' });
  expect((await send(envelope)).status).toBe(200);
  expect(heard).toHaveLength(1);
});

test('the longest edit that Slack can send, in Welsh or in emoji, is heard', async () => {
  const escaped = '\\u0175'.repeat(40_000);
  const event = { ...envelope.event, text: 'TEXT', before: 'TEXT', blocks: 'TEXT', blocksBefore: 'TEXT' };
  expect((await send(JSON.stringify({ ...envelope, event }).replaceAll('TEXT', escaped))).status).toBe(200);
  expect((await send({ ...envelope, event: { ...event, text: '👩‍⚕️ŵ\ud800\u0000\ufeff' } })).status).toBe(200);
  expect(heard).toMatchObject([{ text: 'ŵ'.repeat(40_000) }, { text: '👩‍⚕️ŵ\ud800\u0000\ufeff' }]);
});

test('a compressed body is refused, as Slack sends none', async () => {
  expect((await send(envelope, { headers: { 'content-encoding': 'gzip' } })).status).toBe(415);
});

test('the address is confirmed to Slack', async () => {
  const answer = await send({ type: 'url_verification', token: 't', challenge: 'a-challenge' });
  expect(answer).toEqual({ status: 200, text: '{"challenge":"a-challenge"}' });
});

test('events withheld by Slack are acknowledged', async () => {
  const notice = { type: 'app_rate_limited', team_id: 'T01TRUST', minute_rate_limited: 1726130000, api_app_id: 'A01' };
  expect((await send(notice)).status).toBe(200);
});

test.each(['reaction_added', 'something_new', 'app_uninstalled'])('%s has no listener and gives 200', async (type) => {
  expect((await send({ ...envelope, event: { type, channel: null, item: null, user: null } })).status).toBe(200);
  expect(heard).toEqual([]);
});

test('nulls where Slack leaves things out do no harm', async () => {
  const event = { ...envelope.event, subtype: null, channel_type: null, item: null, subteam: null };
  expect((await send({ ...envelope, event, authorizations: null })).status).toBe(200);
  expect(heard).toHaveLength(1);
});
