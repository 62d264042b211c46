import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { OutcomeUnknown } from '../../../src/adapters/teams/errors.ts';
import type { Joined } from '../../../src/chat.ts';
import { type ConnectorReply, TEAM, WARD } from '../../fake-teams.ts';
import { actionsOf, person, saidOn } from '../../teams-hands.ts';
import { APP_ID, TENANT } from './fake-graph.ts';
import { notice, type Stage, startStage, to } from './stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(async () => {
  neverPublic(stage);
  await stage.close();
});

/** But for the announcement, nothing may reach a conversation that others read without being targeted at one of them. */
function neverPublic({ teams }: Stage): void {
  for (const { method, path, query, body } of teams.calls) {
    if (method === 'GET' || !/^v3\/conversations\/19:/.test(path) || body?.text === WORDS) continue;
    expect(query.get('isTargetedActivity')).toBe('true');
    expect(method === 'PUT' || (body?.recipient as { id?: string })?.id).toBeTruthy();
  }
}

const CHAT = `a:chat-${person('nurse').aad}`;
const WORDS = 'Quietword is here.';
const calls = () => stage.teams.calls.map(({ method, path }) => `${method} ${path}`);
const send = (change: Partial<typeof to> = {}, replaces: string | null = null) =>
  stage.adapter.sendPrivately({ ...to, ...change }, notice, replaces);
const refused = (status: number, code: string, headers: Record<string, string> = {}): ConnectorReply => ({
  status,
  headers,
  json: { error: { code, message: 'Mrs Example is not to be quoted.' } },
});
/** From now on, those calls are answered so. */
const tell = (
  method: string,
  path: RegExp,
  reply: ConnectorReply | 'dropped' | 'silent' | undefined,
  times = Number.POSITIVE_INFINITY,
) => {
  let left = times;
  stage.teams.answer = (call) => (call.method === method && path.test(call.path) && left-- > 0 ? reply : undefined);
};
const OPEN = /^v3\/conversations$/;
const SAY = /\/activities$/;

