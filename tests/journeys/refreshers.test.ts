import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import type { Platform } from '../../src/chat.ts';
import { createLog } from '../../src/log.ts';
import { createDecks } from '../../src/quizzes/decks.ts';
import type { Written } from '../../src/refreshers/refresher.ts';
import { resend, saveRefresher, send } from '../../src/refreshers/trainer.ts';
import type { Store } from '../../src/store/database.ts';
import { progressOf } from '../../src/store/refresher-progress.ts';
import { APP_ID, type FakeGraph, startFakeGraph, TENANT } from '../adapters/teams/fake-graph.ts';
import { staff } from '../adapters/teams/stage.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { type ConnectorCall, type FakeTeams, startFakeTeams, TEAM } from '../fake-teams.ts';
import { plainEngine } from '../messages.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { bank } from '../quizzes/room.ts';
import { TRAINER } from '../refreshers/stage.ts';
import { own, written } from '../refreshers/written.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator.ts';
import { type SlackHands, startSlackHands } from '../slack-hands.ts';
import { SOON, soon } from '../soon.ts';
import { chatOf, person, saidOn, teamsHands } from '../teams-hands.ts';

// The whole program, in processes of its own on one PostgreSQL: a trainer's words to many, in private, once each.

const CLEAR = 'Handover is at half past seven, tea is on';
const FLAGGED = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const ANY_TIME = { ...EAGER, 'quiet-hours': '{ from: "00:00", to: "00:00" }', on: 'false' };

