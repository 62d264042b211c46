import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { APP_ID, type FakeGraph, startFakeGraph, TENANT } from '../adapters/teams/fake-graph.ts';
import { staff } from '../adapters/teams/stage.ts';
import { type FakeTeams, GROUP, type Shown, startFakeTeams, TEAM, WARD } from '../fake-teams.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { person, saidOn, type TeamsHands, teamsHands } from '../teams-hands.ts';

// The whole program as a process of its own, with Teams' part played by a connector and an issuer of ours over HTTP, and
// Microsoft's login and Graph by a server of ours over HTTPS.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";
const CLEAR = 'Handover is at half past seven, tea is on';

const SOON = { timeout: 10_000, interval: 50 };
/** Longer than the queue needs to notice that a process has died. */
const AFTER_A_DEATH = { timeout: 40_000, interval: 200 };

const folder = mkdtempSync(join(tmpdir(), 'quietword-teams-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let teams: FakeTeams;
let graph: FakeGraph;
let program: Program;
let hands: TeamsHands;
beforeAll(async () => {
  [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
  hands = teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => program.url });
});
afterAll(async () => {
  await teams.close();
  await graph.close();
});
beforeEach(() => {
  teams.members.set(TEAM, staff(60));
  teams.answer = () => undefined;
  teams.shown.length = 0;
  teams.calls.length = 0;
});

const begin = async (more: Record<string, string>): Promise<Program> => {
  program = await startProgram({
    TEAMS_APP_ID: APP_ID,
    TEAMS_TENANT_ID: TENANT,
    TEAMS_APP_PASSWORD: 'a-secret',
    TEAMS_SERVICE_URL: teams.url,
    TEAMS_OPENID_URL: teams.openIdUrl,
    TEAMS_LOGIN_URL: graph.loginUrl,
    TEAMS_GRAPH_URL: graph.url,
    NODE_EXTRA_CA_CERTS: graph.caFile,
    POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
    ...more,
  });
  return program;
};

/** What somebody was told in private, by their chat with the app. */
const toldTo = (name: string): Shown[] => {
  const { aad, id } = person(name);
  const chats = [`a:chat-${aad}`, `a:chat-${id.slice('29:'.length)}`];
  return teams.shown.filter(({ conversation }) => chats.includes(conversation));
};
const inPublic = () => teams.shown.filter(({ conversation, targeted }) => conversation.startsWith('19:') && !targeted);
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const isSaying = ({ method, path }: { method: string; path: string }) =>
  method === 'POST' && path.endsWith('/activities');

/** A number of the dashboard's page: what stands before the label. */
async function figure(label: string): Promise<number> {
  const html = await (await fetch(program.url)).text();
  return Number(new RegExp(`<dt>${label}</dt>\\s*<dd>([\\d,]+)</dd>`).exec(html)?.[1] ?? 0);
}

describe('on the embedded database', () => {
  beforeAll(() => begin({ DATA_DIR: join(folder, 'embedded') }));
  afterAll(async () => {
    expect(await program.stop()).toBe(0);
  });
  afterEach(() => {
    expect(program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    expect(inPublic().filter(({ activity }) => !String(activity.text).includes('Quietword is here'))).toEqual([]);
  });

  test('a post with an NHS number is answered to its poster only, and stands on the dashboard', async () => {
    await hands.post('nurse', URGENT);
    await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), SOON);
    expect(saidOn(toldTo('nurse')[0]?.activity)).toContain('an NHS number');
    expect(saidOn(toldTo('nurse')[0]?.activity)).toContain('60');
    expect(JSON.stringify(toldTo('nurse'))).not.toMatch(/Winterbourne|0042/);
    expect(toldTo('colleague')).toEqual([]);
    expect(inPublic()).toEqual([]);
    expect(await figure('could identify someone')).toBe(1);
    // As the app itself, by Microsoft's own login.
    expect(graph.tokens[0]?.get('scope')).toContain('https://api.botframework.com/.default');
    expect(teams.calls.every(({ authorization }) => authorization?.startsWith('Bearer token-'))).toBe(true);
  });

  test('the same activity three times gives one notice', async () => {
    const { id } = await hands.post('nurse', URGENT);
    for (const _ of [1, 2]) expect((await hands.post('nurse', URGENT, { id })).status).toBe(200);
    await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), SOON);
    await pause(500);
    expect(toldTo('nurse')).toHaveLength(1);
  });

  test('a clear post gives nothing', async () => {
    expect((await hands.post('nurse', CLEAR)).status).toBe(200);
    await pause(500);
    expect(teams.shown).toEqual([]);
  });

  test('a forged token is refused, and nothing is stored', async () => {
    const before = await figure('could identify someone');
    const conversation = { id: `${WARD};messageid=1`, conversationType: 'channel', tenantId: TENANT };
    const activity = { type: 'message', id: '1700000001000', text: URGENT, from: { id: '29:nurse' }, conversation };
    expect((await hands.send(activity, await teams.token({}, { key: 'forged' }))).status).toBe(401);
    expect((await hands.send(activity, await teams.token({}, { expires: '-6m' }))).status).toBe(401);
    await pause(300);
    expect(teams.shown).toEqual([]);
    expect(await figure('could identify someone')).toBe(before);
  });

  test('an edit that puts it right is thanked for, and so is a deletion', async () => {
    const before = await figure('put right by the person who posted');
    const delivered = () => program.output().split('notice.delivered').length;
    const earlier = delivered();
    const { id } = await hands.post('nurse', URGENT);
    // Written down by then, and so known to be replaceable.
    await vi.waitFor(() => expect(delivered()).toBe(earlier + 1), SOON);
    await hands.edit('nurse', id, 'back from theatre');
    await vi.waitFor(() => expect(saidOn(toldTo('nurse')[0]?.activity)).toMatch(/thank/i), SOON);
    await vi.waitFor(() => expect(delivered()).toBe(earlier + 2), SOON);
    const other = await hands.post('colleague', URGENT);
    await vi.waitFor(() => expect(delivered()).toBe(earlier + 3), SOON);
    await hands.delete('colleague', other.id);
    await vi.waitFor(() => expect(saidOn(toldTo('colleague')[0]?.activity)).toMatch(/thank/i), SOON);
    expect(await figure('put right by the person who posted')).toBe(before + 2);
  });

  test('a button: the outcome takes the card’s place, and is on the dashboard', async () => {
    await hands.post('porter', URGENT);
    await vi.waitFor(() => expect(toldTo('porter')).toHaveLength(1), SOON);
    const [shown] = toldTo('porter') as [Shown];
    const { status, json } = await hands.press('porter', shown, 'not-patient');
    expect([status, json]).toMatchObject([200, { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' }]);
    await vi.waitFor(() => expect(saidOn(shown.activity)).toBe(saidOn((json as { value: unknown }).value)), SOON);
    expect(await (await fetch(`${program.url}/triage`)).text()).toContain('says it isn’t about a patient');
    // Somebody else's press is none of theirs.
    const back = { ...shown, activity: { attachments: [{ content: (json as { value: unknown }).value }] } };
    expect((await hands.press('colleague', back, 'back')).json).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
    });
  });

  test('a safer version: the message is read again through Graph, and its details are not in it', async () => {
    const { id } = await hands.post('nurse', URGENT);
    const at = `/teams/${GROUP}/channels/${WARD}/messages/${id}`;
    graph.on('GET', at, {
      json: {
        id,
        createdDateTime: '2026-01-01T00:00:00Z',
        body: { contentType: 'text', content: URGENT },
        channelIdentity: { teamId: GROUP, channelId: WARD },
      },
    });
    await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), SOON);
    const { json } = await hands.press('nurse', toldTo('nurse')[0] as Shown, 'safer');
    expect(saidOn(json)).toContain('… [patient] … [number in the record] …');
    expect(JSON.stringify(json)).not.toMatch(/Winterbourne|0042/);
  });

  test('brought into a team it says so, once', async () => {
    const install = {
      type: 'installationUpdate',
      action: 'add',
      from: { id: '29:boss' },
      conversation: { id: TEAM, isGroup: true, conversationType: 'channel', tenantId: TENANT },
      channelData: { tenant: { id: TENANT }, team: { id: TEAM, aadGroupId: GROUP } },
    };
    for (const _ of [1, 2]) expect((await hands.send(install)).status).toBe(200);
    expect(inPublic()).toHaveLength(1);
    expect(inPublic()[0]).toMatchObject({
      conversation: TEAM,
      activity: { text: expect.stringContaining('Quietword') },
    });
    teams.shown.length = 0;
  });

  test('check before you post, and report a message', async () => {
    const check = { commandId: 'check', data: { language: 'en', here: true, draft: URGENT, who: 'here' } };
    const { json } = await hands.dialog('nurse', 'submitAction', check);
    expect(saidOn(json)).toContain('an NHS number');
    expect(JSON.stringify(json)).not.toMatch(/Winterbourne|0042/);

    const messagePayload = {
      id: '1726139999000',
      from: { user: { id: person('colleague').aad } },
      body: { contentType: 'text', content: URGENT },
    };
    const report = { commandId: 'report', messagePayload, data: { language: 'en', name: 'unnamed' } };
    const said = await hands.dialog('nurse', 'submitAction', report);
    expect(said.json).toMatchObject({ task: { type: 'message', value: expect.stringMatching(/thank/i) } });
    const list = await (await fetch(`${program.url}/triage`)).text();
    const item = /href="(\/triage\/[0-9a-f-]+)">Raised by somebody/.exec(list)?.[1];
    const page = await (await fetch(`${program.url}${item}`)).text();
    expect(page).toContain('https://teams.microsoft.com/l/message/');
    expect(page).not.toMatch(/Winterbourne/);
  });

  test('in Welsh, once they have asked for it', async () => {
    await hands.tell('nurse', 'cymraeg');
    await hands.post('nurse', URGENT);
    await vi.waitFor(() => expect(saidOn(toldTo('nurse').at(-1)?.activity)).toContain('Rhif GIG'), SOON);
    await hands.tell('nurse', 'english');
    await vi.waitFor(() => expect(toldTo('nurse').length).toBeGreaterThanOrEqual(3), SOON);
  });

  test('put off by Teams, with and without a time: it is said once, later', async () => {
    let refusals = 0;
    teams.answer = (call) => {
      if (!isSaying(call) || refusals >= 2) return undefined;
      refusals++;
      return { status: refusals === 1 ? 412 : 429, headers: { 'retry-after': '1' } };
    };
    await hands.post('nurse', NUDGE);
    await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), { timeout: 20_000, interval: 100 });
    expect(refusals).toBe(2);
    await pause(1_000);
    expect(toldTo('nurse')).toHaveLength(1);
  });

  test('a 502 that was in fact delivered: a nudge is not said again', { timeout: 40_000 }, async () => {
    teams.answer = (call) => {
      if (!isSaying(call)) return undefined;
      const conversation = call.path.split('/')[2] ?? '';
      teams.shown.push({ conversation, id: 'taken', targeted: false, activity: call.body ?? {} });
      return { status: 502 };
    };
    await hands.post('colleague', NUDGE);
    await vi.waitFor(() => expect(toldTo('colleague')).toHaveLength(1), SOON);
    await vi.waitFor(
      async () => expect(await (await fetch(program.url)).text()).toContain('may not have arrived'),
      AFTER_A_DEATH,
    );
    expect(toldTo('colleague')).toHaveLength(1);
  });
});

