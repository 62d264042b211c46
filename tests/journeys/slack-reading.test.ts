import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack.ts';
import envelope from '../fixtures/slack/message.json' with { type: 'json' };
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { deliver } from '../slack-emulator.ts';
import { soon } from '../soon.ts';

// What is written in Slack while no process listens.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const SECRET = 'a-signing-secret';
const folder = mkdtempSync(join(tmpdir(), 'quietword-reading-'));
const secondsAgo = (seconds: number) => Math.floor(Date.now() / 1000) - seconds;

describe.skipIf(!inject('postgres'))('what was missed', () => {
  let slack: FakeSlack;
  let database: TestDatabase;
  let client: pg.Client;
  let programs: Program[] = [];
  let history: object[] = [];

  const start = async (count: number) => {
    const settings = {
      DATABASE_URL: database.url as string,
      SLACK_BOT_TOKEN: 'xoxb-T01-0',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      POLICY_FILE: policyFile(join(folder, randomUUID()), EAGER),
    };
    programs = await Promise.all(Array.from({ length: count }, () => startProgram(settings)));
  };
  beforeAll(async () => {
    [slack, database] = await Promise.all([startFakeSlack(), onPostgres()]);
    slack.grants.set('code', { team: 'T01' });
    slack.answer = ({ method }) => {
      if (method === 'users.conversations') return { ok: true, channels: [{ id: 'C01WARD7' }] };
      if (method === 'conversations.history') return { ok: true, messages: history };
      return undefined;
    };
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.kill()));
    await client.end();
    await Promise.all([database.drop(), slack.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const post = (at: number, user: string) => ({ type: 'message', user, text: URGENT, ts: `${at}.000100` });
  const send = (message: ReturnType<typeof post>) =>
    deliver(`${programs[0]?.url}/slack/events`, SECRET, {
      ...envelope,
      team_id: 'T01',
      context_team_id: 'T01',
      authorizations: [{ team_id: 'T01', enterprise_id: null, is_enterprise_install: false }],
      event_time: Number.parseInt(message.ts, 10),
      event: { ...envelope.event, ...message, blocks: [], event_ts: message.ts },
    });
  /** Who was told of something new, in order, reminders left out. */
  const told = async () => {
    const { rows } = await client.query(
      `select p.platform_user as told from notices n join incidents i on i.tenant = n.tenant and i.id = n.incident
       join people p on p.tenant = i.tenant and p.id = i.person where n.kind = 'first' and n.delivery = 'sent' order by 1`,
    );
    return rows.map((row) => row.told);
  };
  const closed = async () => {
    const { rows } = await client.query('select 1 from slack_reading where gap_from is null and reading_until is null');
    expect(rows).toHaveLength(1);
  };

  test('after a kill two processes read it again, and each message is told of once', async () => {
    await start(1);
    const before = post(secondsAgo(600), 'U61');
    expect((await send(before)).status).toBe(200);
    await soon(async () => expect(await told()).toEqual(['U61']));
    await programs[0]?.kill();

    history = [post(secondsAgo(5 * 3_600), 'U64'), post(secondsAgo(120), 'U62'), before];
    await start(2);
    await soon(async () => expect(await told()).toEqual(['U61', 'U62']));
    await soon(closed);
    expect(await told()).toEqual(['U61', 'U62']);
    expect(slack.calls.filter(({ method }) => method === 'users.conversations')).toHaveLength(1);
  });

  test('of what is hours old nobody is told, of what is days old nothing is read, and both are remembered', async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await client.query(`update slack_reading set seen_at = now() - interval '3 days'`);
    history = [post(secondsAgo(5 * 3_600), 'U64'), post(secondsAgo(60 * 3_600), 'U65')];
    await start(1);
    await soon(async () => {
      const { rows } = await client.query('select held from incidents where message = $1', [
        (history[0] as ReturnType<typeof post>).ts,
      ]);
      expect(rows).toEqual([{ held: 'watch' }]);
    });
    await soon(closed);
    expect(await told()).toEqual(['U61', 'U62']);
    // The Guardian sees it.
    expect((await client.query('select kind from triage')).rows).toEqual([{ kind: 'late' }]);
    const { rows } = await client.query(
      `select unread_to - unread_from > interval '47 hours' as long from slack_reading where tenant = 'T01'`,
    );
    expect(rows).toEqual([{ long: true }]);
  });

  test('a minute that Slack withheld is read again without a new start', async () => {
    const withheld = post(secondsAgo(30), 'U66');
    history = [withheld];
    const minute_rate_limited = secondsAgo(60);
    const body = { type: 'app_rate_limited', team_id: 'T01', minute_rate_limited };
    expect((await deliver(`${programs[0]?.url}/slack/events`, SECRET, body)).status).toBe(200);
    await soon(async () => expect(await told()).toContain('U66'));
  });
});
