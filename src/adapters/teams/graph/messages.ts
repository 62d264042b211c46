import { z } from 'zod';
import type { DeletedMessage } from '../../../chat.ts';
import type { Attachment } from '../../../policy/types.ts';
import { fileNamed, PASTED_PICTURE } from '../files.ts';
import { picturesIn, shownText } from '../html.ts';
import { part } from './client.ts';
import type { Place, PostedIn, Where } from './types.ts';

/** A message of Graph's, read: what was posted and where, what was deleted, or why it is left out. */
export type Read =
  | { readonly type: 'posted'; readonly message: PostedIn; readonly where: Where; readonly times: Times }
  | { readonly type: 'deleted'; readonly message: DeletedMessage; readonly times: Times }
  | { readonly type: 'ignored'; readonly reason: 'malformed' | 'bot' | 'system' | 'outsider' };

export interface Times {
  readonly created: Date;
  readonly modified: Date;
  readonly edited: Date | null;
  readonly deleted: Date | null;
}

const time = z.iso.datetime({ offset: true }).transform((text) => new Date(text));
const id = z.string().regex(/^[\w.:@-]{1,200}$/);

const attachment = z.object({
  contentType: z.string().nullish(),
  name: z.string().nullish(),
  content: z.string().nullish(),
});

const user = z.object({ id: z.string(), userIdentityType: z.string().nullish() });

const chatMessage = z.object({
  id,
  replyToId: id.nullish(),
  messageType: z.string().nullish(),
  createdDateTime: time,
  lastModifiedDateTime: time.nullish(),
  lastEditedDateTime: time.nullish(),
  deletedDateTime: time.nullish(),
  subject: z.string().nullish(),
  chatId: id.nullish(),
  webUrl: z.string().nullish(),
  from: z.object({ user: user.nullish() }).nullish(),
  body: z.object({ contentType: z.string().nullish(), content: z.string().nullish() }).nullish(),
  channelIdentity: z.object({ teamId: id, channelId: id }).nullish(),
  // An odd attachment must not cost the message its text.
  attachments: z.array(attachment).nullish().catch(null),
});
type ChatMessage = z.infer<typeof chatMessage>;

/** Who is in our own directory: guests of it, too. Others have their own organisation, and can't be spoken to by this app. */
const OURS = new Set<string | null | undefined>([undefined, null, 'aadUser', 'onPremiseAadUser']);

/** Pure. `message`: a `chatMessage` as Graph gives it. */
export function readChatMessage(message: unknown, tenant: string): Read {
  const parsed = chatMessage.safeParse(message);
  if (!parsed.success) return { type: 'ignored', reason: 'malformed' };
  const { data } = parsed;
  const channel = data.channelIdentity?.channelId ?? data.chatId;
  if (!channel) return { type: 'ignored', reason: 'malformed' };
  const times: Times = {
    created: data.createdDateTime,
    modified: data.lastModifiedDateTime ?? data.createdDateTime,
    edited: data.lastEditedDateTime ?? null,
    deleted: data.deletedDateTime ?? null,
  };
  if (times.deleted) {
    const message: DeletedMessage = { type: 'deleted', platform: 'teams', tenant, channelId: channel, id: data.id };
    return { type: 'deleted', message, times };
  }
  if ((data.messageType ?? 'message') !== 'message') return { type: 'ignored', reason: 'system' };
  const author = data.from?.user;
  if (!author) return { type: 'ignored', reason: 'bot' };
  if (!OURS.has(author.userIdentityType)) return { type: 'ignored', reason: 'outsider' };
  const thread = data.replyToId && data.replyToId !== data.id ? data.replyToId : null;
  return {
    type: 'posted',
    times,
    where: { channel, team: data.channelIdentity?.teamId.toLowerCase() ?? null },
    message: {
      type: 'posted',
      platform: 'teams',
      tenant,
      id: data.id,
      version: times.edited?.toISOString() ?? '',
      thread,
      author: author.id.toLowerCase(),
      ...contentOf(data),
      postedAt: times.created,
      link: linkTo(data),
      language: null, // Graph says the language of the message's client at most
    },
  };
}

