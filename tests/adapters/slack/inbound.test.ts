import { expect, test } from 'vitest';
import { readAgain, readMessage } from '../../../src/adapters/slack/inbound.ts';
import type { Workspace } from '../../../src/adapters/slack/workspace.ts';
import blocksOnly from '../../fixtures/slack/blocks-only.json' with { type: 'json' };
import botMessage from '../../fixtures/slack/bot-message.json' with { type: 'json' };
import channelJoin from '../../fixtures/slack/channel-join.json' with { type: 'json' };
import fileShare from '../../fixtures/slack/file-share.json' with { type: 'json' };
import forwarded from '../../fixtures/slack/forwarded.json' with { type: 'json' };
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import changed from '../../fixtures/slack/message-changed.json' with { type: 'json' };
import unfurled from '../../fixtures/slack/message-changed-unfurl.json' with { type: 'json' };
import deleted from '../../fixtures/slack/message-deleted.json' with { type: 'json' };
import table from '../../fixtures/slack/pasted-table.json' with { type: 'json' };
import broadcast from '../../fixtures/slack/thread-broadcast.json' with { type: 'json' };
import tombstone from '../../fixtures/slack/tombstone.json' with { type: 'json' };

const workspace: Workspace = {
  tenant: 'T01TRUST',
  orgWide: false,
  name: 'Trust',
  botUserId: 'U01BOT',
  botId: 'B01BOT',
  url: 'https://trust.slack.com/',
  scopes: null,
};
const post = envelope.event;
const read = (event: object) => readMessage(event, workspace);

function readPost(event: object) {
  const result = read(event);
  if (result.type !== 'posted') throw new Error(`not a post: ${result.type}`);
  return result.message;
}

test('a post', () => {
  expect(read(post)).toEqual({
    type: 'posted',
    channel: { id: 'C01WARD7', type: 'channel' },
    message: {
      type: 'posted',
      platform: 'slack',
      tenant: 'T01TRUST',
      id: '1726130000.000100',
      version: '',
      thread: null,
      author: 'U02NURSE01',
      text: 'Please ring NHS 943 476 5919',
      attachments: [],
      postedAt: new Date('2024-09-12T08:33:20.000Z'),
      link: 'https://trust.slack.com/archives/C01WARD7/p1726130000000100',
      language: null,
    },
  });
});

test.each([
  ['channel', 'C01WARD7'],
  ['group', 'G01PRIVATE'],
  ['im', 'D01DIRECT'],
  ['mpim', 'C01GROUPDM'],
  [undefined, 'C01WARD7'],
])('a post in a %s is for the channel that the event names', (channel_type, channel) => {
  expect(read({ ...post, channel, channel_type })).toMatchObject({ channel: { id: channel, type: channel_type } });
});

test('a reply and its broadcast hang on their thread, the first message of a thread does not', () => {
  const reply = { ...post, ts: '1726130200.000400', thread_ts: post.ts };
  expect(readPost(reply)).toMatchObject({
    thread: post.ts,
    link: `https://trust.slack.com/archives/C01WARD7/p1726130200000400?thread_ts=${post.ts}&cid=C01WARD7`,
  });
  expect(readPost(broadcast)).toMatchObject({ thread: post.ts, text: 'also for everyone' });
  expect(readPost({ ...post, thread_ts: post.ts }).thread).toBeNull();
});

test('/me is a post like any other', () => {
  expect(readPost({ ...post, subtype: 'me_message' }).text).toBe('Please ring NHS 943 476 5919');
});

