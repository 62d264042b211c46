import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Current, DeletedMessage, PostedMessage } from '../../chat.ts';
import type { ChannelHint } from './channels.ts';
import { file, filesOf, shownOfFiles } from './files.ts';
import { personId as person, timestamp } from './payloads.ts';
import { blockText, lines, plainText, tableText } from './text.ts';
import type { Workspace } from './workspace.ts';

/** A Slack message event, read: what was posted and where, what was deleted, or why it is left out. */
export type Read =
  | { readonly type: 'posted'; readonly message: Omit<PostedMessage, 'channel'>; readonly channel: ChannelHint }
  | { readonly type: 'deleted'; readonly message: DeletedMessage }
  | { readonly type: 'ignored'; readonly reason: 'malformed' | 'bot' | 'system' | 'unchanged' };

/** What people write. All other subtypes are notices of Slack's own or posts of bots. */
const WRITTEN = new Set([undefined, 'thread_broadcast', 'file_share', 'me_message']);

const id = z.string().regex(/^[A-Z0-9]{2,30}$/);

/** A message shared from elsewhere, in whole; other attachments are previews of links. */
const attachment = z.object({
  is_share: z.boolean().optional(),
  is_msg_unfurl: z.boolean().optional(),
  text: z.string().optional(),
  message_blocks: z.array(z.object({ message: z.object({ blocks: z.unknown().optional() }) })).optional(),
  blocks: z.unknown().optional(),
  files: z.array(file).optional(),
});

// `.catch`: an odd file or preview must not cost the message its text.
const written = z.object({
  subtype: z.string().optional(),
  ts: timestamp,
  user: person.nullish(),
  user_team: z.string().nullish(),
  bot_id: z.string().nullish(),
  text: z.string().nullish(),
  thread_ts: timestamp.nullish(),
  edited: z.object({ ts: timestamp }).nullish(),
  blocks: z.unknown().optional(),
  files: z.array(file).nullish().catch(null),
  attachments: z.array(attachment).nullish().catch(null),
});
type Written = z.infer<typeof written>;

const place = z.object({ channel: id, channel_type: z.string().optional() });
const posted = z.object({ ...written.shape, ...place.shape, is_ephemeral: z.boolean().optional().catch(undefined) });
const changed = z.object({ ...place.shape, ts: timestamp, message: written, previous_message: written.nullish() });
const deleted = z.object({
  ...place.shape,
  deleted_ts: timestamp,
  previous_message: z
    .object({ user: person.nullish(), bot_id: z.string().nullish(), subtype: z.string().optional() })
    .nullish(),
});

/** Pure. `event` is the inner event of the envelope, as Slack sent it. */
export function readMessage(event: object & { readonly subtype?: unknown }, workspace: Workspace): Read {
  switch (event.subtype) {
    case 'message_changed':
      return readChange(event, workspace);
    case 'message_deleted':
      return readDeletion(event, workspace);
    case 'tombstone':
      return readTombstone(event, workspace);
    default:
      return readPost(event, workspace);
  }
}

/** `author` is null where a bot wrote it. */
export type Again =
  | (Extract<Current, { status: 'there' }> & { readonly author: string | null })
  | Exclude<Current, { status: 'there' }>;

/** Pure. `message` as the Web API gives it, without its channel. */
export function readAgain(message: unknown, workspace: Workspace): Again {
  const parsed = written.safeParse(message);
  if (!parsed.success) return { status: 'unknown' };
  if (parsed.data.subtype === 'tombstone') return { status: 'gone' };
  const author = isBot(parsed.data, workspace) ? null : (parsed.data.user ?? null);
  return { status: 'there', author, ...contentOf(parsed.data) };
}

function readPost(event: unknown, workspace: Workspace): Read {
  const parsed = posted.safeParse(event);
  if (!parsed.success) return MALFORMED;
  // Only one person sees it.
  if (parsed.data.is_ephemeral) return { type: 'ignored', reason: 'system' };
  return take(parsed.data, parsed.data, '', workspace);
}

