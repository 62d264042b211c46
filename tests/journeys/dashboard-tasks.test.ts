import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { OAuth2Server } from 'oauth2-mock-server';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCheck } from '../../src/check.ts';
import { createLog } from '../../src/log.ts';
import { monthsBefore } from '../../src/scores/months.ts';
import type { Db } from '../../src/store/database.ts';
import { notePolicy } from '../../src/store/policy-versions.ts';
import { raise } from '../../src/store/triage.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { addLearner, addMark } from '../dashboard/learners.ts';
import { textOfPdf } from '../dashboard/pdf-text.ts';
import { addIncident } from '../dashboard/rows.ts';
import { serveDashboard } from '../dashboard/serve.ts';
import { onPglite, type TestDatabase } from '../databases.ts';
import { engine } from '../policy/engine.ts';

// What a manager, a trainer and a Guardian come for, from the first page on and by what the pages offer: no address is typed but
// the first. Typing isn't counted, and signing in isn't either; each press of a link, a button or a choice is.

const TEAMS = { 'Ward 5': 30, Theatres: 30, Porters: 20 } as const;
const WEAK = 'Ward 5';
const SLACK = { tenant: 'T1', platform: 'slack' } as const;

/** At most, with JavaScript and without. Said in docs/operating.md. */
const CLICKS = {
  'find the team': 1,
  'send it a refresher': 7,
  'close an incident': 4,
  'take the evidence pack': 3,
} as const;

interface Hands {
  readonly page: Page;
  press(what: Locator): Promise<void>;
  /** So far. */
  clicks(): number;
}

