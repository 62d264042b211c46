import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { TENANT } from '../adapters/teams/fake-graph.ts';
import { embeddedIn } from '../embedded.ts';
import { GROUP, type Shown, TEAM, WARD } from '../fake-teams.ts';
import { EAGER, policyFile } from '../policy-file.ts';
import { soon } from '../soon.ts';
import { person, saidOn } from '../teams-hands.ts';
import { isSaying, openTeams, type TeamsStage } from '../teams-stage.ts';

// What people do in Teams and what they are told, by the whole program. Processes that die are in teams-killed.test.ts.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";
const CLEAR = 'Handover is at half past seven, tea is on';

const folder = mkdtempSync(join(tmpdir(), 'quietword-teams-'));
const POLICY_FILE = policyFile(join(folder, 'policy'), EAGER);
let stage: TeamsStage;
beforeAll(async () => {
  stage = await openTeams();
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true, force: true });
});
beforeEach(() => {
  const { teams } = stage;
  teams.answer = () => undefined;
  teams.shown.length = 0;
  teams.calls.length = 0;
});

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A number of the dashboard's page: what stands before the label. */
async function figure(label: string): Promise<number> {
  const html = await (await fetch(stage.program().url)).text();
  return Number(new RegExp(`<dt>${label}</dt>\\s*<dd>([\\d,]+)</dd>`).exec(html)?.[1] ?? 0);
}