/** What was written, without a word on who wrote it. */
export function contentOf(data: Pick<ChatMessage, 'subject' | 'body' | 'attachments'>): {
  readonly text: string;
  readonly attachments: readonly Attachment[];
} {
  const content = data.body?.content ?? '';
  const html = data.body?.contentType === 'html';
  const forwarded = (data.attachments ?? []).flatMap(forwardedHtml);
  const pictures = [...(html ? [content] : []), ...forwarded].reduce((sum, one) => sum + picturesIn(one), 0);
  return {
    text: [
      data.subject ?? '',
      ...(data.attachments ?? []).flatMap(writtenInCard),
      html ? shownText(content) : content,
      ...forwarded.map(shownText),
    ]
      .filter((line) => line.trim() !== '')
      .join('\n'),
    attachments: [
      ...(data.attachments ?? []).filter(isFile).map(({ name }) => fileNamed(name ?? '')),
      ...Array.from({ length: pictures }, () => PASTED_PICTURE),
    ],
  };
}

/** Reads the answer to a look-up of one message: what is there now, or that it is gone. */
export function readCurrent(
  message: unknown,
): { status: 'there'; text: string; attachments: readonly Attachment[] } | { status: 'gone' } | { status: 'unknown' } {
  const parsed = chatMessage.safeParse(message);
  if (!parsed.success) return { status: 'unknown' };
  return parsed.data.deletedDateTime ? { status: 'gone' } : { status: 'there', ...contentOf(parsed.data) };
}

const isFile = ({ contentType, name }: z.infer<typeof attachment>): boolean =>
  !!name && (contentType === 'reference' || /^(?:image|video|application\/pdf)/.test(contentType ?? ''));

const forwardedContent = z.object({ originalMessageContent: z.string() });

/** A message forwarded from elsewhere is in an attachment, whole. One that is quoted was judged where it was posted. */
function forwardedHtml({ contentType, content }: z.infer<typeof attachment>): string[] {
  if (contentType !== 'forwardedMessageReference') return [];
  const parsed = forwardedContent.safeParse(json(content));
  return parsed.success ? [parsed.data.originalMessageContent] : [];
}

const OWN_CARD = /^application\/vnd\.microsoft\.card\.(?:announcement|codesnippet)$/;
const IN_WORDS = /title|^(?:name|text)$/i;

/**
 * The headline of an announcement and the name of a piece of code: people write them, unlike the cards of links and apps. Their
 * form isn't documented, so whatever is called a title, a name or a text is read.
 */
function writtenInCard({ contentType, content }: z.infer<typeof attachment>): string[] {
  const card = OWN_CARD.test(contentType ?? '') ? json(content) : null;
  if (typeof card !== 'object' || card === null) return [];
  return Object.entries(card).flatMap(([key, value]) =>
    IN_WORDS.test(key) && typeof value === 'string' ? [value] : [],
  );
}

function json(content: string | null | undefined): unknown {
  try {
    return JSON.parse(content ?? '');
  } catch {
    return undefined;
  }
}

function linkTo({ webUrl, chatId, id: message }: ChatMessage): string | null {
  if (webUrl && URL.canParse(webUrl) && new URL(webUrl).protocol === 'https:') return webUrl;
  if (!chatId) return null;
  const context = encodeURIComponent('{"contextType":"chat"}');
  return `https://teams.microsoft.com/l/message/${part(chatId)}/${message}?context=${context}`;
}

/** Whether an id is a channel's; the others are of chats. */
export const isChannel = (conversation: string): boolean => /@thread\.(?:tacv2|skype)$/.test(conversation);

/** Where Graph has a message. `team`: null in a chat. */
export function pathTo({ channel, message, thread }: Place, team: string | null): string {
  if (team === null) return `/chats/${part(channel)}/messages/${part(message)}`;
  const root = `/teams/${part(team)}/channels/${part(channel)}/messages`;
  return thread === null ? `${root}/${part(message)}` : `${root}/${part(thread)}/replies/${part(message)}`;
}
