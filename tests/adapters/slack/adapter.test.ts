import express from 'express';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSlackAdapter, type SlackAdapter, SlackTokenError } from '../../../src/adapters/slack/adapter.ts';
import { OutcomeUnknown } from '../../../src/adapters/slack/errors.ts';
import type { InboundMessage, PrivateNotice, Recipient } from '../../../src/chat.ts';
import type { Log, LogFields } from '../../../src/log.ts';
import authTest from '../../fixtures/slack/auth-test.json' with { type: 'json' };
import connect from '../../fixtures/slack/connect-message.json' with { type: 'json' };
import info from '../../fixtures/slack/conversations-info.json' with { type: 'json' };
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import { deliver } from '../../slack-emulator.ts';
import { type FakeWebApi, type Reply, serve, startFakeWebApi } from './fake-web-api.ts';

const SECRET = 'a-signing-secret';
const notice: PrivateNotice = {
  incident: 'i1',
  level: 'urgent',
  heading: 'A quiet word',
  paragraphs: ['Please edit.'],
};
const to: Recipient = {
  tenant: 'T01TRUST',
  person: 'U02NURSE01',
  channel: 'C01WARD7',
  message: '1726130000.000100',
  thread: null,
};

let api: FakeWebApi;
let adapter: SlackAdapter;
let url: string;
let close: () => Promise<void>;
let seen: InboundMessage[];
let logged: { event: string; fields: LogFields | undefined }[];

beforeEach(async () => {
  seen = [];
  logged = [];
  const write = (event: string, fields?: LogFields) => {
    logged.push({ event, fields });
  };
  const log: Log = { debug: write, info: write, warn: write, error: write };
  api = await startFakeWebApi();
  api.answer('auth.test', { json: authTest });
  api.answer('conversations.info', { json: info });
  const onMessage = async (message: InboundMessage) => {
    seen.push(message);
  };
  const config = { signingSecret: SECRET, botToken: 'xoxb-1', apiUrl: api.apiUrl };
  adapter = createSlackAdapter({ config, onMessage, careTeam: () => 50, log });
  ({ url, close } = await serve(express().use(adapter.routes())));
});
afterEach(async () => {
  await close();
  await api.close();
});

const send = async (payload: unknown) => (await deliver(`${url}/slack/events`, SECRET, payload)).status;
const refused = (error: string): Reply => ({ json: { ok: false, error } });
const methods = () => api.calls.map(({ method }) => method);
const events = () => logged.map(({ event }) => event);

test('Slack is asked once who we are and once about a channel', async () => {
  expect(await Promise.all([send(envelope), send(envelope), send(envelope)])).toEqual([200, 200, 200]);
  expect(methods().sort()).toEqual(['auth.test', 'conversations.info']);
  expect(seen).toHaveLength(3);
  expect(seen[0]).toMatchObject({ tenant: 'T01TRUST', channel: { audience: 'organisation', readers: 212 } });
});

test('while Slack can’t say who we are, events get 5xx; then they are taken', async () => {
  api.answer('auth.test', { status: 503 });
  expect(await send(envelope)).toBe(500);
  expect(seen).toEqual([]);
  api.answer('auth.test', { json: authTest });
  expect(await send(envelope)).toBe(200);
  expect(seen).toHaveLength(1);
});

test.each<[string, Reply]>([
  ['refused', refused('missing_scope')],
  ['limited', { status: 429, headers: { 'retry-after': '60' } }],
  ['answered with nonsense', { json: { ok: true } }],
  ['broken off', 'reset'],
])('a channel look-up that is %s costs no message', async (_, reply) => {
  api.answer('conversations.info', reply);
  expect(await send(envelope)).toBe(200);
  expect(seen).toMatchObject([{ channel: { id: 'C01WARD7', audience: 'organisation', readers: null } }]);
  expect(events()).toContain('slack.channel_unknown');
});

// Within the test's five seconds, that is: Slack gives up after three, and the look-up after two.
test('a look-up that hangs is given up', async () => {
  api.answer('conversations.info', 'hang');
  expect(await send(envelope)).toBe(200);
  expect(seen).toHaveLength(1);
});

test('a channel shared with another organisation is external', async () => {
  expect(await send(connect)).toBe(200);
  expect(seen).toMatchObject([{ tenant: 'T01TRUST', channel: { audience: 'external' } }]);
});

test('another workspace’s event is answered 200, noted and not taken', async () => {
  const authorizations = [{ ...envelope.authorizations[0], team_id: 'T09OTHER' }];
  expect(await send({ ...envelope, team_id: 'T09OTHER', authorizations })).toBe(200);
  expect(seen).toEqual([]);
  expect(logged).toContainEqual({ event: 'slack.other_workspace', fields: { tenant: 'T09OTHER' } });
});

test('an app installed for an enterprise keeps its messages under the enterprise', async () => {
  api.answer('auth.test', { json: { ...authTest, enterprise_id: 'E01', is_enterprise_install: true } });
  const authorizations = [{ team_id: null, enterprise_id: 'E01', is_enterprise_install: true }];
  expect(await send({ ...envelope, authorizations })).toBe(200);
  expect(seen).toMatchObject([{ tenant: 'E01' }]);
});