describe('on the embedded database', () => {
  beforeAll(() => stage.begin({ POLICY_FILE, DATA_DIR: embeddedIn(join(folder, 'embedded')) }));
  afterAll(async () => {
    expect(await stage.program().stop()).toBe(0);
  });
  afterEach(() => {
    expect(stage.program().output()).not.toMatch(/Winterbourne|999 ?000 ?0042/);
    expect(stage.inPublic().filter(({ activity }) => !String(activity.text).includes('Quietword is here'))).toEqual([]);
  });

  test('a post with an NHS number is answered to its poster only, and stands on the dashboard', async () => {
    await stage.hands.post('nurse', URGENT);
    await soon(() => expect(stage.toldTo('nurse')).toHaveLength(1));
    expect(saidOn(stage.toldTo('nurse')[0]?.activity)).toContain('an NHS number');
    expect(saidOn(stage.toldTo('nurse')[0]?.activity)).toContain('60');
    expect(JSON.stringify(stage.toldTo('nurse'))).not.toMatch(/Winterbourne|0042/);
    expect(stage.toldTo('colleague')).toEqual([]);
    expect(stage.inPublic()).toEqual([]);
    expect(await figure('could identify someone')).toBe(1);
    // As the app itself, by Microsoft's own login.
    expect(stage.graph.tokens[0]?.get('scope')).toContain('https://api.botframework.com/.default');
    expect(stage.teams.calls.every(({ authorization }) => authorization?.startsWith('Bearer token-'))).toBe(true);
  });

  test('the same activity three times gives one notice', async () => {
    const { id } = await stage.hands.post('nurse', URGENT);
    for (const _ of [1, 2]) expect((await stage.hands.post('nurse', URGENT, { id })).status).toBe(200);
    await soon(() => expect(stage.toldTo('nurse')).toHaveLength(1));
    await pause(500);
    expect(stage.toldTo('nurse')).toHaveLength(1);
  });

  test('a clear post gives nothing', async () => {
    expect((await stage.hands.post('nurse', CLEAR)).status).toBe(200);
    await pause(500);
    expect(stage.teams.shown).toEqual([]);
  });

  test('a forged token is refused, and nothing is stored', async () => {
    const before = await figure('could identify someone');
    const conversation = { id: `${WARD};messageid=1`, conversationType: 'channel', tenantId: TENANT };
    const activity = { type: 'message', id: '1700000001000', text: URGENT, from: { id: '29:nurse' }, conversation };
    expect((await stage.hands.send(activity, await stage.teams.token({}, { key: 'forged' }))).status).toBe(401);
    expect((await stage.hands.send(activity, await stage.teams.token({}, { expires: '-6m' }))).status).toBe(401);
    await pause(300);
    expect(stage.teams.shown).toEqual([]);
    expect(await figure('could identify someone')).toBe(before);
  });

  test('an edit that puts it right is thanked for, and so is a deletion', async () => {
    const before = await figure('put right by the person who posted');
    const delivered = () => stage.program().output().split('notice.delivered').length;
    const earlier = delivered();
    const { id } = await stage.hands.post('nurse', URGENT);
    // Written down by then, and so known to be replaceable.
    await soon(() => expect(delivered()).toBe(earlier + 1));
    await stage.hands.edit('nurse', id, 'back from theatre');
    await soon(() => expect(saidOn(stage.toldTo('nurse')[0]?.activity)).toMatch(/thank/i));
    await soon(() => expect(delivered()).toBe(earlier + 2));
    const other = await stage.hands.post('colleague', URGENT);
    await soon(() => expect(delivered()).toBe(earlier + 3));
    await stage.hands.delete('colleague', other.id);
    await soon(() => expect(saidOn(stage.toldTo('colleague')[0]?.activity)).toMatch(/thank/i));
    expect(await figure('put right by the person who posted')).toBe(before + 2);
  });

  test('a deletion that is taken back is told of again', async () => {
    const { id } = await stage.hands.post('returning', URGENT);
    await soon(() => expect(stage.toldTo('returning')).toHaveLength(1));
    await stage.hands.delete('returning', id);
    await soon(() => expect(saidOn(stage.toldTo('returning')[0]?.activity)).toMatch(/thank/i));
    for (const _ of [1, 2]) await stage.hands.undelete('returning', id, URGENT);
    await soon(() => expect(saidOn(stage.toldTo('returning').at(-1)?.activity)).toContain('an NHS number'));
    await pause(500);
    expect(stage.toldTo('returning').filter(({ activity }) => saidOn(activity).includes('an NHS number'))).toHaveLength(
      1,
    );
  });

  test('a button: the outcome takes the card’s place, and is on the dashboard', async () => {
    await stage.hands.post('porter', URGENT);
    await soon(() => expect(stage.toldTo('porter')).toHaveLength(1));
    const [shown] = stage.toldTo('porter') as [Shown];
    const { status, json } = await stage.hands.press('porter', shown, 'not-patient');
    expect([status, json]).toMatchObject([200, { statusCode: 200, type: 'application/vnd.microsoft.card.adaptive' }]);
    await soon(() => expect(saidOn(shown.activity)).toBe(saidOn((json as { value: unknown }).value)));
    expect(await (await fetch(`${stage.program().url}/triage`)).text()).toContain('says it isn’t about a patient');
    // Somebody else's press is none of theirs.
    const back = { ...shown, activity: { attachments: [{ content: (json as { value: unknown }).value }] } };
    expect((await stage.hands.press('colleague', back, 'back')).json).toMatchObject({
      type: 'application/vnd.microsoft.activity.message',
    });
  });

  test('a safer version: the message is read again through Graph, and its details are not in it', async () => {
    const { id } = await stage.hands.post('nurse', URGENT);
    const at = `/teams/${GROUP}/channels/${WARD}/messages/${id}`;
    stage.graph.on('GET', at, {
      json: {
        id,
        createdDateTime: '2026-01-01T00:00:00Z',
        body: { contentType: 'text', content: URGENT },
        channelIdentity: { teamId: GROUP, channelId: WARD },
      },
    });
    await soon(() => expect(stage.toldTo('nurse')).toHaveLength(1));
    const { json } = await stage.hands.press('nurse', stage.toldTo('nurse')[0] as Shown, 'safer');
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
    for (const _ of [1, 2]) expect((await stage.hands.send(install)).status).toBe(200);
    expect(stage.inPublic()).toHaveLength(1);
    expect(stage.inPublic()[0]).toMatchObject({
      conversation: TEAM,
      activity: { text: expect.stringMatching(/^Quietword is here .* in this team, in all its channels/) },
    });
    stage.teams.shown.length = 0;
  });

  test('check before you post, and report a message', async () => {
    const check = { commandId: 'check', data: { language: 'en', here: true, draft: URGENT, who: 'here' } };
    const { json } = await stage.hands.dialog('nurse', 'submitAction', check);
    expect(saidOn(json)).toContain('an NHS number');
    expect(JSON.stringify(json)).not.toMatch(/Winterbourne|0042/);

    const messagePayload = {
      id: '1726139999000',
      from: { user: { id: person('colleague').aad } },
      body: { contentType: 'text', content: URGENT },
    };
    const report = { commandId: 'report', messagePayload, data: { language: 'en', name: 'unnamed' } };
    const said = await stage.hands.dialog('nurse', 'submitAction', report);
    expect(said.json).toMatchObject({ task: { type: 'message', value: expect.stringMatching(/thank/i) } });
    const list = await (await fetch(`${stage.program().url}/triage`)).text();
    const item = /href="(\/triage\/[0-9a-f-]+)">Raised by somebody/.exec(list)?.[1];
    const page = await (await fetch(`${stage.program().url}${item}`)).text();
    expect(page).toContain('https://teams.microsoft.com/l/message/');
    expect(page).not.toMatch(/Winterbourne/);
  });

  test('in Welsh, once they have asked for it', async () => {
    await stage.hands.tell('nurse', 'cymraeg');
    await stage.hands.post('nurse', URGENT);
    await soon(() => expect(saidOn(stage.toldTo('nurse').at(-1)?.activity)).toContain('Rhif GIG'));
    await stage.hands.tell('nurse', 'english');
    await soon(() => expect(stage.toldTo('nurse').length).toBeGreaterThanOrEqual(3));
  });

  test('put off by Teams, without and with a time: it is said once, later', async () => {
    let refusals = 0;
    stage.teams.answer = (call) => {
      if (!isSaying(call) || refusals >= 2) return undefined;
      refusals++;
      return refusals === 1 ? { status: 412 } : { status: 429, headers: { 'retry-after': '1' } };
    };
    await stage.hands.post('nurse', NUDGE);
    await soon(() => expect(stage.toldTo('nurse')).toHaveLength(1));
    expect(refusals).toBe(2);
    await pause(1_000);
    expect(stage.toldTo('nurse')).toHaveLength(1);
  });

  test('a 502 that was in fact delivered: a nudge is not said again', async () => {
    stage.teams.answer = (call) => {
      if (!isSaying(call)) return undefined;
      const conversation = call.path.split('/')[2] ?? '';
      stage.teams.shown.push({ conversation, id: 'taken', targeted: false, activity: call.body ?? {} });
      return { status: 502 };
    };
    await stage.hands.post('colleague', NUDGE);
    await soon(() => expect(stage.toldTo('colleague')).toHaveLength(1));
    await soon(async () => expect(await (await fetch(stage.program().url)).text()).toContain('may not have arrived'));
    expect(stage.toldTo('colleague')).toHaveLength(1);
  });
});

describe('targeted', () => {
  beforeAll(() => stage.begin({ POLICY_FILE, DATA_DIR: embeddedIn(join(folder, 'targeted')), TEAMS_TARGETED: 'on' }));
  afterAll(() => stage.program().stop());

  test('to one person in the thread; where the tenant refuses it, in their own chat, and never in public', async () => {
    await stage.hands.post('nurse', URGENT);
    await soon(() => expect(stage.teams.shown).toHaveLength(1));
    expect(stage.teams.shown[0]).toMatchObject({ targeted: true, activity: { recipient: { id: '29:nurse' } } });

    for (const status of [403, 404]) {
      stage.teams.shown.length = 0;
      stage.teams.answer = ({ method, query }) =>
        method === 'POST' && query.has('isTargetedActivity') ? { status } : undefined;
      await stage.hands.post('nurse', URGENT);
      await soon(() => expect(stage.toldTo('nurse')).toHaveLength(1));
      expect(stage.inPublic()).toEqual([]);
    }
  });
});
