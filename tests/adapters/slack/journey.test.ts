import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSlackAdapter, type SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import type {
  Answer,
  Draft,
  Inbound,
  InboundMessage,
  Joined,
  PostedMessage,
  PrivateNotice,
  Recipient,
  Report,
} from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';
import { type SlackEmulator, startSlackEmulator } from '../../slack-emulator.ts';
import { type SlackHands, startSlackHands } from '../../slack-hands.ts';
import { soon } from '../../soon.ts';
import { serve } from './fake-web-api.ts';
import { NOTHING_CHANGED, NOTHING_READ, OWN } from './stage.ts';

const NOTICE: PrivateNotice = {
  incident: 'incident-1',
  kind: 'first',
  level: 'urgent',
  language: 'en',
  heading: 'A quiet word about your message',
  paragraphs: ['It seems to hold a patient’s number.', 'Please take it out & post it in the record <instead>.'],
  suggestion: null,
  choices: [
    { action: 'safer', label: 'Show me a safer version', style: 'plain' },
    { action: 'fixed', label: 'I’ve fixed it', style: 'primary' },
  ],
  asks: { action: 'reason-words', label: 'In your own words', submit: 'Send', longest: 200 },
};
const SAFER = 'The lady in <bed 4> & her son';

let slack: SlackEmulator;
let hands: SlackHands;
let url: string;
let close: () => Promise<void>;
let adapter: SlackAdapter;
let seen: InboundMessage[];
let answers: Answer[];
let drafts: Draft[];
let reports: Report[];
let joined: Joined[];

const inbound: Inbound = {
  onRefresher: async () => ({ show: 'sentence', sentence: 'Not here.' }),
  onMessage: async (message) => {
    seen.push(message);
  },
  onAnswer: async (answer) => {
    answers.push(answer);
    const suggestion = answer.action === 'safer' && !answer.kept ? SAFER : null;
    return { notice: { ...NOTICE, kind: 'reply', heading: 'Thank you', suggestion, asks: null }, replaces: true };
  },
  onCheck: async (draft) => {
    drafts.push(draft);
    return { level: 'nudge', heading: 'Have a look', paragraphs: ['It has a name.'], suggestion: SAFER, left: null };
  },
  onReport: async (report) => {
    reports.push(report);
    return 'Thank you for raising it.';
  },
  onJoined: async (channel) => {
    joined.push(channel);
  },
  onLanguage: async () => 'Iawn.',
  onWish: () => Promise.reject(new Error('Nobody asks for anything here.')),
  onStaff: async () => {},
};

beforeAll(async () => {
  slack = await startSlackEmulator();
  hands = await startSlackHands(slack, slack.config.apiUrl, () => url);
  const config = { ...slack.config, apiUrl: hands.apiUrl };
  const languageOf = async () => null;
  adapter = createSlackAdapter({
    config,
    inbound,
    readingStore: NOTHING_READ,
    channelChanges: NOTHING_CHANGED,
    careTeam: () => 50,
    guestsAmong: async () => 0,
    languageOf,
    own: { read: async () => OWN, choose: async () => undefined },
    log: createLog('silent'),
  });
  const server = await serve(express().use(adapter.routes()));
  ({ url, close } = server);
  slack.subscribe(`${url}/slack/events`);
  await adapter.ready();
});
beforeEach(() => {
  slack.reset();
  hands.replies.length = 0;
  seen = [];
  answers = [];
  drafts = [];
  reports = [];
  joined = [];
});
afterAll(async () => {
  await close();
  await hands.close();
  await slack.close();
});

function recipient(message: PostedMessage): Recipient {
  const { tenant, author, channel, id, thread } = message;
  return { tenant, person: author, channel: channel.id, message: id, thread };
}

function onlyPost(): PostedMessage {
  expect(seen).toHaveLength(1);
  const [message] = seen;
  if (message?.type !== 'posted') throw new Error('not a post');
  return message;
}