test.each<[string, object]>([
  ['no parts', { type: 'message' }],
  ['odd parts', { type: 'message', channel: {}, user: [], ts: 5, text: null }],
])('a message event with %s is answered 200 and noted as malformed', async (_, event) => {
  expect(await send({ type: 'event_callback', team_id: 'T01TRUST', event })).toBe(200);
  expect(seen).toEqual([]);
  expect(logged).toContainEqual({ event: 'slack.message_ignored', fields: { reason: 'malformed' } });
});

test('an envelope with odd parts, too', async () => {
  expect(await send({ ...envelope, is_ext_shared_channel: 'yes' })).toBe(200);
  expect(logged).toContainEqual({ event: 'slack.message_ignored', fields: { reason: 'malformed' } });
});

test('the notice names the person, the channel and the thread', async () => {
  api.answer('chat.postEphemeral', { json: { ok: true, message_ts: '1.1' } });
  expect(await adapter.sendPrivately({ ...to, thread: '1726100000.000100' }, notice)).toEqual({
    status: 'accepted',
    via: 'ephemeral',
  });
  expect(Object.fromEntries(api.calls[0]?.params ?? [])).toMatchObject({
    channel: 'C01WARD7',
    user: 'U02NURSE01',
    thread_ts: '1726100000.000100',
    text: 'A quiet word\nPlease edit.',
  });
});

test.each(['user_not_in_channel', 'not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])(
  'where an ephemeral is refused (%s) a direct message goes to the person, never to the channel',
  async (code) => {
    api.answer('chat.postEphemeral', refused(code));
    api.answer('chat.postMessage', { json: { ok: true } });
    expect(await adapter.sendPrivately(to, notice)).toEqual({ status: 'accepted', via: 'dm' });
    const params = api.calls.at(-1)?.params;
    expect(params?.get('channel')).toBe('U02NURSE01');
    expect(params?.get('unfurl_links')).toBe('false');
    expect(params?.has('thread_ts')).toBe(false);
  },
);

test('in a direct message with the app the notice is a message of its own', async () => {
  api.answer('chat.postMessage', { json: { ok: true } });
  expect(await adapter.sendPrivately({ ...to, channel: 'D01DIRECT' }, notice)).toMatchObject({ via: 'dm' });
  expect(methods()).toEqual(['chat.postMessage']);
});

test('no private way', async () => {
  api.answer('chat.postEphemeral', refused('user_not_in_channel'));
  api.answer('chat.postMessage', refused('cannot_dm_bot'));
  expect(await adapter.sendPrivately(to, notice)).toEqual({ status: 'unreachable', reason: 'cannot_dm_bot' });
});

test('a recipient that is no person is never written to', async () => {
  api.answer('chat.postEphemeral', refused('user_not_found'));
  api.answer('chat.postMessage', { json: { ok: true } });
  const receipt = await adapter.sendPrivately({ ...to, person: 'C02OTHER' }, notice);
  expect(receipt).toEqual({ status: 'unreachable', reason: 'not_a_person' });
  expect(methods()).toEqual(['chat.postEphemeral']);
});

test('a rate limit is not an occasion for a direct message', async () => {
  api.answer('chat.postEphemeral', { status: 429, headers: { 'retry-after': '9' } });
  expect(await adapter.sendPrivately(to, notice)).toEqual({ status: 'later', afterSeconds: 9, reason: 'ratelimited' });
  expect(methods()).toEqual(['chat.postEphemeral']);
});

test('where it can’t be known, it throws and tries nothing else', async () => {
  api.answer('chat.postEphemeral', { status: 502 });
  await expect(adapter.sendPrivately(to, notice)).rejects.toThrow(OutcomeUnknown);
  expect(methods()).toEqual(['chat.postEphemeral']);
});

test.each(['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired'])(
  'a token that is refused (%s) is reported at start in one sentence',
  async (code) => {
    api.answer('auth.test', refused(code));
    const error = await adapter.ready().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SlackTokenError);
    expect(String(error)).toMatch(new RegExp(`SLACK_BOT_TOKEN was refused by Slack \\(${code}\\): [^.]+\\.$`));
  },
);

test.each<[string, Reply]>([
  ['down', { status: 503 }],
  ['unreachable', 'reset'],
  ['busy', { status: 429 }],
])('Slack being %s at start is noted, and is no reason not to start', async (_, reply) => {
  api.answer('auth.test', reply);
  await adapter.ready();
  expect(events()).toContain('slack.unreachable');
});

test('scopes that the token lacks are noted at start', async () => {
  const headers = {
    'x-oauth-scopes': 'channels:history,groups:history,im:history,mpim:history,channels:read,chat:write',
  };
  api.answer('auth.test', { status: 200, headers, body: JSON.stringify(authTest) });
  await adapter.ready();
  expect(logged.filter(({ event }) => event === 'slack.scope_missing').map(({ fields }) => fields?.reason)).toEqual([
    'groups:read',
    'mpim:read',
  ]);
});

test('no word of a message or a notice is handed to the log', async () => {
  api.answer('chat.postEphemeral', { status: 500, body: 'Please edit.' });
  await send(envelope);
  api.answer('conversations.info', refused('channel_not_found'));
  await send({ ...envelope, event: { ...envelope.event, channel: 'C03NEW' } });
  await adapter.sendPrivately(to, notice).catch((error: unknown) => logged.push({ event: String(error), fields: {} }));
  const text = JSON.stringify(logged, (_, value) =>
    value instanceof Error ? `${value.message} ${value.stack}` : value,
  );
  expect(logged.length).toBeGreaterThan(1);
  expect(text).not.toContain('943 476 5919');
  expect(text).not.toContain('Please edit');
});
