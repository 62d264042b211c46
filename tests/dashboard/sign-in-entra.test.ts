import { createEmulator, type Emulator } from 'emulate';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';

const TENANT = '3f2c1b7e-4a7d-4c5e-9b1a-2f6d3e8c0a11';

let database: TestDatabase;
let db: Db;
let entra: Emulator;
let site: Awaited<ReturnType<typeof serveDashboard>>;

beforeAll(async () => {
  database = await onPglite();
  db = (await database.open()).db;
  entra = await createEmulator({
    service: 'microsoft',
    port: 0,
    seed: {
      microsoft: {
        users: [
          { email: 'ada@example.org', name: 'Ada Osei', tenant_id: TENANT },
          { email: 'bo@example.org', name: 'Bo Lind', tenant_id: TENANT },
        ],
      },
    },
  });
  site = await serveDashboard(db, {
    platforms: ['teams'],
    signIn: { issuer: `${entra.url}/${TENANT}/v2.0`, clientId: 'quietword', clientSecret: 'secret' },
  });
});
afterAll(async () => {
  await site?.stop();
  await entra?.close();
  await database?.drop();
});

/** To Entra's page, the choice of an account there, and back: the browser's cookie. */
async function signIn(email: string): Promise<string> {
  const away = await fetch(`${site.url}/sign-in`, { redirect: 'manual' });
  const asked = new URL(away.headers.get('location') ?? '');
  const pending = away.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  expect(await (await fetch(asked)).text()).toContain(email);
  const chosen = await fetch(new URL('/oauth2/v2.0/authorize/callback', asked), {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ ...Object.fromEntries(asked.searchParams), email }),
  });
  const back = await fetch(chosen.headers.get('location') ?? '', { redirect: 'manual', headers: { Cookie: pending } });
  expect(back.status).toBe(303);
  return (
    back.headers
      .getSetCookie()
      .find((line) => line.startsWith('quietword='))
      ?.split(';')[0] ?? ''
  );
}
const page = async (path: string, cookie: string) =>
  (await fetch(site.url + path, { headers: { Cookie: cookie, Accept: 'text/html' } })).text();

test('who signs in with Entra is known by oid within tid, as in Teams, and by no address', async () => {
  const first = await page('/account', await signIn('ada@example.org'));
  const oid = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/.exec(first)?.[0] ?? '';
  expect(first).toContain('nobody who posts could be told to be you');
  const { id } = await db
    .insertInto('people')
    .values({ tenant: TENANT, platform: 'teams', platform_user: oid })
    .returning('id')
    .executeTakeFirstOrThrow();
  await db
    .insertInto('team_managers')
    .values({ tenant: TENANT, team: 'Ward 7', person: id, source: 'directory' })
    .execute();
  // The address of somebody else, which an admin of any tenant can type.
  await db
    .insertInto('people')
    .values({ tenant: TENANT, platform: 'teams', platform_user: 'the-chief', email: 'bo@example.org' })
    .execute();
  const again = await page('/account', await signIn('ada@example.org'));
  expect(again).toContain('Known to Quietword as yours');
  expect(again).toContain('Ward 7');
  expect(await page('/account', await signIn('bo@example.org'))).toContain('nobody who posts could be told to be you');
});

test('signing out leads to the provider’s own end of session, and back', async () => {
  const cookie = await signIn('ada@example.org');
  const out = await fetch(`${site.url}/sign-out`, {
    method: 'POST',
    redirect: 'manual',
    headers: { Cookie: cookie, 'Sec-Fetch-Site': 'same-origin' },
  });
  expect(out.headers.get('location')).toBe('/sign-out/provider');
  const next = await page('/sign-out/provider', cookie);
  const address = /http-equiv="refresh" content="0; url=([^"]+)"/.exec(next)?.[1]?.replaceAll('&amp;', '&') ?? '';
  expect(address).toMatch(new RegExp(`^${entra.url}/oauth2/v2.0/logout\\?`));
  const back = await fetch(address, { redirect: 'manual' });
  expect(back.headers.get('location')).toBe(`${site.url}/signed-out`);
});