function readChange(event: unknown, workspace: Workspace): Read {
  const parsed = changed.safeParse(event);
  if (!parsed.success) return MALFORMED;
  const { channel, message, previous_message: before } = parsed.data;
  // The parent of a thread that still has replies is not deleted: it turns into a tombstone.
  if (message.subtype === 'tombstone') {
    if (before && isBot(before, workspace)) return BOT;
    return { type: 'deleted', message: deletion(channel, message.ts, workspace) };
  }
  // Previews of links and Slack's language detection change a message, too, but not what was written. A file may be taken out of it.
  if (
    before &&
    ownText(before) === ownText(message) &&
    isDeepStrictEqual(filesOf(before.files), filesOf(message.files))
  )
    return { type: 'ignored', reason: 'unchanged' };
  return take(message, parsed.data, message.edited?.ts ?? parsed.data.ts, workspace);
}

function readDeletion(event: unknown, workspace: Workspace): Read {
  const parsed = deleted.safeParse(event);
  if (!parsed.success) return MALFORMED;
  const { channel, deleted_ts, previous_message: before } = parsed.data;
  if (before && isBot(before, workspace)) return BOT;
  return { type: 'deleted', message: deletion(channel, deleted_ts, workspace) };
}

/** As history has the first message of a thread that was deleted. Whose it was it doesn't say. */
function readTombstone(event: unknown, workspace: Workspace): Read {
  const parsed = posted.safeParse(event);
  if (!parsed.success) return MALFORMED;
  return { type: 'deleted', message: deletion(parsed.data.channel, parsed.data.ts, workspace) };
}

const MALFORMED: Read = { type: 'ignored', reason: 'malformed' };
const BOT: Read = { type: 'ignored', reason: 'bot' };

function take(message: Written, where: z.infer<typeof place>, version: string, workspace: Workspace): Read {
  if (isBot(message, workspace)) return BOT;
  if (!WRITTEN.has(message.subtype)) return { type: 'ignored', reason: 'system' };
  if (!message.user) return MALFORMED;
  // The first message of a thread carries its own ts as `thread_ts` once it has replies.
  const thread = message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null;
  return {
    type: 'posted',
    channel: { id: where.channel, type: where.channel_type },
    message: {
      type: 'posted',
      platform: 'slack',
      tenant: workspace.tenant,
      id: message.ts,
      version,
      thread,
      author: message.user,
      ...(isFromOutside(message, workspace) ? { outsider: true } : {}),
      ...contentOf(message),
      postedAt: new Date(Number(message.ts) * 1000),
      link: permalink(workspace.url, where.channel, message.ts, thread),
      language: null, // Slack's events don't say
    },
  };
}

function contentOf(message: Written): Pick<PostedMessage, 'text' | 'attachments'> {
  return {
    text: lines([
      ownText(message),
      ...forwarded(message).flatMap((part) => [forwardedText(part), shownOfFiles(part.files)]),
    ]),
    attachments: [message, ...forwarded(message)].flatMap((part) => filesOf(part.files)),
  };
}

/** In a channel that is shared by Slack Connect. Of an enterprise that is installed as a whole it can't be told: its workspaces are teams, too. */
function isFromOutside({ user_team: team }: Written, { tenant, orgWide }: Workspace): boolean {
  return !orgWide && !!team && team !== tenant;
}

function isBot(message: Pick<Written, 'user' | 'bot_id' | 'subtype'>, workspace: Workspace): boolean {
  if (message.bot_id || message.subtype === 'bot_message') return true;
  return message.user === workspace.botUserId || message.user === 'USLACKBOT';
}

/** What the person wrote. `text` is complete, but for pasted tables, for what is shown of files, and for messages made of blocks alone. */
function ownText(message: Written): string {
  const attached = [...(message.attachments ?? []).map((item) => tableText(item.blocks)), shownOfFiles(message.files)];
  if (!message.text) return lines([blockText(message.blocks), ...attached]);
  return lines([plainText(message.text), tableText(message.blocks), ...attached]);
}

function forwarded(message: Written): z.infer<typeof attachment>[] {
  return (message.attachments ?? []).filter((item) => item.is_share || item.is_msg_unfurl);
}

function forwardedText(item: z.infer<typeof attachment>): string {
  if (item.text) return plainText(item.text);
  return blockText((item.message_blocks ?? []).map((block) => block.message.blocks));
}

function deletion(channelId: string, ts: string, { tenant }: Workspace): DeletedMessage {
  return { type: 'deleted', platform: 'slack', tenant, channelId, id: ts };
}

export function permalink(workspaceUrl: string, channel: string, ts: string, thread: string | null): string {
  const url = new URL(`archives/${channel}/p${ts.replace('.', '')}`, workspaceUrl);
  if (thread) url.search = new URLSearchParams({ thread_ts: thread, cid: channel }).toString();
  return url.href;
}
