import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { rollUp } from '../../src/reporting/roll-up.ts';
import { sumOf } from '../../src/scores/practice.ts';
import type { Db } from '../../src/store/database.ts';
import { keepPublished } from '../../src/store/published.ts';
import { raise } from '../../src/store/triage.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { addLearner, addMark } from './learners.ts';
import { serveDashboard } from './serve.ts';
import { SIGN_IN, signedInAs } from './visitor.ts';

const NOW = new Date('2026-11-26T12:00:00Z');

describe('the pages of managers, the Guardian and who runs it', () => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  const people: string[] = [];
  const cookies: Record<'manager' | 'two' | 'trainer' | 'guardian' | 'admin', string> = {
    manager: '',
    two: '',
    trainer: '',
    guardian: '',
    admin: '',
  };

  const join = async (team: string, count: number, right: (index: number) => boolean) => {
    for (let index = 0; index < count; index += 1) {
      const person = await addLearner(db, { team });
      people.push(person);
      for (const [at, topic] of ['photos', 'record'].entries())
        for (const month of ['08', '09', '10'])
          await addMark(db, person, {
            at: new Date(`2026-${month}-${10 + at}T10:00:00Z`),
            correct: right(index + at),
            topic,
          });
    }
  };
  const leads = async (...teams: string[]) => {
    const person = await addLearner(db, { team: null, lastSeen: null });
    for (const team of teams)
      await db.insertInto('team_managers').values({ tenant: 'T1', team, person, source: 'admin' }).execute();
    const { platform_user: user } = await db
      .selectFrom('people')
      .select('platform_user')
      .where('id', '=', person)
      .executeTakeFirstOrThrow();
    return signedInAs(db, {
      subject: user,
      account: { platform: 'slack', tenants: ['T1'], user },
      before: ['staff', 'manager'],
    });
  };
  const get = (path: string, cookie: string) =>
    fetch(site.url + path, { headers: { Cookie: cookie, Accept: 'text/html' }, redirect: 'manual' });
  const page = async (path: string, cookie: string) => (await get(path, cookie)).text();

  beforeAll(async () => {
    database = await onPglite();
    db = (await database.open()).db;
    await join('Ward 5', 30, (index) => index % 2 === 0);
    await join('Theatres', 30, () => true);
    await join('Tiny', 5, () => false);
    await join('Porters', 20, () => true);
    site = await serveDashboard(db, { platforms: ['slack'], now: () => NOW, signIn: SIGN_IN });
    cookies.manager = await leads('Ward 5');
    cookies.two = await leads('Ward 5', 'Tiny');
    cookies.trainer = await signedInAs(db, { subject: 't', roles: ['trainer'] });
    cookies.guardian = await signedInAs(db, { subject: 'g', roles: ['guardian'] });
    cookies.admin = await signedInAs(db, { subject: 'a', roles: ['admin'] });
  });
  afterAll(async () => {
    await site.stop();
    await database.drop();
  });

  test('a manager of one team sees it at once: figures, topics, a year, and where a refresher would help', async () => {
    const text = await page('/teams', cookies.manager);
    expect(text).toContain('<h1 class="nhsuk-heading-l">\n    Ward 5');
    expect(text).toContain('50%');
    expect(text).toMatch(/of about \d+ answers were right, most likely 40% to 60%/);
    expect(text).toContain('<li>Photos and X-rays</li>');
    expect(text).toContain('people answered a question in October');
    expect(text).toMatch(/role="img" aria-label="Line chart of right answers by month\. Of 3 months/);
    for (const { id, platform_user } of await db.selectFrom('people').select(['id', 'platform_user']).execute()) {
      expect(text).not.toContain(id);
      expect(text).not.toMatch(new RegExp(`\\b${platform_user}\\b`));
    }
  });

  test('teams of others don’t exist for a manager', async () => {
    for (const team of ['Theatres', 'Nowhere'])
      expect((await get(`/teams?in=T1&on=slack&team=${team}`, cookies.manager)).status).toBe(404);
    expect((await get('/teams?in=T2&on=slack&team=Ward+5', cookies.manager)).status).toBe(404);
    expect(await page('/teams?q=Theatres', cookies.two)).not.toContain('>Theatres<');
  });

  test('a team of too few is in the list of its manager, with no figure and the reason', async () => {
    const list = await page('/teams', cookies.two);
    expect(list).toContain('Ward 5');
    expect(list).toContain('Tiny');
    expect(list).toContain('fewer than eight people');
    const tiny = await page('/teams?in=T1&on=slack&team=Tiny', cookies.two);
    expect(tiny).toContain('Nothing that can be shown');
    expect(tiny).not.toContain('%<');
  });

  test('a manager of whom no team is known is told what to do about it', async () => {
    const text = await page('/teams', await signedInAs(db, { subject: 'm', roles: ['manager'] }));
    expect(text).toContain('My teams');
    expect(text).toContain('No team is yours here so far');
    expect(await page('/teams', cookies.guardian)).not.toContain('No team is yours');
  });

  test('whoever guards sees all teams, the least aware first, and finds one by its name', async () => {
    const list = await page('/teams', cookies.guardian);
    const order = [...list.matchAll(/team=([\w+]+)"/g)].map((match) => match[1]);
    expect(order[0]).toBe('Ward+5');
    expect(order).not.toContain('Tiny');
    expect(list).toContain('Refresher: ');
    expect(await page('/teams?q=theat', cookies.guardian)).not.toContain('team=Ward');
    expect(await page('/teams?q=%25&page=99999999', cookies.guardian)).toContain('No team of that name');
  });

  test('a trainer goes from the team to a refresher for it, with the topic and the team filled in', async () => {
    const text = await page('/teams?in=T1&on=slack&team=Ward+5', cookies.trainer);
    const href = /href="(\/refreshers\/new[^"]*)"/.exec(text)?.[1]?.replaceAll('&amp;', '&') ?? '';
    expect(href).toBe('/refreshers/new?organisation=slack%2FT1&topic=photos&team=Ward+5');
    const form = await page(href, cookies.trainer);
    expect(form).toMatch(/value="teams"[^>]* checked/);
    expect(form).toMatch(/value="Ward 5"[^>]* checked/);
    expect(await page('/teams', cookies.manager)).not.toContain('/refreshers/new');
  });

  test('rules say what they are set to, and disputes how often the Guardian agreed', async () => {
    await db.transaction().execute(async (trx) => {
      for (const [at, state] of (['no-breach', 'no-breach', 'breach', 'new'] as const).entries()) {
        await raise(trx, {
          tenant: 'T1',
          platform: 'slack',
          channel: 'C1',
          message: `D${at}`,
          kind: 'disputed',
          incident: null,
          link: null,
          level: 'nudge',
          categories: ['name'],
          audience: 'direct',
          readers: 1,
          reporter: null,
          raisedAt: NOW,
        });
        await trx.updateTable('triage').set({ state }).where('message', '=', `D${at}`).execute();
      }
    });
    await db
      .insertInto('daily_incidents')
      .values({
        tenant: 'T1',
        platform: 'slack',
        day: '2026-11-25',
        audience: 'direct',
        level: 'nudge',
        mode: 'watch',
        delivery: 'held',
        resolution: null,
        answer: null,
        held: 'watch',
        categories: ['image'],
        incidents: 7,
      })
      .execute();
    await db
      .insertInto('daily_incidents')
      .values({
        tenant: 'T1',
        platform: 'slack',
        day: '2026-11-20',
        audience: 'direct',
        level: 'nudge',
        mode: 'nudge',
        delivery: 'sent',
        resolution: null,
        answer: 'not-patient',
        held: null,
        categories: ['name'],
        incidents: 4,
      })
      .execute();
    await rollUp(db, 'T1', NOW, { events: 5, rollUps: 1096 });
    const rules = await page('/rules', cookies.guardian);
    expect(rules).toContain('would have spoken of 7 more');
    expect(rules).toContain('<code>union-reps</code>');
    const disputes = await page('/disputes?days=30', cookies.guardian);
    expect(disputes).toMatch(/A patient’s name<\/th>[\s\S]*?>4<[\s\S]*?4 \(100%\)[\s\S]*?2 \(67%\)[\s\S]*?>1</);
    expect(await page('/disputes?days=7%22%3E', cookies.guardian)).toContain('Last 90 days');
  });

  test('a channel that nobody has read can be excluded; a bad choice is refused in a sentence, and every change is shown', async () => {
    expect(await page('/channels?q=C0UNION', cookies.guardian)).toContain('/channels/slack/T1/C0UNION');
    const send = (body: Record<string, string>) =>
      fetch(`${site.url}/channels/slack/T1/C0UNION`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams(body),
        headers: { Cookie: cookies.guardian, Accept: 'text/html', Origin: site.url, 'Sec-Fetch-Site': 'same-origin' },
      });
    const bad = await send({ audience: 'everyone', excluded: 'yes' });
    expect(bad.status).toBe(400);
    const told = await bad.text();
    expect(told).toContain('There is a problem');
    expect(told).toMatch(/value="yes" checked/);
    expect((await send({ audience: 'external', excluded: 'yes' })).status).toBe(303);
    const rule = await db.selectFrom('channel_rules').selectAll().executeTakeFirstOrThrow();
    expect(rule).toMatchObject({ channel: 'C0UNION', audience: 'external', excluded: true, changed_by: 'g' });
    const shown = await page('/channels/slack/T1/C0UNION', cookies.guardian);
    expect(shown).toContain('Never read; a channel with guests or another organisation');
    expect(shown, 'saving shows above the form').toMatch(/nhsuk-tag[^>]*>\s*Never read/);
    expect(await page('/channels', cookies.guardian)).toContain('Never read');
    for (const path of [
      '/channels/teams/T1/C0UNION',
      '/channels/slack/T1/%3Cscript%3E',
      '/channels/slack/T1/x%20y',
      '/channels/slack/T1/9994132075',
      '/channels/slack/T9/C0UNION',
    ])
      expect((await get(path, cookies.guardian)).status).toBe(404);
  });

  test('the evidence pack is a page, a PDF with its structure, and a CSV', async () => {
    const text = await page('/evidence', cookies.guardian);
    for (const part of ['Training needs', 'Delivery', 'Evaluation', 'Incidents and near misses', 'Policy versions'])
      expect(text).toContain(part);
    const pdf = await get('/evidence.pdf', cookies.guardian);
    expect(pdf.headers.get('content-type')).toBe('application/pdf');
    const bytes = Buffer.from(await pdf.arrayBuffer()).toString('latin1');
    expect(bytes.slice(0, 8)).toBe('%PDF-1.7');
    expect(bytes).toContain('/Lang (en-GB)');
    expect(bytes).toContain('/S /TH');
    const csv = await page('/evidence.csv', cookies.guardian);
    expect(csv.split('\r\n')[0]).toBe('"section","table","row","figure","value"');
    expect(csv).toContain('"Training needs","What staff know by topic","Photos and X-rays","Right",');
    expect(csv).toContain('"Incidents and near misses","What came before the Guardian","October 2026","Breaches","0"');
  });

  test('what retention removed is said', async () => {
    await db
      .insertInto('removals')
      .values({ tenant: 'T1', what: 'incidents', before: '2026-08-28', removed: 1234, at: NOW })
      .execute();
    const text = await page('/admin/retention', cookies.admin);
    expect(text).toContain('1,234');
    expect(text).toContain('Friday 28 August 2026');
    expect((await get('/admin/retention', cookies.guardian)).status).toBe(403);
  });

  test('of a team that knows little and of which no topic can be shown, its page says what its line in the list says', async () => {
    const organisation = { tenant: 'T9', platform: 'slack' } as const;
    await addLearner(db, { tenant: 'T9' });
    const of = (team: string, part: number) => ({ measure: 'awareness', team, topic: null, part, whole: 100 }) as const;
    for (const month of ['2026-08', '2026-09', '2026-10'])
      await keepPublished(db, organisation, month, {
        figures: [of('Stores', 40), of('Kitchens', 90)],
        happened: sumOf([]),
      });
    const list = await page('/teams', cookies.guardian);
    expect(list).toMatch(/>Stores<\/a>[^/]*Needs a refresher/);
    expect(list).not.toMatch(/>Kitchens<\/a>[^/]*Needs a refresher/);
    const stores = await page('/teams?in=T9&on=slack&team=Stores', cookies.guardian);
    expect(stores).toContain('no one topic stands out');
    expect(stores).not.toContain('Nothing stands out');
    expect(await page('/teams?in=T9&on=slack&team=Kitchens', cookies.guardian)).toContain('Nothing stands out');
  });

  test('of many teams of somebody’s own each is in the list, those without a figure last', async () => {
    const tenant = 'T8';
    const teams = Array.from({ length: 27 }, (_, at) => `Team ${String(at).padStart(2, '0')}`);
    const person = await addLearner(db, { tenant, team: null });
    await db
      .insertInto('team_managers')
      .values(teams.map((team) => ({ tenant, team, person, source: 'admin' as const })))
      .execute();
    const figures = teams
      .slice(0, 26)
      .map((team) => ({ measure: 'awareness', team, topic: null, part: 80, whole: 100 }) as const);
    for (const month of ['2026-08', '2026-09', '2026-10'])
      await keepPublished(db, { tenant, platform: 'slack' }, month, { figures, happened: sumOf([]) });
    const { platform_user: user } = await db
      .selectFrom('people')
      .select('platform_user')
      .where('id', '=', person)
      .executeTakeFirstOrThrow();
    const account = { platform: 'slack', tenants: [tenant], user } as const;
    const cookie = await signedInAs(db, { subject: user, account, before: ['staff', 'manager'] });
    const listed = async (number: number) =>
      [...(await page(`/teams?page=${number}`, cookie)).matchAll(/team=Team\+(\d\d)"/g)].map((match) => match[1]);
    expect(await listed(0)).toHaveLength(25);
    expect(await listed(1)).toEqual(['25', '26']);
  });
});
