import { type RequestHandler, Router } from 'express';
import { keepAccount } from '../store/accounts.ts';
import type { Db } from '../store/database.ts';
import {
  endSession,
  removeExpiredSessions,
  renewSession,
  type SignedIn,
  startSession,
  useSession,
} from '../store/sessions.ts';
import type { Viewer } from './access.ts';
import type { IdentityProvider } from './identity-provider.ts';
import type { PageLocals, Render } from './layout.ts';
import { Problem } from './problems.ts';
import { returnPath } from './return-path.ts';
import type { Cookies } from './session-cookie.ts';

interface Parts {
  readonly db: Db;
  readonly whoLooks: (person: SignedIn) => Promise<Viewer>;
  /** The identity provider's address: the tenant of its sessions. */
  readonly tenant: string;
  readonly provider: IdentityProvider;
  readonly cookies: Cookies;
  readonly render: Render;
}

/** Lets through whoever is signed in; sends a person to sign in, and answers a script with 401. */
export function requireSignIn({ db, tenant, cookies, whoLooks }: Parts): RequestHandler {
  return async (req, res, next) => {
    const tokenHash = cookies.presented(req);
    const person = tokenHash && (await useSession(db, { tenant, tokenHash }, new Date()));
    if (person) {
      const viewer = await whoLooks(person);
      const roles = [...viewer.roles];
      // With other roles comes another token: one that somebody saw before opens nothing new.
      if (roles.join() !== person.roles.join()) {
        const next = cookies.issue();
        if (await renewSession(db, { tenant, tokenHash }, { tokenHash: next.tokenHash, roles })) next.give(res);
      }
      const locals = res.locals as PageLocals;
      locals.signedIn = person;
      locals.viewer = viewer;
      next();
    } else if (req.method === 'GET' && req.accepts(['json', 'html']) === 'html') {
      res.redirect(303, `/sign-in?to=${encodeURIComponent(req.originalUrl)}`);
    } else {
      throw new Problem(
        401,
        'You are not signed in',
        'Your sign-in has ended: open the page again to sign in.',
        '/sign-in',
      );
    }
  };
}

export function signInRoutes(
  { db, tenant, provider, cookies, render, whoLooks }: Parts,
  sameOrigin: RequestHandler,
): Router {
  const router = Router();

  router.get('/sign-in', async (req, res) => {
    const { url, pending } = await provider.begin(returnPath(req.query.to));
    cookies.keepPending(res, pending);
    res.set('Cache-Control', 'no-store').redirect(303, url.href);
  });

  router.get('/sign-in/callback', async (req, res) => {
    const pending = cookies.takePending(req, res);
    if (!pending) {
      const sentence = 'This sign-in took too long or began in another browser. Please sign in again.';
      throw new Problem(400, 'You are not signed in', sentence, '/sign-in');
    }
    const at = req.originalUrl.indexOf('?');
    const person = await provider.finish(at < 0 ? '' : req.originalUrl.slice(at), pending);
    const now = new Date();
    const before = cookies.presented(req);
    if (before) await endSession(db, { tenant, tokenHash: before });
    await removeExpiredSessions(db, tenant, now);
    const viewer = await whoLooks(person);
    await keepAccount(
      db,
      { tenant: viewer.realm, subject: person.subject },
      { name: person.name, person: viewer.person, now },
    );
    const { tokenHash, give } = cookies.issue();
    await startSession(db, { tenant, tokenHash }, { ...person, roles: [...viewer.roles] }, now);
    give(res);
    res.set('Cache-Control', 'no-store').redirect(303, returnPath(pending.returnTo));
  });

  router.post('/sign-out', sameOrigin, async (req, res) => {
    const tokenHash = cookies.presented(req);
    if (tokenHash) await endSession(db, { tenant, tokenHash });
    cookies.forget(res);
    res.redirect(303, '/sign-out/provider');
  });

  // A page of its own that leads on: browsers let a form lead to no other site (the policy's form-action), not even by a redirect.
  router.get('/sign-out/provider', async (_req, res) => {
    const elsewhere = await provider.endOfSession();
    if (elsewhere) render(res, 'dashboard/sign-out-provider.njk', { elsewhere: elsewhere.href });
    else res.redirect(303, '/signed-out');
  });

  router.get('/signed-out', (_req, res) => render(res, 'dashboard/signed-out.njk', {}));

  return router;
}