test('a post arrives whole and is answered to its author alone', async () => {
  const ts = await slack.post('nurse', 'ward-7', 'NHS number 943 476 5919 &amp; &lt;bloods&gt;');
  const message = onlyPost();
  expect(message).toEqual({
    type: 'posted',
    platform: 'slack',
    tenant: slack.teamId,
    channel: {
      id: slack.channel('ward-7'),
      name: expect.toSatisfy((name: unknown) => name === 'ward-7' || name === null),
      audience: 'organisation',
      readers: expect.any(Number),
      guests: 0,
    },
    id: ts,
    version: '',
    thread: null,
    author: slack.person('nurse'),
    text: 'NHS number 943 476 5919 & <bloods>',
    attachments: [],
    postedAt: new Date(Number(ts) * 1000),
    link: `https://emulate.slack.com/archives/${slack.channel('ward-7')}/p${ts.replace('.', '')}`,
    language: null,
  });

  expect(await adapter.sendPrivately(recipient(message), NOTICE, null)).toEqual({
    status: 'accepted',
    via: 'ephemeral',
    ref: null,
  });
  expect(slack.ephemerals()).toMatchObject([{ person: 'nurse', channel: 'ward-7', thread: null }]);
  expect(slack.ephemerals()[0]?.text).toContain('take it out &amp; post it in the record &lt;instead&gt;');
  expect(slack.messagesIn('ward-7')).toHaveLength(1);
  expect(slack.directMessages()).toEqual([]);
});

test('where the ephemeral is refused, the notice goes to a direct message and nowhere else', async () => {
  await slack.post('nurse', 'ward-7', 'hello');
  slack.leave('nurse', 'ward-7');
  const receipt = await adapter.sendPrivately(recipient(onlyPost()), NOTICE, null);
  expect(receipt).toEqual({ status: 'accepted', via: 'dm', ref: expect.stringMatching(/^D\w+:\d+\.\d+$/) });
  expect(slack.directMessages()).toMatchObject([{ person: 'nurse' }]);
  expect(JSON.stringify(slack.directMessages()[0]?.blocks)).toContain(`<#${slack.channel('ward-7')}>`);
  expect(slack.ephemerals()).toEqual([]);
  expect(slack.messagesIn('ward-7')).toHaveLength(1);
  // The direct message comes back as an event, and is known as our own.
  expect(seen).toHaveLength(1);
});

test('a reply is answered in its thread', async () => {
  const parent = await slack.post('colleague', 'ward-7-team', 'how is bed 4?');
  seen = [];
  await slack.post('nurse', 'ward-7-team', 'better', { thread: parent });
  const message = onlyPost();
  expect(message.thread).toBe(parent);
  expect(message.channel.audience).toBe('care-team');
  await adapter.sendPrivately(recipient(message), NOTICE, null);
  expect(slack.ephemerals()).toMatchObject([{ person: 'nurse', channel: 'ward-7-team', thread: parent }]);
});

test('an edit has the same id and a version of its own; a deletion has the same id', async () => {
  const ts = await slack.post('nurse', 'ward-7', 'first');
  await slack.edit('nurse', 'ward-7', ts, 'first');
  expect(seen).toHaveLength(1);
  await slack.edit('nurse', 'ward-7', ts, 'second');
  await slack.remove('nurse', 'ward-7', ts);
  expect(seen.slice(1)).toMatchObject([
    { type: 'posted', id: ts, text: 'second', version: expect.stringMatching(/^\d+\.\d+$/) },
    { type: 'deleted', id: ts, channelId: slack.channel('ward-7') },
  ]);
  expect(slack.events().map(({ status }) => status)).toEqual([200, 200, 200, 200]);
});

/** A post that was answered, and the notice as it is shown. */
async function told(message = 'Mrs Winterbourne, bed 4'): Promise<PostedMessage> {
  await slack.post('nurse', 'ward-7', message);
  const post = onlyPost();
  await adapter.sendPrivately(recipient(post), NOTICE, null);
  return post;
}
const only = <T>(list: readonly T[]): T => {
  expect(list).toHaveLength(1);
  return list[0] as T;
};
const replied = () => soon(() => hands.replies[0] ?? Promise.reject(new Error('nothing is shown yet')));

test('a button of a notice that only its reader sees: the safer version takes its place', async () => {
  const post = await told();
  expect((await hands.press('nurse', only(slack.ephemerals()), 'safer')).status).toBe(200);
  const answer = only(answers);
  expect(answer).toMatchObject({ person: slack.person('nurse'), incident: 'incident-1', action: 'safer', kept: false });
  expect(await replied()).toMatchObject({ replace_original: true });
  expect(JSON.stringify(hands.replies)).toContain(SAFER);

  // A later post stands in the way, as it would in a busy channel.
  await slack.post('colleague', 'ward-7', 'tea is on');
  const place = { channel: post.channel.id, message: post.id, thread: null };
  expect(await answer.current(place)).toMatchObject({ status: 'there', text: 'Mrs Winterbourne, bed 4' });
  await slack.edit('nurse', 'ward-7', post.id, 'the lady in bed 4');
  expect(await answer.current(place)).toMatchObject({ text: 'the lady in bed 4' });
  await slack.remove('nurse', 'ward-7', post.id);
  expect(await answer.current(place)).toEqual({ status: 'gone' });
});

