import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import botMessage from '../../fixtures/slack/bot-message.json' with { type: 'json' };
import connect from '../../fixtures/slack/connect-message.json' with { type: 'json' };
import fileShare from '../../fixtures/slack/file-share.json' with { type: 'json' };
import envelope from '../../fixtures/slack/message.json' with { type: 'json' };
import changed from '../../fixtures/slack/message-changed.json' with { type: 'json' };
import unfurled from '../../fixtures/slack/message-changed-unfurl.json' with { type: 'json' };
import deleted from '../../fixtures/slack/message-deleted.json' with { type: 'json' };
import broadcast from '../../fixtures/slack/thread-broadcast.json' with { type: 'json' };
import tombstone from '../../fixtures/slack/tombstone.json' with { type: 'json' };
import { type Stage, startStage } from './stage.ts';

// Every kind of message that Slack documents (https://docs.slack.dev/reference/events/message), in its envelope, and what
// becomes of it: it is judged, closes what was open about a message, or is left out.

let stage: Stage;
beforeAll(async () => {
  stage = await startStage();
});
afterAll(() => stage.close());
beforeEach(() => {
  stage.taken.messages.length = 0;
});

const post = envelope.event;
const { text: _, blocks: __, ...bare } = post;
const bot = { user: 'U01BOT', bot_id: 'B01BOT' };
const edit = (message: object, before: object = changed.previous_message) => ({
  ...changed,
  message,
  previous_message: before,
});
/** Its file was deleted, and what was written beside it stays. */
const withoutFile = { ...fileShare, files: [{ id: 'F01', mode: 'tombstone' }] };
const asPart = ({ channel: _, channel_type: __, event_ts: ___, ...part }: Record<string, unknown>) => part;

const JUDGED: [string, object][] = [
  ['a post', post],
  ['a reply in a thread', { ...post, ts: '1726130200.000400', thread_ts: post.ts, parent_user_id: 'U03DOCTOR' }],
  ['thread_broadcast', broadcast],
  ['file_share', fileShare],
  ['me_message', { ...post, subtype: 'me_message' }],
  ['a post in a private channel', { ...post, channel: 'C01PRIVATE', channel_type: 'group' }],
  ['a post in a group message', { ...post, channel: 'C01GROUPDM', channel_type: 'mpim' }],
  ['a direct message to Quietword', { ...post, channel: 'D01DIRECT', channel_type: 'im' }],
  ['message_changed: other words', changed],
  ['message_changed: a file was taken out', edit(asPart(withoutFile), asPart(fileShare))],
  ['message_changed: of a reply that was broadcast', edit({ ...changed.message, subtype: 'thread_broadcast' })],
];
const CLOSES: [string, object][] = [
  ['message_deleted', deleted],
  ['message_deleted: of a reply', { ...deleted, previous_message: { ...post, thread_ts: '1726120000.000100' } }],
  ['message_changed: into a tombstone', tombstone],
  ['a tombstone by itself, as history has it', { ...post, subtype: 'tombstone', user: 'USLACKBOT', hidden: true }],
];
const LEFT_OUT: [string, object][] = [
  ['message_changed: a preview', unfurled],
  ['message_changed: the same words', edit({ ...changed.previous_message, edited: changed.message.edited })],
  ['message_changed: a reply is broadcast later', edit({ ...changed.previous_message, subtype: 'thread_broadcast' })],
  ['message_changed: a thread has another reply', edit({ ...changed.previous_message, reply_count: 2 })],
  ['message_changed: the same file', edit(asPart(fileShare), asPart(fileShare))],
  ['message_changed: of ours', edit({ ...changed.message, ...bot }, { ...changed.previous_message, ...bot })],
  ['message_changed: into ekm_access_denied', edit({ ...changed.message, subtype: 'ekm_access_denied' })],
  ['message_deleted: of ours', { ...deleted, previous_message: { ...deleted.previous_message, ...bot } }],
  ['message_replied', { ...bare, subtype: 'message_replied', hidden: true, message: post }],
  ['bot_message', botMessage],
  ['bot_message of ours', { ...botMessage, bot_id: 'B01BOT' }],
  ['what we say in a direct message', { ...post, ...bot, channel: 'D01DIRECT', channel_type: 'im' }],
  ['what an app posts as its user', { ...post, bot_id: 'B02OTHER', app_id: 'A02OTHER' }],
  ['what only one person sees', { ...post, is_ephemeral: true }],
  ['a reminder of Slackbot', { ...post, user: 'USLACKBOT' }],
  ['app_mention, which comes beside the message', { ...post, type: 'app_mention' }],
  ...[
    ...['channel_join', 'channel_leave', 'channel_topic', 'channel_purpose', 'channel_name'],
    ...['channel_archive', 'channel_unarchive', 'channel_posting_permissions'],
    ...['channel_convert_to_private', 'channel_convert_to_public', 'channel_canvas_updated'],
    ...['group_join', 'group_leave', 'group_topic', 'group_purpose', 'group_name', 'group_archive', 'group_unarchive'],
    ...['ekm_access_denied', 'reminder_add', 'huddle_thread', 'assistant_app_thread', 'bot_add', 'bot_remove'],
    ...['pinned_item', 'unpinned_item', 'file_comment', 'file_mention', 'document_mention', 'sh_room_created'],
  ].map((subtype): [string, object] => [subtype, { ...post, subtype }]),
];

test.each([
  ...JUDGED.map(([kind, event]) => ['judged', kind, event] as const),
  ...CLOSES.map(([kind, event]) => ['closes', kind, event] as const),
  ...LEFT_OUT.map(([kind, event]) => ['left out', kind, event] as const),
])('%s: %s', async (what, _, event) => {
  expect(await stage.event({ ...envelope, event })).toBe(200);
  const types = { judged: ['posted'], closes: ['deleted'], 'left out': [] }[what];
  expect(stage.taken.messages.map(({ type }) => type)).toEqual(types);
});

test.each<[string, object, boolean]>([
  ['ours', {}, false],
  [
    'the other organisation’s',
    { user: 'U09OUTSIDE', team: 'T09OTHER', user_team: 'T09OTHER', source_team: 'T09OTHER' },
    true,
  ],
])(
  'in a channel that is shared by Slack Connect a post of %s is judged once, under our tenant',
  async (_, event, outsider) => {
    expect(await stage.event({ ...connect, event: { ...connect.event, ...event } })).toBe(200);
    expect(stage.taken.messages).toMatchObject([{ tenant: 'T01TRUST', channel: { audience: 'external' } }]);
    const [message] = stage.taken.messages;
    expect(message?.type === 'posted' && message.outsider === true).toBe(outsider);
  },
);
