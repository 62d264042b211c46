import { OAuth2Server } from 'oauth2-mock-server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';

let database: TestDatabase;
let db: Db;
let provider: OAuth2Server;
let issuer: string;
let site: Awaited<ReturnType<typeof serveDashboard>>;
const signIn = () => ({ issuer, clientId: 'quietword', clientSecret: 'secret-of-the-test' });
/** What the provider says of whoever signs in. */
let claims: Record<string, unknown> = {};

beforeAll(async () => {
  database = await onPglite();
  db = (await database.open()).db;
  provider = new OAuth2Server();
  await provider.issuer.keys.generate('RS256');
  await provider.start(0, 'localhost');
  issuer = provider.issuer.url ?? '';
  provider.service.on('beforeTokenSigning', (token) => {
    Object.assign(token.payload, { name: 'Ada Osei' }, claims);
  });
});
afterAll(async () => {
  await provider.stop();
  await database.drop();
});
beforeEach(async () => {
  await db.deleteFrom('sessions').execute();
  claims = { roles: ['guardian'] };
  site = await serveDashboard(db, { signIn: signIn() });
});
afterEach(() => site.stop());

/** A browser without pages: follows nothing by itself, keeps cookies of the site. */
function visitor() {
  const cookies = new Map<string, string>();
  const go = async (path: string, init: RequestInit = {}) => {
    const res = await fetch(new URL(path, site.url), {
      ...init,
      redirect: 'manual',
      headers: {
        Accept: 'text/html',
        Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
        ...init.headers,
      },
    });
    for (const line of res.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      if (/expires=Thu, 01 Jan 1970/i.test(line)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return res;
  };
  /** To the identity provider and back with its answer; `change` tampers with the way back. */
  const login = async (path = '/sign-in', change = (back: URL) => back) => {
    const away = await go(path);
    const answer = await fetch(away.headers.get('location') ?? '', { redirect: 'manual' });
    const back = change(new URL(answer.headers.get('location') ?? ''));
    return go(back.pathname + back.search);
  };
  return { cookies, go, login };
}

describe('signing in', () => {
  test('leads back to the page that was asked for, with a session in the database', async () => {
    const { go, login, cookies } = visitor();
    const closed = await go('/?from=here');
    expect(closed.status).toBe(303);
    expect(closed.headers.get('location')).toBe('/sign-in?to=%2F%3Ffrom%3Dhere');
    const back = await login('/sign-in?to=%2F%3Ffrom%3Dhere');
    expect(back.status).toBe(303);
    expect(back.headers.get('location')).toBe('/?from=here');
    // As long as the session at most; what the way there needed is gone.
    expect(back.headers.getSetCookie().at(-1)).toMatch(
      /^quietword=[\w-]{43}; Max-Age=43200; Path=\/; .*HttpOnly; SameSite=Lax$/,
    );
    expect([...cookies.keys()]).toEqual(['quietword']);
    const page = await go('/');
    expect(page.status).toBe(200);
    const text = await page.text();
    expect(text).toContain('Ada Osei');
    expect(text).not.toContain('Sign-in is not set up');
    const rows = await db.selectFrom('sessions').selectAll().execute();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain(cookies.get('quietword'));
  });

  test('asks with PKCE, state and nonce, for no more than a name and an address', async () => {
    const away = new URL((await visitor().go('/sign-in')).headers.get('location') ?? '');
    const asked = Object.fromEntries(away.searchParams);
    expect(asked).toMatchObject({
      response_type: 'code',
      scope: 'openid profile email',
      code_challenge_method: 'S256',
      redirect_uri: `${site.url}/sign-in/callback`,
    });
    for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length).toBeGreaterThan(40);
  });

  test('with Slack the person is a user of a workspace, whose admins speak for it', async () => {
    claims = { 'https://slack.com/team_id': 'T1', 'https://slack.com/user_id': 'U1', roles: ['admin'] };
    const { login, go } = visitor();
    await login();
    expect(await (await go('/account')).text()).toContain('U1');
    expect(await db.selectFrom('accounts').select(['tenant', 'subject']).where('subject', '=', 'U1').execute()).toEqual(
      [{ tenant: `${issuer}/T1`, subject: 'U1' }],
    );
    const { claims: kept } = await db.selectFrom('sessions').select('claims').executeTakeFirstOrThrow();
    expect(kept).toEqual({
      roles: ['admin'],
      account: { platform: 'slack', tenants: ['T1'], user: 'U1' },
      email: null,
    });
  });

  test('never leads to another site', async () => {
    const back = await visitor().login('/sign-in?to=//evil.example/');
    expect(back.headers.get('location')).toBe('/');
    // Nor by a cookie that somebody planted.
    const { login, cookies } = visitor();
    const planted = await login('/sign-in', (url) => {
      const pending = JSON.parse(Buffer.from(cookies.get('quietword-sign-in') ?? '', 'base64url').toString());
      const text = JSON.stringify({ ...pending, returnTo: 'https://evil.example/' });
      cookies.set('quietword-sign-in', Buffer.from(text).toString('base64url'));
      return url;
    });
    expect(planted.headers.get('location')).toBe('/');
  });

  test('gives a new token each time, and the one before is worth nothing', async () => {
    const { login, go, cookies } = visitor();
    cookies.set('quietword', 'planted-by-someone-else');
    await login();
    const first = cookies.get('quietword') ?? '';
    expect(first).not.toBe('planted-by-someone-else');
    await login();
    expect(cookies.get('quietword')).not.toBe(first);
    cookies.set('quietword', first);
    expect((await go('/')).status).toBe(303);
  });

  test.each([
    [
      'another state',
      (back: URL) => new URL(back.href.replace(/state=[^&]+/, 'state=x')),
      400,
      'could not be verified',
    ],
    [
      'a refusal of the provider',
      (back: URL) => {
        back.searchParams.delete('code');
        back.searchParams.set('error', 'access_denied');
        return back;
      },
      403,
      'did not let you sign in',
    ],
  ] as const)('%s gives one sentence and no session', async (_what, change, status, sentence) => {
    const { login, cookies } = visitor();
    const answer = await login('/sign-in', change);
    expect(answer.status).toBe(status);
    const text = await answer.text();
    expect(text).toContain(sentence);
    expect(text).toContain('href="/sign-in"');
    expect(cookies.get('quietword')).toBeUndefined();
  });

  test('a token with another nonce, or for another program, is refused', async () => {
    for (const claims of [{ nonce: 'x' }, { aud: 'another' }, { iss: 'https://evil.example' }]) {
      const forge = (token: { payload: object }) => Object.assign(token.payload, claims);
      provider.service.on('beforeTokenSigning', forge);
      const answer = await visitor().login();
      provider.service.off('beforeTokenSigning', forge);
      expect(answer.status, JSON.stringify(claims)).toBe(400);
    }
    expect(await db.selectFrom('sessions').selectAll().execute()).toEqual([]);
  });

  test('an answer that nobody here asked for is refused', async () => {
    const answer = await visitor().go('/sign-in/callback?code=abc&state=def');
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('began in another browser');
  });

  test('a wrong secret is said to be one', async () => {
    provider.service.once('beforeResponse', (response) => {
      response.statusCode = 401;
      response.body = { error: 'invalid_client' };
    });
    const answer = await visitor().login();
    expect(answer.status).toBe(502);
    expect(await answer.text()).toContain('OIDC_CLIENT_ID and OIDC_CLIENT_SECRET need checking');
  });
});

describe('a session', () => {
  test('is asked of scripts by 401, with no page to follow', async () => {
    const answer = await visitor().go('/', { headers: { Accept: 'application/json' } });
    expect(answer.status).toBe(401);
    expect(await answer.json()).toEqual({ error: 'Your sign-in has ended: open the page again to sign in.' });
  });

  test('ends by the form of our own page, and not by another site’s', async () => {
    const { go, login, cookies } = visitor();
    await login();
    const token = cookies.get('quietword') ?? '';
    const foreign = await go('/sign-out', { method: 'POST', headers: { 'Sec-Fetch-Site': 'cross-site' } });
    expect(foreign.status).toBe(403);
    expect((await go('/')).status).toBe(200);
    const ended = await go('/sign-out', { method: 'POST', headers: { 'Sec-Fetch-Site': 'same-origin' } });
    expect(ended.headers.get('location')).toBe('/sign-out/provider');
    expect([...cookies.keys()]).toEqual([]);
    expect(await (await go('/signed-out')).text()).toContain('You have signed out');
    cookies.set('quietword', token);
    expect((await go('/')).status, 'the old token').toBe(303);
  });

  test('that has expired asks to sign in, and is removed at the next sign-in', async () => {
    const { go, login } = visitor();
    await login();
    await db
      .updateTable('sessions')
      .set({ seen_at: new Date(Date.now() - 61 * 60_000) })
      .execute();
    expect((await go('/')).status).toBe(303);
    await visitor().login();
    expect(await db.selectFrom('sessions').selectAll().execute()).toHaveLength(1);
  });

  test('is in a __Host- cookie over https', async () => {
    const https = await serveDashboard(db, { signIn: signIn(), publicUrl: 'https://quietword.example.org' });
    const away = await fetch(`${https.url}/sign-in`, { redirect: 'manual' });
    expect(away.headers.getSetCookie()[0]).toMatch(
      /^__Host-quietword-sign-in=[\w-]+; Max-Age=600; Path=\/; .*HttpOnly; Secure; SameSite=Lax$/,
    );
    expect(away.headers.get('strict-transport-security')).toContain('max-age');
    await https.stop();
  });
});

test('a provider that is away gives 503 and its setting, and is tried again', async () => {
  const away = new OAuth2Server();
  await away.issuer.keys.generate('RS256');
  await away.start(0, 'localhost');
  const address = away.issuer.url ?? '';
  await away.stop();
  const waiting = await serveDashboard(db, { signIn: { ...signIn(), issuer: address } });
  const first = await fetch(`${waiting.url}/sign-in`, { redirect: 'manual', headers: { Accept: 'text/html' } });
  expect(first.status).toBe(503);
  expect(await first.text()).toContain('The identity provider named in OIDC_ISSUER does not answer');
  await away.start(Number(new URL(address).port), 'localhost');
  expect((await fetch(`${waiting.url}/sign-in`, { redirect: 'manual' })).status).toBe(303);
  await waiting.stop();
  await away.stop();
});