test('files are known by title, name and kind; what is gone is left out', () => {
  expect(readPost(fileShare)).toMatchObject({
    text: 'for the round',
    attachments: [
      { name: 'Wound J Bloggs IMG_2041.png', type: 'image/png' },
      { name: 'list.xlsx', type: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
    ],
  });
});

test('a forwarded message is read with its files', () => {
  expect(readPost(forwarded)).toMatchObject({
    text: 'bloods for @colleague: 943 476 5919',
    attachments: [{ name: 'IMG_2041.png', type: 'image/png' }],
  });
});

test('text that is only in blocks is read', () => {
  expect(readPost(blocksOnly).text).toBe(
    'Handover for @colleague & team in #channel\nbed 4, NHS 943 476 5919\nj@example.com\nthanks@everyone',
  );
});

test('a pasted table is read after the text', () => {
  expect(readPost(table).text).toBe('today’s list\nName NHS\nJ Bloggs 943 476 5919');
});

test('what the channel shows of a file is read with the text: a snippet, an e-mail, a clip, a described picture', () => {
  const files = [
    { name: 'Untitled', mimetype: 'text/plain', mode: 'snippet', preview: 'J Bloggs 943 476 5919\r\nbed 4' },
    {
      name: 'Fwd',
      mimetype: 'text/html',
      mode: 'email',
      subject: 'Fwd: Bloggs',
      preview: '<p>x</p>',
      preview_plain_text: 'x',
    },
    {
      name: 'audio.m4a',
      mimetype: 'audio/mp4',
      mode: 'hosted',
      transcription: { status: 'complete', preview: { content: 'it is bed nine' } },
    },
    { name: 'a.png', mimetype: 'image/png', mode: 'hosted', alt_txt: 'a wristband' },
    { name: 'b.m4a', mimetype: 'audio/mp4', transcription: { status: 'processing' }, subject: 7 },
  ];
  const read = readPost({ ...post, text: 'see', files });
  expect(read.text).toBe('see\nJ Bloggs 943 476 5919\r\nbed 4\nFwd: Bloggs\nx\nit is bed nine\na wristband');
  expect(read.attachments).toHaveLength(5);
  const share = { is_share: true, text: 'from elsewhere', files: [files[0]] };
  expect(readPost({ ...post, text: 'see', attachments: [share] }).text).toBe(
    'see\nfrom elsewhere\nJ Bloggs 943 476 5919\r\nbed 4',
  );
});

test('a snippet alone is a message', () => {
  const snippet = { name: 'Untitled', mimetype: 'text/plain', mode: 'snippet', preview: '943 476 5919' };
  expect(readPost({ ...post, text: '', blocks: [], subtype: 'file_share', files: [snippet] }).text).toBe(
    '943 476 5919',
  );
});

test('an odd file costs the message no more than its files', () => {
  expect(readPost({ ...post, files: [{ name: 5 }], attachments: 'none' })).toMatchObject({
    text: 'Please ring NHS 943 476 5919',
    attachments: [],
  });
});

test('an edit keeps the id and takes its version from the edit', () => {
  expect(readPost(changed)).toMatchObject({
    id: '1726130000.000100',
    version: '1726130060.000000',
    text: 'Please ring the patient',
    author: 'U02NURSE01',
    postedAt: new Date('2024-09-12T08:33:20.000Z'),
  });
});

test('an edit without its mark, or without what was there before, is read all the same', () => {
  const { edited: _, ...message } = changed.message;
  expect(readPost({ ...changed, message }).version).toBe('1726130060.000200');
  const { previous_message: __, ...bare } = changed;
  expect(readPost(bare).text).toBe('Please ring the patient');
});

test('a preview or a detected language is no edit', () => {
  expect(read(unfurled)).toEqual({ type: 'ignored', reason: 'unchanged' });
  const detected = {
    ...changed,
    message: { ...changed.previous_message, language: { locale: 'en', is_reliable: true } },
  };
  expect(read(detected)).toEqual({ type: 'ignored', reason: 'unchanged' });
});

test.each([
  ['a deletion', deleted],
  ['the deletion of a message that has replies', tombstone],
])('%s', (_, event) => {
  expect(read(event)).toEqual({
    type: 'deleted',
    message: { type: 'deleted', platform: 'slack', tenant: 'T01TRUST', channelId: 'C01WARD7', id: '1726130000.000100' },
  });
});

test.each([
  ['a bot', botMessage],
  ['an app that posts as its user', { ...post, bot_id: 'B02OTHER' }],
  ['ourselves', { ...post, user: 'U01BOT' }],
  ['Slackbot', { ...post, user: 'USLACKBOT' }],
  ['our own edit', { ...changed, message: { ...changed.message, user: 'U01BOT' } }],
  ['our own deletion', { ...deleted, previous_message: { ...deleted.previous_message, user: 'U01BOT' } }],
  ['our own deletion in a thread', { ...tombstone, previous_message: { ...post, bot_id: 'B01BOT' } }],
])('posts of %s are left out', (_, event) => {
  expect(read(event)).toEqual({ type: 'ignored', reason: 'bot' });
});

test.each([
  channelJoin,
  ...['channel_topic', 'message_replied', 'huddle_thread', 'ekm_access_denied', 'something_new'].map((subtype) => ({
    ...post,
    subtype,
  })),
])('Slack’s own notices are left out: $subtype', (event) => {
  expect(read(event)).toEqual({ type: 'ignored', reason: 'system' });
});

test.each([
  [{}],
  [{ type: 'message' }],
  [{ ...post, ts: undefined }],
  [{ ...post, ts: 'yesterday' }],
  [{ ...post, channel: '../../admin' }],
  [{ ...post, channel: undefined }],
  [{ ...post, user: undefined }],
  [{ ...post, user: 'C01WARD7' }],
  [{ ...post, text: { a: 1 } }],
  [{ ...changed, message: undefined }],
  [{ ...deleted, deleted_ts: undefined }],
  [{ ...post, subtype: 5 }],
])('what lacks its parts is left out and said to be malformed (%#)', (event) => {
  expect(read(event)).toEqual({ type: 'ignored', reason: 'malformed' });
});

test('a message that is read again is read the same way', () => {
  const { channel: _, ...message } = post;
  const content = { status: 'there', text: 'Please ring NHS 943 476 5919', attachments: [] };
  expect(readAgain(message, workspace)).toEqual({ ...content, author: 'U02NURSE01' });
  expect(readAgain({ ...message, bot_id: 'B02OTHER' }, workspace)).toEqual({ ...content, author: null });
  expect(readAgain({ ...message, subtype: 'tombstone' }, workspace)).toEqual({ status: 'gone' });
  expect(readAgain({ ...message, ts: 5 }, workspace)).toEqual({ status: 'unknown' });
  expect(readAgain(fileShare, workspace)).toMatchObject({ text: 'for the round', attachments: [{}, {}] });
});