describe.skipIf(!inject('postgres'))('refreshers', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-refreshers-'));
  const POLICY_FILE = policyFile(join(folder, 'policy'), ANY_TIME);
  let database: TestDatabase;
  let store: Store;
  let sql: pg.Client;
  let programs: Program[];
  beforeEach(async () => {
    database = await onPostgres();
    store = await database.open();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    programs = [];
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    for (const program of programs)
      expect(program.output()).not.toMatch(/Handover|Winterbourne|Photos|\brefresher\.failed\b/);
    await sql.end();
    await database.drop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  const begin = async (more: Record<string, string>): Promise<Program> => {
    const program = await startProgram({ POLICY_FILE, DATABASE_URL: database.url as string, ...more });
    programs.push(program);
    return program;
  };
  const desk = () => ({
    db: store.db,
    engine: () => plainEngine,
    decks: createDecks(bank, store.db, createLog('silent')),
    mayBeKept: () => true,
    now: () => new Date(),
  });
  const sends = async (tenant: string, platform: Platform, change: Partial<Written> = {}): Promise<string> => {
    const saved = await saveRefresher(
      desk(),
      { tenant, platform, author: 'local' },
      written({ question: own, ...change }),
      TRAINER,
    );
    if ('faults' in saved) throw new Error(JSON.stringify(saved.faults));
    await send(desk(), { tenant, id: saved.ok }, { kind: 'now' }, TRAINER);
    return saved.ok;
  };
  const progress = async (tenant: string, id: string) => (await progressOf(store.db, tenant, [id])).get(id);
  const isDone = (id: string) =>
    soon(async () => {
      const { rows } = await sql.query('select state from refreshers where id = $1', [id]);
      expect(rows[0].state).toBe('done');
    });
  const wereSeen = async (people: number): Promise<string> =>
    soon(async () => {
      const { rows } = await sql.query('select tenant from people where last_seen_at is not null');
      expect(rows).toHaveLength(people);
      return rows[0].tenant;
    });

  describe('in Slack', () => {
    const PEOPLE = ['nurse', 'doctor', 'porter'];
    let slack: SlackEmulator;
    let hands: SlackHands;
    beforeAll(async () => {
      slack = await startSlackEmulator({ people: PEOPLE, channels: ['all-staff'], privateChannels: [] });
      hands = await startSlackHands(slack, slack.config.apiUrl, () => programs.at(-1)?.url ?? '');
    });
    afterAll(async () => {
      await hands.close();
      await slack.close();
    });
    const shown = () => soon(() => hands.replies.splice(0)[0] ?? Promise.reject(new Error('nothing is shown yet')));

    test('sent to all, acknowledged, answered, counted; sent again to the failed only', async () => {
      const { signingSecret, botToken } = slack.config;
      const settings = { SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken, SLACK_API_URL: hands.apiUrl };
      const program = await begin(settings);
      slack.subscribe(`${program.url}/slack/events`);
      for (const name of PEOPLE) await slack.post(name, 'all-staff', CLEAR);
      const tenant = await wereSeen(3);
      await sql.query("insert into people (tenant, platform, platform_user) values ($1, 'slack', 'U0NOBODY')", [
        tenant,
      ]);
      const id = await sends(tenant, 'slack');
      await isDone(id);
      expect(
        slack
          .directMessages()
          .map((message) => message.person)
          .sort(),
      ).toEqual([...PEOPLE].sort());
      expect(slack.messagesIn('all-staff')).toHaveLength(3);
      expect(await progress(tenant, id)).toMatchObject({ accepted: 3, failed: [{ people: 1 }] });

      const copy = slack.directMessages().find((message) => message.person === 'nurse');
      if (!copy) throw new Error('Nothing was sent.');
      expect(copy.text).toContain('Take clinical photos in the approved app only.');
      await hands.press('nurse', copy, 'refresher:read');
      const read = await shown();
      expect(read).toMatchObject({ replace_original: true, text: expect.stringContaining('noted that you read this') });
      await hands.press('nurse', { ...copy, blocks: read.blocks }, 'refresher:option:2');
      expect((await shown()).text).toContain('It goes straight to the record.');
      await hands.press('nurse', copy, 'refresher:option:1');
      expect((await shown()).text).toContain('Not quite');
      expect(await progress(tenant, id)).toMatchObject({ acknowledged: 1, answered: 1, right: 0 });

      expect(await resend(desk(), { tenant, id }, TRAINER)).toBe(1);
      await soon(async () => {
        const { rows } = await sql.query("select attempts from refresher_recipients where delivery = 'unreachable'");
        expect(rows).toEqual([{ attempts: 2 }]);
      });
      expect(slack.directMessages()).toHaveLength(3);
    });
  });

  describe('in Teams', () => {
    let teams: FakeTeams;
    let graph: FakeGraph;
    beforeEach(async () => {
      [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
      teams.members.set(TEAM, staff(60));
    });
    afterEach(async () => {
      await teams.close();
      await graph.close();
    });
    const beginInTeams = () =>
      begin({
        TEAMS_APP_ID: APP_ID,
        TEAMS_TENANT_ID: TENANT,
        TEAMS_APP_PASSWORD: 'a-secret',
        TEAMS_SERVICE_URL: teams.url,
        TEAMS_OPENID_URL: teams.openIdUrl,
        TEAMS_LOGIN_URL: graph.loginUrl,
        TEAMS_GRAPH_URL: graph.url,
        NODE_EXTRA_CA_CERTS: graph.caFile,
      });
    const inDirectory = (names: readonly string[]) =>
      sql.query(
        `insert into people (tenant, platform, platform_user) select $1, 'teams', name from unnest($2::text[]) as name`,
        [TENANT, names.map((name) => person(name).aad)],
      );
    const isRefresher = ({ activity }: { activity: Record<string, unknown> }) =>
      saidOn(activity).includes('Take clinical photos');

    const MANY = 300;
    test('300 people, and every process killed midway: nobody twice, nobody lost, and a nudge goes first', async () => {
      await inDirectory(Array.from({ length: MANY }, (_, at) => `p${at}`));
      const id = await sends(TENANT, 'teams');
      let posts = 0;
      const killed: Promise<void>[] = [];
      teams.answer = ({ method, path }: ConnectorCall) => {
        posts += method === 'POST' && path.endsWith('/activities') ? 1 : 0;
        // It was taken, and whoever said it is dead before it hears so.
        if (posts >= 80 && killed.length === 0) killed.push(...programs.splice(0).map((program) => program.kill()));
        return undefined;
      };
      await Promise.all([beginInTeams(), beginInTeams()]);
      await soon(() => expect(killed).toHaveLength(2));
      await Promise.all(killed);
      const before = teams.shown.length;
      expect(before).toBeLessThan(MANY);

      const [program] = await Promise.all([beginInTeams(), beginInTeams(), beginInTeams()]);
      await soon(() => expect(teams.shown.length).toBeGreaterThan(before + 20));
      const hands = teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => program?.url ?? '' });
      await hands.post('sister', FLAGGED);
      await soon(() => expect(teams.shown.some((one) => !isRefresher(one))).toBe(true));
      const told = teams.shown.findIndex((one) => !isRefresher(one));

      await isDone(id);
      const copies = teams.shown.filter(isRefresher);
      expect(told, 'the nudge is not at the end of the queue').toBeLessThan(copies.length - 20);
      const chats = copies.map(({ conversation }) => conversation);
      expect(new Set(chats).size, 'nobody has it twice').toBe(chats.length);
      const counted = await progress(TENANT, id);
      // Whose answer was lost may have it or not: they are not sent it again, and it is said so.
      expect(counted).toMatchObject({ chosen: MANY, waiting: 0, failed: [], held: [] });
      expect((counted?.accepted ?? 0) + (counted?.uncertain ?? 0)).toBe(MANY);
      expect(counted?.uncertain).toBeGreaterThanOrEqual(1);
      expect(counted?.uncertain).toBeLessThanOrEqual(16);
      expect(chats.length).toBeGreaterThanOrEqual(counted?.accepted ?? 0);
    }, 180_000);

    test('read and answered on its card, which stays as it is then', async () => {
      const program = await beginInTeams();
      const hands = teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => program.url });
      await hands.post('nurse', CLEAR);
      await wereSeen(1);
      const id = await sends(TENANT, 'teams');
      await isDone(id);
      const [copy] = teams.shown.filter(isRefresher);
      if (!copy) throw new Error('Nothing was sent.');
      expect(copy.conversation).toBe(chatOf('nurse'));
      const press = async (on: unknown, verb: string) => {
        const { json } = await hands.press('nurse', { ...copy, activity: on as Record<string, unknown> }, verb);
        return (json as { value: unknown }).value;
      };
      const read = await press(copy.activity, 'refresher:read');
      expect(saidOn(read)).toContain('noted that you read this');
      const answered = await press({ attachments: [{ content: read }] }, 'refresher:option:1');
      expect(saidOn(answered)).toContain('Yes, that’s it');
      await soon(() => expect(saidOn(copy.activity)).toContain('Yes, that’s it'));
      expect(await progress(TENANT, id)).toMatchObject({ accepted: 1, acknowledged: 1, answered: 1, right: 1 });
    });
  });

  describe.skipIf(noChromium)(`in the simulator${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openChromium();
    });
    afterAll(() => browser.close());

    test('a refresher with its picture under one’s latest post; read, answered', async () => {
      const program = await begin({});
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${program.url}/try`);
      await page.locator('label', { hasText: 'Tomos' }).first().click();
      await page.getByLabel('Your post').fill(CLEAR);
      await page.getByLabel('Your post').press('Enter');
      const tenant = await wereSeen(1);
      const { rows } = await sql.query(
        "insert into refresher_pictures (tenant, type, bytes) values ($1, 'image/png', $2) returning id",
        [tenant, PIXEL],
      );
      const id = await sends(tenant, 'simulator', {
        picture: rows[0].id,
        alt: { en: 'A phone with the app open', cy: '' },
      });
      const card = page.locator('.try-notice');
      await card.waitFor(SOON);
      expect(await card.textContent()).toContain('Only Tomos can see this');
      const image = page.getByAltText('A phone with the app open');
      await soon(async () =>
        expect(await image.evaluate((img) => (img as unknown as { naturalWidth: number }).naturalWidth)).toBe(1),
      );
      await page.getByRole('button', { name: 'I have read this' }).click();
      await page.getByText('noted that you read this').waitFor();
      await page.getByRole('button', { name: 'A', exact: true }).click();
      await page.getByText('It goes straight to the record.').waitFor();
      expect(await card.count()).toBe(1);
      // The others of the invented team get theirs, too; nobody has a page open for them.
      expect(await progress(tenant, id)).toMatchObject({ acknowledged: 1, answered: 1, right: 1 });
      await page.close();
    });
  });
});

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
);
