import express from 'express';
import type { ChatAdapter, Inbound } from '../../chat.ts';
import type { TeamsConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { Language } from '../../policy/types.ts';
import { createBook } from './book.ts';
import { createChannels, type Rules } from './channels.ts';
import { createChats } from './chats.ts';
import { createConnector } from './connector.ts';
import type { Desk } from './desk.ts';
import type { TeamsGraph } from './graph/types.ts';
import { createLookUp } from './members.ts';
import { createNotices } from './notices.ts';
import { createPace } from './pace.ts';
import { languageIn, personOf } from './payloads.ts';
import { createPost } from './post.ts';
import { createReceiver } from './receiver.ts';
import { takeActivity } from './turns.ts';

export interface TeamsAdapter extends ChatAdapter {
  readonly platform: 'teams';
}

export interface TeamsAdapterOptions {
  readonly config: TeamsConfig;
  readonly inbound: Inbound;
  readonly graph: Pick<
    TeamsGraph,
    'readMessage' | 'conversation' | 'rememberTeam' | 'install' | 'tip' | 'untip' | 'directories'
  >;
  /** A token for the connector. */
  readonly token: () => Promise<string>;
  readonly rules: Rules;
  /** The language that a person chose, or null: for dialogs and help, which are shown before anything is handed in. */
  readonly languageOf: (tenant: string, person: string) => Promise<Language | null>;
  readonly log: Log;
}

/** Teams behind the port, for one tenant. */
export function createTeamsAdapter(options: TeamsAdapterOptions): TeamsAdapter {
  const { config, inbound, graph, token, rules, languageOf, log } = options;
  const { appId, tenant, reading, targeted } = config;
  const book = createBook(config.serviceUrl);
  const call = createConnector(() => book.serviceUrl(), token);
  const post = createPost(call, createPace());
  const chatWith = createChats({ post, book, install: graph.install, appId, tenant });
  const channels = createChannels(createLookUp(call, tenant), graph.conversation, rules, log);
  const notices = createNotices({ post, call, chatWith, book, channels, graph, targeted, appId, log });
  const desk: Desk = {
    inbound,
    appId,
    tenant,
    reading,
    channels,
    book,
    graph,
    keep: notices.keep,
    say: notices.say,
    languageOf: async (activity) => {
      const chosen = await languageOf(tenant, personOf(activity.from) ?? '').catch((error: unknown) => {
        log.warn('teams.language_unknown', { error });
        return null;
      });
      return chosen ?? languageIn(activity) ?? 'en';
    },
    log,
  };
  const receiver = createReceiver({
    appId,
    openIdUrl: config.openIdUrl,
    take: (activity) => takeActivity(desk, activity),
    log,
  });
  return {
    platform: 'teams',
    routes: () => express.Router().use(receiver),
    sendPrivately: notices.sendPrivately,
    change: notices.change,
    announce: notices.announce,
    directories: graph.directories,
  };
}