describe.skipIf(noChromium)(`four tasks${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
  let database: TestDatabase;
  let db: Db;
  let provider: OAuth2Server;
  let site: Awaited<ReturnType<typeof serveDashboard>>;
  let browser: Browser;
  let claims: Record<string, unknown>;

  beforeAll(async () => {
    [database, browser] = await Promise.all([onPglite(), openChromium()]);
    db = (await database.open()).db;
    await fill(db);
    provider = new OAuth2Server();
    await provider.issuer.keys.generate('RS256');
    await provider.start(0, 'localhost');
    provider.service.on('beforeTokenSigning', ({ payload }) => void Object.assign(payload, claims));
    site = await serveDashboard(db, {
      platforms: ['slack'],
      onCheck: createCheck({
        engine: () => engine,
        colleagues: () => new Set(),
        db,
        log: createLog('silent'),
        now: () => new Date(),
      }),
      signIn: { issuer: provider.issuer.url ?? '', clientId: 'quietword', clientSecret: 'secret-of-the-test' },
    });
  });
  afterAll(async () => {
    await browser?.close();
    await site?.stop();
    await provider?.stop();
    await database?.drop();
  });
  beforeEach(async () => {
    for (const table of ['refreshers', 'triage_log', 'triage'] as const) await db.deleteFrom(table).execute();
    await raiseOne(db);
  });

  /** Signs in, and stands on the first page. */
  const open = async (user: string, roles: readonly string[], javaScriptEnabled: boolean): Promise<Hands> => {
    claims = {
      name: `${user} of the test`,
      roles,
      'https://slack.com/team_id': SLACK.tenant,
      'https://slack.com/user_id': user,
    };
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    page.setDefaultTimeout(25_000);
    await page.goto(`${site.url}/`);
    expect(new URL(page.url()).pathname).toBe(user === 'staff' ? '/me' : '/');
    let clicks = 0;
    return {
      page,
      async press(what) {
        clicks += 1;
        await what.click();
      },
      clicks: () => clicks,
    };
  };
  const menu = ({ page }: Hands, name: string) =>
    page.getByRole('navigation', { name: 'Menu' }).getByRole('link', { name, exact: true });

  describe.each([true, false])('with JavaScript: %s', (javaScriptEnabled) => {
    const begin = (user: string, roles: readonly string[]) => open(user, roles, javaScriptEnabled);
    const done = async (hands: Hands, task: keyof typeof CLICKS) => {
      const how = javaScriptEnabled ? 'with' : 'without';
      process.stdout.write(`Clicks to ${task}, ${how} JavaScript: ${hands.clicks()}\n`);
      expect(hands.clicks()).toBeLessThanOrEqual(CLICKS[task]);
      await hands.page.context().close();
    };

    test('a manager of several teams finds the one that needs help, and what with', async () => {
      const hands = await begin('manager', []);
      await hands.press(menu(hands, 'Teams'));
      const first = hands.page
        .getByRole('row')
        .filter({ has: hands.page.getByRole('link') })
        .first();
      expect(await first.innerText()).toMatch(/Ward 5.*Refresher: Photos and X-rays/s);
      await done(hands, 'find the team');
    });

    test('a trainer sends that team a refresher', async () => {
      const hands = await begin('trainer', ['trainer']);
      const { page, press } = hands;
      await press(menu(hands, 'Teams'));
      await press(page.getByRole('link', { name: `Write it for ${WEAK}` }));
      await page.getByLabel('Title', { exact: true }).fill('Photos stay in the approved app');
      await page.getByLabel('Words', { exact: true }).fill('It keeps them off your own phone.');
      await press(page.getByRole('button', { name: /^Save/ }));
      await press(page.getByRole('button', { name: 'Send it…' }));
      await press(page.getByText('Now', { exact: true }));
      await press(page.getByRole('button', { name: 'Go on' }));
      await press(page.getByRole('button', { name: 'Send it to 30 people' }));
      await page.getByText('On its way. People get it when they are at work.').waitFor();
      const kept = await db.selectFrom('refreshers').select(['state', 'topic', 'audience']).execute();
      expect(kept).toEqual([{ state: 'scheduled', topic: 'photos', audience: { kind: 'teams', teams: [WEAK] } }]);
      await done(hands, 'send it a refresher');
    });

    test('a Guardian closes an incident', async () => {
      const hands = await begin('guardian', ['guardian']);
      const { page, press } = hands;
      await press(menu(hands, 'Triage'));
      await press(page.getByRole('link', { name: 'Urgent, and still there after the reminder' }));
      await press(page.getByText('Not a breach', { exact: true }));
      await press(page.getByRole('button', { name: 'Save', exact: true }));
      await page.getByText('Set to: Not a breach').waitFor();
      expect(await db.selectFrom('triage').select('state').execute()).toEqual([{ state: 'no-breach' }]);
      await done(hands, 'close an incident');
    });

    test('a Guardian takes the evidence pack away, as a document and as figures', async () => {
      const hands = await begin('guardian', ['guardian']);
      const { page, press } = hands;
      await press(page.getByRole('link', { name: /^Evidence pack/ }));
      const take = async (name: string): Promise<Buffer> => {
        const [download] = await Promise.all([page.waitForEvent('download'), press(page.getByRole('link', { name }))]);
        expect(download.suggestedFilename()).toMatch(/^evidence-pack\.(pdf|csv)$/);
        return readFile(await download.path());
      };
      const pdf = textOfPdf(await take('Download as PDF'));
      const csv: string[][] = parse(await take('Download as CSV'));
      expect(csv[0]).toEqual(['section', 'table', 'row', 'figure', 'value']);
      const right = csv.find(
        ([, table, row, figure]) => /by topic/.test(table ?? '') && row === 'Photos and X-rays' && figure === 'Right',
      );
      expect(right?.[4]).toMatch(/^\d+%$/);
      for (const part of ['Training needs', 'Delivery', 'Evaluation', 'Incidents and near misses', 'Policy versions']) {
        expect(pdf).toContain(part);
        expect(
          csv.map(([section]) => section),
          part,
        ).toContain(part);
      }
      expect(pdf).toContain('Photos and X-rays');
      expect(pdf).toContain(right?.[4]);
      await done(hands, 'take the evidence pack');
    });
  });

  describe('by keyboard alone', () => {
    test('a Guardian closes an incident', async () => {
      const { page } = await open('guardian', ['guardian'], true);
      await tabTo(page, 'Triage');
      await follow(page, 'Enter');
      await tabTo(page, 'Urgent, and still there after the reminder');
      await follow(page, 'Enter');
      await tabTo(page, 'New');
      for (let n = 0; n < 3; n += 1) await page.keyboard.press('ArrowDown');
      expect(await focused(page)).toMatchObject({ name: 'Not a breach', seen: true });
      await tabTo(page, 'Save');
      await follow(page, 'Enter');
      await page.getByText('Set to: Not a breach').waitFor();
      expect(await db.selectFrom('triage').select('state').execute()).toEqual([{ state: 'no-breach' }]);
      await page.context().close();
    });

    test('somebody checks a message, sees what is wrong with the form, and reads the answer', async () => {
      const { page } = await open('staff', [], true);
      await tabTo(page, 'Check a message');
      await follow(page, 'Enter');
      await tabTo(page, 'Your message');
      await page.keyboard.type('Mrs Okafor in bed 4 is MRSA pos');
      await tabTo(page, 'Check it');
      await follow(page, 'Space');
      await tabTo(page, 'Choose where the message would go');
      await page.keyboard.press('Enter');
      const [first] = await page.getByRole('group', { name: 'Where would it go?' }).getByRole('radio').all();
      expect((await focused(page)).id).toBe(await first?.getAttribute('id'));
      await page.keyboard.press('ArrowDown');
      await tabTo(page, 'Check it');
      await follow(page, 'Enter');
      expect(await page.locator('#verdict').innerText()).toBe('Hold on, this points to one person');
      await tabTo(page, 'Copy');
      await page.context().close();
    });
  });
});

/** What has the keyboard: what it is called, and whether that is seen. */
async function focused(page: Page): Promise<{ id: string; name: string; seen: boolean }> {
  return page.evaluate(`(() => {
    const e = document.activeElement, s = getComputedStyle(e);
    const label = e.labels?.[0], ring = label && getComputedStyle(label, '::before');
    const shown = [s, ring].some((one) => one && (one.outlineStyle !== 'none' || one.boxShadow !== 'none'));
    return { id: e.id, name: (e.ariaLabel ?? label?.innerText ?? e.innerText ?? '').trim(), seen: shown };
  })()`);
}

/** Presses a key that leads to another page, and waits for that. */
async function follow(page: Page, key: 'Enter' | 'Space'): Promise<void> {
  await Promise.all([page.waitForEvent('load'), page.keyboard.press(key)]);
}

/** Presses Tab until it is on what is called so; every stop on the way must show. */
async function tabTo(page: Page, name: string): Promise<void> {
  const stops: string[] = [];
  while (stops.length < 40) {
    await page.keyboard.press('Tab');
    const at = await focused(page);
    expect(at.seen, `the focus on “${at.name}”`).toBe(true);
    if (at.name === name) return;
    stops.push(at.name);
  }
  throw new Error(`“${name}” is not reached by Tab, only ${stops.join(', ')}.`);
}

/** Three teams, one of which knows less than the others of photos; somebody leads all three. */
async function fill(db: Db): Promise<void> {
  const [month] = monthsBefore(new Date(), 1);
  const at = month?.from ?? new Date();
  for (const [team, people] of Object.entries(TEAMS))
    for (let n = 0; n < people; n += 1) {
      const person = await addLearner(db, { team, firstSeen: new Date('2025-01-05'), lastSeen: new Date() });
      for (const topic of ['photos', 'record'])
        await addMark(db, person, { at, topic, correct: team !== WEAK || topic !== 'photos' || n % 2 === 0 });
    }
  await addIncident(db, { ...SLACK, at: new Date(), level: 'urgent' });
  const { id: person } = await db
    .insertInto('people')
    .values({ ...SLACK, platform_user: 'manager' })
    .returning('id')
    .executeTakeFirstOrThrow();
  for (const team of Object.keys(TEAMS))
    await db.insertInto('team_managers').values({ tenant: SLACK.tenant, team, person, source: 'admin' }).execute();
  const { name, version, digest, modes } = engine.policy;
  await notePolicy(db, { name, version, digest, modes }, new Date());
}

async function raiseOne(db: Db): Promise<void> {
  await db.transaction().execute((trx) =>
    raise(trx, {
      ...SLACK,
      channel: 'C1',
      message: '1764072000.000100',
      kind: 'unfixed',
      incident: null,
      link: null,
      level: 'urgent',
      categories: ['name'],
      audience: 'organisation',
      readers: 12,
      reporter: null,
      raisedAt: new Date(),
    }),
  );
}
