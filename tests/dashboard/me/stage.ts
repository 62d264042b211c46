import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import express from 'express';
import { ROLES, type Viewer } from '../../../src/dashboard/access.ts';
import { loadAssets } from '../../../src/dashboard/assets.ts';
import { securityHeaders } from '../../../src/dashboard/headers.ts';
import { createLayout, type PageLocals } from '../../../src/dashboard/layout.ts';
import { learningRecordPages } from '../../../src/dashboard/pages/learning-records/route.ts';
import { mePages } from '../../../src/dashboard/pages/me/route.ts';
import { createPages } from '../../../src/dashboard/pages.ts';
import { problemPages } from '../../../src/dashboard/problems.ts';
import { createLog } from '../../../src/log.ts';
import type { Db } from '../../../src/store/database.ts';

export interface Stage {
  readonly url: string;
  /** The incidents of which chats were told that they were challenged. */
  readonly challenged: readonly string[];
  /** Who looks from now on. */
  look(viewer: Partial<Viewer>): void;
  get(path: string): Promise<Response>;
  post(path: string, fields: Readonly<Record<string, string>>): Promise<Response>;
  stop(): Promise<void>;
}

export const NOW = new Date('2026-11-26T12:00:00Z');

/** The pages over real HTTP, with whoever looks set by hand: sign-in has tests of its own. */
export async function openStage(db: Db): Promise<Stage> {
  let viewer: Viewer = {
    realm: 'local',
    sources: new Map(),
    subject: 'someone',
    name: null,
    roles: new Set(ROLES),
    person: null,
    teams: [],
    scope: { platforms: ['slack', 'teams'], tenants: null },
  };
  const log = createLog('silent');
  const assets = loadAssets();
  const render = createLayout({ simulator: false, assetUrl: assets.url, trouble: () => undefined });
  const pages = createPages([
    (_req, res, next) => {
      (res.locals as PageLocals).viewer = viewer;
      next();
    },
  ]);
  const now = () => NOW;
  const publicUrl = 'https://q.example';
  const mayBeKept = (words: string) => !words.includes('Mrs ');
  const challenged: string[] = [];
  const onChallenged = async (_tenant: string, incident: string) => void challenged.push(incident);
  mePages({ pages, db, mayBeKept, onChallenged, publicUrl, pauseDays: () => 14, render, log, now });
  learningRecordPages({ pages, db, publicUrl, render, now });
  const app = express().use(securityHeaders(false), assets.router, pages.router, problemPages(render, log));
  const server = app.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    challenged,
    look(change) {
      viewer = { ...viewer, ...change };
    },
    get: (path) => fetch(url + path, { headers: { accept: 'text/html' }, redirect: 'manual' }),
    post: (path, fields) =>
      fetch(url + path, {
        method: 'POST',
        headers: { accept: 'text/html' },
        body: new URLSearchParams(fields),
        redirect: 'manual',
      }),
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
