import type { ChatAdapter, Connection, Inbound } from '../../chat.ts';
import type { TeamsConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { Language, TeamsTips } from '../../policy/types.ts';
import { createTeamsAdapter } from './adapter.ts';
import { channelFrom, type Rules } from './channels.ts';
import { createConnections } from './connections.ts';
import { createGraph, type GraphOptions } from './graph/graph.ts';
import { judgedOnce } from './graph/once.ts';
import { createTokens } from './graph/token.ts';
import { type TabOptions, tabRoutes } from './tab/routes.ts';
import { createSso } from './tab/sso.ts';

export interface Teams extends ChatAdapter {
  readonly platform: 'teams';
  /** Once the server listens: Microsoft asks back. */
  start(): void;
  stop(): Promise<void>;
  /** How it stands with Entra. Neither rejects; `knownConnections` doesn't wait. */
  connections(): Promise<readonly Connection[]>;
  knownConnections(): readonly Connection[];
}

export interface TeamsOptions
  extends Pick<GraphOptions, 'incidentOf' | 'store'>,
    Pick<TabOptions, 'figures' | 'kindName' | 'ownPage'> {
  readonly config: TeamsConfig;
  /** Where Microsoft reaches us, without a trailing slash. */
  readonly publicUrl: string;
  readonly inbound: Inbound;
  readonly rules: Rules;
  readonly languageOf: (tenant: string, person: string) => Promise<Language | null>;
  readonly tips: () => TeamsTips;
  readonly log: Log;
}

const CONNECTOR = 'https://api.botframework.com/.default';

/** Both ways to Teams, the bot and Graph, as one: each message is judged once, whichever way it comes. */
export function createTeams({ config, publicUrl, rules, languageOf, tips, log, ...options }: TeamsOptions): Teams {
  const { incidentOf, store } = options;
  const inbound = judgedOnce(options.inbound);
  const tokens = createTokens(config);
  const channelOf = channelFrom(rules);
  const graph = createGraph({
    settings: { ...config, publicUrl },
    tokens,
    inbound,
    channelOf,
    incidentOf,
    store,
    tips,
    log,
  });
  const tab = tabRoutes({
    ...options,
    tenant: config.tenant,
    sso: createSso({ ...config, publicUrl }),
    languageOf,
    onLanguage: inbound.onLanguage,
    log,
  });
  const token = () => tokens(CONNECTOR);
  const bot = createTeamsAdapter({ config, inbound, graph, token, rules, languageOf, log });
  const connections = createConnections(config.tenant, token);
  return {
    ...bot,
    routes: () => bot.routes().use(graph.routes()).use(tab),
    start: () => graph.start(),
    stop: () => graph.stop(),
    connections: connections.now,
    knownConnections: connections.known,
  };
}
