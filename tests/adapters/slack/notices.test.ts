import { afterEach, beforeEach, expect, test } from 'vitest';
import { OutcomeUnknown } from '../../../src/adapters/slack/errors.ts';
import type { Joined } from '../../../src/chat.ts';
import type { Reply } from './fake-web-api.ts';
import { notice, type Stage, startStage, to } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
  await stage.adapter.ready();
  stage.api.calls.length = 0;
});
afterEach(() => stage.close());

const refused = (error: string): Reply => ({ json: { ok: false, error } });
const posted: Reply = { json: { ok: true, channel: 'D01DIRECT', ts: '1726130009.000900' } };
const REF = 'D01DIRECT:1726130009.000900';
const methods = () => stage.api.calls.map(({ method }) => method);
const last = () => Object.fromEntries(stage.api.calls.at(-1)?.params ?? []);
const send = (change: Partial<typeof to> = {}, replaces: string | null = null) =>
  stage.adapter.sendPrivately({ ...to, ...change }, notice, replaces);

test('the notice names the person, the channel and the thread', async () => {
  stage.api.answer('chat.postEphemeral', { json: { ok: true, message_ts: '1.1' } });
  expect(await send({ thread: '1726100000.000100' })).toEqual({ status: 'accepted', via: 'ephemeral', ref: null });
  expect(last()).toMatchObject({
    channel: 'C01WARD7',
    user: 'U02NURSE01',
    thread_ts: '1726100000.000100',
    text: 'A quiet word\nPlease edit.',
  });
});

test.each(['user_not_in_channel', 'not_in_channel', 'channel_not_found', 'is_archived', 'restricted_action'])(
  'where an ephemeral is refused (%s) a direct message goes to the person, never to the channel',
  async (code) => {
    stage.api.answer('chat.postEphemeral', refused(code));
    stage.api.answer('chat.postMessage', posted);
    expect(await send()).toEqual({ status: 'accepted', via: 'dm', ref: REF });
    expect(last()).toMatchObject({ channel: 'U02NURSE01', unfurl_links: 'false' });
    expect(last()).not.toHaveProperty('thread_ts');
  },
);

test('in a direct message with the app the notice is a message of its own', async () => {
  stage.api.answer('chat.postMessage', posted);
  expect(await send({ channel: 'D01DIRECT' })).toMatchObject({ via: 'dm', ref: REF });
  expect(methods()).toEqual(['chat.postMessage']);
});

test('a quiz is about no message, and comes as a direct message that says nothing of one', async () => {
  stage.api.answer('chat.postMessage', posted);
  expect(await send({ channel: '', message: '' })).toMatchObject({ via: 'dm', ref: REF });
  expect(methods()).toEqual(['chat.postMessage']);
  expect(last().channel).toBe('U02NURSE01');
  expect(last().blocks).not.toContain('quietword-about');
});

test('an answer without its parts is an answer all the same, without a ref', async () => {
  stage.api.answer('chat.postMessage', { json: { ok: true } });
  expect(await send({ channel: 'D01DIRECT' })).toEqual({ status: 'accepted', via: 'dm', ref: null });
});

test('no private way', async () => {
  stage.api.answer('chat.postEphemeral', refused('user_not_in_channel'));
  stage.api.answer('chat.postMessage', refused('cannot_dm_bot'));
  expect(await send()).toEqual({ status: 'unreachable', reason: 'cannot_dm_bot' });
});

test('a recipient that is no person is never written to', async () => {
  stage.api.answer('chat.postEphemeral', refused('user_not_found'));
  stage.api.answer('chat.postMessage', posted);
  expect(await send({ person: 'C02OTHER' })).toEqual({ status: 'unreachable', reason: 'not_a_person' });
  expect(methods()).toEqual(['chat.postEphemeral']);
});

test('a rate limit is not an occasion for a direct message', async () => {
  stage.api.answer('chat.postEphemeral', { status: 429, headers: { 'retry-after': '9' } });
  expect(await send()).toEqual({ status: 'later', afterSeconds: 9, reason: 'ratelimited' });
  expect(methods()).toEqual(['chat.postEphemeral']);
});

test('where it can’t be known, it throws and tries nothing else', async () => {
  stage.api.answer('chat.postEphemeral', { status: 502 });
  await expect(send()).rejects.toThrow(OutcomeUnknown);
  expect(methods()).toEqual(['chat.postEphemeral']);
});

