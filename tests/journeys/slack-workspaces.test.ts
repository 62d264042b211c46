import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { type FakeSlack, startFakeSlack, tokenOf } from '../fake-slack.ts';
import envelope from '../fixtures/slack/message.json' with { type: 'json' };
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { deliver } from '../slack-emulator.ts';
import { soon } from '../soon.ts';

// Two processes on one PostgreSQL, which serve whoever installs the app by OAuth.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const SECRET = 'a-signing-secret';
const folder = mkdtempSync(join(tmpdir(), 'quietword-workspaces-'));
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe.skipIf(!inject('postgres'))('several workspaces', () => {
  let slack: FakeSlack;
  let database: TestDatabase;
  let programs: Program[];
  let client: pg.Client;
  let posted = 1_726_130_000;

  beforeAll(async () => {
    [slack, database] = await Promise.all([startFakeSlack(), onPostgres()]);
    client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const settings = {
      DATABASE_URL: database.url as string,
      SLACK_CLIENT_ID: '1.2',
      SLACK_CLIENT_SECRET: 'client-secret',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_API_URL: slack.apiUrl,
      PUBLIC_URL: 'https://quietword.example.nhs.uk',
      ENCRYPTION_KEY: randomBytes(32).toString('base64'),
      POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
    };
    programs = await Promise.all([startProgram(settings), startProgram(settings)]);
  });
  afterAll(async () => {
    await Promise.all(programs.map((program) => program.stop()));
    await client.end();
    await Promise.all([database.drop(), slack.close()]);
    rmSync(folder, { recursive: true, force: true });
  });
  beforeEach(() => {
    slack.calls.length = 0;
    slack.answer = () => undefined;
  });

  const at = (process: number) => programs[process] as Program;

  /** As a browser would: to Slack, and back with what Slack adds. */
  async function begin(process = 0) {
    const answer = await fetch(`${at(process).url}/slack/install`, { redirect: 'manual' });
    const cookie = (answer.headers.get('set-cookie') ?? '').split(';')[0] as string;
    return { url: new URL(answer.headers.get('location') as string), cookie };
  }
  async function comeBack(process: number, query: Record<string, string>, cookie: string) {
    const url = `${at(process).url}/slack/oauth/callback?${new URLSearchParams(query)}`;
    const answer = await fetch(url, { headers: { cookie } });
    return { status: answer.status, text: await answer.text() };
  }
  async function install(tenant: string, grant: { team: string; enterprise?: string }, process = 0) {
    slack.grants.set(`code-${tenant}`, grant);
    const { url, cookie } = await begin(process);
    const state = url.searchParams.get('state') as string;
    // Whichever process the way back leads to.
    return { answer: await comeBack(1 - process, { code: `code-${tenant}`, state }, cookie), state, cookie };
  }

  interface Where {
    team: string;
    channel?: string;
    person?: string;
    more?: object;
    event?: object;
  }
  function messageIn({ team, channel = 'C01WARD7', person = 'U02NURSE01', more = {}, event = {} }: Where) {
    posted += 1;
    const ts = `${posted}.000100`;
    return {
      ...envelope,
      team_id: team,
      context_team_id: team,
      authorizations: [{ team_id: team, enterprise_id: null, is_enterprise_install: false }],
      event: { ...envelope.event, text: URGENT, blocks: [], user: person, channel, ts, event_ts: ts, ...event },
      ...more,
    };
  }
  const send = (process: number, payload: unknown) => deliver(`${at(process).url}/slack/events`, SECRET, payload);
  const interact = (process: number, payload: object) =>
    deliver(
      `${at(process).url}/slack/interactions`,
      SECRET,
      new URLSearchParams({ payload: JSON.stringify(payload) }).toString(),
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    );
  /** Who presses a button, as Slack says it. */
  const presserIn = (team: string, person: string) => ({
    type: 'block_actions',
    user: { id: person, team_id: team },
    team: { id: team },
    enterprise: null,
    trigger_id: 'trigger',
    container: {},
  });
  const notices = () => slack.calls.filter(({ method }) => method === 'chat.postEphemeral');
  const rows = async (query: string, values: unknown[] = []) => (await client.query(query, values)).rows;

  test('workspaces and an enterprise install it; each way back is good for one browser and one time', async () => {
    const first = await install('T01', { team: 'T01' });
    expect(first.answer).toMatchObject({ status: 200, text: expect.stringContaining('Quietword is in Trust T01') });
    expect((await install('T02', { team: 'T02' }, 1)).answer.status).toBe(200);
    expect((await install('E01', { team: 'T03', enterprise: 'E01' })).answer.text).toContain('Group E01');

    const { url, cookie } = await begin();
    expect(url.searchParams.get('redirect_uri')).toBe('https://quietword.example.nhs.uk/slack/oauth/callback');
    expect(url.searchParams.get('scope')).toContain('chat:write');
    const state = url.searchParams.get('state') as string;
    const code = 'code-T01';
    slack.calls.length = 0;
    for (const [query, cookies] of [
      [{ code, state: first.state }, first.cookie],
      [{ code, state }, ''],
      [{ code, state }, first.cookie],
      [{ code, state: 'forged' }, 'slack-app-oauth-state=forged'],
      [{ code }, cookie],
      [{ error: 'access_denied', state }, cookie],
    ] as [Record<string, string>, string][]) {
      const answer = await comeBack(0, query, cookies);
      expect(answer.status).toBe(400);
      expect(answer.text).toContain('Quietword was not installed');
    }
    expect(slack.calls).toEqual([]);
  });

  test('no token can be read in the database', async () => {
    const found = JSON.stringify(await rows('select t::text from slack_installs t'));
    expect(found).toContain('T02');
    for (const tenant of ['T01', 'T02', 'E01']) {
      expect(found).not.toContain(tokenOf(tenant));
      expect(found).not.toContain(Buffer.from(tokenOf(tenant)).toString('hex'));
    }
  });

  test('each is told by its own token, and its rows are its own', async () => {
    for (const team of ['T01', 'T02']) expect((await send(0, messageIn({ team }))).status).toBe(200);
    await soon(() => expect(notices()).toHaveLength(2));
    expect(
      notices()
        .map(({ token }) => token)
        .sort(),
    ).toEqual([tokenOf('T01'), tokenOf('T02')]);
    expect(await rows('select tenant from incidents order by tenant')).toEqual([{ tenant: 'T01' }, { tenant: 'T02' }]);
  });

  test('an enterprise’s workspaces are told by its token, and a shared channel’s post by that of whose event it is', async () => {
    const authorizations = [{ team_id: null, enterprise_id: 'E01', is_enterprise_install: true }];
    await send(0, messageIn({ team: 'T77', more: { authorizations, context_team_id: 'T77' } }));
    const shared = { team_id: 'T09OTHER', is_ext_shared_channel: true };
    await send(1, messageIn({ team: 'T02', channel: 'C05SHARED', more: shared }));
    await soon(() => expect(notices()).toHaveLength(2));
    expect(
      notices()
        .map(({ token }) => token)
        .sort(),
    ).toEqual([tokenOf('E01'), tokenOf('T02')]);
  });

  test('a workspace that didn’t install it is answered, and nothing is taken', async () => {
    const before = await rows('select count(*) from incidents');
    expect((await send(0, messageIn({ team: 'T99' }))).status).toBe(200);
    await pause(500);
    expect(notices()).toEqual([]);
    expect(await rows('select count(*) from incidents')).toEqual(before);
  });

  test('an edit or a deletion in one workspace touches nothing of another, with the same ids', async () => {
    const payload = messageIn({ team: 'T01' });
    await send(0, payload);
    await soon(() => expect(notices()).toHaveLength(1));
    const { ts } = payload.event;
    const deletion = { subtype: 'message_deleted', deleted_ts: ts, previous_message: { user: 'U02NURSE01' } };
    const resolved = async () => (await rows('select resolution from incidents where message = $1', [ts]))[0];
    expect((await send(0, messageIn({ team: 'T02', event: deletion }))).status).toBe(200);
    expect(await resolved()).toEqual({ resolution: null });
    expect((await send(0, messageIn({ team: 'T01', event: deletion }))).status).toBe(200);
    expect(await resolved()).toEqual({ resolution: 'deleted' });
  });

  test('a press in one workspace on another’s notice does nothing there', async () => {
    const payload = messageIn({ team: 'T01', person: 'U50' });
    await send(0, payload);
    await soon(() => expect(notices().filter(({ params }) => params.user === 'U50')).toHaveLength(1));
    const [incident] = await rows('select id from incidents where message = $1', [payload.event.ts]);
    const actions = [{ action_id: 'quietword:not-patient', value: incident.id }];
    const press = (team: string) =>
      interact(0, { ...presserIn(team, 'U50'), container: { is_ephemeral: true }, actions });
    const outcomes = () => rows('select kind from outcomes where incident = $1 order by at', [incident.id]);
    await soon(async () => expect(await outcomes()).toContainEqual({ kind: 'sent' }));
    const before = await outcomes();
    expect((await press('T99')).status).toBe(403);
    await press('T02');
    expect(await outcomes()).toEqual(before);
    expect((await press('T01')).status).toBe(200);
    expect((await outcomes()).length).toBeGreaterThan(before.length);
  });

  test('the Home tab is each workspace’s own, by its own token; a choice in one is none in another with the same ids', async () => {
    const open = (team: string) =>
      send(0, messageIn({ team, person: 'U60', event: { type: 'app_home_opened', tab: 'home' } }));
    const press = (team: string) =>
      interact(0, { ...presserIn(team, 'U60'), actions: [{ action_id: 'quietword-home:pause', value: 'pause' }] });
    const homes = () => slack.calls.filter(({ method }) => method === 'views.publish');
    for (const team of ['T01', 'T02', 'T99']) expect((await open(team)).status).toBe(200);
    await soon(() => expect(homes()).toHaveLength(2));
    expect(new Set(homes().map(({ token }) => token))).toEqual(new Set([tokenOf('T01'), tokenOf('T02')]));
    const chosen = () =>
      rows("select tenant, quiz_paused_until is not null as paused from people where platform_user = 'U60'");
    expect(await chosen()).toEqual([]);
    expect((await press('T99')).status).toBe(403);
    expect(await chosen()).toEqual([]);
    expect((await press('T02')).status).toBe(200);
    expect(await chosen()).toEqual([{ tenant: 'T02', paused: true }]);
    await soon(() => expect(homes()).toHaveLength(3));
    expect(homes().at(-1)).toMatchObject({ token: tokenOf('T02'), params: { user_id: 'U60' } });
    await open('T01');
    await soon(() => expect(homes()).toHaveLength(4));
    expect(homes().at(-1)?.params.view).toContain('I get the questions of the week.');
  });

  test('the same events at both processes give one notice each, and none is lost', async () => {
    const payloads = Array.from({ length: 20 }, (_, at) =>
      messageIn({ team: at % 2 ? 'T01' : 'T02', person: `U1${at}`, channel: `C1${at}` }),
    );
    const answers = await Promise.all(payloads.flatMap((payload) => [send(0, payload), send(1, payload)]));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const people = payloads.map(({ event }) => event.user).sort();
    await soon(() => expect(new Set(notices().map(({ params }) => params.user)).size).toBe(20));
    await pause(1_000);
    expect(
      notices()
        .map(({ params }) => params.user)
        .sort(),
    ).toEqual(people);
  });

  test('a token that has run out is renewed once for both processes, and what is due goes with the new one', async () => {
    await pause(5_500); // neither process remembers the workspace as it was
    await rows("update slack_installs set expires_at = now(), tried_at = null where tenant = 'T01'");
    await Promise.all(
      [0, 1].map((one) => send(one, messageIn({ team: 'T01', person: `U2${one}`, channel: `C2${one}` }))),
    );
    await soon(() => expect(notices()).toHaveLength(2));
    expect(slack.calls.filter(({ method }) => method === 'oauth.v2.access')).toHaveLength(1);
    expect(new Set(notices().map(({ token }) => token))).toEqual(new Set([tokenOf('T01', 1)]));
  });

  test('where Slack asks for patience, the notice waits and goes out once', async () => {
    let asked = 0;
    slack.answer = ({ method }) =>
      method === 'chat.postEphemeral' && asked++ === 0 ? { ok: false, error: 'ratelimited' } : undefined;
    await send(0, messageIn({ team: 'T02', person: 'U30', channel: 'C30' }));
    await soon(() => expect(notices()).toHaveLength(1));
    await soon(async () =>
      expect(
        await rows("select delivery from notices n join incidents i on n.incident = i.id where i.channel = 'C30'"),
      ).toEqual([{ delivery: 'waiting' }]),
    );
    await soon(() => expect(notices()).toHaveLength(2));
  });

  test('once it is uninstalled nothing is read or said, by neither process, and that can be seen', async () => {
    const event = { ...messageIn({ team: 'T02' }), event: { type: 'app_uninstalled' } };
    expect((await send(0, { ...event, event_time: Math.floor(Date.now() / 1000) - 3_600 })).status).toBe(200);
    expect(await rows("select ended from slack_installs where tenant = 'T02'")).toEqual([{ ended: null }]);
    expect((await send(0, { ...event, event_time: Math.floor(Date.now() / 1000) + 1 })).status).toBe(200);
    expect(await rows("select ended, token, refresh_token from slack_installs where tenant = 'T02'")).toEqual([
      { ended: 'uninstalled', token: null, refresh_token: null },
    ]);
    await pause(5_500);
    slack.calls.length = 0;
    for (const one of [0, 1])
      expect((await send(one, messageIn({ team: 'T02', person: `U4${one}` }))).status).toBe(200);
    await pause(1_000);
    expect(notices()).toEqual([]);
    const revoked = {
      ...messageIn({ team: 'T01' }),
      event: { type: 'tokens_revoked', tokens: { oauth: ['U02NURSE01'] } },
    };
    await send(0, { ...revoked, event_time: Math.floor(Date.now() / 1000) + 1 });
    expect(await rows("select ended from slack_installs where tenant = 'T01'")).toEqual([{ ended: null }]);
    await soon(async () =>
      expect(await (await fetch(`${at(1).url}/readyz`)).json()).toMatchObject({
        status: 'ok',
        slack: { uninstalled: 1 },
      }),
    );
  });

  test('no token and no word was written to a log', () => {
    for (const program of programs) {
      expect(program.output()).not.toMatch(/xox|client-secret|a-signing-secret|Winterbourne|999 ?000 ?0042/);
      expect(program.output()).toContain('slack.installed');
    }
  });
});