describe('in the person’s own chat', () => {
  test('a quiz is about no message, says nothing of one, and never goes where others read', async () => {
    expect(await send({ channel: '', message: '' })).toMatchObject({ status: 'accepted', via: 'chat' });
    expect(calls()).toEqual(['POST v3/conversations', `POST v3/conversations/${CHAT}/activities`]);
    expect(JSON.stringify(stage.teams.calls.at(-1)?.body)).not.toMatch(/DATE\(|Open the message|messageid/);
  });
  test('it is opened and spoken in, with the connector’s token', async () => {
    expect(await send()).toEqual({ status: 'accepted', via: 'chat', ref: `chat ${CHAT} act-1` });
    expect(calls()).toEqual(['POST v3/conversations', `POST v3/conversations/${CHAT}/activities`]);
    const [open] = stage.teams.calls;
    expect(open?.body).toEqual({
      isGroup: false,
      bot: { id: `28:${APP_ID}` },
      members: [{ id: person('nurse').aad }],
      tenantId: TENANT,
      channelData: { tenant: { id: TENANT } },
    });
    expect(stage.teams.calls.every(({ authorization }) => authorization === 'Bearer connector-token')).toBe(true);
  });

  test('the second time it is known; and by the Bot Framework’s id, once they have written somewhere', async () => {
    await send();
    await send();
    expect(calls().filter((call) => call === 'POST v3/conversations')).toHaveLength(1);
    await stage.hands.post('colleague', 'hello');
    await send({ person: person('colleague').aad });
    expect(stage.teams.calls.findLast(({ path }) => path === 'v3/conversations')?.body?.members).toEqual([
      { id: '29:colleague' },
    ]);
  });

  test('the card says what it is about, and leads there', async () => {
    await stage.hands.post('colleague', 'hello'); // the channel is known by it
    await send();
    const { activity } = stage.teams.shown[0] ?? {};
    expect(activity).toMatchObject({ summary: 'A quiet word' });
    expect(saidOn(activity)).toBe(
      [
        'A quiet word',
        'Sixty people can read it.',
        'It has a name in it.',
        'Please edit.',
        'About what you posted in Handover, {{DATE(2024-09-12T08:33:20Z,SHORT)}} {{TIME(2024-09-12T08:33:20Z)}}.',
        '[I’ve fixed it]',
        '[It was needed]',
        '[Go to the message]',
      ].join('\n'),
    );
    const link = actionsOf(activity ?? {}).find(({ type }) => type === 'Action.OpenUrl');
    expect(link?.url).toMatch(/^https:\/\/teams\.microsoft\.com\/l\/message\/19%3Award7/);
  });

  test.each([
    ['19:elsewhere@thread.tacv2', 'a channel'],
    ['19:huddle@thread.v2', 'a chat'],
  ])('a place whose name nobody said, %s, is %s', async (channel, place) => {
    await stage.adapter.sendPrivately({ ...to, channel }, notice, null);
    expect(saidOn(stage.teams.shown[0]?.activity)).toContain(`About what you posted in ${place}, `);
  });

  test('a name of a channel is shown without what Teams would take for Markdown or a date', async () => {
    stage.teams.channels.set(TEAM, { [WARD]: '[Ward](https://evil.test) *7* {{DATE(2020-01-01)}}' });
    await stage.hands.post('colleague', 'hello');
    await send();
    expect(saidOn(stage.teams.shown[0]?.activity)).toContain('posted in Ward https://evil.test 7 DATE 2020-01-01, ');
  });

  test('what somebody wrote to the app is answered in that chat, without a word on where', async () => {
    await stage.hands.tell('nurse', 'help');
    await send({ channel: 'a:chat-nurse' });
    expect(calls()).not.toContain('POST v3/conversations');
    expect(saidOn(stage.teams.shown.at(-1)?.activity)).not.toContain('About what');
  });

  test('a chat of two people, where one of them opened a dialog, is not their chat with the app', async () => {
    const between = (id: string) => ({ conversation: { id, conversationType: 'personal', tenantId: TENANT } });
    for (const id of ['19:one_two@unq.gbl.spaces', 'a:one-two']) {
      await stage.hands.dialog('nurse', 'fetchTask', { commandId: 'check' }, between(id));
    }
    expect(await send()).toMatchObject({ status: 'accepted', via: 'chat' });
    expect(stage.teams.shown).toMatchObject([{ conversation: 'a:chat-nurse' }]);
  });

  test('a chat that is gone is opened anew, once', async () => {
    await send();
    tell('POST', SAY, refused(404, 'ConversationNotFound'), 1);
    expect(await send()).toMatchObject({ status: 'accepted' });
    tell('POST', SAY, refused(403, 'ForbiddenOperationException'));
    expect(await send()).toEqual({ status: 'unreachable', reason: '403_ForbiddenOperationException' });
  });

  test.each(['installed', 'already'] as const)(
    'where the app isn’t there it is put there (%s), and the notice goes',
    async (status) => {
      stage.graph.installed = { status };
      tell('POST', OPEN, refused(403, 'BotNotInConversationRoster'), 1);
      expect(await send()).toMatchObject({ status: 'accepted', via: 'chat' });
      expect(stage.graph.installs).toEqual([person('nurse').aad]);
    },
  );

  test('where that isn’t allowed nobody is reached, and where it takes longer it is put off', async () => {
    tell('POST', OPEN, refused(403, 'BotNotInConversationRoster'));
    expect(await send()).toEqual({ status: 'unreachable', reason: '403_BotNotInConversationRoster' });
    stage.graph.installed = { status: 'later', afterSeconds: 9, reason: '429' };
    expect(await send()).toEqual({ status: 'later', afterSeconds: 9, reason: '429' });
    expect(stage.teams.shown).toEqual([]);
  });

  test('a person that is a bot is never written to', async () => {
    expect(await send({ person: '28:other' })).toEqual({ status: 'unreachable', reason: 'not_a_person' });
    expect(calls()).toEqual([]);
  });

  test.each([WARD, '19:huddle@thread.v2', '19:one_two@unq.gbl.spaces', ''])(
    'a chat that others read is none: %j',
    async (id) => {
      tell('POST', OPEN, { status: 201, json: { id } });
      expect(await send()).toEqual({ status: 'unreachable', reason: 'no_private_chat' });
      expect(stage.teams.shown).toEqual([]);
    },
  );
});

describe('in the place of an earlier one', () => {
  test('the card is replaced', async () => {
    const first = await send();
    const ref = first.status === 'accepted' ? first.ref : null;
    expect(await stage.adapter.sendPrivately(to, { ...notice, heading: 'Thank you' }, ref)).toEqual({
      status: 'accepted',
      via: 'chat',
      ref,
    });
    expect(calls().at(-1)).toBe(`PUT v3/conversations/${CHAT}/activities/act-1`);
    expect(stage.teams.shown).toHaveLength(1);
    expect(saidOn(stage.teams.shown[0]?.activity)).toContain('Thank you');
  });

  test('where it is gone, a new one is said', async () => {
    expect(await send({}, `chat ${CHAT} act-9`)).toMatchObject({ status: 'accepted', ref: `chat ${CHAT} act-1` });
  });

  test('what is put off, or may have been done, is put off: done twice it is the same', async () => {
    tell('PUT', /./, { status: 429, headers: { 'retry-after': '9' } });
    expect(await send({}, `chat ${CHAT} act-1`)).toMatchObject({ status: 'later' });
    await stage.close();
    stage = await startStage();
    for (const reply of [{ status: 502 }, 'dropped'] as const) {
      tell('PUT', /./, reply);
      expect(await send({}, `chat ${CHAT} act-1`)).toMatchObject({ status: 'later' });
    }
    expect(calls().some((call) => call.startsWith('POST'))).toBe(false);
  });

  test('a card is changed where it stands; where it can’t be, nothing is said anew', async () => {
    const first = await send();
    const ref = (first.status === 'accepted' && first.ref) || '';
    expect(await stage.adapter.change({ ...to, channel: '' }, { ...notice, heading: 'Moved' }, ref)).toBe(true);
    expect(stage.teams.shown).toHaveLength(1);
    expect(saidOn(stage.teams.shown[0]?.activity)).toContain('Moved');
    expect(await stage.adapter.change({ ...to, channel: '' }, notice, `chat ${CHAT} act-9`)).toBe(false);
    expect(await stage.adapter.change({ ...to, channel: '' }, notice, 'nonsense')).toBe(false);
    expect(stage.teams.shown).toHaveLength(1);
  });

  test.each(['nonsense', `channel ${WARD} act-1`, 'chat a:1', ''])('nothing is put in the place of %j', async (ref) => {
    expect(await send({}, ref)).toMatchObject({ status: 'accepted', via: 'chat' });
    expect(calls().some((call) => call.startsWith('PUT'))).toBe(false);
  });
});

describe('what Teams answers', () => {
  const isPutOff = async (reply: ConnectorReply, least: number, most: number) => {
    tell('POST', SAY, reply);
    const receipt = await send();
    expect(receipt).toMatchObject({ status: 'later', reason: `http_${reply.status}` });
    expect(receipt.status === 'later' && receipt.afterSeconds).toBeGreaterThanOrEqual(least);
    expect(receipt.status === 'later' && receipt.afterSeconds).toBeLessThanOrEqual(most);
    expect(calls().filter((call) => SAY.test(call))).toHaveLength(1);
  };

  test.each<[string, ConnectorReply, [number, number]]>([
    ['429 with Retry-After', { status: 429, headers: { 'retry-after': '9' } }, [9, 14]],
    ['429 without', { status: 429 }, [30, 45]],
    ['412 with Retry-After', { status: 412, headers: { 'retry-after': '9' } }, [9, 14]],
    ['412 without', { status: 412 }, [5, 8]],
    ['502 that says when', { status: 502, headers: { 'retry-after': '20' } }, [20, 30]],
    ['503 that says when', { status: 503, headers: { 'retry-after': '20' } }, [20, 30]],
    ['504 that says when', { status: 504, headers: { 'retry-after': '20' } }, [20, 30]],
    ['401', { status: 401 }, [300, 450]],
  ])('%s: it is put off, once, with some seconds by chance', async (_, reply, [least, most]) => {
    await isPutOff(reply, least, most);
  });

  test('429 with a date: until then', async () => {
    // Counted from now, and far enough away that a slow machine doesn't matter.
    const at = Date.now() + 1_000_000;
    await isPutOff({ status: 429, headers: { 'retry-after': new Date(at).toUTCString() } }, 900, 1_501);
  });

  test.each<[string, ConnectorReply | 'dropped']>([
    ['500', { status: 500 }],
    ['502', { status: 502 }],
    ['503', { status: 503 }],
    ['504', { status: 504 }],
    ['408', { status: 408 }],
    ['a broken connection', 'dropped'],
  ])('%s, which may have been delivered: it throws, and nothing is sent twice', async (_, reply) => {
    tell('POST', SAY, reply);
    await expect(send()).rejects.toThrow(OutcomeUnknown);
    expect(calls().filter((call) => SAY.test(call))).toHaveLength(1);
  });

  test('a 502 that was in fact delivered is said once', async () => {
    stage.teams.answer = (call) => {
      if (call.method !== 'POST' || !SAY.test(call.path)) return undefined;
      stage.teams.shown.push({ conversation: CHAT, id: 'act-1', targeted: false, activity: call.body ?? {} });
      return { status: 502 };
    };
    await expect(send()).rejects.toThrow(OutcomeUnknown);
    expect(stage.teams.shown).toHaveLength(1);
  });

  test.each<ConnectorReply | 'dropped'>([{ status: 500 }, { status: 502 }, 'dropped'])(
    'opening the chat may be tried again, whatever became of it (%j)',
    async (reply) => {
      tell('POST', OPEN, reply);
      expect(await send()).toMatchObject({ status: 'later' });
    },
  );

  test('no answer for ten seconds', async () => {
    tell('POST', SAY, 'silent');
    await expect(send()).rejects.toThrow(OutcomeUnknown);
  });

  test('nobody listens, or no token is to be had: nothing was handed over', async () => {
    stage.token = async () => {
      throw new Error('the secret has expired');
    };
    expect(await send()).toMatchObject({ status: 'later', reason: 'ENOTOKEN' });
    expect(calls()).toEqual([]);
    stage.token = async () => 'connector-token';
    await stage.teams.close();
    expect(await send()).toMatchObject({ status: 'later', reason: 'ECONNREFUSED' });
  });

  test('once Teams asks for patience in a chat, nothing is asked of it until then', async () => {
    tell('POST', SAY, { status: 429, headers: { 'retry-after': '60' } });
    await send();
    const before = calls().length;
    expect(await send({ person: person('colleague').aad })).toMatchObject({ status: 'later', reason: 'own_pace' });
    expect(calls()).toHaveLength(before);
  });

  test('no code of the connector quotes what was said', async () => {
    tell('POST', SAY, refused(400, 'Bad Argument: Mrs Example'));
    expect(await send()).toEqual({ status: 'unreachable', reason: 'http_400' });
  });
});

describe('targeted', () => {
  beforeEach(async () => {
    await stage.close();
    stage = await startStage({ targeted: true });
  });
  const IN_CHANNEL = `v3/conversations/${WARD};messageid=1726130000000/activities`;

  test('it is shown in the thread, to its reader alone', async () => {
    expect(await send()).toEqual({
      status: 'accepted',
      via: 'targeted',
      ref: expect.stringMatching(/^targeted 19:ward7/),
    });
    const said = stage.teams.calls.at(-1);
    expect(said).toMatchObject({
      method: 'POST',
      path: IN_CHANNEL,
      body: { recipient: { id: '29:nurse' }, from: { id: `28:${APP_ID}` } },
    });
    expect(said?.query.get('isTargetedActivity')).toBe('true');
    expect(calls()).not.toContain('POST v3/conversations');
  });

  test('in a reply’s thread, in a chat, and replaced there', async () => {
    await send({ message: '1726130009000', thread: '1726130000000' });
    expect(stage.teams.calls.at(-1)?.path).toBe(IN_CHANNEL);
    stage.teams.members.set('19:huddle@thread.v2', [{ id: '29:nurse', aadObjectId: person('nurse').aad }]);
    const receipt = await send({ channel: '19:huddle@thread.v2' });
    expect(stage.teams.calls.at(-1)?.path).toBe('v3/conversations/19:huddle@thread.v2/activities');
    await send({}, receipt.status === 'accepted' ? receipt.ref : null);
    expect(stage.teams.calls.at(-1)).toMatchObject({
      method: 'PUT',
      path: 'v3/conversations/19:huddle@thread.v2/activities/act-2',
    });
  });

  test.each([403, 404])('%i: it goes to the person’s own chat, never to the channel', async (status) => {
    tell('POST', /^v3\/conversations\/19:/, refused(status, 'Forbidden'));
    expect(await send()).toMatchObject({ status: 'accepted', via: 'chat' });
    expect(stage.teams.shown).toMatchObject([{ conversation: CHAT, targeted: false }]);
  });

  test('somebody who isn’t there any more is told in their own chat', async () => {
    expect(await send({ person: person('left').aad })).toMatchObject({ status: 'accepted', via: 'chat' });
    expect(calls().filter((call) => call.startsWith('POST v3/conversations/19:'))).toEqual([]);
  });

  test('a 429 or a 502 is no occasion for a second way', async () => {
    tell('POST', /^v3\/conversations\/19:/, { status: 502 });
    await expect(send()).rejects.toThrow(OutcomeUnknown);
    tell('POST', /^v3\/conversations\/19:/, { status: 429 });
    expect(await send()).toMatchObject({ status: 'later' });
    expect(calls()).not.toContain('POST v3/conversations');
  });

  test('a thread that is asked for patience doesn’t hold up another', async () => {
    tell('POST', /^v3\/conversations\/19:/, { status: 429, headers: { 'retry-after': '60' } }, 1);
    await send();
    expect(await send()).toMatchObject({ status: 'later', reason: 'own_pace' });
    expect(await send({ message: '1726130007000' })).toMatchObject({ status: 'accepted' });
  });
});

test('what the policy has said on the message itself, and taken off again', async () => {
  await send();
  const { level, heading } = notice;
  expect(stage.graph.tips).toEqual([{ place: to, words: { level, heading, seen: ['It has a name in it.'] } }]);
  await stage.adapter.sendPrivately(to, { ...notice, kind: 'reminder' }, null);
  expect(stage.graph.tips).toHaveLength(1);
  // An edit that left something in says what is left.
  await stage.adapter.sendPrivately(to, { ...notice, kind: 'left', paragraphs: ['12', 'A date is left.'] }, null);
  expect(stage.graph.tips.at(-1)?.words?.seen).toEqual(['A date is left.']);
  await stage.adapter.sendPrivately(to, { ...notice, kind: 'thanks' }, null);
  expect(stage.graph.tips.at(-1)).toEqual({ place: to, words: null });
});

const joined: Joined = {
  platform: 'teams',
  reads: 'team',
  tenant: TENANT,
  channel: { id: WARD, name: 'Handover', audience: 'organisation', readers: 60, guests: null },
};

test('that it is there is said in the channel, as plain text', async () => {
  expect(await stage.adapter.announce(joined, WORDS)).toEqual({
    status: 'accepted',
    via: 'channel',
    ref: `channel ${WARD} act-1`,
  });
  expect(stage.teams.calls.at(-1)).toMatchObject({
    path: `v3/conversations/${WARD}/activities`,
    body: { text: WORDS, textFormat: 'plain' },
  });
  // Where it was said is no place for a notice.
  await send({}, `channel ${WARD} act-1`);
  expect(stage.teams.shown.at(-1)?.conversation).toBe(CHAT);
});

test('where it may not write there, that is said; and where nobody knows, it throws', async () => {
  tell('POST', SAY, refused(403, 'Forbidden'));
  expect(await stage.adapter.announce(joined, WORDS)).toEqual({ status: 'unreachable', reason: '403_Forbidden' });
  tell('POST', SAY, { status: 502 });
  await expect(stage.adapter.announce(joined, WORDS)).rejects.toThrow(OutcomeUnknown);
});
