import { afterEach, beforeEach, expect, test } from 'vitest';
import { SlackTokenError } from '../../../src/adapters/slack/bot-token.ts';
import authTest from '../../fixtures/slack/auth-test.json' with { type: 'json' };
import connect from '../../fixtures/slack/connect-message.json' with { type: 'json' };
import joined from '../../fixtures/slack/member-joined.json' with { type: 'json' };
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import type { Reply } from './fake-web-api.ts';
import { notice, type Stage, startStage, to } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const send = (payload: unknown) => stage.event(payload);
const refused = (error: string): Reply => ({ json: { ok: false, error } });
const methods = () => stage.api.calls.map(({ method }) => method);
const events = () => stage.logged.map(({ event }) => event);

test('Slack is asked once who we are and once about a channel', async () => {
  expect(await Promise.all([send(envelope), send(envelope), send(envelope)])).toEqual([200, 200, 200]);
  expect(methods().sort()).toEqual(['auth.test', 'conversations.info', 'conversations.members']);
  expect(stage.taken.messages).toHaveLength(3);
  expect(stage.taken.messages[0]).toMatchObject({
    tenant: 'T01TRUST',
    channel: { audience: 'organisation', readers: 212 },
  });
});

test('while Slack can’t say who we are, events get 5xx; then they are taken', async () => {
  stage.api.answer('auth.test', { status: 503 });
  expect(await send(envelope)).toBe(500);
  expect(stage.taken.messages).toEqual([]);
  stage.api.answer('auth.test', { json: authTest });
  expect(await send(envelope)).toBe(200);
  expect(stage.taken.messages).toHaveLength(1);
});

test.each<[string, Reply]>([
  ['refused', refused('missing_scope')],
  ['limited', { status: 429, headers: { 'retry-after': '60' } }],
  ['answered with nonsense', { json: { ok: true } }],
  ['broken off', 'reset'],
])('a channel look-up that is %s costs no message', async (_, reply) => {
  stage.api.answer('conversations.info', reply);
  expect(await send(envelope)).toBe(200);
  expect(stage.taken.messages).toMatchObject([
    { channel: { id: 'C01WARD7', audience: 'organisation', readers: null } },
  ]);
  expect(events()).toContain('slack.channel_unknown');
});

// Within the test's five seconds, that is: Slack gives up after three, and the look-up after two.
test('a look-up that hangs is given up', async () => {
  stage.api.answer('conversations.info', 'hang');
  expect(await send(envelope)).toBe(200);
  expect(stage.taken.messages).toHaveLength(1);
});

test('a channel shared with another organisation is external', async () => {
  expect(await send(connect)).toBe(200);
  expect(stage.taken.messages).toMatchObject([{ tenant: 'T01TRUST', channel: { audience: 'external' } }]);
});

test('another workspace’s event is answered 200, noted and not taken', async () => {
  const authorizations = [{ ...envelope.authorizations[0], team_id: 'T09OTHER' }];
  expect(await send({ ...envelope, team_id: 'T09OTHER', authorizations })).toBe(200);
  expect(stage.taken.messages).toEqual([]);
  expect(stage.logged).toContainEqual({ event: 'slack.other_workspace', fields: { tenant: 'T09OTHER' } });
});

test('an app installed for an enterprise keeps its messages under the enterprise', async () => {
  stage.api.answer('auth.test', { json: { ...authTest, enterprise_id: 'E01', is_enterprise_install: true } });
  const authorizations = [{ team_id: null, enterprise_id: 'E01', is_enterprise_install: true }];
  expect(await send({ ...envelope, authorizations })).toBe(200);
  expect(stage.taken.messages).toMatchObject([{ tenant: 'E01' }]);
});

test.each<[string, object]>([
  ['no parts', { type: 'message' }],
  ['odd parts', { type: 'message', channel: {}, user: [], ts: 5, text: null }],
])('a message event with %s is answered 200 and noted as malformed', async (_, event) => {
  expect(await send({ type: 'event_callback', team_id: 'T01TRUST', event })).toBe(200);
  expect(stage.taken.messages).toEqual([]);
  expect(stage.logged).toContainEqual({ event: 'slack.message_ignored', fields: { reason: 'malformed' } });
});

