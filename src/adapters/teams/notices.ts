import { z } from 'zod';
import type { ChatAdapter, PrivateNotice, Receipt, Recipient } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { Book } from './book.ts';
import type { Channels } from './channels.ts';
import type { ChatWith } from './chats.ts';
import type { Call } from './connector.ts';
import { isChannel } from './graph/messages.ts';
import type { TeamsGraph } from './graph/types.ts';
import { aboutOf, activityOf } from './notice.ts';
import type { Letter, Post } from './post.ts';

export interface NoticesOptions {
  readonly post: Post;
  readonly call: Call;
  readonly chatWith: ChatWith;
  readonly book: Book;
  readonly channels: Pick<Channels, 'nameOf'>;
  readonly graph: Pick<TeamsGraph, 'tip' | 'untip'>;
  readonly targeted: boolean;
  readonly appId: string;
  readonly log: Log;
}

export interface Notices extends Pick<ChatAdapter, 'sendPrivately' | 'change' | 'announce'> {
  /** Puts another card in the place of one that was sent, for good. Never rejects. */
  keep(card: { conversation: string; activity: string; targeted: boolean }, content: object): Promise<void>;
  /** Says something in the person's own chat with the app. Never rejects. */
  say(person: string, activity: object): Promise<void>;
}

/** In the place of what an earlier notice can be replaced: `chat` or `targeted`, its conversation and its own id. */
const REF = /^(chat|targeted) (\S+) (\S+)$/;
export const refTo = (card: { conversation: string; activity: string; targeted: boolean }): string =>
  `${card.targeted ? 'targeted' : 'chat'} ${card.conversation} ${card.activity}`;
const sent = z.object({ id: z.string().min(1).max(300) });
const member = z.object({ id: z.string().regex(/^29:/) });

/**
 * What the app says of its own accord: to one person in private, and once where it was brought in. A private notice goes by
 * two ways only: a targeted message, which names its one reader in the address itself, and the person's own chat with the app.
 * HAZARD: a tenant without targeted messages might show one to everybody: TEAMS_TARGETED is off unless somebody has tried it.
 */
