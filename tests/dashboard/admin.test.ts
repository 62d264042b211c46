import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { engine } from '../policy/engine.ts';
import { serveDashboard } from './serve.ts';
import { ISSUER, SIGN_IN, signedInAs } from './visitor.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let cookie: string;
  const redriven: unknown[] = [];
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, {
      platforms: ['slack', 'teams'],
      signIn: SIGN_IN,
      engine,
      connections: [
        { name: 'Database', ok: true, sentence: 'It answers.' },
        { name: 'Policy', ok: false, sentence: 'policy.yaml, line 3: <unknown>.' },
        { name: 'Slack', ok: false, sentence: 'Not at https://example.org/slack/install: open /slack/install.' },
      ],
      deadLetters: {
        states: async () => [{ name: 'notices', ready: 2, later: 1, active: 0, dead: 3 }],
        redrive: async (queue, tenants) => {
          redriven.push([queue, tenants]);
          return 3;
        },
      },
    });
    cookie = await signedInAs(db, { subject: 'boss', roles: ['admin'] });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  const send = async (path: string, init: RequestInit = {}, as = cookie) => {
    const res = await fetch(site.url + path, {
      ...init,
      redirect: 'manual',
      headers: { Accept: 'text/html', Cookie: as },
    });
    return { status: res.status, text: await res.text(), location: res.headers.get('location') };
  };
  const get = (path: string, as = cookie) => send(path, {}, as);
  const post = (path: string, fields: Record<string, string>, as = cookie) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields) }, as);
  const person = async (user: string, change: object = {}, tenant = 'TA') =>
    (
      await db
        .insertInto('people')
        .values({ tenant, platform: 'slack', platform_user: user, ...change })
        .returning('id')
        .executeTakeFirstOrThrow()
    ).id;
  const logged = async (action: string) =>
    db
      .selectFrom('audit_log')
      .select(['actor', 'subject', 'detail'])
      .where('action', '=', action)
      .orderBy('id')
      .execute();

  describe('connections', () => {
    test('say how it is, and what Microsoft Graph was asked to tell', async () => {
      await db
        .insertInto('subscriptions')
        .values([
          { tenant: 'entra', resource: '/teams/getAllMessages', expires_at: new Date(Date.now() + 3_600_000) },
          { tenant: 'entra', resource: '/chats/getAllMessages', expires_at: null },
        ])
        .execute();
      const { text } = await get('/admin');
      expect(text).toContain('Something needs you');
      expect(text).toContain('line 3: &lt;unknown&gt;');
      expect(text).toContain('Subscribed until');
      expect(text).toContain('Not subscribed');
      expect(text.indexOf('Not subscribed'), 'what needs somebody comes first').toBeLessThan(
        text.indexOf('It answers.'),
      );
      expect(text, 'only an address of ours is a link').toContain(
        'Not at https://example.org/slack/install: open <a href="/slack/install">/slack/install</a>.',
      );
    });
  });

  describe('people', () => {
    test('are found by the beginning of any word of their name, by address, id and team; each look is logged', async () => {
      await person('UN1', { name: 'Ada O’Neill-Jones', email: 'ada@example.org', team: 'Ward 7' });
      await person('UN2', { name: 'Bob Jonas', team: 'Ward 8', left_on: '2026-01-01' });
      const found = async (query: string) => {
        const { text } = await get(`/admin/people?${query}`);
        return [...text.matchAll(/href="\/admin\/people\/[0-9a-f-]{36}">([^<]+)</g)].map((match) => match[1]);
      };
      expect(await found('words=neil')).toEqual(['Ada O’Neill-Jones']);
      expect(await found('words=jon')).toEqual(['Ada O’Neill-Jones', 'Bob Jonas']);
      expect(await found('words=Jon+Bo')).toEqual(['Bob Jonas']);
      expect(await found('words=ADA@example.org')).toEqual(['Ada O’Neill-Jones']);
      expect(await found('words=UN2')).toEqual(['Bob Jonas']);
      expect(await found('team=Ward+7')).toEqual(['Ada O’Neill-Jones']);
      for (const words of ['nobody', "'; drop table people; --", '&|!', '<zz>'])
        expect(await found(`words=${encodeURIComponent(words)}`)).toEqual([]);
      expect((await logged('people.searched')).length).toBeGreaterThan(5);
      expect(JSON.stringify(await logged('people.searched'))).not.toContain('neil');
    });

    test.each(['page=-1', 'page=x', 'page=10000', `words=${'x'.repeat(101)}`, 'team=a&team=b'])(
      '%s is refused with the field named',
      async (query) => {
        const { status, text } = await get(`/admin/people?${query}`);
        expect(status).toBe(400);
        expect(text).toContain('There is a problem');
        expect(text).toContain(`href="#${query.split('=')[0]}"`);
      },
    );

    test('a page of one says what the directory says, escaped, and is logged', async () => {
      const id = await person('UP1', {
        name: '<script>alert(1)</script>',
        job_title: '"><img src=x>',
        joined_on: '2026-02-03',
      });
      const { text } = await get(`/admin/people/${id}`);
      expect(text).not.toMatch(/<script>alert|<img src=x/);
      expect(text).toContain('&lt;script&gt;');
      expect(text).toContain('3 February 2026');
      expect(await logged('person.viewed')).toContainEqual({ actor: 'boss', subject: `person:${id}`, detail: null });
    });

    test.each(['nobody', '00000000-0000-4000-8000-000000000000'])('%s is nobody', async (id) => {
      expect((await get(`/admin/people/${id}`)).status).toBe(404);
    });

    test('an admin of one workspace sees and changes nobody of another', async () => {
      const id = await person('UX1', { name: 'Xenia Elsewhere' }, 'TB');
      const account = { platform: 'slack', tenants: ['TA'], user: 'U-admin' } as const;
      const other = await signedInAs(db, { subject: 'U-admin', roles: ['admin'], account });
      expect((await get('/admin/people?words=xenia', other)).text).not.toContain('Elsewhere');
      expect((await get(`/admin/people/${id}`, other)).status).toBe(404);
      expect((await post(`/admin/people/${id}`, { action: 'give-team', team: 'Ward 7' }, other)).status).toBe(404);
    });

    test('a team is given to a manager and taken again; the directory’s stays', async () => {
      const id = await person('UM1', { name: 'Mo', team: 'Ward 9' });
      await db
        .insertInto('team_managers')
        .values({ tenant: 'TA', team: 'Ward 9', person: id, source: 'directory' })
        .execute();
      const teams = () =>
        db.selectFrom('team_managers').select(['team', 'source']).where('person', '=', id).orderBy('source').execute();
      expect((await post(`/admin/people/${id}`, { action: 'give-team', team: 'Ward 9' })).status).toBe(303);
      expect(await teams()).toEqual([
        { team: 'Ward 9', source: 'admin' },
        { team: 'Ward 9', source: 'directory' },
      ]);
      await person('UM2', { team: 'Ward 10' });
      await post(`/admin/people/${id}`, { action: 'give-team', team: 'Ward 10' });
      await post(`/admin/people/${id}`, { action: 'take-team', team: 'Ward 9' });
      expect(await teams()).toEqual([
        { team: 'Ward 10', source: 'admin' },
        { team: 'Ward 9', source: 'directory' },
      ]);
      expect(await logged('team.given')).toContainEqual({ actor: 'boss', subject: `person:${id}`, detail: null });
      const wrong = await post(`/admin/people/${id}`, { action: 'give-team', team: 'Nowhere <b>' });
      expect(wrong.status).toBe(400);
      expect(wrong.text).toContain('Nobody is in a team of that name');
      expect(wrong.text).toContain('value="Nowhere &lt;b&gt;"');
    });

    test.each([{}, { action: 'promote' }, { action: 'give-role', role: 'staff' }, { action: 'give-team', team: ' ' }])(
      '%j is refused',
      async (fields) => {
        const id = await person(`UB-${JSON.stringify(fields)}`);
        const { status, text } = await post(`/admin/people/${id}`, fields as Record<string, string>);
        expect(status).toBe(400);
        expect(text).toContain('There is a problem');
      },
    );

    test('a role needs a sign-in id: once they have signed in, they have one', async () => {
      const id = await person('UR1', { name: 'Ro' });
      const early = await post(`/admin/people/${id}`, { action: 'give-role', role: 'trainer' });
      expect(early.text).toContain('They have not signed in yet');
      const other = await person('UR2', { name: 'Mo' });
      const account = { name: 'Ro', person_tenant: 'TA', person: id };
      const at = (day: string) => new Date(`2026-11-${day}T09:00:00Z`);
      await db
        .insertInto('accounts')
        .values([
          { ...account, tenant: ISSUER, subject: 'ro-before', last_signed_in_at: at('01') },
          { ...account, tenant: ISSUER, subject: 'ro', last_signed_in_at: at('02') },
          // Somebody else's, and one that another realm speaks for, are not asked, however late they came.
          { ...account, tenant: ISSUER, subject: 'mo', person: other, last_signed_in_at: at('03') },
          { ...account, tenant: 'https://other.example', subject: 'elsewhere', last_signed_in_at: at('04') },
        ])
        .execute();
      expect((await post(`/admin/people/${id}`, { action: 'give-role', role: 'trainer' })).status).toBe(303);
      expect((await get(`/admin/people/${id}`)).text).toContain('the role Trainer');
      const given = await db.selectFrom('role_grants').select('subject').where('role', '=', 'trainer').execute();
      expect(given).toEqual([{ subject: 'ro' }]);
    });
  });

  describe('roles', () => {
    test('are given and taken by sign-in id, shown with who gave them, and logged once', async () => {
      const fields = { action: 'give', subject: 'new-guardian', role: 'guardian' };
      expect((await post('/admin/sign-in', fields)).status).toBe(303);
      await post('/admin/sign-in', fields);
      const { text } = await get('/admin/sign-in');
      expect(text).toContain('new-guardian');
      expect(text).toContain('Has not signed in yet');
      await post('/admin/sign-in', { ...fields, role: 'trainer' });
      await post('/admin/sign-in', { ...fields, action: 'take' });
      const left = await db.selectFrom('role_grants').select('role').where('subject', '=', 'new-guardian').execute();
      expect(left, 'the other role stays').toEqual([{ role: 'trainer' }]);
      await post('/admin/sign-in', { ...fields, action: 'take', role: 'trainer' });
      expect((await get('/admin/sign-in')).text).not.toContain('new-guardian');
      const line = { actor: 'boss', subject: 'account:new-guardian', detail: 'guardian' };
      const other = { ...line, detail: 'trainer' };
      expect((await logged('role.given')).filter(({ subject }) => subject === line.subject)).toEqual([line, other]);
      expect((await logged('role.taken')).filter(({ subject }) => subject === line.subject)).toEqual([line, other]);
    });

    test('nobody takes the admin role from themself', async () => {
      const { status, text } = await post('/admin/sign-in', { action: 'take', subject: 'boss', role: 'admin' });
      expect(status).toBe(400);
      expect(text).toContain('another admin can');
    });

    test.each([
      [{ action: 'give', subject: '', role: 'admin' }, 'Write a sign-in id'],
      [{ action: 'give', subject: 'two words', role: 'admin' }, 'A sign-in id has no spaces'],
      [{ action: 'give', subject: '999.413.2075', role: 'admin' }, 'looks like the number of a patient'],
      [{ action: 'give', subject: 'x', role: 'owner' }, 'Choose a role'],
      [{ action: 'give', subject: 'x'.repeat(256), role: 'admin' }, 'at most 255 characters'],
    ])('%j is refused, and what was typed stays', async (fields, sentence) => {
      const { status, text } = await post('/admin/sign-in', fields);
      expect(status).toBe(400);
      expect(text).toContain(sentence);
      expect(text).toContain(`value="${fields.subject}"`);
    });
  });

  describe('jobs', () => {
    test('show what failed, and start it again', async () => {
      const { text: before } = await get('/admin/jobs');
      for (const said of ['3 jobs have failed', '3 failed']) expect(before).toContain(said);
      const { location } = await post('/admin/jobs', { queue: 'notices' });
      expect(redriven).toEqual([['notices', null]]);
      expect((await get(location ?? '')).text).toContain('3 jobs were started again.');
      expect(await logged('jobs.redriven')).toEqual([{ actor: 'boss', subject: 'queue:notices', detail: '3' }]);
    });

    test('of no other queue', async () => {
      const { status, text } = await post('/admin/jobs', { queue: 'nowhere' });
      expect(status).toBe(400);
      expect(text).toContain('Choose a queue of the list');
    });
  });

  describe('the audit log', () => {
    test('is paged, filtered and exported, each with a line of its own', async () => {
      for (let n = 0; n < 120; n++)
        await db
          .insertInto('audit_log')
          .values({ tenant: ISSUER, actor: 'many', action: 'triage.viewed', subject: `triage:${n}` })
          .execute();
      const first = await get('/admin/audit?actor=many');
      expect(first.text).toContain('triage:119');
      expect(first.text).not.toContain('triage:19<');
      const older = /href="(\/admin\/audit\?[^"]*before=\d+)"/.exec(first.text)?.[1]?.replaceAll('&amp;', '&') ?? '';
      expect((await get(older)).text).toContain('triage:19<');
      expect((await get('/admin/audit?action=jobs.redriven')).text).not.toContain('triage:119');
      const csv = await get('/admin/audit.csv?actor=many');
      expect(csv.text.split('\r\n')).toHaveLength(122);
      expect((await logged('audit.exported')).length).toBe(1);
      expect((await logged('audit.viewed')).length).toBeGreaterThan(2);
    });

    test('another realm’s lines are not there', async () => {
      await db
        .insertInto('audit_log')
        .values({ tenant: 'other', actor: 'them', action: 'triage.viewed', subject: 'triage:theirs' })
        .execute();
      for (const tenant of [ISSUER, 'other'])
        await db
          .insertInto('accounts')
          .values({ tenant, subject: 'twin', name: `Twin of ${tenant}`, person_tenant: null, person: null })
          .execute();
      const line = { tenant: ISSUER, actor: 'twin', action: 'triage.viewed', subject: 'triage:once' };
      await db.insertInto('audit_log').values(line).execute();
      expect((await get('/admin/audit')).text).not.toContain('triage:theirs');
      const twin = (await get('/admin/audit?actor=twin')).text;
      expect(twin.match(/triage:once/g)).toHaveLength(1);
      expect(twin).not.toContain('Twin of other');
    });

    test.each(['before=x', 'before=0', 'action=nothing', 'actor=a%20b', 'actor=a&actor=b'])(
      '%s is refused',
      async (query) => {
        const { status, text } = await get(`/admin/audit?${query}`);
        expect(status).toBe(400);
        expect(text).toContain(`href="#${query.split('=')[0]}"`);
        expect((await get(`/admin/audit.csv?${query}`)).status).toBe(400);
      },
    );

    test('is only added to: a line goes after a year, and no sooner', async () => {
      const old = { tenant: 'old', actor: 'x', action: 'triage.viewed', at: new Date('2024-01-01') };
      await db.insertInto('audit_log').values(old).execute();
      await db.deleteFrom('audit_log').where('tenant', '=', 'old').execute();
      expect(await db.selectFrom('audit_log').selectAll().where('tenant', '=', 'old').execute()).toEqual([]);
      await expect(db.deleteFrom('audit_log').where('actor', '=', 'many').execute()).rejects.toThrow();
      await expect(db.updateTable('audit_log').set({ actor: 'nobody' }).execute()).rejects.toThrow();
    });

    test('takes no free words', async () => {
      const line = { tenant: ISSUER, actor: 'x', action: 'triage.viewed' };
      await expect(
        db
          .insertInto('audit_log')
          .values({ ...line, detail: 'Mrs Okafor in bed 4' })
          .execute(),
      ).rejects.toThrow();
      await expect(
        db
          .insertInto('audit_log')
          .values({ ...line, action: 'Looked around' })
          .execute(),
      ).rejects.toThrow();
    });
  });
});
