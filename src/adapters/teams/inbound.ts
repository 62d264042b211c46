import type { DeletedMessage, PostedMessage } from '../../chat.ts';
import { fileNamed } from './files.ts';
import { contentOf } from './graph/messages.ts';
import { type Activity, isPersonal, languageIn, personOf, placeOf } from './payloads.ts';

/** An activity of a message, read: what was posted, what was deleted, or why it is left out. */
export type Read =
  | {
      readonly type: 'posted';
      readonly message: Omit<PostedMessage, 'channel'>;
      /** Teams leaves something out that Graph has: the files of a channel's message, or all of one that was brought back. */
      readonly lacks: 'files' | 'everything' | null;
    }
  | { readonly type: 'deleted'; readonly message: DeletedMessage }
  | { readonly type: 'ignored'; readonly reason: 'malformed' | 'bot' | 'system' };

/** Pure. A message that was posted, edited, deleted or brought back. */
export function readMessage(activity: Activity, tenant: string): Read {
  const { id, from, channelData } = activity;
  if (!id) return MALFORMED;
  const { channel, thread } = placeOf(activity);
  if (activity.type === 'messageDelete') {
    return { type: 'deleted', message: { type: 'deleted', platform: 'teams', tenant, channelId: channel, id } };
  }
  const author = personOf(from);
  if (!author || !from) return MALFORMED;
  if (from.id.startsWith('28:')) return { type: 'ignored', reason: 'bot' };
  const { text, attachments, lacksFiles } = said(activity);
  const isEmpty = text === '' && attachments.length === 0 && !lacksFiles;
  const undeleted = channelData?.eventType === 'undeleteMessage';
  // A button of an old kind of card, a call that began: nothing that a person wrote.
  if (isEmpty && activity.type === 'message') return { type: 'ignored', reason: 'system' };
  return {
    type: 'posted',
    lacks: isEmpty && undeleted ? 'everything' : lacksFiles ? 'files' : null,
    message: {
      type: 'posted',
      platform: 'teams',
      tenant,
      id,
      version: activity.type === 'messageUpdate' ? versionOf(activity) : '',
      thread: thread === id ? null : thread,
      author,
      text,
      attachments,
      postedAt: postedAt(activity),
      link: linkTo(
        { channel, message: id, thread, group: channelData?.team?.aadGroupId ?? null },
        tenant,
        isPersonal(activity),
      ),
      language: languageIn(activity),
    },
  };
}

const MALFORMED: Read = { type: 'ignored', reason: 'malformed' };

const MENTION = /<at\b[^>]*>[^<]*<\/at>/g;
const DOWNLOAD = 'application/vnd.microsoft.teams.file.download.info';
/** Cards come as objects here, and as text from Graph. */
const asText = (content: unknown): string =>
  typeof content === 'string' ? content : content === undefined ? '' : JSON.stringify(content);

/** The HTML is complete, where there is any: `text` lacks tables, quotes and what a picture is called. */
function said({ text, attachments }: Activity) {
  const parts = (attachments ?? []).map(({ content, ...part }) => ({ ...part, content: asText(content) }));
  const html = parts.find(({ contentType }) => contentType === 'text/html')?.content ?? '';
  const body =
    html === ''
      ? { contentType: 'text', content: (text ?? '').replace(MENTION, '@colleague') }
      : { contentType: 'html', content: html };
  const read = contentOf({ subject: null, body, attachments: parts });
  const files = parts
    .filter(({ contentType, name }) => contentType === DOWNLOAD && name)
    .map(({ name }) => fileNamed(name ?? ''));
  return {
    text: read.text.trim(),
    attachments: [...read.attachments, ...files],
    lacksFiles:
      /<attachment\b/i.test(html) &&
      files.length === 0 &&
      !parts.some(({ contentType }) => contentType === 'reference'),
  };
}

/** In the form that Graph's has. */
function versionOf({ timestamp }: Activity): string {
  const at = new Date(timestamp ?? Number.NaN);
  return Number.isNaN(at.getTime()) ? 'edited' : at.toISOString();
}

/** Teams' ids are the milliseconds at which the message was posted, in its edits too. */
function postedAt({ id, timestamp }: Activity): Date {
  const at = new Date(/^\d{13}$/.test(id ?? '') ? Number(id) : (timestamp ?? Number.NaN));
  return Number.isNaN(at.getTime()) ? new Date() : at;
}

/** Where a message is, as far as is known: a team's `group` is Entra's id of it, and null in a chat. */
export interface Spot {
  readonly channel: string;
  readonly message: string;
  readonly thread: string | null;
  readonly group: string | null;
}

/** https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/deep-link-teams */
export function linkTo({ channel, message, thread, group }: Spot, tenant: string, personal = false): string | null {
  if (personal) return null; // between the person and the app alone
  const url = new URL(
    `https://teams.microsoft.com/l/message/${encodeURIComponent(channel)}/${encodeURIComponent(message)}`,
  );
  url.search = new URLSearchParams(
    /@thread\.(?:tacv2|skype)$/.test(channel)
      ? { tenantId: tenant, ...(group === null ? {} : { groupId: group }), parentMessageId: thread ?? message }
      : { context: '{"contextType":"chat"}' },
  ).toString();
  return url.href;
}
