import { WebClient } from '@slack/web-api';
import type { Response } from 'express';
import express from 'express';
import type { ChatAdapter, Connection, Inbound } from '../../chat.ts';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { Language } from '../../policy/types.ts';
import { createBotToken } from './bot-token.ts';
import { createCatchUp } from './catch-up.ts';
import { type ChannelChangeStore, createChannelLife } from './channel-life.ts';
import { takeCommand } from './commands.ts';
import { createConnections } from './connections.ts';
import type { Desk } from './desk.ts';
import { createDirectories } from './directory.ts';
import { takeEvents } from './events.ts';
import type { OwnDesk } from './home/own.ts';
import { within } from './in-time.ts';
import { createInstallations, type Installations, type InstallStore } from './installations.ts';
import { takeInteraction } from './interactions.ts';
import type { GuestsAmong } from './members.ts';
import { createNotices } from './notices.ts';
import { installRoutes, type Outcome, type StateStore } from './oauth.ts';
import { createReading, type ReadingStore } from './reading.ts';
import { createReceiver, type Takers } from './receiver.ts';
import { createRespond } from './respond.ts';
import { createSocket } from './socket.ts';
import { clientOptions } from './web.ts';
import { createWorkspaces } from './workspaces.ts';

export { CALLBACK, INSTALL, type Outcome } from './oauth.ts';

export interface SlackAdapter extends ChatAdapter {
  readonly platform: 'slack';
  /** How it stands with each workspace and with the socket. Never rejects. */
  connections(): Promise<readonly Connection[]>;
  /** The same as far as it is known, at once. */
  knownConnections(): readonly Connection[];
  /**
   * To be awaited at start. Throws `SlackTokenError` where Slack refuses the bot token. Where Slack can't be reached
   * or a scope is missing it says so in the log and resolves; events get 5xx until Slack can be asked.
   */
  ready(): Promise<void>;
  /** Once messages can be taken: opens the socket, and keeps tokens fresh. Where Slack refuses the socket's token `connections` says so. */
  start(): Promise<void>;
  /** Waits for what Slack had its answer to before it was done. To be awaited once no more requests come. */
  finish(): Promise<void>;
  /** Finishes what came by the socket, and hangs up. */
  stop(): Promise<void>;
}

export interface SlackAdapterOptions {
  readonly config: SlackConfig;
  /** Needed with `config.oauth`: where installations are kept, and what people see who install the app. */
  readonly installing?:
    | {
        readonly publicUrl: string;
        readonly store: InstallStore;
        readonly states: StateStore;
        readonly show: (res: Response, outcome: Outcome) => void;
      }
    | undefined;
  readonly inbound: Inbound;
  /** How far each workspace was read. */
  readonly readingStore: ReadingStore;
  /** Which channels changed, for all processes. */
  readonly channelChanges: ChannelChangeStore;
  /** A private channel up to so many members is a care team's, by the policy as it is now. */
  readonly careTeam: () => number;
  readonly guestsAmong: GuestsAmong;
  /** The language that a person chose, or null: for forms and help, which are shown before anything is handed in. */
  readonly languageOf: (tenant: string, person: string) => Promise<Language | null>;
  /** What is kept of one person, for their own page in Slack. */
  readonly own: OwnDesk;
  readonly log: Log;
}

const UPKEEP_EVERY_MS = 60_000;
/** A form in English is better than none, which it would be where the press is too long ago. */
const LANGUAGE_MS = 400;

/** Slack behind the port: for the one workspace of a bot token, or for all that installed the app by OAuth. */
export function createSlackAdapter(options: SlackAdapterOptions): SlackAdapter {
  const { config, installing, inbound, readingStore, channelChanges, careTeam, guestsAmong, languageOf, own, log } =
    options;
  const installations = openInstallations(options);
  const workspaces = createWorkspaces({ installations, config, careTeam, guestsAmong, log });
  const desk: Desk = {
    inbound,
    workspaces,
    respond: createRespond(config, log),
    own,
    languageOf: (tenant, person) =>
      within(LANGUAGE_MS, languageOf(tenant, person)).then(
        (chosen) => chosen ?? 'en',
        (error: unknown) => {
          log.warn('slack.language_unknown', { error });
          return 'en';
        },
      ),
    log,
  };
  const catchUp = createCatchUp(inbound, log);
  const reading = createReading({ store: readingStore, installations, workspaces, catchUp, log });
  const channels = createChannelLife({ store: channelChanges, workspaces, guestsAmong, log });
  const takers: Takers = {
    event: takeEvents(desk, installations, reading, channels),
    interaction: takeInteraction(desk),
    command: takeCommand(desk),
  };
  const socket = config.appToken === undefined ? undefined : createSocket(config.appToken, config, takers, log);
  const connections = createConnections({
    installations,
    workspaces,
    lastUnread: readingStore.lastUnread,
    socket: socket?.state,
    mend: config.botToken ? 'copy the bot token anew from the app’s OAuth & Permissions page' : 'open /slack/install',
  });

  const upkeep = async (): Promise<void> => {
    try {
      await installations.upkeep();
    } catch (error) {
      log.error('slack.upkeep_failed', { error });
    }
    await reading.tick();
  };
  let timer: NodeJS.Timeout | undefined;

  const inHand = new Set<Promise<void>>();
  const hold = (work: Promise<void>): void => {
    const held = work.finally(() => inHand.delete(held));
    inHand.add(held);
  };

  return {
    platform: 'slack',
    ...createNotices(workspaces, log),
    connections: connections.now,
    knownConnections: connections.known,
    directories: createDirectories(installations, workspaces),

    routes() {
      const router = express.Router();
      if (config.signingSecret !== undefined) {
        router.use(createReceiver({ signingSecret: config.signingSecret, hold, log }, takers));
      }
      if (config.oauth && installing) {
        const { oauth } = config;
        const onInstalled = workspaces.forget;
        router.use(installRoutes({ ...installing, config: { ...config, oauth }, onInstalled, log }));
      }
      return router;
    },

    ready: () => installations.ready(),

    async start() {
      await upkeep();
      channels.start();
      timer = setInterval(() => void upkeep(), UPKEEP_EVERY_MS).unref();
      await socket?.start();
    },

    async finish() {
      await Promise.all(inHand);
    },

    async stop() {
      clearInterval(timer);
      channels.stop();
      await socket?.stop();
      await reading.stop();
    },
  };
}

function openInstallations({ config, installing, log }: SlackAdapterOptions): Installations {
  const { botToken } = config;
  if (botToken !== undefined) {
    return createBotToken(new WebClient(botToken, clientOptions(config, log, 'look-ups')), botToken, log);
  }
  if (!config.oauth || !installing) throw new Error('Slack needs a bot token, or what is needed for OAuth.');
  // A renewal that is given up too soon may have spent the refresh token.
  const client = new WebClient(undefined, clientOptions(config, log, 'nudges'));
  return createInstallations({ store: installing.store, client, app: config.oauth, log });
}
