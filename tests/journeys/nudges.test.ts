import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { embeddedIn } from '../embedded.ts';
import { EAGER, policyFile, QUIET_LATER, QUIET_NOW } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { type Gatekeeper, startGatekeeper } from '../proxies.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator.ts';
import { soon } from '../soon.ts';

// Reminders of the whole program as a process of its own: killed in the middle of one, and held by quiet hours. What a
// notice offers is in nudges-simulator.test.ts and nudges-slack.test.ts, the hours of a clock change in nudges/quiet-hours.test.ts.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const PRIVATE = /Winterbourne|999 ?000 ?0042|theatre/;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const folder = mkdtempSync(join(tmpdir(), 'quietword-reminders-'));

/** A workspace, and programs that serve it one after the other. */
interface Stage {
  readonly slack: SlackEmulator;
  readonly api: Gatekeeper;
  begin(settings: Record<string, string>): Promise<Program>;
}
const stages = new Map<string, Stage>();
let database: TestDatabase | undefined;

beforeAll(async () => {
  // One by one: an emulator is caught as it starts.
  for (const name of ['pglite', 'postgresql', 'quiet']) {
    const slack = await startSlackEmulator({ people: ['nurse', 'colleague'], channels: ['all-staff'] });
    const api = await startGatekeeper(slack.config.apiUrl);
    const begin = async (settings: Record<string, string>) => {
      const program = await startProgram({
        SLACK_SIGNING_SECRET: slack.config.signingSecret,
        SLACK_BOT_TOKEN: slack.config.botToken,
        SLACK_API_URL: api.url,
        ...settings,
      });
      slack.subscribe(`${program.url}/slack/events`);
      return program;
    };
    stages.set(name, { slack, api, begin });
  }
  database = inject('postgres') ? await onPostgres() : undefined;
});
afterAll(async () => {
  for (const { slack, api } of stages.values()) {
    await api.close();
    await slack.close();
  }
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const textsFor = ({ slack }: Stage, person: string) =>
  slack.ephemerals().flatMap((notice) => (notice.person === person ? [notice.text] : []));
const raisedIn = async ({ url }: Program) =>
  (await (await fetch(`${url}/triage`)).text()).split('Urgent, and still there after the reminder').length - 1;

async function killedInTheMiddle(name: string, settings: Record<string, string>): Promise<void> {
  const stage = stages.get(name) as Stage;
  const { slack, api, begin } = stage;
  const times = { 'reminder-minutes': 0.1, 'triage-minutes': 0.4 };
  const POLICY_FILE = policyFile(join(folder, name), { ...EAGER, ...QUIET_LATER, ...times });
  const first = await begin({ ...settings, POLICY_FILE });
  await slack.post('nurse', 'all-staff', URGENT);
  await soon(() => expect(textsFor(stage, 'nurse')).toHaveLength(1));
  await pause(2_000);
  await slack.post('colleague', 'all-staff', URGENT);
  await soon(() => expect(textsFor(stage, 'colleague')).toHaveLength(1));

  // Slack has taken the nurse's reminder and not answered; the colleague's is not due yet.
  api.calls.length = 0;
  api.answer = (method) => method === 'chat.postEphemeral';
  await soon(() => expect(api.calls).toContain('chat.postEphemeral'));
  await first.kill();
  expect(first.output()).not.toMatch(PRIVATE);

  api.answer = () => false;
  const second = await begin({ ...settings, POLICY_FILE });
  for (const person of ['nurse', 'colleague']) {
    await soon(() => expect(textsFor(stage, person)).toHaveLength(2));
    expect(textsFor(stage, person)[1]).toContain('Caldicott Guardian will be asked');
  }
  await soon(async () => expect(await raisedIn(second)).toBe(2));
  await pause(2_000);
  for (const person of ['nurse', 'colleague']) expect(textsFor(stage, person)).toHaveLength(2);
  expect(await raisedIn(second)).toBe(2);
  expect(await second.stop()).toBe(0);
  expect(second.output()).not.toMatch(PRIVATE);
}

const atOnce = { concurrent: true };

test('killed in the middle of a reminder, on the embedded database: said once to each, and nothing lost', atOnce, () =>
  killedInTheMiddle('pglite', { DATA_DIR: embeddedIn(join(folder, 'data')) }),
);

const onServer = { ...atOnce, skip: !inject('postgres') };
test('killed in the middle of a reminder, on PostgreSQL: the same', onServer, () =>
  killedInTheMiddle('postgresql', { DATABASE_URL: database?.url ?? '' }),
);

test('quiet hours hold the reminder, and neither the urgent notice nor the Guardian’s list', atOnce, async () => {
  const stage = stages.get('quiet') as Stage;
  const times = { 'reminder-minutes': 0.03, 'triage-minutes': 0.1 };
  const POLICY_FILE = policyFile(join(folder, 'quiet'), { ...EAGER, ...QUIET_NOW, ...times });
  const program = await stage.begin({ DATA_DIR: embeddedIn(join(folder, 'quiet', 'data')), POLICY_FILE });
  await stage.slack.post('nurse', 'all-staff', URGENT);
  await soon(() => expect(textsFor(stage, 'nurse')).toHaveLength(1));
  await soon(() => expect(program.output()).toMatch(/"kind":"reminder","status":"wait"/));
  await soon(async () => expect(await raisedIn(program)).toBe(1));
  await pause(1_500);
  expect(textsFor(stage, 'nurse')).toHaveLength(1);
  expect(await program.stop()).toBe(0);
  expect(program.output()).not.toMatch(PRIVATE);
});
