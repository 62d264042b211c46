import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest';
import { CLIENT_STATE, chatMessage, notification, saying } from '../adapters/teams/chat-messages.ts';
import { APP_ID, type FakeGraph, makeCertificate, startFakeGraph, TENANT } from '../adapters/teams/fake-graph.ts';
import { staff } from '../adapters/teams/stage.ts';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { embeddedIn } from '../embedded.ts';
import { type FakeTeams, GROUP, startFakeTeams, TEAM, WARD } from '../fake-teams.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { soon } from '../soon.ts';
import { person, saidOn, type TeamsHands, teamsHands } from '../teams-hands.ts';
import { settingsFor } from '../teams-stage.ts';

// The whole program, told of messages by Microsoft Graph as well as by the bot. Graph and its login are ours, by HTTPS.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const CLEAR = 'Handover is at half past seven, tea is on';

const folder = mkdtempSync(join(tmpdir(), 'quietword-graph-journey-'));
const policy = policyFile(join(folder, 'policy'), EAGER);
writeFileSync(policy, readFileSync(policy, 'utf8').replace(/^teams-tips: off$/m, 'teams-tips: block'));

let teams: FakeTeams;
let graph: FakeGraph;
let hands: TeamsHands;
let certificate: string;
let program: Program;
/** As Graph keeps them, by their resource. */
const subscriptions = new Map<string, string>();
/** Where the program that was started last listens. */
let listening: Promise<string>;

beforeAll(async () => {
  [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
  hands = teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => program.url });
  teams.members.set(TEAM, staff(60));
  const made = await makeCertificate('notifications');
  certificate = made.certificate;
  writeFileSync(join(folder, 'graph.pem'), made.certificate);
  writeFileSync(join(folder, 'graph-key.pem'), made.key);

  graph.on('GET', '/subscriptions', { json: { value: [] } });
  graph.on('POST', '/subscriptions', async ({ body }) => {
    const { resource, ...rest } = body as Record<string, string>;
    const url = `${await listening}/graph/notifications?validationToken=ours`;
    expect(await (await fetch(url, { method: 'POST' })).text()).toBe('ours');
    const id = `subscription-${subscriptions.size}-${Date.now()}`;
    subscriptions.set(resource ?? '', id);
    return { status: 201, json: { ...rest, id } };
  });
  const members = Array.from({ length: 60 }, (_, id) => ({ id: String(id), roles: [], tenantId: TENANT }));
  graph.on('GET', /^\/teams\/[^/]+\/channels\/[^/]+\?/, {
    json: { displayName: 'Handover', membershipType: 'standard' },
  });
  graph.on('GET', /allMembers/, { json: { value: members } });
  graph.on('PATCH', /\/messages\//, { status: 204 });
});
afterAll(async () => {
  await teams.close();
  await graph.close();
  rmSync(folder, { recursive: true, force: true });
});

async function begin(more: Record<string, string>): Promise<void> {
  const started = startProgram({
    ...settingsFor(teams, graph),
    TEAMS_READING: 'both',
    GRAPH_CERTIFICATE_FILE: join(folder, 'graph.pem'),
    GRAPH_KEY_FILE: join(folder, 'graph-key.pem'),
    GRAPH_CLIENT_STATE: CLIENT_STATE,
    PUBLIC_URL: 'https://quietword.example.nhs.uk',
    POLICY_FILE: policy,
    ...more,
  });
  listening = started.then(({ url }) => url);
  program = await started;
}

let last = 1_736_130_000_000;
beforeEach(() => {
  last += 1_000;
  graph.calls.length = 0;
  teams.shown.length = 0;
});

const by = (name: string, text: string, change: Record<string, unknown> = {}) =>
  chatMessage({
    id: String(last),
    channelIdentity: { teamId: GROUP, channelId: WARD },
    from: { user: { id: person(name).aad, userIdentityType: 'aadUser' } },
    createdDateTime: new Date().toISOString(),
    lastModifiedDateTime: new Date().toISOString(),
    ...saying(`<p>${text}</p>`),
    ...change,
  });
const tell = async (message: Record<string, unknown>, change: Record<string, unknown> = {}) => {
  const { status } = await fetch(`${program.url}/graph/notifications`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      value: [notification(certificate, message, change)],
      validationTokens: [await graph.validationToken()],
    }),
  });
  return status;
};
const toldTo = (name: string) => {
  const chats = [`a:chat-${person(name).aad}`, `a:chat-${name}`];
  return teams.shown.filter(({ conversation }) => chats.includes(conversation));
};
const tips = () => graph.calls.filter(({ method }) => method === 'PATCH');
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

