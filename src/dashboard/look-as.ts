import express, { type Request, type RequestHandler, Router } from 'express';
import { z } from 'zod';
import type { Platform } from '../chat.ts';
import { ROLES, type Role } from '../roles.ts';
import type { Db } from '../store/database.ts';
import { type Simulated, simulatedPeople } from '../store/simulated.ts';
import { listTeams, teamsManagedBy } from '../store/team-managers.ts';
import type { Viewer } from './access.ts';
import { readCookie } from './cookie.ts';
import type { PageLocals } from './layout.ts';
import { Problem } from './problems.ts';
import { returnPath } from './return-path.ts';

/**
 * Without sign-in, whoever uses this computer has every role. With the simulator on they can look at the pages as one role and one
 * of its people would see them.
 */
const COOKIE = 'quietword-look-as';
const MOST_TEAMS = 200;

const choice = z.object({ role: z.enum([...ROLES, 'all']), person: z.uuid().or(z.literal('')) });
type Choice = z.infer<typeof choice>;
const EVERYTHING: Choice = { role: 'all', person: '' };

/** What the band at the top of each page offers. */
export interface LookAs {
  readonly role: Choice['role'];
  readonly person: string;
  readonly people: readonly Simulated[];
  readonly to: string;
}

export function lookLocally({ db, platforms }: { db: Db; platforms: readonly Platform[] }): RequestHandler {
  const simulator = platforms.includes('simulator');
  return async (req, res, next) => {
    const locals = res.locals as PageLocals;
    const chosen = simulator ? chosenIn(req) : EVERYTHING;
    const people = simulator ? await simulatedPeople(db) : [];
    const person = people.find(({ id }) => id === chosen.person) ?? people[0];
    if (simulator)
      locals.lookAs = {
        role: chosen.role,
        person: person?.id ?? '',
        people,
        // Without what was asked of it: people type anything into an address.
        to: req.method === 'GET' ? (req.originalUrl.split('?')[0] as string) : '/',
      };
    locals.viewer = await viewerAs(db, platforms, chosen.role, person);
    next();
  };
}

async function viewerAs(
  db: Db,
  platforms: readonly Platform[],
  role: Choice['role'],
  person: Simulated | undefined,
): Promise<Viewer> {
  const scope = { platforms, tenants: null };
  const roles = new Set<Role>(role === 'all' ? ROLES : ['staff', role]);
  const managed = person ? await teamsManagedBy(db, person) : [];
  return {
    realm: 'local',
    subject: 'local',
    name: null,
    roles,
    sources: new Map([...roles].map((one) => [one, ['everyone']])),
    person: person ? { tenant: person.tenant, id: person.id } : null,
    // The simulator's people manage nobody unless somebody said so: then every team is shown.
    teams: !roles.has('manager') || managed.length > 0 ? managed : await listTeams(db, scope, MOST_TEAMS),
    scope,
  };
}

/** `POST /look-as`: keeps the choice in the browser, until it is closed. */
export function lookAsRoute(guards: readonly RequestHandler[]): Router {
  const router = Router();
  router.post('/look-as', ...guards, express.urlencoded({ extended: false, limit: 2_000 }), (req, res) => {
    const read = choice.safeParse(req.body ?? {});
    if (!read.success)
      throw new Problem(400, 'That can’t be chosen', 'Choose a role and a person from the lists.', '/');
    res.cookie(COOKIE, `${read.data.role}.${read.data.person}`, { httpOnly: true, sameSite: 'strict', path: '/' });
    res.redirect(303, returnPath(req.body.to));
  });
  return router;
}

function chosenIn(req: Request): Choice {
  const [role, person] = (readCookie(req, COOKIE) ?? '').split('.');
  const read = choice.safeParse({ role, person });
  return read.success ? read.data : EVERYTHING;
}
