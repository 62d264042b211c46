import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { GivenRole } from '../../src/roles.ts';
import type { Db } from '../../src/store/database.ts';
import { giveRole, takeRole } from '../../src/store/role-grants.ts';
import { raise } from '../../src/store/triage.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';
import { ISSUER, SIGN_IN, type SomeoneSignedIn, signedInAs } from './visitor.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, {
      platforms: ['slack', 'teams'],
      signIn: { ...SIGN_IN, admins: ['first-admin'] },
    });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const open = async (path: string, cookie: string) => {
    const res = await fetch(site.url + path, { headers: { Accept: 'text/html', Cookie: cookie }, redirect: 'manual' });
    return { status: res.status, text: await res.text(), cookies: res.headers.getSetCookie(), headers: res.headers };
  };
  const browser = async (someone: SomeoneSignedIn) => {
    const cookie = await signedInAs(db, someone);
    return (path: string) => open(path, cookie);
  };

  test('who is staff only is led to a page of theirs, and told what to ask for', async () => {
    const go = await browser({ subject: 'sam-17' });
    expect((await go('/')).status).toBe(303);
    const refused = await go('/triage');
    expect(refused.status).toBe(403);
    expect(refused.text).toContain('sam-17');
    const account = await go('/account');
    expect(account.text).toContain('sam-17');
    expect(account.text).not.toContain('href="/triage"');
    expect(account.text).toContain('href="/check"');
  });

  test('the menu holds what one may open', async () => {
    const guardian = await browser({ roles: ['guardian'] });
    const manager = await browser({ roles: ['manager'] });
    expect((await guardian('/check')).text).toContain('href="/triage"');
    expect((await manager('/check')).text).not.toContain('href="/triage"');
    expect((await manager('/check')).text).toContain('href="/awareness"');
  });

  test('a grant counts from the next page on, as does its end, and each time the token is another', async () => {
    const key = { tenant: ISSUER, subject: 'granted' };
    const cookie = await signedInAs(db, { subject: 'granted' });
    expect((await open('/triage', cookie)).status).toBe(403);
    await giveRole(db, key, 'guardian', 'first-admin');
    const given = await open('/triage', cookie);
    expect(given.status).toBe(200);
    const next = given.cookies[0]?.split(';')[0] ?? '';
    expect(next).toMatch(/^quietword=[\w-]{43}$/);
    expect((await open('/triage', cookie)).status, 'the token from before').toBe(303);
    expect((await open('/triage', next)).cookies).toEqual([]);
    await takeRole(db, key, 'guardian');
    expect((await open('/triage', next)).status).toBe(403);
  });

  test('a grant of another realm is none', async () => {
    await giveRole(db, { tenant: 'https://other.example', subject: 'elsewhere' }, 'admin', 'x');
    const slack = { platform: 'slack', tenants: ['T9'], user: 'elsewhere' } as const;
    await giveRole(db, { tenant: `${ISSUER}/T8`, subject: 'elsewhere' }, 'guardian', 'x');
    expect((await (await browser({ subject: 'elsewhere' }))('/triage')).status).toBe(403);
    expect((await (await browser({ subject: 'elsewhere', account: slack }))('/triage')).status).toBe(403);
    await giveRole(db, { tenant: `${ISSUER}/T9`, subject: 'elsewhere' }, 'guardian', 'x');
    expect((await (await browser({ subject: 'elsewhere', account: slack, before: ['staff'] }))('/triage')).status).toBe(
      200,
    );
  });

  test('the setting makes the first admin', async () => {
    const account = await (await browser({ subject: 'first-admin' }))('/account');
    expect(account.text).toContain('ADMIN_SUBJECTS');
  });

  describe('who manages a team, as a directory says', () => {
    const person = async (user: string, change: object = {}) => {
      const { id } = await db
        .insertInto('people')
        .values({ tenant: 'T1', platform: 'teams', platform_user: user, ...change })
        .returning('id')
        .executeTakeFirstOrThrow();
      await db
        .insertInto('team_managers')
        .values({ tenant: 'T1', team: 'Ward 7', person: id, source: 'directory' })
        .execute();
      return id;
    };
    const account = (user: string) => ({ platform: 'teams', tenants: ['T1'], user }) as const;

    test('is its manager', async () => {
      await person('oid-1');
      const { text } = await (await browser({ account: account('oid-1') }))('/account');
      expect(text).toContain('Ward 7');
      expect(text).toContain('you manage a team');
    });

    test('is not whoever has the same id in another organisation', async () => {
      await person('oid-5');
      const elsewhere = { ...account('oid-5'), tenants: ['T2'] };
      expect((await (await browser({ account: elsewhere }))('/account')).text).not.toContain('Ward 7');
    });

    test('is nobody’s after they left', async () => {
      await person('oid-2', { left_on: '2026-01-31' });
      expect((await (await browser({ account: account('oid-2') }))('/account')).text).not.toContain('Ward 7');
    });

    test('is known by a verified address where one person has it, and not where two have', async () => {
      await person('oid-3', { email: 'ada@example.org' });
      const go = await browser({ email: 'ada@example.org' });
      expect((await go('/account')).text).toContain('Ward 7');
      await person('oid-4', { email: 'ada@example.org' });
      expect((await go('/account')).text).not.toContain('Ward 7');
    });
  });

  describe('two workspaces of Slack on one installation', () => {
    const items: Record<string, string> = {};
    beforeAll(async () => {
      for (const [tenant, platform, channel] of [
        ['TA', 'slack', 'C-TA'],
        ['TB', 'slack', 'C-TB'],
        // Of another platform, whatever it is called there.
        ['TA', 'teams', 'C-TEAMS'],
      ] as const)
        items[channel] =
          (await db.transaction().execute((trx) =>
            raise(trx, {
              tenant,
              platform,
              channel,
              message: 'm1',
              kind: 'report',
              incident: null,
              link: null,
              level: 'urgent',
              categories: ['name'],
              audience: 'organisation',
              readers: 10,
              reporter: null,
              raisedAt: new Date(),
            }),
          )) ?? '';
    });
    const guardianOf = (tenants: string[]) =>
      browser({
        roles: ['guardian'] satisfies GivenRole[],
        account: { platform: 'slack', tenants, user: 'U1' },
      });

    test('each sees its own rows, on every page and in the export', async () => {
      const go = await guardianOf(['TA']);
      for (const path of ['/triage', '/triage/decisions.csv']) {
        const { text } = await go(path);
        expect(text).toContain('C-TA');
        for (const channel of ['C-TB', 'C-TEAMS']) expect(text).not.toContain(channel);
      }
      expect((await go(`/triage/${items['C-TA']}`)).status).toBe(200);
      for (const channel of ['C-TB', 'C-TEAMS']) expect((await go(`/triage/${items[channel]}`)).status).toBe(404);
    });

    test('of an Enterprise Grid, those of the Grid too', async () => {
      expect((await (await guardianOf(['TC', 'TB']))(`/triage/${items['C-TB']}`)).status).toBe(200);
    });

    test('another provider serves the whole organisation', async () => {
      const { text } = await (await browser({ roles: ['guardian'] }))('/triage');
      for (const channel of ['C-TA', 'C-TB', 'C-TEAMS']) expect(text).toContain(channel);
    });
  });
});