afterEach(() => {
  expect(program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
  expect(teams.shown.filter(({ conversation }) => conversation.startsWith('19:'))).toEqual([]);
});

describe('on the embedded database', () => {
  beforeAll(async () => {
    await begin({ DATA_DIR: embeddedIn(join(folder, 'embedded')) });
    await soon(() => expect(subscriptions.size).toBe(2));
  });
  afterAll(async () => expect(await program.stop()).toBe(0));

  test('what Graph tells of is answered to its poster only, with a line on the message that names kinds', async () => {
    expect(await tell(by('nurse', URGENT))).toBe(202);
    await soon(() => expect(toldTo('nurse')).toHaveLength(1));
    expect(saidOn(toldTo('nurse')[0]?.activity)).toContain('an NHS number');
    await soon(() => expect(tips()).toHaveLength(1));
    expect(tips()[0]).toMatchObject({
      path: `/teams/${GROUP}/channels/${WARD}/messages/${last}`,
      body: {
        policyViolation: {
          dlpAction: 'BlockAccess',
          policyTip: { complianceUrl: 'https://quietword.example.nhs.uk/check' },
        },
      },
    });
    expect(JSON.stringify(tips())).not.toMatch(/Winterbourne|0042/);
    // Put right: the line is taken off again.
    const edited = { lastEditedDateTime: new Date().toISOString() };
    expect(await tell(by('nurse', CLEAR, edited), { changeType: 'updated' })).toBe(202);
    await soon(() => expect(tips()).toHaveLength(2));
    expect(tips()[1]?.body).toEqual({ policyViolation: { dlpAction: 'None' } });
  });

  test('by both ways at once: one notice', async () => {
    const [sent, status] = await Promise.all([
      hands.post('porter', URGENT, { id: String(last) }),
      tell(by('porter', URGENT)),
    ]);
    expect([sent.status, status]).toEqual([200, 202]);
    await soon(() => expect(toldTo('porter')).toHaveLength(1));
    await pause(500);
    expect(toldTo('porter')).toHaveLength(1);
    const metrics = await (await fetch(`${program.url}/metrics`)).text();
    expect(metrics).toMatch(
      /quietword_messages_judged_total\{platform="teams",audience="organisation",level="urgent"\} 2/,
    );
  });

  test('a clear message gives nothing; a forged one is refused', async () => {
    expect(await tell(by('clerk', CLEAR))).toBe(202);
    last += 1_000;
    expect(await tell(by('clerk', URGENT), { clientState: 'a guess' })).toBe(401);
    await pause(500);
    expect(toldTo('clerk')).toEqual([]);
    expect(tips()).toEqual([]);
  });

  test('"it isn’t about a patient" from the line itself goes to the list', async () => {
    expect(await tell(by('doctor', URGENT))).toBe(202);
    const answered = by('doctor', URGENT, { policyViolation: { userAction: 'ReportFalsePositive' } });
    expect(await tell(answered, { changeType: 'updated' })).toBe(202);
    const list = await (await fetch(`${program.url}/triage`, { headers: { accept: 'text/html' } })).text();
    expect(list).toMatch(/href="\/triage\/[0-9a-f-]{36}"/);
  });
});

const postgres = inject('postgres');
describe.skipIf(!postgres)('on PostgreSQL', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await onPostgres();
  });
  afterAll(async () => {
    await program.stop();
    await database.drop();
  });

  test('killed, and told by Graph that it took the subscription away: what was said meanwhile is told of, once', async () => {
    subscriptions.clear();
    await begin({ DATABASE_URL: database.url as string });
    await soon(() => expect(subscriptions.size).toBe(2));
    const before = by('before', URGENT);
    expect(await tell(before, { subscriptionId: subscriptions.get('/teams/getAllMessages') })).toBe(202);
    await soon(() => expect(toldTo('before')).toHaveLength(1));
    await program.kill();

    last += 1_000;
    const meanwhile = by('meanwhile', URGENT);
    graph.on('GET', /^\/teams\?/, { json: { value: [{ id: GROUP }] } });
    graph.on('GET', /^\/teams\/[^/]+\/channels\?\$select=id$/, { json: { value: [{ id: WARD }] } });
    graph.on('GET', /\/messages\/delta/, { json: { value: [before, meanwhile] } });
    const gone = subscriptions.get('/teams/getAllMessages') ?? '';
    await begin({ DATABASE_URL: database.url as string });
    const response = await fetch(`${program.url}/graph/notifications`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({
        value: [
          { subscriptionId: gone, lifecycleEvent: 'subscriptionRemoved', clientState: CLIENT_STATE, tenantId: TENANT },
        ],
      }),
    });
    expect(response.status).toBe(202);
    await soon(() => expect(toldTo('meanwhile')).toHaveLength(1));
    await pause(1_000);
    expect(toldTo('before')).toHaveLength(1);
    expect(toldTo('meanwhile')).toHaveLength(1);
    expect(subscriptions.get('/teams/getAllMessages')).not.toBe(gone);
  });
});