export function createNotices(options: NoticesOptions): Notices {
  const { post, call, chatWith, book, channels, graph, targeted, appId, log } = options;

  const idIn = async (channel: string, person: string): Promise<string | undefined> => {
    const known = book.idOf(person);
    if (known !== undefined) return known;
    const path = `v3/conversations/${encodeURIComponent(channel)}/members/${encodeURIComponent(person)}`;
    const answer = await call('GET', path, null, { quick: true }).catch(() => undefined);
    return member.safeParse(answer?.body).data?.id;
  };

  const sendTargeted = async ({ channel, person, message, thread }: Recipient, activity: object): Promise<Receipt> => {
    const id = await idIn(channel, person);
    if (id === undefined) return { status: 'unreachable', reason: 'not_in_conversation' };
    const conversation = isChannel(channel) ? `${channel};messageid=${thread ?? message}` : channel;
    const body = { ...activity, from: { id: `28:${appId}` }, recipient: { id } };
    return receiptOf('targeted', conversation, await post(letterTo(conversation, body, { targeted: true })));
  };

  const sendInChat = async (person: string, activity: object): Promise<Receipt> => {
    const known = book.chatOf(person);
    const chat = await chatWith(person);
    if (chat.status !== 'open') return chat;
    const receipt = receiptOf('chat', chat.conversation, await post(letterTo(chat.conversation, activity)));
    // A chat that its person deleted, or from before the app was taken away and came back: it is opened anew, once.
    if (receipt.status !== 'unreachable' || known === undefined) return receipt;
    book.forgetChat(person);
    const again = await chatWith(person);
    if (again.status !== 'open') return again;
    return receiptOf('chat', again.conversation, await post(letterTo(again.conversation, activity)));
  };

  /** Undefined where there is nothing to put it in the place of. */
  const sendInPlace = async (ref: string | null, activity: object): Promise<Receipt | undefined> => {
    const [, via, conversation, id] = REF.exec(ref ?? '') ?? [];
    if (via === undefined || conversation === undefined || id === undefined) return undefined;
    const answer = await post(letterTo(conversation, activity, { targeted: via === 'targeted', replaces: id }));
    if (answer.status === 'taken') return { status: 'accepted', via, ref };
    if (answer.status === 'later') return answer;
    log.info('teams.update_refused', { reason: answer.reason });
    return undefined;
  };

  const aboutFor = (to: Recipient) => aboutOf(to, book.groupOf(to.channel) ?? null, channels.nameOf(to.channel));

  const send = async (to: Recipient, notice: PrivateNotice, replaces: string | null): Promise<Receipt> => {
    const about = aboutFor(to);
    const activity = activityOf(notice, about);
    const inPlace = await sendInPlace(replaces, activity);
    if (inPlace) return inPlace;
    if (targeted && about) {
      const receipt = await sendTargeted(to, activity);
      if (receipt.status !== 'unreachable') return receipt;
      log.info('teams.targeted_refused', { incident: notice.incident, reason: receipt.reason });
    }
    return sendInChat(to.person, activity);
  };

  return {
    async sendPrivately(to, notice, replaces) {
      const receipt = await send(to, notice, replaces);
      if (receipt.status !== 'later') void tip(graph, to, notice);
      return receipt;
    },

    async change(to, notice, ref) {
      return (await sendInPlace(ref, activityOf(notice, aboutFor(to))))?.status === 'accepted';
    },

    async announce({ channel: { id: channel } }, text) {
      const message = { type: 'message', text, textFormat: 'plain' };
      return receiptOf('channel', channel, await post({ ...letterTo(channel, message), alone: false }));
    },

    async keep({ conversation, activity, targeted }, content) {
      const letter = letterTo(conversation, content, { targeted, replaces: activity });
      const answer = await post(letter);
      if (answer.status !== 'taken') log.info('teams.card_not_kept', { reason: answer.reason });
    },

    async say(person, activity) {
      const receipt = await sendInChat(person, activity).catch(
        () => ({ status: 'uncertain', reason: 'unknown' }) as const,
      );
      if (receipt.status !== 'accepted') log.warn('teams.not_said', { reason: receipt.reason });
    },
  };
}

function letterTo(
  conversation: string,
  body: object,
  { targeted = false, replaces = null }: { targeted?: boolean; replaces?: string | null } = {},
): Letter {
  const path = `v3/conversations/${encodeURIComponent(conversation)}/activities`;
  const one = replaces === null ? '' : `/${encodeURIComponent(replaces)}`;
  return {
    method: replaces === null ? 'POST' : 'PUT',
    path: `${path}${one}${targeted ? '?isTargetedActivity=true' : ''}`,
    body: replaces === null ? body : { ...body, id: replaces },
    thread: conversation,
    alone: !targeted,
    repeatable: replaces !== null,
  };
}

function receiptOf(via: string, conversation: string, answer: Awaited<ReturnType<Post>>): Receipt {
  if (answer.status !== 'taken') return answer;
  const id = sent.safeParse(answer.body).data?.id;
  return { status: 'accepted', via, ref: id === undefined ? null : `${via} ${conversation} ${id}` };
}

/** What the policy has Teams say on the message itself. Not waited for: the notice is on its way, whatever becomes of it. */
async function tip(graph: NoticesOptions['graph'], to: Recipient, notice: PrivateNotice): Promise<void> {
  const { kind, level, heading, paragraphs } = notice;
  if (kind === 'thanks') await graph.untip(to);
  // The second paragraph of these two says what was seen, in kinds.
  if (kind === 'first' || kind === 'left') await graph.tip(to, { level, heading, seen: paragraphs.slice(1, 2) });
}