test('an envelope with odd parts, too', async () => {
  expect(await send({ ...envelope, is_ext_shared_channel: 'yes' })).toBe(200);
  expect(stage.logged).toContainEqual({ event: 'slack.message_ignored', fields: { reason: 'malformed' } });
});

test('that the app was brought into a channel is told, with who can read it', async () => {
  expect(await send(joined)).toBe(200);
  expect(stage.taken.joined).toEqual([
    {
      platform: 'slack',
      tenant: 'T01TRUST',
      channel: { id: 'C01WARD7', name: 'ward-7', audience: 'organisation', readers: 212, guests: 0 },
      reads: 'channel',
    },
  ]);
});

test('that somebody else joined is of no concern', async () => {
  expect(await send({ ...joined, event: { ...joined.event, user: 'U02NURSE01' } })).toBe(200);
  expect(stage.taken.joined).toEqual([]);
});

test.each<[string, object, string]>([
  ['without its channel', { ...joined, event: { ...joined.event, channel: undefined } }, 'slack.message_ignored'],
  [
    'to another workspace',
    { ...joined, team_id: 'T09', authorizations: [{ team_id: 'T09' }] },
    'slack.other_workspace',
  ],
])('an invitation %s is noted and not taken', async (_, payload, event) => {
  expect(await send(payload)).toBe(200);
  expect(stage.taken.joined).toEqual([]);
  expect(events()).toContain(event);
});

test('an invitation that could not be stored gets 5xx, so that Slack tells of it again', async () => {
  stage.says.fault = new Error('the database is down');
  expect(await send(joined)).toBe(500);
});

test.each(['invalid_auth', 'account_inactive', 'token_revoked', 'token_expired'])(
  'a token that is refused (%s) is reported at start in one sentence',
  async (code) => {
    stage.api.answer('auth.test', refused(code));
    const error = await stage.adapter.ready().catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(SlackTokenError);
    expect(String(error)).toMatch(new RegExp(`SLACK_BOT_TOKEN was refused by Slack \\(${code}\\): [^.]+\\.$`));
  },
);

test.each<[string, Reply]>([
  ['down', { status: 503 }],
  ['unreachable', 'reset'],
  ['busy', { status: 429 }],
])('Slack being %s at start is noted, and is no reason not to start', async (_, reply) => {
  stage.api.answer('auth.test', reply);
  await stage.adapter.ready();
  expect(events()).toContain('slack.unreachable');
});

test('scopes that the token lacks are noted at start', async () => {
  const headers = {
    'x-oauth-scopes': 'channels:history,groups:history,im:history,mpim:history,channels:read,chat:write',
  };
  stage.api.answer('auth.test', { status: 200, headers, body: JSON.stringify(authTest) });
  await stage.adapter.ready();
  expect(
    stage.logged.filter(({ event }) => event === 'slack.scope_missing').map(({ fields }) => fields?.reason),
  ).toEqual(['groups:read', 'mpim:read', 'commands', 'pins:write', 'users:read', 'usergroups:read']);
});

test('no word of a message or a notice is handed to the log', async () => {
  stage.api.answer('chat.postEphemeral', { status: 500, body: 'Please edit.' });
  await send(envelope);
  stage.api.answer('conversations.info', refused('channel_not_found'));
  await send({ ...envelope, event: { ...envelope.event, channel: 'C03NEW' } });
  await stage.adapter
    .sendPrivately(to, notice, null)
    .catch((error: unknown) => stage.logged.push({ event: String(error), fields: {} }));
  const text = JSON.stringify(stage.logged, (_, value) =>
    value instanceof Error ? `${value.message} ${value.stack}` : value,
  );
  expect(stage.logged.length).toBeGreaterThan(1);
  expect(text).not.toContain('943 476 5919');
  expect(text).not.toContain('Please edit');
});