test('a direct message is put in the place of the earlier one', async () => {
  stage.api.answer('chat.update', { json: { ok: true } });
  expect(await send({}, REF)).toEqual({ status: 'accepted', via: 'dm', ref: REF });
  expect(methods()).toEqual(['chat.update']);
  expect(last()).toMatchObject({ channel: 'D01DIRECT', ts: '1726130009.000900' });
  // Away from its message it says what it is about.
  expect(last().blocks).toContain('<#C01WARD7>');
});

test.each(['message_not_found', 'cant_update_message', 'edit_window_closed', 'channel_not_found'])(
  'where it can’t be put there (%s) a new one goes the usual way',
  async (code) => {
    stage.api.answer('chat.update', refused(code));
    stage.api.answer('chat.postEphemeral', { json: { ok: true } });
    expect(await send({}, REF)).toEqual({ status: 'accepted', via: 'ephemeral', ref: null });
    expect(methods()).toEqual(['chat.update', 'chat.postEphemeral']);
  },
);

test('in the direct message with the app, too', async () => {
  stage.api.answer('chat.update', refused('message_not_found'));
  stage.api.answer('chat.postMessage', posted);
  expect(await send({ channel: 'D01DIRECT' }, 'D01DIRECT:1.1')).toMatchObject({ via: 'dm', ref: REF });
});

test('an update that Slack puts off or leaves open is no occasion for a second notice', async () => {
  stage.api.answer('chat.update', { status: 502 });
  await expect(send({}, REF)).rejects.toThrow(OutcomeUnknown);
  stage.api.answer('chat.update', { status: 429, headers: { 'retry-after': '9' } });
  expect(await send({}, REF)).toMatchObject({ status: 'later', afterSeconds: 9 });
  expect(methods()).toEqual(['chat.update', 'chat.update']);
});

test.each(['C01WARD7:1726130009.000900', 'D01DIRECT', 'D01DIRECT:x', ''])(
  'nothing is put in the place of %j',
  async (ref) => {
    stage.api.answer('chat.postEphemeral', { json: { ok: true } });
    expect(await send({}, ref)).toMatchObject({ via: 'ephemeral' });
    expect(methods()).toEqual(['chat.postEphemeral']);
  },
);

const joined: Joined = {
  platform: 'slack',
  tenant: 'T01TRUST',
  reads: 'channel',
  channel: { id: 'C01WARD7', name: 'ward-7', audience: 'organisation', readers: 212, guests: null },
};
const WORDS = 'Quietword is here & reads <this>.';

test('that it is there is said in the channel, and pinned', async () => {
  stage.api.answer('chat.postMessage', { json: { ok: true, channel: 'C01WARD7', ts: '1726130009.000900' } });
  stage.api.answer('pins.add', { json: { ok: true } });
  expect(await stage.adapter.announce(joined, WORDS)).toEqual({
    status: 'accepted',
    via: 'channel',
    ref: 'C01WARD7:1726130009.000900',
  });
  expect(Object.fromEntries(stage.api.calls[0]?.params ?? [])).toMatchObject({
    channel: 'C01WARD7',
    text: 'Quietword is here &amp; reads &lt;this&gt;.',
  });
  expect(last()).toMatchObject({ channel: 'C01WARD7', timestamp: '1726130009.000900' });
});

test.each<[string, Reply]>([
  ['refused', refused('missing_scope')],
  ['broken off', 'reset'],
  ['put off', { status: 429 }],
])('a pin that is %s is noted and is no failure', async (_, reply) => {
  stage.api.answer('chat.postMessage', { json: { ok: true, channel: 'C01WARD7', ts: '1726130009.000900' } });
  stage.api.answer('pins.add', reply);
  expect(await stage.adapter.announce(joined, WORDS)).toMatchObject({ status: 'accepted' });
  expect(stage.logged.map(({ event }) => event)).toContain('slack.not_pinned');
});

test('where it may not write there, that is said, and nothing is pinned', async () => {
  stage.api.answer('chat.postMessage', refused('restricted_action'));
  expect(await stage.adapter.announce(joined, WORDS)).toEqual({ status: 'unreachable', reason: 'restricted_action' });
  expect(methods()).toEqual(['chat.postMessage']);
});

test('a card is changed where it stands; where it can’t be, nothing is said anew', async () => {
  stage.api.answer('chat.update', { json: { ok: true } });
  expect(await stage.adapter.change({ ...to, channel: '' }, notice, REF)).toBe(true);
  stage.api.answer('chat.update', refused('message_not_found'));
  expect(await stage.adapter.change({ ...to, channel: '' }, notice, REF)).toBe(false);
  expect(await stage.adapter.change({ ...to, channel: '' }, notice, 'nonsense')).toBe(false);
  expect(methods()).toEqual(['chat.update', 'chat.update']);
});
