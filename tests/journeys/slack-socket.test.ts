import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { type FakeSocket, startFakeSocket } from '../adapters/slack/fake-socket.ts';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { type FakeSlack, startFakeSlack } from '../fake-slack.ts';
import blockActions from '../fixtures/slack/block-actions.json' with { type: 'json' };
import command from '../fixtures/slack/command.json' with { type: 'json' };
import envelope from '../fixtures/slack/message.json' with { type: 'json' };
import submission from '../fixtures/slack/view-submission.json' with { type: 'json' };
import { holdClaims } from '../held-claims.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { soon } from '../soon.ts';

// Two processes on one PostgreSQL, each with a socket of its own to Slack, and no public address.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const folder = mkdtempSync(join(tmpdir(), 'quietword-socket-'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!inject('postgres'))('by Socket Mode', () => {
  let slack: FakeSlack;
  let socket: FakeSocket;
  let database: TestDatabase;
  let client: pg.Client;
  let settings: Record<string, string>;
  const programs = new Map<string, Program>();
  let posted = 1_726_130_000;

  const begin = async (name: string) => {
    const program = await startProgram({ ...settings, SLACK_APP_TOKEN: `xapp-${name}` });
    programs.set(name, program);
    return program;
  };
  beforeAll(async () => {
    [slack, socket, database] = await Promise.all([startFakeSlack(), startFakeSocket(), onPostgres()]);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    slack.grants.set('installed by hand', { team: 'T01TRUST' });
    slack.appTokens.set('xapp-A', `${socket.url}/?of=A`).set('xapp-B', `${socket.url}/?of=B`);
    settings = {
      DATABASE_URL: database.url as string,
      SLACK_BOT_TOKEN: 'xoxb-T01TRUST-0',
      SLACK_API_URL: slack.apiUrl,
      POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
    };
    await Promise.all([begin('A'), begin('B')]);
  });
  afterAll(async () => {
    await Promise.all([...programs.values()].map((program) => program.stop()));
    await client.end();
    await Promise.all([database.drop(), slack.close(), socket.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(async () => {
    await soon(() => expect(socket.open().sort()).toEqual(['A', 'B']));
    slack.calls.length = 0;
    socket.acks.clear();
  });

  /** A message that has something to be told of, by somebody who wrote nothing before. */
  function message() {
    posted += 1;
    const ts = `${posted}.000100`;
    const event = { ...envelope.event, text: URGENT, blocks: [], user: `U${posted}`, ts, event_ts: ts };
    return { ...envelope, event_id: `Ev${posted}`, event_time: Math.floor(Date.now() / 1000), event };
  }
  const told = () =>
    slack.calls
      .filter(({ method }) => method === 'chat.postEphemeral')
      .map(({ params }) => params.user)
      .sort();
  const authors = (messages: readonly { event: { user: string } }[]) => messages.map(({ event }) => event.user).sort();
  const ready = async (name: string) => (await fetch(`${programs.get(name)?.url}/readyz`)).json();

  /** Waits until everyone was told, and then whether anybody is told again. */
  async function expectToldOnce(messages: readonly { event: { user: string } }[]) {
    await soon(() => expect([...new Set(told())]).toEqual(authors(messages)));
    await pause(1_000);
    expect(told()).toEqual(authors(messages));
  }

  test('what each is sent, and what both are, is told of once and acknowledged', async () => {
    const messages = Array.from({ length: 20 }, message);
    for (const [at, one] of messages.entries()) {
      socket.deliver(`e${at}`, 'events_api', one, at % 2 ? 'A' : 'B');
      if (at < 10) socket.deliver(`again${at}`, 'events_api', one, at % 2 ? 'B' : 'A');
    }
    await expectToldOnce(messages);
    await soon(() => expect(socket.acks.size).toBe(30));
    expect(await ready('A')).toMatchObject({ status: 'ok', slack: { connected: 1, socket_connected: 1 } });
  });

  test.each(['warning', 'refresh_requested'] as const)(
    'when Slack asks to connect anew (%s) while messages are being taken, none is lost and none told of twice',
    async (reason) => {
      const before = socket.connections();
      const held = await holdClaims(database.url as string);
      const messages = Array.from({ length: 6 }, message);
      for (const [at, one] of messages.entries()) socket.deliver(`e${at}`, 'events_api', one, 'A');
      await soon(async () => expect(await held.waiting()).toBeGreaterThan(0));
      socket.recycle(reason, 'A');
      await soon(() => expect(socket.connections()).toBe(before + 1));
      await held.release();
      await expectToldOnce(messages);
      await soon(() => expect(socket.acks.size).toBe(6));
      const after = message();
      socket.deliver('after', 'events_api', after, 'A');
      await soon(() => expect(told()).toContain(after.event.user));
    },
    60_000,
  );

  test('a command and a form are answered in the acknowledgement, and a press where Slack says', async () => {
    socket.deliver('c1', 'slash_commands', { ...command, text: 'help' }, 'B');
    await soon(() => expect(socket.acks.get('c1')).toMatchObject({ response_type: 'ephemeral' }));
    expect(JSON.stringify(socket.acks.get('c1'))).toContain('/quietword check');

    const fields = { draft: { draft: { type: 'plain_text_input', value: URGENT } } };
    const view = { ...submission.view, private_metadata: '{"language":"en","round":0}', state: { values: fields } };
    socket.deliver('f1', 'interactive', { ...submission, view }, 'A');
    await soon(() => expect(socket.acks.get('f1')).toMatchObject({ response_action: expect.any(String) }));

    const one = message();
    socket.deliver('e1', 'events_api', one, 'A');
    await expectToldOnce([one]);
    const incident = async () =>
      (await client.query('select id, answer from incidents where message = $1', [one.event.ts])).rows[0];
    const { id } = await incident();
    const press = {
      ...blockActions,
      user: { ...blockActions.user, id: one.event.user },
      response_url: `${slack.apiUrl}response`,
      actions: [{ action_id: 'quietword:not-patient', value: id }],
    };
    socket.deliver('p1', 'interactive', press, 'B');
    await soon(() => expect(socket.acks.has('p1')).toBe(true));
    expect(await incident()).toEqual({ id, answer: 'not-patient' });
    await soon(() => expect(slack.calls.map(({ method }) => method)).toContain('response'));
  });

  test('killed while it takes messages: the other is sent them, and each is told of once', async () => {
    const held = await holdClaims(database.url as string);
    const messages = Array.from({ length: 8 }, message);
    for (const [at, one] of messages.entries()) socket.deliver(`e${at}`, 'events_api', one, 'A');
    await soon(async () => expect(await held.waiting()).toBeGreaterThan(0));
    expect(socket.acks.size).toBe(0);
    await programs.get('A')?.kill();
    await soon(() => expect(socket.open()).toEqual(['B']));
    await held.release();
    await expectToldOnce(messages);
    expect(socket.acks.size).toBe(8);
    await begin('A');
  });

  test('killed after it acknowledged, while Slack asks for patience: the other says it, once', async () => {
    slack.answer = ({ method }) => (method === 'chat.postEphemeral' ? 'busy' : undefined);
    const messages = Array.from({ length: 4 }, message);
    for (const [at, one] of messages.entries()) socket.deliver(`e${at}`, 'events_api', one, 'A');
    await soon(() => expect(socket.acks.size).toBe(4));
    const waiting = async () =>
      (await client.query("select count(*)::int as n from notices where delivery = 'waiting'")).rows[0].n;
    await soon(async () => expect(await waiting()).toBe(4));
    await programs.get('A')?.kill();
    slack.calls.length = 0;
    slack.answer = () => undefined;
    await soon(() => expect(told()).toEqual(authors(messages)));
    await pause(1_000);
    expect(told()).toEqual(authors(messages));
    await begin('A');
  });

  test('with a token that Slack refuses it runs, asks no more for a while, and says so', async () => {
    const program = await startProgram({ ...settings, SLACK_APP_TOKEN: 'xapp-1-wrong' });
    try {
      await soon(() => expect(program.output()).toContain('Dashboard'));
      expect(program.output()).toContain('Slack refuses SLACK_APP_TOKEN: make another on the app’s Basic Information');
      const probe = await fetch(`${program.url}/readyz`);
      expect([probe.status, await probe.json()]).toMatchObject([200, { slack: { socket_refused: 1 } }]);
      expect(await (await fetch(`${program.url}/admin`)).text()).toContain('Slack refuses SLACK_APP_TOKEN');
      await pause(1_500);
      expect(slack.calls.filter(({ method }) => method === 'apps.connections.open')).toHaveLength(1);
      expect(program.output()).not.toContain('xapp-1-wrong');
    } finally {
      expect(await program.stop()).toBe(0);
    }
  });

  test('no token and no word was written to a log', () => {
    for (const program of programs.values()) {
      expect(program.output()).not.toMatch(/xox|xapp|Winterbourne|999 ?000 ?0042/);
    }
  });
});
