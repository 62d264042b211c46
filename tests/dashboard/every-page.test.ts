import { AxeBuilder } from '@axe-core/playwright';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS, OPEN, type Route } from '../../src/dashboard/access.ts';
import { GIVEN_ROLES, ROLES, type Role } from '../../src/roles.ts';
import { addCampaign } from '../../src/store/campaigns.ts';
import { setChannelRule } from '../../src/store/channel-rules.ts';
import type { Db } from '../../src/store/database.ts';
import { addRefresher } from '../../src/store/refreshers.ts';
import { raise } from '../../src/store/triage.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { complaintsOf } from './complaints.ts';
import { addIncident } from './rows.ts';
import { serveDashboard } from './serve.ts';
import { ISSUER, SIGN_IN, signedInAs } from './visitor.ts';

/** Text that would run where a page forgot to escape it. In every field that people, directories and platforms fill. */
const PROBE = `"><img src=x onerror="window.probed=1"><script>window.probed=1</script>`;

/**
 * Every page by every role that may open it. A page whose address has an id needs a line here; all others are found in the table.
 * Files are not pages.
 */
const WITH_IDS: Partial<Record<Route, (ids: Ids) => string>> = {
  'GET /triage/:id': ({ item }) => `/triage/${item}`,
  'GET /admin/people/:id': ({ person }) => `/admin/people/${person}`,
  'GET /questions/:id': () => '/questions/chats-count',
  'GET /questions/:id/edit': () => '/questions/chats-count/edit',
  'GET /refreshers/:id': ({ refresher }) => `/refreshers/${refresher}`,
  'GET /refreshers/:id/edit': ({ refresher }) => `/refreshers/${refresher}/edit`,
  'GET /refreshers/:id/send': ({ refresher }) => `/refreshers/${refresher}/send`,
  'GET /campaigns/:id': ({ campaign }) => `/campaigns/${campaign}`,
  'GET /campaigns/:id/edit': ({ campaign }) => `/campaigns/${campaign}/edit`,
  'GET /me/incidents/:id': ({ incident }) => `/me/incidents/${incident}`,
  'GET /channels/:platform/:tenant/:channel': () => '/channels/slack/TA/C0PROBE',
};
/** Two pixels of the screen for one of the page, as at 200 %. */
const ZOOMED = { deviceScaleFactor: 2 };
/** Not a page of the dashboard's own router. */
const ELSEWHERE = /^GET \/(try|metrics|slack\/.+)$/;

interface Ids {
  readonly item: string;
  readonly person: string;
  readonly campaign: string;
  readonly refresher: string;
  /** Of whoever looks. */
  readonly incident: string;
}

const ROUTES = (Object.keys(ACCESS) as Route[]).filter(
  (route) => route.startsWith('GET') && !ELSEWHERE.test(route) && !/\.(csv|zip|pdf|json)$/.test(route),
);
const PUBLIC = OPEN.filter((route) => /^GET \/(privacy|accessibility|signed-out)$/.test(route));

/** Each role looks at what it may open; what two roles may open is looked at as each of them. */
const VIEWS = ROUTES.flatMap((route) => ACCESS[route].map((role: Role) => [route, role] as const));

describe.skipIf(noChromium)(`every page by every role${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let database: TestDatabase;
  let db: Db;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let browser: Browser;
  let ids: Ids;
  const contexts = new Map<Role, BrowserContext>();

  beforeAll(async () => {
    database = await onPglite();
    db = (await database.open()).db;
    ids = await fill(db);
    site = await serveDashboard(db, {
      platforms: ['slack', 'teams'],
      signIn: SIGN_IN,
      connections: [{ name: PROBE, ok: false, sentence: PROBE }],
      trouble: PROBE,
      deadLetters: {
        states: async () => [{ name: 'notices', ready: 1, later: 2, active: 3, dead: 4 }],
        redrive: async () => 0,
      },
    });
    browser = await openChromium();
    for (const role of ROLES) {
      const cookie = await signedInAs(db, {
        subject: `a-${role}`,
        name: PROBE,
        email: 'me@example.org',
        roles: GIVEN_ROLES.filter((given) => given === role),
      });
      const [name = '', value = ''] = cookie.split('=');
      const context = await browser.newContext(ZOOMED);
      await context.addCookies([{ name, value, url: site.url }]);
      contexts.set(role, context);
    }
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await database?.drop();
  });

  const look = async (page: Page, path: string) => {
    const complaints = complaintsOf(page, site.url);
    const response = await page.goto(site.url + path);
    expect(response?.status()).toBe(200);
    expect(new URL(page.url()).pathname, 'where it leads').toBe(path);

    for (const [width, height, what] of [
      // WCAG 1.4.10: what 1280 pixels show at 400 %.
      [320, 512, '400 %'],
      [390, 844, 'a phone'],
      [640, 512, '200 %'],
      [1280, 900, 'a desktop'],
    ] as const) {
      await page.setViewportSize({ width, height });
      // The menu folds in the frame after.
      await expect
        .poll(() => page.evaluate('document.documentElement.scrollWidth'), { message: what })
        .toBeLessThanOrEqual(width);
    }
    const { violations } = await new AxeBuilder({ page })
      .withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'])
      // No page has a frame of another origin, for which it would open a page of its own.
      .setLegacyMode()
      .analyze();
    expect(
      violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(' | ')}`),
    ).toEqual([]);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.evaluate('window.probed')).toBeUndefined();
    expect(await outOfReach(page)).toEqual([]);
    expect(complaints).toEqual([]);
  };

  test.each(VIEWS)('%s as %s', async (route, role) => {
    const path = WITH_IDS[route]?.(ids) ?? route.slice('GET '.length);
    const page = await (contexts.get(role) as BrowserContext).newPage();
    await look(page, path);
    await page.close();
  });

  test.each(PUBLIC)('%s as nobody', async (route) => {
    const context = await browser.newContext(ZOOMED);
    await look(await context.newPage(), route.slice('GET '.length));
    await context.close();
  });

  test('an error page', async () => {
    const page = await (contexts.get('staff') as BrowserContext).newPage();
    await page.goto(`${site.url}/triage`);
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations).toEqual([]);
    await page.close();
  });
});

