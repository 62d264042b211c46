import { App } from '@slack/bolt';
import { WebClient } from '@slack/web-api';
import express from 'express';
import type { ChatAdapter, Inbound } from '../../chat.ts';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { Language } from '../../policy/types.ts';
import { createChannels, readChannelInfo } from './channels.ts';
import { takeCommand } from './commands.ts';
import { type Desk, modalOpener } from './desk.ts';
import { createDirectories } from './directory.ts';
import { isTokenFault, slackCode } from './errors.ts';
import { EVENT_TYPES, listen } from './events.ts';
import { takeInteraction } from './interactions.ts';
import { createNotices } from './notices.ts';
import { createPace } from './pace.ts';
import { createReceiver } from './receiver.ts';
import { signedRoute } from './requests.ts';
import { createReread } from './reread.ts';
import { createRespond } from './respond.ts';
import { clientOptions, silenced } from './web.ts';
import { createWorkspaceLookUp, SCOPES } from './workspace.ts';

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
  readonly inbound: Inbound;
  /** A private channel up to so many members is a care team's, by the policy as it is now. */
  readonly careTeam: () => number;
  /** The language that a person chose, or null: for forms and help, which are shown before anything is handed in. */
  readonly languageOf: (tenant: string, person: string) => Promise<Language | null>;
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
export function createSlackAdapter({ config, inbound, careTeam, languageOf, log }: SlackAdapterOptions): SlackAdapter {
  const options = clientOptions(config, log);
  const lookUps = new WebClient(config.botToken, options.lookUps);
  const notices = new WebClient(config.botToken, options.notices);
  const refreshers = new WebClient(config.botToken, options.notices);
  const workspace = createWorkspaceLookUp(lookUps);
  const channelOf = createChannels(
    async (channel) => readChannelInfo(await lookUps.conversations.info({ channel, include_num_members: true })),
    careTeam,
    log,
  );
  const desk: Desk = {
    inbound,
    workspace,
    channelOf,
    reread: createReread(lookUps, workspace, log),
    respond: createRespond(config, log),
    openModal: modalOpener(lookUps),
    languageOf: (tenant, person) =>
      languageOf(tenant, person).then(
        (chosen) => chosen ?? 'en',
        (error: unknown) => {
          log.warn('slack.language_unknown', { error });
          return 'en';
        },
      ),
    log,
  };

  const signed = { signingSecret: config.signingSecret, log };
  const receiver = createReceiver({ ...signed, eventTypes: EVENT_TYPES });
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
  listen(app, desk);

  return {
    platform: 'slack',
    routes: () =>
      express
        .Router()
        .use(receiver.router)
        .use(signedRoute('/slack/interactions', signed, takeInteraction(desk)))
        .use(signedRoute('/slack/commands', signed, takeCommand(desk))),
    ...createNotices({ notices, refreshers, pace: createPace() }, log),
    directories: createDirectories(new WebClient(config.botToken, options.directory), workspace),

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
