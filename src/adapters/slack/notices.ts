import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { ChatAdapter, NoticeKind, PrivateNotice, Receipt, Recipient } from '../../chat.ts';
import type { Log } from '../../log.ts';
import { escaped, section } from './blocks.ts';
import { readRefusal, slackCode } from './errors.ts';
import { renderDirectNotice, renderNotice, type SlackNotice } from './notice.ts';
import type { Connected, Workspaces } from './workspaces.ts';

const sent = z.object({ channel: z.string(), ts: z.string() });
/** Of a direct message. What only its reader sees can't be changed any more, so it has none. */
const REF = /^(D[A-Z0-9]+):(\d+\.\d+)$/;
const SOON_SECONDS = 30;
const NO_PREVIEWS = { unfurl_links: false, unfurl_media: false };

/** What nobody waits for. All else is about something that was just posted. */
const BROADCASTS: ReadonlySet<NoticeKind> = new Set(['quiz', 'refresher']);

/** What the app says of its own accord: to one person in private, and once in a channel that it joined. */
export function createNotices(
  workspaces: Workspaces,
  log: Log,
): Pick<ChatAdapter, 'sendPrivately' | 'change' | 'announce'> {
  /** Nothing has been said yet, so that whatever is wrong, it is no loss. */
  const connect = async (tenant: string): Promise<Connected | Receipt> => {
    try {
      return (await workspaces.now(tenant)) ?? { status: 'unreachable', reason: 'not_installed' };
    } catch (error) {
      const reason = slackCode(error) ?? 'workspace_unknown';
      log.warn('slack.workspace_unknown', { tenant, reason, error });
      return { status: 'later', afterSeconds: SOON_SECONDS, reason };
    }
  };
  return {
    async sendPrivately(to, notice, replaces) {
      const here = await connect(to.tenant);
      if ('status' in here) return here;
      const lane = BROADCASTS.has(notice.kind) ? 'broadcasts' : 'nudges';
      return createSender(here.clients[lane], log).send(to, notice, replaces);
    },
    async change(to, notice, ref) {
      const here = await connect(to.tenant);
      return !('status' in here) && createSender(here.clients.nudges, log).change(to, notice, ref);
    },
    async announce({ tenant, channel }, text) {
      const here = await connect(tenant);
      return 'status' in here ? here : createSender(here.clients.nudges, log).announce(channel.id, text);
    },
  };
}

/** Says it with the client of one workspace and lane. */
function createSender(client: WebClient, log: Log) {
  const sendInChannel = ({ channel, person, thread }: Recipient, notice: SlackNotice) =>
    attempt('ephemeral', async () => {
      const inThread = thread === null ? {} : { thread_ts: thread };
      await client.chat.postEphemeral({ channel, user: person, ...notice, ...inThread });
      return null;
    });

  // A person's id as the channel opens the direct message with the app: it can't end up where others read.
  const sendDirectly = async ({ person }: Recipient, notice: SlackNotice, by = client): Promise<Receipt> => {
    if (!/^[UW]/.test(person)) return { status: 'unreachable', reason: 'not_a_person' };
    return attempt('dm', async () => refOf(await by.chat.postMessage({ channel: person, ...notice, ...NO_PREVIEWS })));
  };

  /** Undefined where there is nothing to put it in the place of. */
  const sendInPlace = async (ref: string | null, notice: SlackNotice): Promise<Receipt | undefined> => {
    const [, channel, ts] = REF.exec(ref ?? '') ?? [];
    if (channel === undefined || ts === undefined) return undefined;
    const receipt = await attempt('dm', async () => {
      await client.chat.update({ channel, ts, ...notice });
      return ref;
    });
    if (receipt.status !== 'unreachable') return receipt;
    log.info('slack.update_refused', { reason: receipt.reason });
    return undefined;
  };

  return {
    async send(to: Recipient, notice: PrivateNotice, replaces: string | null): Promise<Receipt> {
      // A question or a refresher is about no message, and comes from the app itself.
      if (to.channel === '') return sendDirectly(to, inDirect(to, notice));
      const direct = inDirect(to, notice);
      const inPlace = await sendInPlace(replaces, direct);
      if (inPlace) return inPlace;
      if (to.channel.startsWith('D')) return sendDirectly(to, direct);
      const receipt = await sendInChannel(to, renderNotice(notice));
      if (receipt.status !== 'unreachable') return receipt;
      log.info('slack.ephemeral_refused', { incident: notice.incident, reason: receipt.reason });
      return sendDirectly(to, direct);
    },

    async change(to: Recipient, notice: PrivateNotice, ref: string): Promise<boolean> {
      return (await sendInPlace(ref, inDirect(to, notice)))?.status === 'accepted';
    },

    async announce(channel: string, text: string): Promise<Receipt> {
      const message = { channel, text: escaped(text), blocks: [section(text)], ...NO_PREVIEWS };
      const receipt = await attempt('channel', async () => refOf(await client.chat.postMessage(message)));
      const ts = receipt.status === 'accepted' && receipt.ref?.split(':')[1];
      if (ts) {
        await client.pins.add({ channel, timestamp: ts }).catch((error: unknown) => {
          log.info('slack.not_pinned', { channel, reason: slackCode(error) ?? 'unknown', error });
        });
      }
      return receipt;
    },
  };
}

/** What is about no message, or about one of the same conversation, doesn't say where that was. */
function inDirect(to: Recipient, notice: PrivateNotice): SlackNotice {
  return /^(?:D|$)/.test(to.channel) ? renderNotice(notice) : renderDirectNotice(notice, to);
}

function refOf(answer: unknown): string | null {
  const parsed = sent.safeParse(answer);
  return parsed.success ? `${parsed.data.channel}:${parsed.data.ts}` : null;
}

/** `send` resolves to the `ref`. */
async function attempt(via: string, send: () => Promise<string | null>): Promise<Receipt> {
  try {
    return { status: 'accepted', via, ref: await send() };
  } catch (error) {
    return readRefusal(error);
  }
}