/** So many stops are gone through before it is asked whether that was all. */
const STOPS = 12;

/** What can be used with a mouse and not be reached by Tab, or is reached and shows no focus. */
async function outOfReach(page: Page): Promise<unknown> {
  const wanted = (await page.evaluate(MARK)) as number;
  let missed: string[] = [];
  // A date has a stop for each of its parts, and one for its calendar.
  for (let pressed = 0; pressed < 4 * wanted + STOPS; pressed += STOPS) {
    for (let n = 0; n < STOPS; n += 1) await page.keyboard.press('Tab');
    missed = (await page.evaluate(MISSED)) as string[];
    if (missed.length === 0) break;
  }
  return [...((await page.evaluate('window.unseen')) as string[]), ...missed];
}

const MARK = `(() => {
  window.unseen = [];
  document.activeElement?.blur();
  const all = [...document.querySelectorAll('a[href], button, input, select, textarea, summary')]
    .filter((e) => e.type !== 'hidden' && !e.disabled && e.checkVisibility({ visibilityProperty: true }) && e.tabIndex >= 0);
  all.forEach((e) => { e.dataset.reach = 'not yet'; });
  document.addEventListener('focusin', ({ target: e }) => {
    const s = getComputedStyle(e), l = e.labels?.[0] && getComputedStyle(e.labels[0], '::before');
    const seen = s.outlineStyle !== 'none' || s.boxShadow !== 'none' || (l && (l.boxShadow !== 'none' || l.outlineStyle !== 'none'));
    if (!seen) window.unseen.push('no focus is seen on ' + e.outerHTML.slice(0, 120));
    // Of radios in a group Tab reaches one, and the arrows the others.
    const group = e.type === 'radio' ? document.querySelectorAll('[type=radio][name="' + e.name + '"]') : [e];
    group.forEach((one) => { one.dataset.reach = 'reached'; });
  });
  return all.length;
})()`;
const MISSED = `[...document.querySelectorAll('[data-reach="not yet"]')].map((e) => 'not reached: ' + e.outerHTML.slice(0, 120))`;

async function fill(db: Db): Promise<Ids> {
  const { id: person } = await db
    .insertInto('people')
    .values({
      tenant: 'TA',
      platform: 'slack',
      platform_user: PROBE,
      name: PROBE,
      email: PROBE,
      job_title: PROBE,
      team: PROBE,
      last_seen_at: new Date(),
      joined_on: '2026-01-01',
    })
    .returning('id')
    .executeTakeFirstOrThrow();
  // Whoever looks is one of those who post, and manages nobody.
  await db
    .insertInto('people')
    .values({ tenant: 'TA', platform: 'slack', platform_user: 'U-me', name: PROBE, email: 'me@example.org' })
    .execute();
  const incident = await addIncident(db, { at: new Date(), platform: 'slack', tenant: 'TA', user: 'U-me' });
  await db.insertInto('team_managers').values({ tenant: 'TA', team: PROBE, person, source: 'admin' }).execute();
  await db
    .insertInto('accounts')
    .values({ tenant: ISSUER, subject: PROBE, name: PROBE, person_tenant: 'TA', person })
    .execute();
  await db
    .insertInto('role_grants')
    .values({ tenant: ISSUER, subject: PROBE, role: 'trainer', granted_by: PROBE })
    .execute();
  await db
    .insertInto('audit_log')
    .values({ tenant: ISSUER, actor: PROBE, action: 'triage.viewed', subject: PROBE.replace(/\s/g, '/') })
    .execute();
  const item = await db.transaction().execute((trx) =>
    raise(trx, {
      tenant: 'TA',
      platform: 'slack',
      channel: PROBE,
      message: PROBE,
      kind: 'report',
      incident: null,
      link: `https://example.org/${PROBE}`,
      level: 'urgent',
      categories: ['name'],
      audience: 'organisation',
      readers: 12,
      reporter: person,
      raisedAt: new Date(),
    }),
  );
  await db
    .insertInto('triage_log')
    .values({ tenant: 'TA', item: item ?? '', actor: PROBE, action: 'note', note: PROBE })
    .execute();
  return { item: item ?? '', person, ...(await written(db)), incident };
}

/** What trainers and the Guardian write. */
async function written(db: Db): Promise<Pick<Ids, 'campaign' | 'refresher'>> {
  const of = { tenant: 'TA', author: PROBE } as const;
  const campaign = await addCampaign(db, { ...of, name: PROBE, startsOn: '2026-12-01', endsOn: '2026-12-29' });
  const words = { title: PROBE, words: PROBE };
  const refresher = await addRefresher(
    db,
    { ...of, platform: 'slack' },
    {
      said: { en: words, cy: words },
      topic: 'photos',
      picture: null,
      alt: null,
      question: null,
      acknowledge: true,
      audience: { kind: 'teams', teams: [PROBE] },
      category: null,
      campaign,
    },
  );
  const key = { tenant: 'TA', platform: 'slack', channel: 'C0PROBE' } as const;
  const rule = { audience: 'external', excluded: true } as const;
  await db.transaction().execute((trx) => setChannelRule(trx, key, rule, { actor: PROBE, now: new Date() }));
  return { campaign, refresher };
}