test('in a thread the message is read again there', async () => {
  const parent = await slack.post('colleague', 'ward-7', 'how is bed 4?');
  seen = [];
  await slack.post('nurse', 'ward-7', 'Mrs Winterbourne is better', { thread: parent });
  const post = onlyPost();
  await adapter.sendPrivately(recipient(post), NOTICE, null);
  await hands.press('nurse', only(slack.ephemerals()), 'fixed');
  const place = { channel: post.channel.id, message: post.id, thread: parent };
  expect(await only(answers).current(place)).toMatchObject({ text: 'Mrs Winterbourne is better' });
});

test('a few words of their own, by a form', async () => {
  await told();
  await hands.press('nurse', only(slack.ephemerals()), 'reason-words');
  expect(only(slack.forms())).toMatchObject({ person: 'nurse', callback: 'own_words' });
  expect(await hands.submit('nurse', { words: 'it was an emergency' })).toEqual({ status: 200, text: '' });
  expect(answers).toMatchObject([{ action: 'reason-words', words: 'it was an emergency', incident: 'incident-1' }]);
  expect(await replied()).toMatchObject({ replace_original: true });
});

test('a direct notice is put in the place of the earlier one; its buttons say that it is kept', async () => {
  await slack.post('nurse', 'ward-7', 'hello');
  slack.leave('nurse', 'ward-7');
  const to = recipient(onlyPost());
  const first = await adapter.sendPrivately(to, NOTICE, null);
  if (first.status !== 'accepted') throw new Error('not accepted');
  const thanks: PrivateNotice = { ...NOTICE, kind: 'thanks', heading: 'Thank you', choices: [], asks: null };
  expect(await adapter.sendPrivately(to, { ...NOTICE, kind: 'reminder' }, first.ref)).toEqual(first);
  await hands.press('nurse', only(slack.directMessages()), 'safer');
  expect(answers).toMatchObject([{ kept: true }]);
  expect(JSON.stringify(await replied())).toContain(`<#${slack.channel('ward-7')}>`);
  expect(JSON.stringify(hands.replies)).not.toContain('bed 4');
  expect(await adapter.sendPrivately(to, thanks, first.ref)).toEqual(first);
  expect(only(slack.directMessages()).text).toContain('Thank you');
  expect(seen).toHaveLength(1);
});

test('a draft is checked by shortcut and by command', async () => {
  await hands.shortcut('nurse', 'check_draft');
  const place = slack.channel('ward-7');
  const answer = await hands.submit('nurse', { draft: 'Mrs Winterbourne', place });
  expect(JSON.parse(answer.text)).toMatchObject({ response_action: 'update' });
  expect(drafts).toMatchObject([{ text: 'Mrs Winterbourne', audience: 'organisation', tenant: slack.teamId }]);
  expect((await hands.command('nurse', 'check Mrs Winterbourne')).text).toBe('');
  expect(slack.forms()).toHaveLength(2);
  expect(slack.messagesIn('ward-7')).toEqual([]);
});

test('a message is reported as it stands', async () => {
  const ts = await slack.post('nurse', 'ward-7', 'Mrs Winterbourne, bed 4');
  await hands.shortcutOn('colleague', 'report_message', { channel: 'ward-7', ts, author: 'nurse' });
  expect(only(slack.forms()).metadata).not.toContain('Winterbourne');
  const answer = await hands.submit('colleague', { name: 'unnamed' });
  expect(answer.text).toContain('Thank you for raising it.');
  expect(reports).toMatchObject([
    {
      person: slack.person('colleague'),
      named: false,
      message: { id: ts, author: slack.person('nurse'), text: 'Mrs Winterbourne, bed 4' },
    },
  ]);
});

test.each(['ward-7', 'ward-7-team'])('brought into %s it says that it is there, and pins it', async (name) => {
  await slack.invite('nurse', name);
  const brought = only(joined);
  expect(brought.channel.id).toBe(slack.channel(name));
  const receipt = await adapter.announce(brought, 'Quietword is here.');
  expect(receipt).toMatchObject({ status: 'accepted', via: 'channel' });
  expect(only(slack.messagesIn(name)).text).toBe('Quietword is here.');
  expect(slack.pins(name)).toHaveLength(1);
  // Neither the line nor its pin comes back as something that somebody said.
  expect(seen).toEqual([]);
});
