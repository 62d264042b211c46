import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN, signedInAs } from './visitor.ts';

const PATH = '/admin/people/import';

onEachDatabase((make, kind) => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let cookie: string;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    site = await serveDashboard(db, { platforms: ['slack'], signIn: SIGN_IN });
    cookie = await signedInAs(db, { subject: 'boss', roles: ['admin'] });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });
  beforeEach(async () => {
    await db.deleteFrom('people').execute();
    await db
      .insertInto('people')
      .values({ tenant: 'TA', platform: 'slack', platform_user: 'U0', name: 'Known' })
      .execute();
  });

  const send = async (body: FormData | URLSearchParams, as = cookie) => {
    const res = await fetch(site.url + PATH, {
      method: 'POST',
      body,
      redirect: 'manual',
      headers: { Accept: 'text/html', Cookie: as },
    });
    return { status: res.status, text: await res.text(), location: res.headers.get('location') };
  };
  const look = (csv: string, as = cookie) => {
    const form = new FormData();
    form.set('file', new Blob([csv], { type: 'text/csv' }), 'people.csv');
    return send(form, as);
  };
  const keep = (csv: string, what: string, as = cookie) => send(new URLSearchParams({ csv, keep: what }), as);
  const people = () =>
    db
      .selectFrom('people')
      .select(['platform_user as user', 'name', 'team', 'joined_on as joined', 'left_on as left'])
      .orderBy('platform_user')
      .execute();

  test('is shown before anything is kept, then kept, with managers and a line in the log', async () => {
    const csv =
      'platform,user,name,team,manager,joined\nslack,U1,Ada,Ward 7,U0,2026-03-05\nslack,U2,<b>Bo</b>,Ward 7,U1,\n';
    const bad = await look(csv);
    expect(bad.text).toContain('Line 3: name must begin with a letter or a number');
    const good = csv.replace('<b>Bo</b>', 'Bo &amp; co</textarea>');
    const preview = await look(good);
    expect(preview.text).toContain('2 people can be kept');
    expect(preview.text).toContain('Bo &amp;amp; co&lt;/textarea&gt;');
    expect(await people()).toHaveLength(1);
    expect((await keep(good, 'all')).location).toBe('/admin/people?imported=2');
    expect(await people()).toEqual([
      { user: 'U0', name: 'Known', team: null, joined: null, left: null },
      { user: 'U1', name: 'Ada', team: 'Ward 7', joined: '2026-03-05', left: null },
      { user: 'U2', name: 'Bo &amp; co</textarea>', team: 'Ward 7', joined: null, left: null },
    ]);
    const managers = await db
      .selectFrom('team_managers as m')
      .innerJoin('people as p', 'p.id', 'm.person')
      .select(['p.platform_user as user', 'm.team', 'm.source'])
      .orderBy('user')
      .execute();
    expect(managers).toEqual([
      { user: 'U0', team: 'Ward 7', source: 'admin' },
      { user: 'U1', team: 'Ward 7', source: 'admin' },
    ]);
    const line = await db.selectFrom('audit_log').select('detail').where('action', '=', 'people.imported').execute();
    expect(line).toEqual([{ detail: '2-kept-0-refused' }]);
    expect(await db.selectFrom('directories').select(['tenant', 'platform']).execute()).toEqual([
      { tenant: 'TA', platform: 'slack' },
    ]);
  });

  test('an empty cell changes nothing, and a dash takes away', async () => {
    await keep('platform,user,name,left\nslack,U0,,2026-01-31', 'all');
    expect(await people()).toMatchObject([{ name: 'Known', left: '2026-01-31' }]);
    await keep('platform,user,name,left\nslack,U0,-,-', 'all');
    expect(await people()).toMatchObject([{ name: null, left: null }]);
  });

  test('no directory writes over what the list gave, until it is taken away', async () => {
    const given = async () =>
      (await db.selectFrom('people').select('from_admin').executeTakeFirstOrThrow()).from_admin.sort();
    await keep('platform,user,name,team\nslack,U0,Ada,Ward 7', 'all');
    await keep('platform,user,job title\nslack,U0,Nurse', 'all');
    expect(await given()).toEqual(['job_title', 'name', 'team']);
    await keep('platform,user,name,team\nslack,U0,-,', 'all');
    expect(await given()).toEqual(['job_title', 'team']);
  });

  test('with bad rows: the good ones, or nothing, as chosen', async () => {
    const csv = 'platform,user,name\nslack,U1,Ada\nslack,,Bo\n';
    const none = await keep(csv, 'all');
    expect(none.status).toBe(400);
    expect(none.text).toContain('Nothing was kept, since not all rows are good');
    expect(await people()).toHaveLength(1);
    const unsaid = await keep(csv, '');
    expect(unsaid.status).toBe(400);
    expect(unsaid.text).toContain('Choose what to keep');
    await keep(csv, 'good');
    expect(await people()).toHaveLength(2);
  });

  test('a manager must be known or be in the list, in a row that is good', async () => {
    const csv = 'platform,user,team,manager\nslack,U1,W,U2\nslack,U2,W,U3\nslack,U4,W,U0\n';
    const { text } = await look(csv);
    expect(text).toContain('1 person can be kept');
    for (const line of [2, 3]) expect(text).toContain(`Line ${line}: manager is nobody in the list`);
  });

  test('an admin of one workspace brings in nobody of another', async () => {
    const account = { platform: 'slack', tenants: ['TB'], user: 'U9' } as const;
    const other = await signedInAs(db, { subject: 'U9', roles: ['admin'], account });
    expect((await look('platform,user,tenant\nslack,U1,TA', other)).text).toContain('tenant is not yours');
    expect((await keep('platform,user,tenant\nslack,U1,TA', 'good', other)).status).toBe(400);
    expect(await people()).toHaveLength(1);
  });

  test.each([
    ['', 'Choose a file'],
    ['name\nAda', 'The first line must also name platform and user'],
    ['x'.repeat(5_000_001), 'The file must have at most 5 MB'],
  ])('a file that can’t be read: case %#', async (csv, sentence) => {
    const { status, text } = await look(csv);
    expect(status).toBe(400);
    expect(text).toContain(sentence);
    expect(text).toContain('href="#file"');
    expect(text, 'a form that comes back says so first').toContain('<title>Error: Bring in a list of people');
  });

  // The embedded database is for a trial, and takes its time.
  const many = kind === 'pglite' ? 2_000 : 20_000;
  test(`${many} people, twice, each once`, async () => {
    const rows = Array.from(
      { length: many },
      (_, n) => `slack,P${n},Person ${n},Team ${n % 400},${n < 400 ? '' : `P${n % 400}`}`,
    );
    const csv = `platform,user,name,team,manager\n${rows.join('\n')}`;
    expect((await look(csv)).text).toContain(`${many.toLocaleString('en-GB')} people can be kept`);
    for (const _ of [1, 2]) expect((await keep(csv, 'all')).location).toBe(`/admin/people?imported=${many}`);
    const { count } = await db
      .selectFrom('people')
      .select(({ fn }) => fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow();
    expect(count).toBe(many + 1);
    const teams = await db.selectFrom('team_managers').select('team').execute();
    expect(teams).toHaveLength(400);
  });
});
