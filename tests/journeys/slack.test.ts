import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { embeddedIn } from '../embedded.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { type Cable, type Gatekeeper, startCable, startGatekeeper } from '../proxies.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator.ts';
import { soon } from '../soon.ts';

// The whole program as a process of its own, with Slack's part played by an emulator over HTTP.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";
const CLEAR = 'Handover is at half past seven, tea is on';

const folder = mkdtempSync(join(tmpdir(), 'quietword-journey-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let slack: SlackEmulator;
let api: Gatekeeper;
beforeAll(async () => {
  slack = await startSlackEmulator({ people: ['nurse', 'colleague'], channels: ['all-staff'], privateChannels: [] });
  api = await startGatekeeper(slack.config.apiUrl as string);
});
afterAll(async () => {
  await api.close();
  await slack.close();
});
afterEach(() => {
  api.answer = () => false;
  slack.reset();
});

const settings = (more: Record<string, string>) => ({
  SLACK_SIGNING_SECRET: slack.config.signingSecret,
  SLACK_BOT_TOKEN: slack.config.botToken,
  SLACK_API_URL: api.url,
  POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
  ...more,
});

const begin = async (more: Record<string, string>): Promise<Program> => {
  const program = await startProgram(settings(more));
  slack.subscribe(`${program.url}/slack/events`);
  return program;
};

const noticesFor = (person: string) => slack.ephemerals().filter((notice) => notice.person === person);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** The event of the latest post, as Slack would send it again. */
const lastEvent = () => slack.events().at(-1)?.payload;

/** A number of the dashboard's page: what stands before the label. */
async function figure(program: Program, label: string): Promise<string | undefined> {
  const html = await (await fetch(program.url)).text();
  return new RegExp(`<dt>${label}</dt>\\s*<dd>([\\d,]+)</dd>`).exec(html)?.[1];
}

describe('on the embedded database', () => {
  let program: Program;
  beforeAll(async () => {
    program = await begin({ DATA_DIR: embeddedIn(join(folder, 'embedded')) });
  });
  afterAll(async () => {
    expect(await program.stop()).toBe(0);
  });
  afterEach(() => expect(program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042/));

  test('a post with an NHS number is answered to its poster only, and stands on the dashboard', async () => {
    await slack.post('nurse', 'all-staff', URGENT);
    await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
    const [notice] = slack.ephemerals();
    expect(notice).toMatchObject({ person: 'nurse', channel: 'all-staff' });
    expect(JSON.stringify(notice)).toContain('an NHS number');
    expect(JSON.stringify(notice)).not.toMatch(/Winterbourne|0042/);
    expect(noticesFor('colleague')).toEqual([]);
    expect(slack.messagesIn('all-staff').map((message) => message.person)).toEqual(['nurse']);
    expect(await figure(program, 'could identify someone')).toBe('1');
  });

  test('the same event three times gives one notice', async () => {
    await slack.post('nurse', 'all-staff', URGENT);
    for (const retry of ['1', '2']) {
      const { status } = await slack.deliver(lastEvent(), { headers: { 'x-slack-retry-num': retry } });
      expect(status).toBe(200);
    }
    await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
    await pause(500);
    expect(noticesFor('nurse')).toHaveLength(1);
  });

  test('a clear post gives nothing', async () => {
    await slack.post('nurse', 'all-staff', CLEAR);
    await pause(500);
    expect(slack.ephemerals()).toEqual([]);
    expect(slack.directMessages()).toEqual([]);
    expect(slack.events().at(-1)?.status).toBe(200);
  });

  test('where the channel refuses it, the notice comes as a direct message', async () => {
    api.answer = (method, res) => {
      if (method !== 'chat.postEphemeral') return false;
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":false,"error":"user_not_in_channel"}');
      return true;
    };
    await slack.post('nurse', 'all-staff', URGENT);
    await soon(() => expect(slack.directMessages()).toHaveLength(1));
    expect(slack.directMessages()[0]?.person).toBe('nurse');
    expect(slack.messagesIn('all-staff')).toHaveLength(1);
  });

  test('an edit that puts it right counts as that', async () => {
    const before = Number((await figure(program, 'put right by the person who posted')) ?? 0);
    const ts = await slack.post('nurse', 'all-staff', URGENT);
    await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
    await slack.edit('nurse', 'all-staff', ts, 'back from theatre');
    expect(Number(await figure(program, 'put right by the person who posted'))).toBe(before + 1);
    await soon(() => expect(noticesFor('nurse')).toHaveLength(2));
    expect(JSON.stringify(noticesFor('nurse')[1])).toMatch(/thank/i);
  });

  test('a reply is read with what came before it in its thread', async () => {
    const ts = await slack.post('nurse', 'all-staff', "Mrs Winterbourne's daughter rang");
    await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
    await slack.post('colleague', 'all-staff', 'ok will do', { thread: ts });
    await slack.post('colleague', 'all-staff', 'and her potassium is 6.9', { thread: ts });
    await soon(() => expect(noticesFor('colleague')).toHaveLength(1));
    expect(noticesFor('colleague')[0]).toMatchObject({ thread: ts });
  });

  test('a bad or a stale signature is refused, and nothing is stored', async () => {
    await slack.post('nurse', 'all-staff', CLEAR);
    const event = lastEvent() as { event: { text: string; ts: string } };
    const forged = { ...event, event: { ...event.event, text: URGENT, ts: '1700000001.000100' } };
    const before = await figure(program, 'could identify someone');
    const now = Math.floor(Date.now() / 1000);
    expect((await slack.deliver(forged, { headers: { 'x-slack-signature': `v0=${'0'.repeat(64)}` } })).status).toBe(
      401,
    );
    expect((await slack.deliver(forged, { timestamp: now - 301 })).status).toBe(401);
    await pause(300);
    expect(slack.ephemerals()).toEqual([]);
    expect(await figure(program, 'could identify someone')).toBe(before);
  });
});

test('killed between claim and notice: the restarted process says it once', async () => {
  const dataDir = { DATA_DIR: embeddedIn(join(folder, 'killed')) };
  const first = await begin(dataDir);
  // Slack puts the notice off, so that it is claimed and not yet handed over when the process dies.
  api.answer = (method, res) => {
    if (method !== 'chat.postEphemeral') return false;
    res.writeHead(429, { 'retry-after': '1' }).end();
    return true;
  };
  await slack.post('nurse', 'all-staff', NUDGE);
  await soon(() => expect(first.output()).toMatch(/"status":"later"/));
  await first.kill();
  expect(slack.ephemerals()).toEqual([]);

  api.answer = () => false;
  const second = await begin(dataDir);
  await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
  await pause(2_000);
  expect(noticesFor('nurse')).toHaveLength(1);
  await second.stop();
});

test('told to stop while Slack has it: waits for the answer, and says it no second time', async () => {
  const dataDir = { DATA_DIR: embeddedIn(join(folder, 'stopped')) };
  const first = await begin(dataDir);
  api.calls.length = 0;
  let answerNow = () => {};
  api.answer = (method, res) => {
    if (method !== 'chat.postEphemeral') return false;
    answerNow = () => res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":true}');
    return true;
  };
  await slack.post('nurse', 'all-staff', URGENT);
  await soon(() => expect(api.calls).toContain('chat.postEphemeral'));
  const stopped = first.stop();
  await pause(300);
  answerNow();
  expect(await stopped).toBe(0);

  api.answer = () => false;
  const second = await begin(dataDir);
  await pause(1_500);
  expect(slack.ephemerals()).toEqual([]);
  expect(await (await fetch(second.url)).text()).toContain('Told in private');
  await second.stop();
});

test('killed while Slack had it: an urgent notice is said again, a nudge is not, and the page says so', async () => {
  const dataDir = { DATA_DIR: embeddedIn(join(folder, 'handed')) };
  const first = await begin(dataDir);
  api.calls.length = 0;
  api.answer = (method) => method === 'chat.postEphemeral'; // takes it and never answers
  await slack.post('nurse', 'all-staff', URGENT);
  await slack.post('colleague', 'all-staff', NUDGE);
  await soon(() => expect(api.calls.filter((method) => method === 'chat.postEphemeral')).toHaveLength(2));
  await first.kill();

  api.answer = () => false;
  const second = await begin(dataDir);
  await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
  await soon(async () => expect(await (await fetch(second.url)).text()).toContain('The notice may not have arrived'));
  expect(noticesFor('nurse')).toHaveLength(1);
  expect(noticesFor('colleague')).toEqual([]);
  await second.stop();
});

describe.skipIf(!inject('postgres'))('on PostgreSQL', () => {
  let database: TestDatabase;
  let cable: Cable;
  let program: Program;
  beforeAll(async () => {
    database = await onPostgres();
    const address = new URL(database.url as string);
    cable = await startCable(address.hostname, Number(address.port || 5432));
    address.host = `127.0.0.1:${cable.port}`;
    program = await begin({ DATABASE_URL: address.href });
  });
  afterAll(async () => {
    expect(await program.stop()).toBe(0);
    await cable.close();
    await database.drop();
  });

  const incidents = async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    return (
      await client
        .query('select message, level, delivery from incidents join notices on incident = incidents.id')
        .finally(() => client.end())
    ).rows;
  };

  test('an outage of the database gives 5xx; the retry after it gives exactly one notice', async () => {
    expect((await fetch(`${program.url}/readyz`)).status).toBe(200);
    cable.cut();
    await slack.post('nurse', 'all-staff', URGENT);
    expect(slack.events().at(-1)?.status).toBeGreaterThanOrEqual(500);
    const lost = lastEvent();
    const ready = await fetch(`${program.url}/readyz`);
    expect([ready.status, await ready.json()]).toMatchObject([
      503,
      { status: 'unavailable', database: 'unavailable', queue: 'unavailable' },
    ]);
    expect((await fetch(`${program.url}/healthz`)).status).toBe(200);
    expect((await fetch(program.url)).status).toBe(500);
    await slack.post('nurse', 'all-staff', CLEAR); // costs no write, so it is no fault
    expect(slack.events().at(-1)?.status).toBe(200);

    await cable.mend();
    expect(await incidents()).toEqual([]);
    for (const retry of ['1', '2']) {
      await soon(async () =>
        expect((await slack.deliver(lost, { headers: { 'x-slack-retry-num': retry } })).status).toBe(200),
      );
    }
    await soon(() => expect(noticesFor('nurse')).toHaveLength(1));
    await soon(async () =>
      expect(await incidents()).toEqual([expect.objectContaining({ level: 'urgent', delivery: 'sent' })]),
    );
    expect(noticesFor('nurse')).toHaveLength(1);
  });
});