describe('targeted', () => {
  beforeAll(() => begin({ DATA_DIR: join(folder, 'targeted'), TEAMS_TARGETED: 'on' }));
  afterAll(() => program.stop());

  test('to one person in the thread; where the tenant refuses it, in their own chat, and never in public', async () => {
    await hands.post('nurse', URGENT);
    await vi.waitFor(() => expect(teams.shown).toHaveLength(1), SOON);
    expect(teams.shown[0]).toMatchObject({ targeted: true, activity: { recipient: { id: '29:nurse' } } });

    for (const status of [403, 404]) {
      teams.shown.length = 0;
      teams.answer = ({ method, query }) =>
        method === 'POST' && query.has('isTargetedActivity') ? { status } : undefined;
      await hands.post('nurse', URGENT);
      await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), SOON);
      expect(inPublic()).toEqual([]);
    }
  });
});

test('killed between claim and notice: the restarted process says it once', async () => {
  const dataDir = { DATA_DIR: join(folder, 'killed') };
  await begin(dataDir);
  // Teams puts the notice off, so that it is claimed and not yet handed over when the process dies.
  teams.answer = (call) => (isSaying(call) ? { status: 429, headers: { 'retry-after': '1' } } : undefined);
  await hands.post('nurse', NUDGE);
  await vi.waitFor(() => expect(program.output()).toMatch(/"status":"later"/), SOON);
  await program.kill();
  expect(teams.shown).toEqual([]);

  teams.answer = () => undefined;
  await begin(dataDir);
  await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), AFTER_A_DEATH);
  await pause(2_000);
  expect(toldTo('nurse')).toHaveLength(1);
  await program.stop();
}, 90_000);

