import { type ErrorRequestHandler, type RequestHandler, Router } from 'express';
import type { Inbound, Platform } from '../chat.ts';
import type { Config } from '../config.ts';
import type { Log } from '../log.ts';
import type { EntityEngine } from '../policy/index.ts';
import type { Language } from '../policy/types.ts';
import type { Previews } from '../previews.ts';
import type { Decks } from '../quizzes/decks.ts';
import type { ChannelRules } from '../store/channel-rules.ts';
import type { Db } from '../store/database.ts';
import type { DeadLetters } from '../store/dead-letters.ts';
import { grantedBy, type Route } from './access.ts';
import { loadAssets } from './assets.ts';
import { securityHeaders } from './headers.ts';
import { createIdentityProvider } from './identity-provider.ts';
import { createLayout, type PageLocals, type Render } from './layout.ts';
import { isLocal } from './local.ts';
import { lookAsRoute, lookLocally } from './look-as.ts';
import { accountPage } from './pages/account/route.ts';
import { adminPages } from './pages/admin/all.ts';
import type { Connected } from './pages/admin/connections.ts';
import { awarenessPage } from './pages/awareness/route.ts';
import { campaignPages } from './pages/campaigns/route.ts';
import { channelPages } from './pages/channels/route.ts';
import { checkPage } from './pages/check/route.ts';
import { evidencePages } from './pages/evidence/route.ts';
import { homePage } from './pages/home/route.ts';
import { learningRecordPages } from './pages/learning-records/route.ts';
import { mePages } from './pages/me/route.ts';
import { openPages } from './pages/open/route.ts';
import { questionPages } from './pages/questions/route.ts';
import type { Parts as RefresherParts } from './pages/refreshers/parts.ts';
import { refresherPages } from './pages/refreshers/route.ts';
import { retentionPage } from './pages/retention/route.ts';
import { rulesPages } from './pages/rules/route.ts';
import { teamsPages } from './pages/teams/route.ts';
import { trainingPage } from './pages/training/route.ts';
import { triagePages } from './pages/triage/route.ts';
import { createPages } from './pages.ts';
import { Problem, problemPages } from './problems.ts';
import { mayChange } from './same-origin.ts';
import { createCookies } from './session-cookie.ts';
import { requireSignIn, signInRoutes } from './sign-in.ts';
import { createWhoLooks } from './who-looks.ts';

export interface Dashboard {
  /** First of all: security headers on every answer of the program. */
  readonly headers: RequestHandler[];
  /** Lets through whom the table grants it, and only same-origin changes. In front of all that is for people. */
  readonly gate: (route: Route) => RequestHandler[];
  readonly router: Router;
  readonly render: Render;
  /** Last of all: the 404 page and the error pages. */
  readonly problems: [RequestHandler, ErrorRequestHandler];
}

/**
 * `platforms`: those that are on, the simulator among them. `trouble`: a sentence that every page shows
 * while something needs whoever runs Quietword.
 */
export function createDashboard(parts: {
  db: Db;
  config: Pick<Config, 'signIn' | 'publicUrl' | 'teams' | 'keep'>;
  platforms: readonly Platform[];
  onCheck: Inbound['onCheck'];
  /** Told of what somebody challenged on their own page. */
  onChallenged: (tenant: string, incident: string) => Promise<void>;
  mayBeKept: (words: string) => boolean;
  mayBeTaught: (words: string, language: Language) => boolean;
  decks: Decks;
  refreshers: RefresherParts['desk'];
  previews: Previews;
  /** The policy as it is now. */
  engine: () => EntityEngine;
  channels: Pick<ChannelRules, 'refresh'>;
  connections: () => Promise<readonly Connected[]>;
  jobs: DeadLetters;
  trouble: () => string | undefined;
  log: Log;
  now?: () => Date;
}): Dashboard {
  const {
    db,
    config,
    platforms,
    onCheck,
    onChallenged,
    mayBeKept,
    mayBeTaught,
    decks,
    refreshers,
    previews,
    engine,
    channels,
    connections,
    jobs,
    trouble,
    log,
    now = () => new Date(),
  } = parts;
  const https = config.publicUrl.startsWith('https:');
  const assets = loadAssets();
  const render = createLayout({ simulator: platforms.includes('simulator'), assetUrl: assets.url, trouble });
  const sameOrigin = requireSameOrigin(config.publicUrl);
  const router = Router().use(assets.router);

  let access: RequestHandler[];
  if (config.signIn) {
    const provider = createIdentityProvider(config.signIn, config.publicUrl, log);
    const whoLooks = createWhoLooks({ db, signIn: config.signIn, platforms });
    const signIn = { db, tenant: config.signIn.issuer, provider, cookies: createCookies(https), render, whoLooks };
    access = [requireSignIn(signIn)];
    router.use(signInRoutes(signIn, sameOrigin));
  } else {
    access = [requireLocal, lookLocally({ db, platforms })];
    if (platforms.includes('simulator')) router.use(lookAsRoute([requireLocal, sameOrigin]));
  }
  const gate = [...access, sameOrigin];
  const pages = createPages(gate);
  pages.get('/', homePage({ db, render }));
  pages.get('/awareness', awarenessPage({ db, render, now }));
  pages.get('/account', accountPage({ render, simulator: platforms.includes('simulator') }));
  triagePages({ pages, db, mayBeKept, render, log });
  teamsPages({ pages, db, render, now });
  rulesPages({ pages, db, policy: () => engine().policy, render, now });
  channelPages({ pages, db, channels, engine, render, log, now });
  evidencePages({ pages, db, render, now });
  retentionPage({ pages, db, keep: config.keep, render, now });
  trainingPage({ pages, db, decks, render, now });
  refresherPages({ pages, desk: refreshers, previews, render, log });
  campaignPages({ pages, desk: refreshers, previews, render, log });
  questionPages({ pages, db, decks, mayBeTaught, render, log, now });
  const pauseDays = () => engine().policy.quizzing['pause-days'];
  mePages({ pages, db, mayBeKept, onChallenged, publicUrl: config.publicUrl, pauseDays, render, log, now });
  learningRecordPages({ pages, db, publicUrl: config.publicUrl, render, now });
  adminPages({ pages, db, config, engine, connections, jobs, render, log, now });
  router.use(openPages(render, config.keep));
  checkPage({ pages, onCheck, tenant: config.signIn?.issuer ?? 'local', render, log });
  router.use(pages.router);

  return {
    headers: securityHeaders(https),
    gate: (route) => [...gate, grantedBy(route)],
    router,
    render,
    problems: problemPages(render, log),
  };
}

/** Without sign-in, pages are for the person at this machine, and say so. */
const requireLocal: RequestHandler = (req, res, next) => {
  if (!isLocal({ remoteAddress: req.socket.remoteAddress, headers: req.headers })) {
    throw new Problem(
      403,
      'These pages are closed',
      'Sign-in is not set up, so these pages open only on the computer that Quietword runs on: to open them to others, set OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET and PUBLIC_URL.',
    );
  }
  (res.locals as PageLocals).openLocally = true;
  next();
};

function requireSameOrigin(publicUrl: string): RequestHandler {
  return (req, _res, next) => {
    if (!mayChange(req, publicUrl)) {
      throw new Problem(403, 'That came from another site', 'Only pages of Quietword itself may change anything here.');
    }
    next();
  };
}
