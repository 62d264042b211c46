import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { createGraph } from '../../../../src/adapters/teams/graph/graph.ts';
import { judgedOnce } from '../../../../src/adapters/teams/graph/once.ts';
import { createTokens } from '../../../../src/adapters/teams/graph/token.ts';
import type { ConversationFacts, GraphSettings, TeamsGraph } from '../../../../src/adapters/teams/graph/types.ts';
import { createAnswers } from '../../../../src/answers.ts';
import type { Inbound } from '../../../../src/chat.ts';
import type { TeamsTips } from '../../../../src/policy/types.ts';
import { setTeam, teamOf } from '../../../../src/store/channel-teams.ts';
import { incidentOf } from '../../../../src/store/incident-of.ts';
import { openSubscriptions, type Subscriptions } from '../../../../src/store/subscriptions.ts';
import { createWatch } from '../../../../src/watch.ts';
import { onPglite, type TestDatabase } from '../../../databases.ts';
import { openHouse, type TestHouse } from '../../../house.ts';
import { CLIENT_STATE } from '../chat-messages.ts';
import { APP_ID, type FakeGraph, makeCertificate, startFakeGraph, TENANT } from '../fake-graph.ts';

/** Graph's part of the adapter on a real server, journey and database, before a Graph of ours. */
export interface Stage {
  readonly fake: FakeGraph;
  readonly house: TestHouse;
  readonly graph: TeamsGraph;
  readonly store: Subscriptions;
  readonly inbound: Inbound;
  readonly url: string;
  readonly certificate: string;
  readonly settings: GraphSettings;
  /** Who was asked for: what Graph said of the conversation. */
  readonly facts: (ConversationFacts | null)[];
  tips: TeamsTips;
  /** Another process on the same database. */
  another(settings?: Partial<GraphSettings>): TeamsGraph;
  post(body: unknown, query?: string): Promise<Response>;
  close(): Promise<void>;
}

export async function openStage(database?: TestDatabase): Promise<Stage> {
  const fake = await startFakeGraph();
  const house = await openHouse(database ?? (await onPglite()));
  const { certificate, key } = await makeCertificate('notifications');
  const app = express();
  const server: Server = await new Promise((resolve) => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const settings: GraphSettings = {
    tenant: TENANT,
    appId: APP_ID,
    credential: { kind: 'secret', secret: 'a secret' },
    graphUrl: fake.url,
    loginUrl: fake.loginUrl,
    publicUrl: url,
    reading: 'graph',
    directory: null,
    notifications: { certificate, key, clientState: CLIENT_STATE },
  };
  const inbound = judgedOnce({
    onMessage: createWatch(house),
    onAnswer: createAnswers(house, house.post.adapters),
  } as unknown as Inbound);
  const store = openSubscriptions(house.db, TENANT);
  const facts: (ConversationFacts | null)[] = [];
  const make = (changed: Partial<GraphSettings> = {}) =>
    createGraph({
      settings: { ...settings, ...changed },
      tokens: createTokens(settings),
      inbound,
      channelOf: ({ channel }, said) => {
        facts.push(said);
        return {
          id: channel,
          name: said?.name ?? null,
          audience: said?.kind === 'direct' ? 'direct' : 'organisation',
          readers: said?.readers ?? null,
          guests: said?.guests ?? null,
        };
      },
      incidentOf: (channel, message) => incidentOf(house.db, { tenant: TENANT, platform: 'teams', channel, message }),
      store: {
        ...store,
        setTeam: (channel, team) => setTeam(house.db, { tenant: TENANT, channel, team }),
        teamOf: (channel) => teamOf(house.db, TENANT, channel),
      },
      tips: () => stage.tips,
      log: house.log,
    });
  const graph = make();
  app.use(graph.routes());
  const stage: Stage = {
    fake,
    house,
    graph,
    store,
    inbound,
    url,
    certificate,
    settings,
    facts,
    tips: 'off',
    another: make,
    post: (body, query = '') =>
      fetch(`${url}/graph/notifications${query}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      }),
    async close() {
      await graph.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await house.close();
      await fake.close();
    },
  };
  return stage;
}

/** A channel of nine of which two are guests, and a chat of two, as Graph tells them. */
export function tellConversations({ on }: FakeGraph): void {
  const members = (count: number, guests: number) =>
    Array.from({ length: count }, (_, index) => ({
      id: String(index),
      roles: index < guests ? ['guest'] : [],
      tenantId: TENANT,
    }));
  on('GET', /^\/teams\/[^/]+\/channels\/[^/]+\?/, { json: { displayName: 'General', membershipType: 'standard' } });
  on('GET', /^\/teams\/[^/]+\/channels\/[^/]+\/allMembers/, { json: { value: members(9, 2) } });
  on('GET', /^\/chats\/[^/]+\?/, { json: { chatType: 'oneOnOne', topic: null, members: members(2, 0) } });
}
