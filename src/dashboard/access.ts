import type { RequestHandler, Response } from 'express';
import type { Platform } from '../chat.ts';
import { Problem } from './problems.ts';

export const ROLES = ['staff', 'manager', 'trainer', 'guardian', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who is looking, and at whose rows they may. */
export interface Viewer {
  /** As logs of decisions name them: the identity provider's id, or `local` without sign-in. */
  readonly subject: string;
  readonly name: string | null;
  readonly roles: ReadonlySet<Role>;
  /** Themself among those who post, where that is known. */
  readonly person: { readonly tenant: string; readonly id: string } | null;
  /** The teams that they manage. */
  readonly teams: readonly { readonly tenant: string; readonly team: string }[];
  readonly scope: Scope;
}

/** Rows of other platforms and organisations don't exist for who is looking. */
export interface Scope {
  readonly platforms: readonly Platform[];
  /** Null: every organisation that this installation serves. */
  readonly tenants: readonly string[] | null;
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
  'GET /check': ALL,
  'POST /check': ALL,
} as const satisfies Record<`${'GET' | 'POST'} /${string}`, readonly Role[]>;

export type Route = keyof typeof ACCESS;

/** Lets through whose roles the table grants it to. After whoever is looking is known. */
export function grantedBy(route: Route): RequestHandler {
  const roles: readonly Role[] = ACCESS[route];
  return (_req, res, next) => {
    const viewer = viewerOf(res);
    if (!roles.some((role) => viewer.roles.has(role))) {
      throw new Problem(
        403,
        'This page is not for your role',
        'Your account may not open this page. If you need it for your work, ask whoever runs Quietword here.',
      );
    }
    next();
  };
}

/** Who is looking. Throws where no gate was passed, which would be a fault of the program. */
export function viewerOf(res: Response): Viewer {
  const { viewer } = res.locals as { viewer?: Viewer };
  if (!viewer) throw new Error('This page has no gate in front of it.');
  return viewer;
}