test('killed while Teams had it: an urgent notice is said again, a nudge is not', async () => {
  const dataDir = { DATA_DIR: join(folder, 'handed') };
  await begin(dataDir);
  teams.answer = (call) => (isSaying(call) ? 'silent' : undefined); // takes it and never answers
  await hands.post('nurse', URGENT);
  await hands.post('colleague', NUDGE);
  await vi.waitFor(() => expect(teams.calls.filter(isSaying)).toHaveLength(2), SOON);
  await program.kill();

  teams.answer = () => undefined;
  await begin(dataDir);
  await vi.waitFor(() => expect(toldTo('nurse')).toHaveLength(1), AFTER_A_DEATH);
  await vi.waitFor(
    async () => expect(await (await fetch(program.url)).text()).toContain('may not have arrived'),
    AFTER_A_DEATH,
  );
  expect(toldTo('nurse')).toHaveLength(1);
  expect(toldTo('colleague')).toEqual([]);
  await program.stop();
}, 90_000);

test('many are to be told, and the process is killed midway: each is told once, whatever became of the first', async () => {
  const dataDir = { DATA_DIR: join(folder, 'many') };
  const names = Array.from({ length: 120 }, (_, index) => `p${index}`);
  await begin(dataDir);
  await Promise.all(names.map((name) => hands.post(name, NUDGE)));
  await vi.waitFor(() => expect(teams.shown.length).toBeGreaterThan(30), SOON);
  await program.kill();
  const before = teams.shown.length;
  expect(before).toBeLessThan(names.length);

  await begin(dataDir);
  const told = () => names.map((name) => toldTo(name).length);
  await vi.waitFor(
    () => expect(told().filter((count) => count === 1).length).toBeGreaterThanOrEqual(names.length - 32),
    AFTER_A_DEATH,
  );
  await pause(3_000);
  // None twice; and only those that Teams had in hand as the process died may not have been told, which the page says of them.
  expect(Math.max(...told())).toBe(1);
  const untold = told().filter((count) => count === 0).length;
  expect(untold).toBeLessThanOrEqual(32);
  await program.stop();
}, 120_000);
