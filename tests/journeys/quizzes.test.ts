import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { LEAST_COUNTED, LEAST_PEOPLE, shareOf, toFive } from '../../src/scores/rounding.ts';
import { TENANT } from '../adapters/teams/fake-graph.ts';
import { noChromium, openChromium } from '../chromium.ts';
import { onPostgres, type TestDatabase } from '../databases.ts';
import type { Shown } from '../fake-teams.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { entraClaims, type Issuer, slackClaims, startIssuer } from '../sign-in-hands.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator.ts';
import { type SlackHands, startSlackHands } from '../slack-hands.ts';
import { SOON, soon } from '../soon.ts';
import { person, saidOn } from '../teams-hands.ts';
import { openTeams, type TeamsStage } from '../teams-stage.ts';

// The whole program, in processes of its own on one PostgreSQL: a slot, a question, an answer.

const CLEAR = 'Handover is at half past seven, tea is on';
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const ANY_TIME = { ...EAGER, 'quiet-hours': '{ from: "00:00", to: "00:00" }' };

describe.skipIf(!inject('postgres'))('questions of the week', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-quizzes-'));
  let database: TestDatabase;
  let sql: pg.Client;
  let programs: Program[];
  beforeEach(async () => {
    database = await onPostgres();
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    programs = [];
    questions('off');
  });
  afterEach(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    for (const program of programs) expect(program.output()).not.toMatch(/Handover|\b(error|quiz\.failed)\b/);
    await sql.end();
    await database.drop();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The policy is read again while the program runs. */
  let survey = false;
  const questions = (state: 'on' | 'off') =>
    policyFile(join(folder, 'policy'), { ...ANY_TIME, on: String(state === 'on'), 'survey-weeks': survey ? 13 : 0 });
  const begin = async (more: Record<string, string>): Promise<Program> => {
    const settings = { POLICY_FILE: join(folder, 'policy/policy.yaml'), DATABASE_URL: database.url as string, ...more };
    const program = await startProgram(settings);
    programs.push(program);
    return program;
  };
  /** They were there before the slot that came last. */
  const wereThere = async (people: number) => {
    await soon(async () => {
      const { rows } = await sql.query('select count(*)::integer as seen from people where last_seen_at is not null');
      expect(rows[0].seen).toBe(people);
    });
    // Teams' part is played with a clock of its own.
    await sql.query("update people set first_seen_at = now() - interval '30 days', last_seen_at = now()");
    questions('on');
  };
  const kept = async () =>
    (
      await sql.query(
        `select q.place, a.correct, r.closed_at is not null as closed from quiz_answers a
          join quiz_asked q on q.id = a.about join quiz_rounds r on r.id = q.round order by q.place`,
      )
    ).rows;

  /** Everybody is of one team, whom somebody leads who posts nothing. */
  const inOneTeam = async (lead: { tenant: string; platform: 'slack' | 'teams'; user: string }) => {
    await sql.query("update people set team = 'Ward 7'");
    await sql.query(
      `with lead as (insert into people (tenant, platform, platform_user) values ($1, $2, $3) returning tenant, id)
        insert into team_managers (tenant, team, person, source) select tenant, 'Ward 7', id, 'admin' from lead`,
      [lead.tenant, lead.platform, lead.user],
    );
  };
  /** As if it had been last month: figures are of full months. */
  const aMonthLater = async () => {
    await sql.query('delete from score_figures');
    await sql.query('delete from team_order');
    await sql.query('delete from score_months');
    await sql.query("update quiz_answers set at = at - interval '1 month'");
    await sql.query("update people set first_seen_at = first_seen_at - interval '2 months'");
  };
  const scoreOf = async (user: string): Promise<{ right: number; answered: number }> =>
    (
      await sql.query(
        `select count(*) filter (where a.correct)::integer as right, count(*)::integer as answered
          from quiz_answers a join people p on p.tenant = a.tenant and p.id = a.person where p.platform_user = $1`,
        [user],
      )
    ).rows[0];
  /** The same person signs in, and reads their own score; whoever leads the team reads how many answered, and of nobody. */
  const seen = async (
    program: Program,
    issuer: Issuer,
    who: { own: Record<string, unknown>; user: string; lead: Record<string, unknown> },
  ) => {
    const own = await issuer.signIn(program.url, who.own);
    const { right, answered } = await scoreOf(who.user);
    expect(answered).toBeGreaterThan(0);
    expect(await own('/me')).toContain(`<strong>${right} of ${answered}</strong> questions right that were new to you`);
    await aMonthLater();
    const lead = await issuer.signIn(program.url, who.lead);
    const { rows: everybody } = await sql.query('select id, platform_user from people where last_seen_at is not null');
    const many = toFive(everybody.length);
    const team = await lead('/teams');
    expect(team).toContain(`${many} of ${many}`);
    for (const { id, platform_user } of everybody) {
      expect(team).not.toContain(id);
      expect(team).not.toContain(platform_user);
    }
    expect(await lead('/me')).toContain('You answered no new questions in the last 90 days.');
  };

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
    const beginInSlack = async () => {
      const { signingSecret, botToken } = slack.config;
      return begin({ SLACK_SIGNING_SECRET: signingSecret, SLACK_BOT_TOKEN: botToken, SLACK_API_URL: hands.apiUrl });
    };
    const shown = () => soon(() => hands.replies.splice(0)[0] ?? Promise.reject(new Error('nothing is shown yet')));

    test('three processes, one question each; a restart between the two questions', async () => {
      const three = await Promise.all([beginInSlack(), beginInSlack(), beginInSlack()]);
      slack.subscribe(`${three[0]?.url}/slack/events`);
      for (const name of PEOPLE) await slack.post(name, 'all-staff', CLEAR);
      await wereThere(3);
      await soon(() => expect(slack.directMessages()).toHaveLength(3));
      await pause(11_000);
      expect(
        slack
          .directMessages()
          .map((message) => message.person)
          .sort(),
      ).toEqual([...PEOPLE].sort());
      expect(slack.messagesIn('all-staff')).toHaveLength(3);

      const question = slack.directMessages().find((message) => message.person === 'nurse');
      if (!question) throw new Error('Nothing was asked.');
      expect(question.text).toContain('2 questions, about 40 seconds');
      expect((await hands.press('nurse', question, 'quiz:option:1')).status).toBe(200);
      const marked = await shown();
      expect(marked.replace_original).toBe(true);
      expect(marked.text).toMatch(/^(Yes, that’s it|Not quite)\n/);
      expect(marked.text).toContain('From: ');
      await hands.press('nurse', question, 'quiz:option:2');
      expect((await shown()).text).toBe(marked.text);

      for (const program of programs.splice(0)) await program.kill();
      await beginInSlack();
      await hands.press('nurse', { ...question, blocks: marked.blocks }, 'quiz:next');
      const next = await shown();
      expect(next.text).toContain('This is question 2 of 2.');
      await hands.press('nurse', { ...question, blocks: next.blocks }, 'quiz:option:1');
      expect((await shown()).text).toContain('From: ');
      expect(await kept()).toMatchObject([
        { place: 1, closed: true },
        { place: 2, closed: true },
      ]);
      await pause(11_000);
      expect(slack.directMessages()).toHaveLength(3);
    });
  });

  describe('in Slack, with sign-in', () => {
    const PEOPLE = Array.from({ length: LEAST_PEOPLE + 2 }, (_, index) => `nurse-${index}`);
    test('answered in Slack, the score is on one’s own page; whoever leads the team sees how many answered', async () => {
      const slack = await startSlackEmulator({ people: [...PEOPLE, 'lead'], channels: ['all-staff'] });
      const hands = await startSlackHands(slack, slack.config.apiUrl, () => programs.at(-1)?.url ?? '');
      const issuer = await startIssuer();
      try {
        const { signingSecret, botToken } = slack.config;
        const program = await begin({
          ...(await issuer.settings()),
          SLACK_SIGNING_SECRET: signingSecret,
          SLACK_BOT_TOKEN: botToken,
          SLACK_API_URL: hands.apiUrl,
        });
        slack.subscribe(`${program.url}/slack/events`);
        for (const name of PEOPLE) await slack.post(name, 'all-staff', CLEAR);
        await wereThere(PEOPLE.length);
        await soon(() => expect(slack.directMessages()).toHaveLength(PEOPLE.length));
        for (const question of slack.directMessages())
          expect((await hands.press(question.person, question, 'quiz:option:1')).status).toBe(200);
        await soon(async () => expect(await kept()).toHaveLength(PEOPLE.length));

        const user = slack.person('nurse-0');
        await inOneTeam({ tenant: slack.teamId, platform: 'slack', user: slack.person('lead') });
        const lead = slackClaims(slack.teamId, slack.person('lead'));
        await seen(program, issuer, { own: slackClaims(slack.teamId, user), user, lead });
      } finally {
        await issuer.close();
        await hands.close();
        await slack.close();
      }
    });
  });

  describe('the anonymous survey, in Slack', () => {
    const PEOPLE = ['nurse', 'doctor', 'porter'];
    test('asked by the slot in the place of questions; a program that dies between two of it loses nothing', async () => {
      survey = true;
      const slack = await startSlackEmulator({ people: PEOPLE, channels: ['all-staff'], privateChannels: [] });
      const hands = await startSlackHands(slack, slack.config.apiUrl, () => programs.at(-1)?.url ?? '');
      try {
        const { signingSecret, botToken } = slack.config;
        const settings = {
          SLACK_SIGNING_SECRET: signingSecret,
          SLACK_BOT_TOKEN: botToken,
          SLACK_API_URL: hands.apiUrl,
        };
        const first = await begin(settings);
        slack.subscribe(`${first.url}/slack/events`);
        for (const name of PEOPLE) await slack.post(name, 'all-staff', CLEAR);
        await wereThere(3);
        await soon(() => expect(slack.directMessages()).toHaveLength(3));
        const card = slack.directMessages().find((message) => message.person === 'nurse');
        if (!card) throw new Error('Nothing was asked.');
        expect(card.text).toContain('3 questions, about 30 seconds');
        const press = async (on: typeof card, action: string) => {
          await hands.press('nurse', on, action);
          return soon(() => hands.replies.splice(0)[0] ?? Promise.reject(new Error('nothing yet')));
        };
        const two = await press(card, 'survey:yes');
        for (const program of programs.splice(0)) await program.kill();
        const second = await begin(settings);
        const three = await press({ ...card, blocks: two.blocks }, 'survey:yes:no');
        expect(three.text).toContain('This is question 3 of 3.');
        expect((await press({ ...card, blocks: three.blocks }, 'survey:yes:no:unsure')).text).toContain('Thank you');
        expect((await sql.query('select * from survey_counts')).rows).toEqual([]);
        await second.stop();
        programs.splice(0);
        const { rows } = await sql.query(
          'select question, option from survey_counts where people = 1 order by question',
        );
        expect(rows).toEqual([
          { question: 'messaging', option: 'yes' },
          { question: 'rules', option: 'no' },
          { question: 'wrong-person', option: 'unsure' },
        ]);
        expect(second.output()).not.toMatch(/survey:yes|unsure/);
        expect((await sql.query('select * from quiz_answers')).rows).toEqual([]);
      } finally {
        survey = false;
        await hands.close();
        await slack.close();
      }
    });
  });

  describe('in Teams', () => {
    /** As many as must have answered before a share is shown of them. */
    const PEOPLE = Array.from({ length: Math.ceil(LEAST_COUNTED / 2) }, (_, index) => `by-${index}`);
    let stage: TeamsStage;
    let issuer: Issuer;
    beforeAll(async () => {
      [stage, issuer] = await Promise.all([openTeams(), startIssuer()]);
    });
    afterAll(() => Promise.all([stage.close(), issuer.close()]));

    test('a question in one’s own chat with the app, answered there, and on to the next; a month later the page says how all did', async () => {
      const { teams, hands, toldTo, inPublic } = stage;
      const settings = { POLICY_FILE: join(folder, 'policy/policy.yaml'), DATABASE_URL: database.url as string };
      const program = await stage.begin({ ...settings, ...(await issuer.settings()) });
      programs.push(program);
      for (const name of PEOPLE) await hands.post(name, CLEAR);
      await wereThere(PEOPLE.length);
      await soon(() => expect(teams.shown).toHaveLength(PEOPLE.length));
      expect(inPublic()).toEqual([]);

      const card = (value: unknown) => ({ attachments: [{ content: value }] });
      const answer = async (name: string) => {
        const [question] = toldTo(name);
        if (!question) throw new Error(`${name} was not asked.`);
        const press = async (on: Shown['activity'], verb: string) =>
          ((await hands.press(name, { ...question, activity: on }, verb)).json as { value: unknown }).value;
        expect(saidOn(question.activity)).toContain('2 questions, about 40 seconds');
        const marked = await press(question.activity, 'quiz:option:1');
        expect(saidOn(marked)).toContain('From: ');
        const next = await press(card(marked), 'quiz:next');
        expect(saidOn(next)).toContain('This is question 2 of 2.');
        expect(saidOn(await press(card(next), 'quiz:option:2'))).toContain('From: ');
      };
      for (const name of PEOPLE) await answer(name);
      const answers = await kept();
      expect(answers).toHaveLength(2 * PEOPLE.length);
      expect(answers.every(({ closed }) => closed)).toBe(true);
      expect(teams.shown, 'nobody was asked twice').toHaveLength(PEOPLE.length);

      await inOneTeam({ tenant: TENANT, platform: 'teams', user: person('lead').aad });
      const [leads, own] = [person('lead').aad, person('by-0').aad];
      const page = await issuer.signIn(program.url, entraClaims(TENANT, leads));
      expect(await page('/awareness')).toContain('Nothing to show yet');
      await seen(program, issuer, { own: entraClaims(TENANT, own), user: own, lead: entraClaims(TENANT, leads) });
      const right = answers.filter(({ correct }) => correct).length;
      const known = shareOf(toFive(right), toFive(answers.length));
      expect(await page('/awareness')).toMatch(
        new RegExp(`<dt>of ${toFive(answers.length)} answers were right.*?</dt>\\s*<dd>${known?.percent}%`),
      );
    });
  });

  describe.skipIf(noChromium)(`in the simulator${noChromium ? ` (skipped: ${noChromium})` : ''}`, () => {
    let browser: Browser;
    beforeAll(async () => {
      browser = await openChromium();
    });
    afterAll(() => browser.close());

    test('a question under one’s latest post, for oneself only; answered, and on to the next', async () => {
      const program = await begin({});
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${program.url}/try`);
      await page.locator('label', { hasText: 'Tomos' }).first().click();
      await page.getByLabel('Your post').fill(CLEAR);
      await page.getByLabel('Your post').press('Enter');
      await wereThere(1);
      const card = page.locator('.try-notice');
      await card.waitFor(SOON);
      expect(await card.textContent()).toContain('2 questions, about 40 seconds');
      expect(await card.textContent()).toContain('Only Tomos can see this');
      await page.locator('label', { hasText: 'Priya' }).first().click();
      expect(await card.isVisible()).toBe(false);
      await page.locator('label', { hasText: 'Tomos' }).first().click();

      await page.getByRole('button', { name: 'B', exact: true }).click();
      await page.getByText('From: ').waitFor();
      await page.getByRole('button', { name: 'Next question' }).click();
      await page.getByText('This is question 2 of 2.').waitFor();
      await page.getByRole('button', { name: 'A', exact: true }).click();
      await page.getByText('From: ').waitFor();
      expect(await card.count()).toBe(1);
      expect(await kept()).toMatchObject([
        { place: 1, closed: true },
        { place: 2, closed: true },
      ]);
      await page.close();
    });

    test('a question that somebody asks for, and what it was worth on their own page', async () => {
      const program = await begin({});
      const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
      await page.goto(`${program.url}/try`);
      await page.locator('label', { hasText: 'Tomos' }).first().click();
      await page.getByLabel('Your post').fill(CLEAR);
      await page.getByLabel('Your post').press('Enter');
      await page.locator('.try-post').waitFor();
      await page.getByRole('button', { name: 'Ask me a question' }).click();
      await page.getByText('1 question, about 20 seconds').waitFor();
      await page.getByRole('button', { name: 'Ask me a question' }).click();
      await page.getByRole('button', { name: 'A', exact: true }).click();
      await page.getByText('From: ').waitFor();
      const [{ correct }] = await kept();
      await page.getByRole('button', { name: 'My figures' }).click();
      await page.getByText('New questions that you answered in the last 90 days: 1.').waitFor();
      // Without sign-in, whoever posted last is who looks: known within seconds.
      await soon(async () => {
        await page.goto(`${program.url}/me`);
        expect(await page.getByText(`${correct ? 1 : 0} of 1`, { exact: true }).count()).toBeGreaterThan(0);
      });
      await page.close();
    });
  });
});
