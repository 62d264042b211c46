import express from 'express';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createSlackAdapter, type SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import type { InboundMessage, PostedMessage, PrivateNotice, Recipient } from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';
import { type SlackEmulator, startSlackEmulator } from '../../slack-emulator.ts';
import { serve } from './fake-web-api.ts';

const NOTICE: PrivateNotice = {
  incident: 'incident-1',
  level: 'urgent',
  heading: 'A quiet word about your message',
  paragraphs: ['It seems to hold a patient’s number.', 'Please take it out & post it in the record <instead>.'],
};

let slack: SlackEmulator;
let close: () => Promise<void>;
let adapter: SlackAdapter;
let seen: InboundMessage[];

beforeAll(async () => {
  slack = await startSlackEmulator();
  const onMessage = async (message: InboundMessage) => {
    seen.push(message);
  };
  adapter = createSlackAdapter({ config: slack.config, onMessage, careTeam: () => 50, log: createLog('silent') });
  const server = await serve(express().use(adapter.routes()));
  close = server.close;
  slack.subscribe(`${server.url}/slack/events`);
  await adapter.ready();
});
beforeEach(() => {
  slack.reset();
  seen = [];
});
afterAll(async () => {
  await close();
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
    },
    id: ts,
    version: '',
    thread: null,
    author: slack.person('nurse'),
    text: 'NHS number 943 476 5919 & <bloods>',
    attachments: [],
    postedAt: new Date(Number(ts) * 1000),
    link: `https://emulate.slack.com/archives/${slack.channel('ward-7')}/p${ts.replace('.', '')}`,
  });

  expect(await adapter.sendPrivately(recipient(message), NOTICE)).toEqual({ status: 'accepted', via: 'ephemeral' });
  expect(slack.ephemerals()).toMatchObject([{ person: 'nurse', channel: 'ward-7', thread: null }]);
  expect(slack.ephemerals()[0]?.text).toContain('take it out &amp; post it in the record &lt;instead&gt;');
  expect(slack.messagesIn('ward-7')).toHaveLength(1);
  expect(slack.directMessages()).toEqual([]);
});

test('where the ephemeral is refused, the notice goes to a direct message and nowhere else', async () => {
  await slack.post('nurse', 'ward-7', 'hello');
  slack.leave('nurse', 'ward-7');
  const receipt = await adapter.sendPrivately(recipient(onlyPost()), NOTICE);
  expect(receipt).toEqual({ status: 'accepted', via: 'dm' });
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
  await adapter.sendPrivately(recipient(message), NOTICE);
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
