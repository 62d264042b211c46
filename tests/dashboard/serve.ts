import { once } from 'node:events';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import express, { type Express, type Router } from 'express';
import type { Inbound, Platform } from '../../src/chat.ts';
import { DEFAULT_QUIZZES, type SignInConfig } from '../../src/config.ts';
import { createDashboard, type Dashboard } from '../../src/dashboard/dashboard.ts';
import type { Connected } from '../../src/dashboard/pages/admin/connections.ts';
import { createLog } from '../../src/log.ts';
import type { EntityEngine } from '../../src/policy/index.ts';
import { previews } from '../../src/previews.ts';
import { createDecks } from '../../src/quizzes/decks.ts';
import { loadBank } from '../../src/quizzes/load.ts';
import type { Db } from '../../src/store/database.ts';
import type { DeadLetters } from '../../src/store/dead-letters.ts';
import type { Queue, RefresherJob } from '../../src/store/queue.ts';
import { plainEngine } from '../messages.ts';

const silent = createLog('silent');
const bank = loadBank(DEFAULT_QUIZZES);

/** The dashboard over real HTTP, put together as the program does. `more` stands behind the gate. */
export async function serveDashboard(
  db: Db,
  options: {
    platforms?: readonly Platform[];
    signIn?: Pick<SignInConfig, 'issuer' | 'clientId' | 'clientSecret'> & Partial<SignInConfig>;
    publicUrl?: string;
    trouble?: string;
    connections?: readonly Connected[] | (() => Promise<readonly Connected[]>);
    deadLetters?: DeadLetters;
    onCheck?: Inbound['onCheck'];
    engine?: EntityEngine;
    mayBeKept?: (words: string) => boolean;
    mayBeTaught?: (words: string) => boolean;
    now?: () => Date;
    /** What is put into the queue of refreshers. */
    jobs?: RefresherJob[];
    more?: (dashboard: Dashboard) => Router;
    use?: (dashboard: Dashboard) => void;
    /** Mounts what stands before the pages, as `main.ts` does. */
    mount?: (app: Express, dashboard: Dashboard) => Promise<unknown>;
  } = {},
): Promise<{ url: string; stop(): Promise<void> }> {
  const app = express().disable('x-powered-by');
  const server: Server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const decks = createDecks(bank, db, silent, 0);
  const dashboard = createDashboard({
    db,
    config: {
      signIn: options.signIn && { rolesClaim: 'roles', roleGroups: [], admins: [], ...options.signIn },
      publicUrl: options.publicUrl ?? url,
      teams: undefined,
      keep: { events: 90, rollUps: 1096 },
    },
    platforms: options.platforms ?? ['simulator'],
    onCheck: options.onCheck ?? (() => Promise.reject(new Error('Nothing is checked here.'))),
    onChallenged: async () => {},
    mayBeKept: options.mayBeKept ?? (() => true),
    mayBeTaught: options.mayBeTaught ?? (() => true),
    decks,
    refreshers: {
      db,
      decks,
      queue: {
        enqueueRefreshers: async (_trx: unknown, jobs: readonly RefresherJob[]) => void options.jobs?.push(...jobs),
      } as unknown as Queue,
      engine: () => plainEngine,
      mayBeKept: options.mayBeKept ?? (() => true),
      publicUrl: options.publicUrl ?? url,
      now: options.now ?? (() => new Date()),
    },
    previews,
    engine: () => options.engine ?? plainEngine,
    channels: { refresh: async () => {} },
    connections: async () =>
      typeof options.connections === 'function' ? options.connections() : (options.connections ?? []),
    jobs: options.deadLetters ?? { states: async () => [], redrive: async () => 0 },
    trouble: () => options.trouble,
    log: silent,
    ...(options.now ? { now: options.now } : {}),
  });
  options.use?.(dashboard);
  app.use(dashboard.headers);
  await options.mount?.(app, dashboard);
  app.use(dashboard.router);
  if (options.more) app.use(dashboard.gate('GET /try'), options.more(dashboard));
  app.use(dashboard.problems);
  return {
    url,
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
