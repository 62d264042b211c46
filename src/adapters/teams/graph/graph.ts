import { Router } from 'express';
import type { Channel, Inbound } from '../../../chat.ts';
import type { Log } from '../../../log.ts';
import type { TeamsTips } from '../../../policy/types.ts';
import { createGraphClient, type Patience, QUICK } from './client.ts';
import { createConversations } from './conversations.ts';
import { createDirectory } from './directory.ts';
import { reasonOf, statusOf } from './errors.ts';
import { createRecover } from './gaps.ts';
import { createInstall } from './install.ts';
import { isChannel, pathTo, readCurrent } from './messages.ts';
import { type NotificationsOptions, notificationRoutes } from './notifications.ts';
import { NO_TIP, tipFor } from './policy-violation.ts';
import { createRenewal, type Renewal } from './renewal.ts';
import { createSubscriptions, RESOURCES } from './subscriptions.ts';
import { createTake, type Take } from './take.ts';
import { createTeams } from './teams.ts';
import type { Tokens } from './token.ts';
import type {
  ConversationFacts,
  GraphSettings,
  Place,
  SubscriptionStore,
  TeamStore,
  TeamsGraph,
  Tipped,
  Where,
} from './types.ts';
import { createTokenCheck } from './validation-tokens.ts';

export interface GraphOptions {
  readonly settings: GraphSettings;
  /** The same as the connector's. */
  readonly tokens: Tokens;
  /** The same as the bot's, wrapped once by `judgedOnce`. */
  readonly inbound: Pick<Inbound, 'onMessage' | 'onAnswer'>;
  /** Who can read it, by the policy as it is now; `facts` null where Graph doesn't say. */
  readonly channelOf: (where: Where, facts: ConversationFacts | null) => Channel;
  /** The incident that a message gave, or null. */
  readonly incidentOf: (channel: string, message: string) => Promise<string | null>;
  readonly store: SubscriptionStore & TeamStore;
  /** What the policy, as it is now, asks to be said on messages themselves. */
  readonly tips: () => TeamsTips;
  readonly log: Log;
}

/** A notice waits for it, and nobody in front of a screen. */
const TIP: Patience = { tries: 3, timeoutMs: 10_000 };

/** Microsoft Graph behind the rest of the Teams adapter. Nothing is asked of Graph before it is needed. */
export function createGraph(options: GraphOptions): TeamsGraph {
  const { settings, tokens, inbound, channelOf, incidentOf, store, tips, log } = options;
  const { tenant, appId } = settings;
  const scope = `${new URL(settings.graphUrl).origin}/.default`;
  const graph = createGraphClient(settings.graphUrl, () => tokens(scope));
  const teams = createTeams(store);
  const conversation = createConversations(graph, tenant, log);
  const take = createTake({ tenant, appId, inbound, teams, conversation, channelOf, incidentOf, log });
  const reader = readerOf(options, graph, take);

  /** Undefined where Graph can't find it: the team of its channel isn't known, or it is a chat with the bot itself. */
  const find = async (place: Place): Promise<string | undefined> => {
    if (!place.channel.startsWith('19:')) return undefined;
    if (!isChannel(place.channel)) return pathTo(place, null);
    const team = await teams.of(place.channel);
    return team === null ? undefined : pathTo(place, team);
  };

  const setTip = async (place: Place, body: object): Promise<Tipped> => {
    try {
      const path = await find(place);
      if (path === undefined) return 'failed';
      await graph.patch(path, body, TIP);
      return 'tipped';
    } catch (error) {
      // Deleted meanwhile: there is nothing left to say it on.
      if (statusOf(error) !== 404) log.warn('graph.not_tipped', { reason: reasonOf(error), error });
      return 'failed';
    }
  };

  return {
    routes: () => reader?.routes ?? Router(),
    start: () => reader?.renewal.start(),
    stop: async () => reader?.renewal.stop(),
    async readMessage(place) {
      try {
        const path = await find(place);
        return path === undefined ? { status: 'unknown' } : readCurrent(await graph.get(path, QUICK));
      } catch (error) {
        if (statusOf(error) === 404) return { status: 'gone' };
        log.warn('graph.message_not_reread', { channel: place.channel, reason: reasonOf(error), error });
        return { status: 'unknown' };
      }
    },
    conversation,
    rememberTeam: teams.remember,
    install: createInstall(graph, appId, log),
    async tip(place, words) {
      const body = tipFor(tips(), words, `${settings.publicUrl}/check`);
      return body === null ? 'off' : setTip(place, body);
    },
    untip: async (place) => (tips() === 'off' ? 'off' : setTip(place, NO_TIP)),
    async directories() {
      const { directory } = settings;
      return directory === null ? [] : [createDirectory(graph, tenant, directory.prefix)];
    },
  };
}

const SEEN_EVERY_MS = 60_000;
/** As long as a subscription lives: nothing is missing from before. */
const MISSED_MS = 60 * 60_000;
/** Soon enough for the renewal to see to it, and late enough for it to succeed. */
const HASTEN_MS = 10 * 60_000;

/** What reads through Graph, or undefined where only the bot reads. */
function readerOf(
  { settings, store, log }: GraphOptions,
  graph: ReturnType<typeof createGraphClient>,
  take: Take,
): { readonly routes: Router; readonly renewal: Renewal } | undefined {
  const { notifications, tenant, appId, loginUrl, reading } = settings;
  if (reading === 'rsc' || notifications === null) return undefined;
  const subscriptions = createSubscriptions(graph, settings, notifications);
  const recover = createRecover(graph, take, log);
  const renewal = createRenewal({ resources: RESOURCES, subscriptions, store, recover, log });

  const lastSeen = new Map<string, number>();
  const seen: NotificationsOptions['seen'] = async (subscription) => {
    const now = Date.now();
    if (now - (lastSeen.get(subscription) ?? 0) < SEEN_EVERY_MS) return;
    const resource = await store.resourceOf(subscription);
    if (resource !== undefined) await store.seen(resource, new Date(now));
    // Only the two that are alive are worth remembering.
    if (lastSeen.size > RESOURCES.length) lastSeen.clear();
    lastSeen.set(subscription, now);
  };

  const lifecycle: NotificationsOptions['lifecycle'] = async (subscription, event) => {
    log.info('graph.lifecycle', { kind: event });
    const now = Date.now();
    if (event === 'subscriptionRemoved') await store.removed(subscription);
    else if (event === 'reauthorizationRequired') await store.hasten(subscription, new Date(now + HASTEN_MS));
    else {
      const resource = await store.resourceOf(subscription);
      if (resource !== undefined) await store.gap(resource, new Date(now - MISSED_MS));
    }
    renewal.look();
  };

  const routes = notificationRoutes({
    tenant,
    clientState: notifications.clientState,
    key: notifications.key,
    isGenuine: createTokenCheck({ tenant, appId, loginUrl }),
    take,
    read: ({ where, place }) => graph.get(pathTo(place, where.team), QUICK),
    seen,
    lifecycle,
    log,
  });
  return { routes, renewal };
}
