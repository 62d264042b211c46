import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator.ts';
import { type SlackHands, startSlackHands } from '../slack-hands.ts';
import { soon } from '../soon.ts';

// The whole program as a process of its own: what somebody sees of themselves in Slack, and chooses there.

const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";

describe.skipIf(!inject('postgres'))('the Home tab', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-home-'));
  let slack: SlackEmulator;
  let hands: SlackHands;
  let database: TestDatabase;
  let sql: pg.Client;
  let program: Program;
  beforeAll(async () => {
    [slack, database] = await Promise.all([
      startSlackEmulator({ people: ['nurse', 'colleague'], channels: ['all-staff'], privateChannels: [] }),
      onPostgres(),
    ]);
    hands = await startSlackHands(slack, slack.config.apiUrl, () => program.url);
    sql = new pg.Client({ connectionString: database.url });
    await sql.connect();
    program = await startProgram({
      SLACK_SIGNING_SECRET: slack.config.signingSecret,
      SLACK_BOT_TOKEN: slack.config.botToken,
      SLACK_API_URL: hands.apiUrl,
      DATABASE_URL: database.url as string,
      POLICY_FILE: policyFile(join(folder, 'policy'), { ...EAGER, 'pause-days': 21 }),
    });
    slack.subscribe(`${program.url}/slack/events`);
  });
  afterAll(async () => {
    expect(await program.stop()).toBe(0);
    expect(program.output()).not.toMatch(/Winterbourne|"level":50/);
    await sql.end();
    await hands.close();
    await Promise.all([database.drop(), slack.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  /** Every sentence and label, a line each. */
  const seenBy = (person: string) =>
    JSON.stringify(slack.home(person))
      .match(/(?<="text":")[^"]*/g)
      ?.join('\n') ?? '';
  const sees = (person: string, words: string) => soon(() => expect(seenBy(person)).toContain(words));
  const press = async (action: string) =>
    expect(await hands.pressHome('nurse', action)).toEqual({ status: 200, text: '' });
  const row = async () =>
    (
      await sql.query(
        `select language, quiet_from, quiet_to, round(extract(epoch from quiz_paused_until - now()) / 86400) as paused
          from people where platform_user = $1`,
        [slack.person('nurse')],
      )
    ).rows[0];

  test('opened by somebody new it is kind, and keeps nothing of them', async () => {
    expect((await hands.openHome('nurse')).status).toBe(200);
    await sees('nurse', 'Nothing this month. Thank you for taking care.');
    expect(await row()).toBeUndefined();
    expect(slack.home('colleague')).toEqual([]);
  });

  test('a quiet word counts once it was had, and as put right once it was', async () => {
    const ts = await slack.post('nurse', 'all-staff', NUDGE);
    await soon(() => expect(slack.ephemerals()).toHaveLength(1));
    await soon(async () => {
      await hands.openHome('nurse');
      expect(seenBy('nurse')).toContain('Quiet words that you had this month: 1');
    });
    expect(seenBy('nurse')).toContain('There is still time.');
    await slack.edit('nurse', 'all-staff', ts, 'Someone rang, can you call them back');
    await soon(async () => {
      await hands.openHome('nurse');
      expect(seenBy('nurse')).toContain('Put right: 1');
    });
    expect(seenBy('nurse')).toContain('Within minutes: 1');
    await hands.openHome('colleague');
    await sees('colleague', 'Nothing this month.');
  });

  test('each choice changes the row, and the page', async () => {
    await press('language');
    expect(await row()).toMatchObject({ language: 'cy' });
    await sees('nurse', 'Mae Quietword yn siarad â mi yn Gymraeg.');

    await press('pause');
    expect(await row()).toMatchObject({ paused: '21' });
    await sees('nurse', 'Ni fyddaf yn cael cwestiynau tan');
    await press('resume');
    expect(await row()).toMatchObject({ paused: null });
    await sees('nurse', 'Rwy’n cael cwestiynau’r wythnos.');

    await press('quiet-hours');
    await soon(() => expect(slack.forms().at(-1)).toMatchObject({ callback: 'quiet_hours' }));
    const wrong = await hands.submit('nurse', { from: '12:00', to: '12:00' });
    expect(JSON.parse(wrong.text).errors).toEqual({ to: 'Rhaid i oriau tawel orffen ar amser gwahanol i’w dechrau' });
    expect(await row()).toMatchObject({ quiet_from: null });
    expect(await hands.submit('nurse', { from: '12:00', to: '14:00' })).toEqual({ status: 200, text: '' });
    expect(await row()).toMatchObject({ language: 'cy', quiet_from: '12:00', quiet_to: '14:00' });
    await sees('nurse', 'Dim cwestiynau o 12:00 tan 14:00.');
    await press('no-quiet-hours');
    expect(await row()).toMatchObject({ quiet_from: null, quiet_to: null });
    await sees('nurse', 'Nid oes gennyf oriau tawel fy hun.');

    await press('language');
    await sees('nurse', 'Quietword speaks with me in English.');
    expect(seenBy('colleague')).toContain('I get the questions of the week.');
  });

  test('the next question is asked there, answered there, and makes a week', async () => {
    await press('question');
    await sees('nurse', '1 question, about 20 seconds');
    // Whoever comes back to it finds that it waits.
    await hands.openHome('nurse');
    await soon(() => expect(seenBy('nurse')).not.toContain('20 seconds'));
    expect(seenBy('nurse')).toContain('A question waits for you.\nShow my question');
    await press('question');
    await sees('nurse', '1 question, about 20 seconds');
    await press('quiz:option:1');
    await soon(() => expect(seenBy('nurse')).toMatch(/^\*(Yes, that’s it|Not quite)\*/));
    expect(seenBy('nurse')).toContain('Weeks in a row that you answered your questions: 1');
    expect(seenBy('nurse')).not.toContain('waits for you');
    const { rows } = await sql.query('select count(*)::integer as answers from quiz_answers');
    expect(rows).toEqual([{ answers: 1 }]);
    // Nowhere else.
    expect(JSON.stringify([slack.directMessages(), slack.ephemerals()])).not.toContain('20 seconds');
    expect(hands.replies).toEqual([]);
  });
});
