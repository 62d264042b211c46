import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import type { ChatAdapter, OnMessage, PrivateNotice, Receipt, Recipient } from '../../chat.ts';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import { createChannels, readChannelInfo } from './channels.ts';
import { isTokenFault, readRefusal, slackCode } from './errors.ts';
import { readMessage } from './inbound.ts';
import { renderDirectNotice, renderNotice, type SlackNotice } from './notice.ts';
import { createReceiver } from './receiver.ts';
import { clientOptions, silenced } from './web.ts';
import { createWorkspaceLookUp, envelope, isFor, SCOPES } from './workspace.ts';

export interface SlackAdapter extends ChatAdapter {
  readonly platform: 'slack';
  /**
   * To be awaited at start. Throws `SlackTokenError` where Slack refuses the bot token. Where Slack can't be reached
   * or a scope is missing it says so in the log and resolves; events get 5xx until Slack can be asked.
   */
  ready(): Promise<void>;
}

export interface SlackAdapterOptions {
  readonly config: SlackConfig;
  readonly onMessage: OnMessage;
  /** A private channel up to so many members is a care team's, by the policy as it is now. */
  readonly careTeam: () => number;
  readonly log: Log;
}

/** Its message is one sentence for whoever set Slack up. */
export class SlackTokenError extends Error {
  override readonly name = 'SlackTokenError';
  constructor(code: string) {
    super(
      `SLACK_BOT_TOKEN was refused by Slack (${code}): copy the bot token anew from the app's OAuth & Permissions page.`,
    );
  }
}

/** Slack behind the port, for the one workspace (or enterprise) that the bot token belongs to. */
export function createSlackAdapter({ config, onMessage, careTeam, log }: SlackAdapterOptions): SlackAdapter {
  const options = clientOptions(config, log);
  const lookUps = new WebClient(config.botToken, options.lookUps);
  const notices = new WebClient(config.botToken, options.notices);
  const workspace = createWorkspaceLookUp(lookUps);
  const channelOf = createChannels(
    async (channel) => readChannelInfo(await lookUps.conversations.info({ channel, include_num_members: true })),
    careTeam,
    log,
  );
  const { signingSecret } = config;
  const receiver = createReceiver({ signingSecret, eventTypes: new Set(['message']), log });

  const app = new App({
    receiver,
    authorize: async () => {
      const { botUserId, botId } = await workspace();
      return { botToken: config.botToken, botUserId, ...(botId === undefined ? {} : { botId }) };
    },
    logger: silenced(log),
    clientOptions: options.lookUps,
    convoStore: false,
    ignoreSelf: false, // inbound.ts leaves out our own posts, their edits and deletions alike
  });
  // An error handler that resolves would have the receiver answer 200, and the message would be lost.
  app.error(async (error) => {
    throw 'original' in error ? error.original : error;
  });
  app.event('message', async ({ event, body }) => {
    const here = await workspace();
    const outside = envelope.safeParse(body);
    if (!outside.success) {
      log.warn('slack.message_ignored', { reason: 'malformed' });
      return;
    }
    if (!isFor(outside.data, here)) {
      log.warn('slack.other_workspace', { tenant: outside.data.team_id ?? 'unknown' });
      return;
    }
    const read = readMessage(event, here);
    switch (read.type) {
      case 'ignored':
        if (read.reason === 'malformed') log.warn('slack.message_ignored', { reason: read.reason });
        else log.debug('slack.message_ignored', { reason: read.reason });
        return;
      case 'deleted':
        return onMessage(read.message);
      case 'posted': {
        const channel = await channelOf(read.channel, outside.data.is_ext_shared_channel === true);
        return onMessage({ ...read.message, channel });
      }
    }
  });

  const sendInChannel = ({ channel, person, thread }: Recipient, notice: SlackNotice) =>
    attempt('ephemeral', () =>
      notices.chat.postEphemeral({
        channel,
        user: person,
        ...notice,
        ...(thread === null ? {} : { thread_ts: thread }),
      }),
    );

  // A person's id as the channel opens the direct message with the app: it can't end up where others read.
  const sendDirectly = async ({ person }: Recipient, notice: SlackNotice): Promise<Receipt> => {
    if (!/^[UW]/.test(person)) return { status: 'unreachable', reason: 'not_a_person' };
    return attempt('dm', () =>
      notices.chat.postMessage({ channel: person, ...notice, unfurl_links: false, unfurl_media: false }),
    );
  };

  return {
    platform: 'slack',
    routes: () => receiver.router,

    async sendPrivately(to: Recipient, notice: PrivateNotice): Promise<Receipt> {
      // In a direct message with the app the answer is private anyway, and it stays.
      if (to.channel.startsWith('D')) return sendDirectly(to, renderNotice(notice));
      const receipt = await sendInChannel(to, renderNotice(notice));
      if (receipt.status !== 'unreachable') return receipt;
      log.info('slack.ephemeral_refused', { incident: notice.incident, reason: receipt.reason });
      return sendDirectly(to, renderDirectNotice(notice, to));
    },

    async ready() {
      try {
        const { scopes } = await workspace();
        for (const scope of SCOPES) {
          if (scopes && !scopes.includes(scope)) log.warn('slack.scope_missing', { reason: scope });
        }
      } catch (error) {
        const code = slackCode(error);
        if (code !== undefined && isTokenFault(code)) throw new SlackTokenError(code);
        log.warn('slack.unreachable', { reason: code ?? 'unknown', error });
      }
    },
  };
}

async function attempt(via: string, send: () => Promise<unknown>): Promise<Receipt> {
  try {
    await send();
    return { status: 'accepted', via };
  } catch (error) {
    return readRefusal(error);
  }
}
