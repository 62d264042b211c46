import type { Router } from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS, OPEN, type Route } from '../../src/dashboard/access.ts';
import type { Dashboard } from '../../src/dashboard/dashboard.ts';
import { GIVEN_ROLES, ROLES, type Role } from '../../src/roles.ts';
import type { Db } from '../../src/store/database.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN, signedInAs } from './visitor.ts';

const ROUTES = Object.keys(ACCESS) as Route[];
/** Mounted by `main.ts` behind the dashboard's gate, so not in its router. */
const ELSEWHERE: readonly string[] = ['GET /try', 'GET /metrics', 'GET /slack/install', 'GET /slack/oauth/callback'];

let database: TestDatabase;
let db: Db;
let site: Awaited<ReturnType<typeof serveDashboard>>;
let dashboard: Dashboard;
const cookies = new Map<Role, string>();

beforeAll(async () => {
  database = await onPglite();
  db = (await database.open()).db;
  site = await serveDashboard(db, {
    platforms: ['slack', 'teams', 'simulator'],
    signIn: SIGN_IN,
    use: (made) => {
      dashboard = made;
    },
  });
  for (const role of ROLES)
    cookies.set(
      role,
      await signedInAs(db, { subject: `a-${role}`, roles: GIVEN_ROLES.filter((given) => given === role) }),
    );
});
afterAll(async () => {
  await site.stop();
  await database.drop();
});

/** What is mounted, as the table writes it. */
function mounted(router: Router): string[] {
  return router.stack.flatMap((layer) => {
    if (layer.route) {
      const { path, stack } = layer.route;
      return [...new Set(stack.map(({ method }) => `${method.toUpperCase()} ${path}`))];
    }
    const inner = layer.handle as unknown as Partial<Router>;
    return Array.isArray(inner.stack) ? mounted(inner as Router) : [];
  });
}

/** An address of the route, with ids that nobody has. */
const addressOf = (route: Route) => route.replace(/^\w+ /, '').replace(/:\w+/g, '00000000-0000-4000-8000-000000000000');
const methodOf = (route: Route) => route.split(' ')[0] as string;

const ask = (route: Route, cookie: string, headers: Record<string, string> = {}) =>
  fetch(site.url + addressOf(route), {
    method: methodOf(route),
    redirect: 'manual',
    headers: { Accept: 'text/html', Cookie: cookie, ...headers },
    ...(methodOf(route) === 'POST' ? { body: new URLSearchParams() } : {}),
  });

test('whatever is mounted is in the table, and whatever is in the table is mounted', () => {
  const known = new Set<string>([...ROUTES, ...OPEN]);
  const found = mounted(dashboard.router).filter((route) => !route.startsWith('GET /assets/'));
  expect(found.filter((route) => !known.has(route))).toEqual([]);
  // Without sign-in only: tests/dashboard/look-as.test.ts.
  const here = new Set([...found, ...ELSEWHERE, 'POST /look-as']);
  expect([...known].filter((route) => !here.has(route))).toEqual([]);
});

/** Said a second time, apart from the table, by parts of the dashboard: a line that gives away more than its part does fails here. */
const PARTS: readonly (readonly [path: RegExp, roles: readonly Role[]])[] = [
  [/^\/(triage|channels|rules|disputes|evidence)\b/, ['guardian']],
  [/^\/(training|questions|refreshers|campaigns|learning-records)\b/, ['trainer']],
  [/^\/(admin|metrics|slack)\b/, ['admin']],
  [/^\/(|awareness|teams)$/, ['manager', 'trainer', 'guardian', 'admin']],
  // Their own rows, or nobody's.
  [/^\/(me|check|account|try)\b/, ROLES],
];

test.each(ROUTES)('%s is for whom its part is for', (route) => {
  const parts = PARTS.filter(([path]) => path.test(route.replace(/^\w+ /, '')));
  expect(parts.map(([, roles]) => roles)).toEqual([ACCESS[route]]);
});

describe.each(ROUTES.filter((route) => !ELSEWHERE.includes(route)))('%s', (route) => {
  test.each(ROLES)('as %s', async (role) => {
    const res = await ask(route, cookies.get(role) ?? '');
    const granted = (ACCESS[route] as readonly Role[]).includes(role);
    if (route === 'GET /' && !granted) {
      expect(res.status).toBe(303);
      return;
    }
    if (granted) {
      // It is there for them; the item that was asked for is not, or the form was empty.
      expect([200, 303, 400, 404, 409]).toContain(res.status);
      if (res.status === 303) expect(res.headers.get('location')).not.toContain('/sign-in');
    } else {
      expect(res.status).toBe(403);
      expect(await res.text()).toContain('This page is not for your role');
    }
  });

  test('asks who is nobody to sign in', async () => {
    const res = await ask(route, '');
    if (methodOf(route) === 'GET') expect(res.headers.get('location')).toMatch(/^\/sign-in\?to=/);
    else expect(res.status).toBe(401);
  });

  test.runIf(route.startsWith('POST'))('takes nothing from another site', async () => {
    const role = ACCESS[route].at(-1) as Role;
    for (const headers of [{ 'Sec-Fetch-Site': 'cross-site' }, { Origin: 'https://evil.example' }] as const) {
      const res = await ask(route, cookies.get(role) ?? '', headers as unknown as Record<string, string>);
      expect(res.status).toBe(403);
      expect(await res.text()).toContain('another site');
    }
  });

  test('is kept in no cache, framed by nobody, and runs no script of others', async () => {
    const role = ACCESS[route].at(-1) as Role;
    const { headers } = await ask(route, cookies.get(role) ?? '');
    const policy = headers.get('content-security-policy') ?? '';
    expect(policy).not.toMatch(/unsafe-|\*/);
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).toContain("form-action 'self'");
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('referrer-policy')).toBe('same-origin');
    if (headers.get('location') === null) expect(headers.get('cache-control')).toBe('no-store');
  });
});
