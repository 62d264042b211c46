import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack.ts';
import envelope from '../fixtures/slack/message.json' with { type: 'json' };
import { holdClaims } from '../held-claims.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { deliver } from '../slack-emulator.ts';
import { soon } from '../soon.ts';

// Two processes on one PostgreSQL behind one address: Slack's events reach either, and both where Slack repeats itself.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const SECRET = 'a-signing-secret';
const folder = mkdtempSync(join(tmpdir(), 'quietword-killed-'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!inject('postgres'))('over HTTP', () => {
  let slack: FakeSlack;
  let database: TestDatabase;
  let programs: [Program, Program];
  beforeAll(async () => {
    [slack, database] = await Promise.all([startFakeSlack(), onPostgres()]);
    slack.grants.set('installed by hand', { team: 'T01TRUST' });
    const settings = {
      DATABASE_URL: database.url as string,
      SLACK_BOT_TOKEN: 'xoxb-T01TRUST-0',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
    };
    programs = await Promise.all([startProgram(settings), startProgram(settings)]);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await Promise.all([database.drop(), slack.close()]);
    rmSync(folder, { recursive: true, force: true });
  });

  const message = (at: number) => {
    const ts = `${1_726_130_000 + at}.000100`;
    const event = { ...envelope.event, text: URGENT, blocks: [], user: `U${1_000 + at}`, ts, event_ts: ts };
    return { ...envelope, event_id: `Ev${at}`, event_time: Math.floor(Date.now() / 1000), event };
  };
  /** As Slack does, but sooner: what gets no 200 is sent again, to where the address leads then. */
  const send = async (first: number, payload: unknown): Promise<void> => {
    for (let attempt = 0; ; attempt++) {
      const again = { 'x-slack-retry-num': `${attempt}`, 'x-slack-retry-reason': 'http_error' };
      const headers = attempt === 0 ? {} : again;
      const url = `${programs[attempt === 0 ? first : 1]?.url}/slack/events`;
      const taken = deliver(url, SECRET, payload, { headers }).then(({ status }) => status === 200);
      if (await taken.catch(() => false)) return;
      await pause(250);
    }
  };
  const told = () =>
    slack.calls.flatMap(({ method, params }) => (method === 'chat.postEphemeral' ? [params.user] : [])).toSorted();

  test('one is killed while both take the same messages: each is told of once, and none is lost', async () => {
    const held = await holdClaims(database.url as string);
    const messages = Array.from({ length: 12 }, (_, at) => message(at));
    // A third to the one, a third to the other, a third to both at once.
    const sent = messages.flatMap((payload, at) => [
      ...(at % 3 === 1 ? [] : [send(0, payload)]),
      ...(at % 3 === 0 ? [] : [send(1, payload)]),
    ]);
    await soon(async () => expect(await held.waiting()).toBeGreaterThan(8));
    await programs[0].kill();
    await held.release();
    await Promise.all(sent);
    const people = messages.map(({ event }) => event.user).toSorted();
    await soon(() => expect([...new Set(told())]).toEqual(people));
    await pause(1_000);
    expect(told()).toEqual(people);
  });
});
