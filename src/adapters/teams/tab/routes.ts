import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import express, { type Request, type RequestHandler, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Inbound } from '../../../chat.ts';
import type { Log } from '../../../log.ts';
import type { Category, Language } from '../../../policy/types.ts';
import { language } from '../payloads.ts';
import type { Sso } from './sso.ts';
import { TAB_WORDS } from './words.ts';

/** What is kept of one person, as they see it themselves. */
export interface OwnFigures {
  readonly told: number;
  readonly putRight: number;
  readonly early: number;
  readonly raised: number;
  readonly kinds: readonly { readonly category: Category; readonly count: number }[];
}

export interface TabOptions {
  readonly tenant: string;
  readonly sso: Sso;
  readonly figures: (person: string) => Promise<OwnFigures>;
  readonly languageOf: (tenant: string, person: string) => Promise<Language | null>;
  readonly onLanguage: Inbound['onLanguage'];
  /** What a category is called. */
  readonly kindName: (category: Category, language: Language) => string;
  /** Where all that is kept of oneself can be read, with a sign-in of its own; null where there is none. */
  readonly ownPage: string | null;
  readonly log: Log;
}

const PAGE = join(import.meta.dirname, 'page');
const SDK = join(
  dirname(createRequire(import.meta.url).resolve('@microsoft/teams-js/package.json')),
  'dist/umd/MicrosoftTeams.min.js',
);

/** Microsoft's own, which show tabs: https://learn.microsoft.com/microsoftteams/platform/tabs/how-to/tab-requirements */
const HOSTS = [
  'https://teams.microsoft.com',
  'https://*.teams.microsoft.com',
  'https://*.cloud.microsoft',
  'https://*.microsoft365.com',
  'https://*.office.com',
];
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
];

/**
 * The page "For you" in Teams, and the one that says what Quietword is. The pages hold nothing of anybody; the figures come with
 * the token of whoever looks, and are theirs.
 */
export function tabRoutes({
  tenant,
  sso,
  figures,
  languageOf,
  onLanguage,
  ownPage,
  kindName,
  log,
}: TabOptions): Router {
  const page =
    (file: string, framed: boolean): RequestHandler =>
    (_req, res) => {
      const ancestors = framed ? HOSTS.join(' ') : "'none'";
      res.set('Content-Security-Policy', [...POLICY, `frame-ancestors ${ancestors}`].join('; '));
      // It knows no list of hosts, and would forbid what the policy allows.
      if (framed) res.removeHeader('X-Frame-Options');
      res.set('Cache-Control', 'no-cache').sendFile(file, { root: PAGE, cacheControl: false });
    };

  const show = async (person: string, language: Language) => {
    const { kinds, ...counts } = await figures(person);
    const words = TAB_WORDS[language];
    return {
      language,
      words,
      ownPage,
      told: counts.told,
      counts: Object.entries(words.counts).map(([name, label]) => ({
        label,
        count: counts[name as keyof typeof counts],
      })),
      kinds: kinds.map(({ category, count }) => ({ label: capital(kindName(category, language)), count })),
    };
  };

  const forWhomAsks =
    (answer: (person: string, req: Request) => Promise<object | undefined>) =>
    async (req: Request, res: Response): Promise<void> => {
      res.set('Cache-Control', 'no-store');
      try {
        const person = await sso(req.get('authorization'));
        if (person === null) {
          log.warn('teams.tab_refused');
          res.status(401).json({ error: 'Teams did not say who you are. Close this page and open it again.' });
          return;
        }
        const body = await answer(person, req);
        if (body) res.json(body);
        else res.status(400).json({ error: 'The language must be en or cy.' });
      } catch (error) {
        log.error('teams.tab_failed', { error });
        res.status(503).json({ error: 'Sorry, that did not reach us. Please try again in a minute.' });
      }
    };

  const router = express.Router();
  router.get('/teams/tab', page('tab.html', true));
  router.get('/teams/about', page('about.html', false));
  const setHeaders = (res: Response) => res.set('Cache-Control', 'no-cache');
  router.use('/teams/page', express.static(PAGE, { index: false, cacheControl: false, setHeaders }));
  router.get('/teams/page/teams-sdk.js', (_req, res) => res.sendFile(SDK, { maxAge: '1d' }));

  router.get(
    '/teams/tab/mine',
    forWhomAsks(async (person) => show(person, (await languageOf(tenant, person)) ?? 'en')),
  );
  const chosen = z.object({ language });
  router.put(
    '/teams/tab/language',
    express.json({ limit: '1kb' }),
    forWhomAsks(async (person, req) => {
      const { data } = chosen.safeParse(req.body);
      if (!data) return undefined;
      await onLanguage({ platform: 'teams', tenant, person, language: data.language });
      return show(person, data.language);
    }),
  );
  return router;
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
