import type { RequestHandler, Response } from 'express';
import { ROLES, type Role } from '../roles.ts';
import type { Scope } from '../store/scope.ts';
import type { TeamRef } from '../store/team-managers.ts';
import { Problem } from './problems.ts';
import type { Source } from './roles-of.ts';

export { ROLES, type Role, type Scope };

/** Who is looking, and at whose rows they may. */
export interface Viewer {
  /** Who speaks for the account: the identity provider, with Slack one of its workspaces, or `local` without sign-in. */
  readonly realm: string;
  /** As logs of decisions name them: the identity provider's id, or `local` without sign-in. */
  readonly subject: string;
  readonly name: string | null;
  readonly roles: ReadonlySet<Role>;
  /** Where each of the roles comes from. */
  readonly sources: ReadonlyMap<Role, readonly Source[]>;
  /** Themself among those who post, where that is known. */
  readonly person: { readonly tenant: string; readonly id: string } | null;
  /** The teams that they manage. */
  readonly teams: readonly TeamRef[];
  readonly scope: Scope;
}

const ALL = ROLES;

/**
 * Who may open what: the only place that says so. `tests/dashboard/access.test.ts` tries every line with every role. What a
 * role sees of a page (their own rows, their teams') is the page's to ask of the viewer.
 */
export const ACCESS = {
  'GET /': ['manager', 'trainer', 'guardian', 'admin'],
  'GET /awareness': ['manager', 'trainer', 'guardian', 'admin'],
  'GET /triage': ['guardian'],
  'GET /triage/decisions.csv': ['guardian'],
  'GET /triage/:id': ['guardian'],
  'POST /triage/:id': ['guardian'],
  'GET /training': ['trainer'],
  'GET /questions': ['trainer'],
  'GET /questions/bank.zip': ['trainer'],
  'GET /questions/new': ['trainer'],
  'POST /questions/new': ['trainer'],
  'GET /questions/:id': ['trainer'],
  'POST /questions/:id': ['trainer'],
  'GET /questions/:id/edit': ['trainer'],
  'POST /questions/:id/edit': ['trainer'],
  'GET /refreshers': ['trainer'],
  'GET /refreshers/new': ['trainer'],
  'POST /refreshers/new': ['trainer'],
  'GET /refreshers/:id': ['trainer'],
  'POST /refreshers/:id': ['trainer'],
  'GET /refreshers/:id/edit': ['trainer'],
  'POST /refreshers/:id/edit': ['trainer'],
  'GET /refreshers/:id/send': ['trainer'],
  'POST /refreshers/:id/send': ['trainer'],
  'GET /campaigns': ['trainer'],
  'GET /campaigns/new': ['trainer'],
  'POST /campaigns/new': ['trainer'],
  'GET /campaigns/:id': ['trainer'],
  'GET /campaigns/:id/edit': ['trainer'],
  'POST /campaigns/:id/edit': ['trainer'],
  'GET /me': ALL,
  'POST /me/choices': ALL,
  'GET /me/incidents/:id': ALL,
  'POST /me/incidents/:id': ALL,
  'GET /me/download.json': ALL,
  'GET /me/erase': ALL,
  'POST /me/erase': ALL,
  'GET /me/certificate.pdf': ALL,
  'GET /me/learning.csv': ALL,
  'GET /me/learning.json': ALL,
  'GET /learning-records': ['trainer'],
  'GET /learning-records.csv': ['trainer'],
  'GET /learning-records.json': ['trainer'],
  'GET /teams': ['manager', 'trainer', 'guardian', 'admin'],
  'GET /rules': ['guardian'],
  'GET /disputes': ['guardian'],
  'GET /channels': ['guardian'],
  'GET /channels/:platform/:tenant/:channel': ['guardian'],
  'POST /channels/:platform/:tenant/:channel': ['guardian'],
  'GET /evidence': ['guardian'],
  'GET /evidence.pdf': ['guardian'],
  'GET /evidence.csv': ['guardian'],
  'GET /admin/retention': ['admin'],
  'GET /check': ALL,
  'POST /check': ALL,
  'GET /account': ALL,
  'GET /try': ALL,
  'GET /admin': ['admin'],
  'GET /admin/people': ['admin'],
  'GET /admin/people/import': ['admin'],
  'POST /admin/people/import': ['admin'],
  'GET /admin/people/:id': ['admin'],
  'POST /admin/people/:id': ['admin'],
  'GET /admin/sign-in': ['admin'],
  'POST /admin/sign-in': ['admin'],
  'GET /admin/jobs': ['admin'],
  'POST /admin/jobs': ['admin'],
  'GET /admin/audit': ['admin'],
  'GET /admin/audit.csv': ['admin'],
  'GET /metrics': ['admin'],
  'GET /slack/install': ['admin'],
  'GET /slack/oauth/callback': ['admin'],
} as const satisfies Record<`${'GET' | 'POST'} /${string}`, readonly Role[]>;

export type Route = keyof typeof ACCESS;

/** Where somebody who is staff and nothing else begins. */
const OWN_PAGE = '/me';

/** Open to whoever reaches the program: nothing of anybody's is on them. */
export const OPEN: readonly `${'GET' | 'POST'} /${string}`[] = [
  'GET /sign-in',
  'GET /sign-in/callback',
  'POST /sign-out',
  'GET /sign-out/provider',
  'GET /signed-out',
  'GET /privacy',
  'GET /accessibility',
  'POST /look-as', // without sign-in, and on this computer
];

/** Whether one of the viewer's roles may open it. */
export function mayOpen({ roles }: Viewer, route: Route): boolean {
  return ACCESS[route].some((role: Role) => roles.has(role));
}

/** Lets through whose roles the table grants it to. After whoever is looking is known. */
export function grantedBy(route: Route): RequestHandler {
  return (_req, res, next) => {
    const viewer = viewerOf(res);
    if (mayOpen(viewer, route)) return next();
    // The address that people know leads those who have a page of their own to it.
    if (route === 'GET /') return res.redirect(303, OWN_PAGE);
    throw new Problem(
      403,
      'This page is not for your role',
      `Your account may not open this page. If you need it for your work, ask whoever runs Quietword here, and tell them your sign-in id: ${viewer.subject}.`,
    );
  };
}

/** Who is looking. Throws where no gate was passed, which would be a fault of the program. */
export function viewerOf(res: Response): Viewer {
  const { viewer } = res.locals as { viewer?: Viewer };
  if (!viewer) throw new Error('This page has no gate in front of it.');
  return viewer;
}
