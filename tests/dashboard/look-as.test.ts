import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN } from './visitor.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  const people: Record<string, string> = {};
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    for (const [user, seen] of [
      ['old.sam', '2026-01-01'],
      ['new.sam', '2026-03-01'],
      ['new.priya', '2026-02-01'],
    ] as const)
      people[user] = (
        await db
          .insertInto('people')
          .values({ tenant: 'simulator', platform: 'simulator', platform_user: user, last_seen_at: new Date(seen) })
          .returning('id')
          .executeTakeFirstOrThrow()
      ).id;
    site = await serveDashboard(db);
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const get = async (path: string, cookie = '') => {
    const res = await fetch(site.url + path, { headers: { Accept: 'text/html', Cookie: cookie }, redirect: 'manual' });
    return { status: res.status, text: await res.text() };
  };
  const choose = (fields: Record<string, string>, headers: Record<string, string> = {}, at = site.url) =>
    fetch(`${at}/look-as`, {
      method: 'POST',
      redirect: 'manual',
      headers: { Accept: 'text/html', ...headers },
      body: new URLSearchParams(fields),
    });

  test('without a choice one has every role, and the people of the simulator stand there once each, the latest first', async () => {
    const { text } = await get('/check');
    expect(text).toContain('href="/triage"');
    const offered = [...text.matchAll(/<option value="([0-9a-f-]{36})"/g)].map((match) => match[1]);
    expect(offered).toEqual([people['new.sam'], people['new.priya']]);
  });

  test('a choice is kept in the browser and counts on the next page', async () => {
    const res = await choose({ role: 'trainer', person: people['new.priya'] ?? '', to: '/awareness' });
    expect(res.headers.get('location')).toBe('/awareness');
    const line = res.headers.getSetCookie()[0] ?? '';
    expect(line).toContain('HttpOnly');
    expect(line).toContain('SameSite=Strict');
    const cookie = line.split(';')[0] ?? '';
    expect((await get('/triage', cookie)).status).toBe(403);
    const page = await get('/awareness', cookie);
    expect(page.status).toBe(200);
    expect(page.text).toContain(`<option value="${people['new.priya']}" selected>`);
  });

  test('a choice leads to no other site', async () => {
    const res = await choose({ role: 'all', person: '', to: '//evil.example' });
    expect(res.headers.get('location')).toBe('/');
  });

  test.each([{ role: 'owner', person: '' }, { role: 'all', person: 'me' }, {}])('%j is refused', async (fields) => {
    const res = await choose(fields as Record<string, string>);
    expect(res.status).toBe(400);
    expect(await res.text()).toContain('Choose a role and a person from the lists.');
  });

  test('a cookie that is none of ours changes nothing', async () => {
    expect((await get('/triage', 'quietword-look-as=root.x')).status).toBe(200);
  });

  test('another site chooses nothing', async () => {
    expect((await choose({ role: 'all', person: '' }, { 'Sec-Fetch-Site': 'cross-site' })).status).toBe(403);
  });

  test('with sign-in there is no such thing', async () => {
    const signedIn = await serveDashboard(db, { signIn: SIGN_IN });
    expect((await choose({ role: 'admin', person: '' }, {}, signedIn.url)).status).toBe(404);
    await signedIn.stop();
  });
});
