import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, inject, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { embeddedIn } from '../embedded.ts';
import { EAGER, editPolicy, policyFile, QUIET_LATER } from '../policy-file.ts';
import { type Program, startProgram } from '../program.ts';
import { type Gatekeeper, startGatekeeper } from '../proxies.ts';
import { type SlackEmulator, startSlackEmulator } from '../slack-emulator.ts';
import { type ShownReply, type SlackHands, startSlackHands } from '../slack-hands.ts';
import { soon } from '../soon.ts';

// A notice and all that can be done about it, in the whole program as a process of its own, with Slack's part played
// by an emulator over HTTP. Each test has a person of its own.

const URGENT = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const HALF = 'Mrs Adaeze Winterbourne is back from theatre';
const FINE = 'The lady in side room 2 is back from theatre';
const NUDGE = "Mrs Winterbourne's daughter rang, can someone call her back";
const WORSE = `${NUDGE} on 07700 900123`;
const COLLEAGUE = 'Did you hear that Priya is off with breast cancer?';
const PRIVATE = /Winterbourne|999 ?000 ?0042|07700 ?900/;

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
/** Long enough for a notice that should not come to have come. */
const A_WHILE = 1_500;

const PEOPLE = [
  'ada',
  'ben',
  'cai',
  'dee',
  'eli',
  'fay',
  'gus',
  'hal',
  'ivy',
  'jon',
  'kit',
  'lea',
  'max',
  'nia',
  'oli',
];
const CHANNEL = 'all-staff';

const folder = mkdtempSync(join(tmpdir(), 'quietword-nudges-slack-'));
const policy = join(folder, 'policy');
const gentle = { ...EAGER, ...QUIET_LATER };

let slack: SlackEmulator;
let api: Gatekeeper;
let hands: SlackHands;
let database: TestDatabase | undefined;
let program: Program;

beforeAll(async () => {
  slack = await startSlackEmulator({
    people: PEOPLE,
    channels: [CHANNEL, 'ward-7', 'porters', 'theatres'],
    privateChannels: [],
  });
  api = await startGatekeeper(slack.config.apiUrl);
  hands = await startSlackHands(slack, api.url, () => program.url);
  database = inject('postgres') ? await onPostgres() : undefined;
  program = await startProgram({
    ...(database?.url ? { DATABASE_URL: database.url } : { DATA_DIR: embeddedIn(join(folder, 'data')) }),
    POLICY_FILE: policyFile(policy, gentle),
    SLACK_SIGNING_SECRET: slack.config.signingSecret,
    SLACK_BOT_TOKEN: slack.config.botToken,
    SLACK_API_URL: hands.apiUrl,
  });
  slack.subscribe(`${program.url}/slack/events`);
});
afterEach(() => {
  api.answer = () => false;
});
afterAll(async () => {
  await program?.stop();
  await hands.close();
  await api.close();
  await slack.close();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

const noticesFor = (person: string) => slack.ephemerals().filter((notice) => notice.person === person);
/** The latest notice of theirs, once there are so many. */
const notice = (person: string, count = 1) =>
  soon(() => {
    const all = noticesFor(person);
    expect(all).toHaveLength(count);
    return all[count - 1] as (typeof all)[number];
  });
/** Posts it, and gives what is needed to follow it up. */
const told = async (person: string, text: string, channel = CHANNEL) => {
  const before = noticesFor(person).length;
  const ts = await slack.post(person, channel, text);
  return { ts, shown: await notice(person, before + 1) };
};
/** What a press is answered with, where the notice was. */
const press = async (
  person: string,
  shown: Parameters<SlackHands['press']>[1],
  action: string,
): Promise<ShownReply> => {
  const before = hands.replies.length;
  expect((await hands.press(person, shown, action)).status).toBe(200);
  return shownAfter(before);
};
const shownAfter = (before: number) =>
  soon(() => {
    expect(hands.replies).toHaveLength(before + 1);
    return hands.replies[before] as ShownReply;
  });
const page = async (path: string) => (await fetch(program.url + path)).text();
/** The items of the Guardian's list that say this, newest first. */
const raised = async (kind: string) =>
  (await page('/triage'))
    .split('<li class="qw-item')
    .slice(1)
    .map((item) => item.split('</li>')[0] as string)
    .filter((item) => item.includes(kind));
const itemPage = (item: string | undefined) => page(/\/triage\/[0-9a-f-]{36}/.exec(item ?? '')?.[0] ?? '/none');

describe('what a notice offers', () => {
  test('a safer version, to be copied where only its reader sees it', async () => {
    const { shown } = await told('ada', URGENT);
    expect(shown.channel).toBe(CHANNEL);
    expect(shown.text).toMatch(
      /people.*\n.*an NHS number and a patient’s or relative’s name.*\n.*in the patient’s record/,
    );
    expect(JSON.stringify(shown)).not.toMatch(PRIVATE);
    const reply = await press('ada', shown, 'safer');
    expect(reply.replace_original).toBe(true);
    expect(JSON.stringify(reply)).toContain('is back from theatre');
    expect(JSON.stringify(reply)).not.toMatch(PRIVATE);
    expect((await press('ada', reply, 'back')).text).toContain('an NHS number');
  });

  test('in a direct message, which Slack keeps, a safer version without the words', async () => {
    slack.leave('ben', CHANNEL);
    await slack.post('ben', CHANNEL, URGENT);
    const [direct] = await soon(() => {
      const all = slack.directMessages().filter(({ person }) => person === 'ben');
      expect(all).toHaveLength(1);
      return all;
    });
    const reply = await press('ben', direct as NonNullable<typeof direct>, 'safer');
    expect(reply.text).toContain('This chat keeps what it shows');
    expect(JSON.stringify(reply)).not.toMatch(/theatre|Winterbourne|999 ?000 ?0042/);
    expect(noticesFor('ben')).toEqual([]);
  });

  test('“I’ve fixed it”: what is left is said; fixed in truth it is closed, though Slack’s event was lost', async () => {
    const { ts, shown } = await told('cai', URGENT);
    expect((await press('cai', shown, 'fixed')).text).toContain('there is still this: an NHS number');
    slack.subscribe('http://127.0.0.1:9/nobody');
    await slack.edit('cai', CHANNEL, ts, FINE);
    slack.subscribe(`${program.url}/slack/events`);
    expect((await press('cai', shown, 'fixed')).text).toMatch(/All clear.*credit/s);
    await pause(A_WHILE);
    expect(noticesFor('cai'), 'thanked for once').toHaveLength(1);
  });

  test('“It isn’t about a patient”: on the list once, and the same words in this place are not said again', async () => {
    const { shown } = await told('dee', NUDGE);
    expect((await press('dee', shown, 'not-patient')).text).toContain('Caldicott Guardian will take a look');
    expect((await press('dee', shown, 'not-patient')).text).toContain('You have answered this one');
    expect(await raised('says it isn’t about a patient')).toHaveLength(1);
    await slack.post('dee', CHANNEL, NUDGE);
    await pause(A_WHILE);
    expect(noticesFor('dee')).toHaveLength(1);
    await told('dee', NUDGE, 'ward-7');
    await told('dee', `${NUDGE} please`);
  });

  test('“It’s needed here”: a reason from the list, or own words where they name nobody', async () => {
    const { shown } = await told('eli', NUDGE);
    const reasons = await press('eli', shown, 'needed');
    await hands.press('eli', reasons, 'reason-words');
    const before = hands.replies.length;
    await hands.submit('eli', { words: 'Mrs Winterbourne asked me to' });
    const refused = await shownAfter(before);
    expect(refused.text).toContain('I did not keep them');
    await hands.press('eli', refused, 'reason-words');
    await hands.submit('eli', { words: 'the ward phone is down' });
    expect((await shownAfter(before + 1)).text).toContain('Your message can stay');
    expect((await press('eli', reasons, 'reason:handover')).text).toContain('You have answered this one');

    const other = await told('eli', NUDGE, 'ward-7');
    const again = await press('eli', other.shown, 'needed');
    expect((await press('eli', again, 'reason:emergency')).text).toContain('Your message can stay');
  });

  test('“Why?”: a lesson, its source and one question, whose first answer counts; and back', async () => {
    const { shown } = await told('fay', NUDGE);
    const lesson = await press('fay', shown, 'why');
    expect(lesson.text).toMatch(/From: .*NMC Code.*\n.*\?/);
    const marked = await press('fay', lesson, 'option:2');
    expect(marked.text).toContain('Not quite');
    expect((await press('fay', lesson, 'option:1')).text).toContain('Yes, that’s it');
    expect((await press('fay', marked, 'back')).text).toBe(shown.text);
  });
});

describe('what becomes of the message', () => {
  test('an edit that half fixes it, one that changes nothing, and the one that puts it right', async () => {
    const { ts } = await told('gus', URGENT);
    await slack.edit('gus', CHANNEL, ts, HALF);
    expect((await notice('gus', 2)).text).toMatch(/an NHS number.*a patient’s or relative’s name/);
    await slack.edit('gus', CHANNEL, ts, `${HALF}!`);
    await pause(A_WHILE);
    await slack.edit('gus', CHANNEL, ts, FINE);
    expect((await notice('gus', 3)).text).toContain('credit');
  });

  test('an edit that worsens it is told of, and a deletion thanked for', async () => {
    const { ts } = await told('hal', NUDGE);
    await slack.edit('hal', CHANNEL, ts, WORSE);
    expect((await notice('hal', 2)).text).toContain('a private phone number or email');
    await slack.remove('hal', CHANNEL, ts);
    expect((await notice('hal', 3)).text).toMatch(/gone|took it down|off the channel/);
  });

  test('on a deleted message each choice has an honest answer', async () => {
    const { ts, shown } = await told('ivy', URGENT);
    await slack.remove('ivy', CHANNEL, ts);
    await notice('ivy', 2);
    expect((await press('ivy', shown, 'safer')).text).toContain('not there any more');
    expect((await press('ivy', shown, 'fixed')).text).toContain('not there any more');
    await pause(A_WHILE);
    expect(noticesFor('ivy')).toHaveLength(2);
  });
});

test('pressed by another, or with a forged payload: nothing is changed', async () => {
  const { shown } = await told('jon', NUDGE);
  const disputed = (await raised('says it isn’t about a patient')).length;
  const other = await press('kit', shown, 'not-patient');
  expect(other).toMatchObject({ replace_original: false });
  expect(other.text).toContain('This note is for someone else');
  const forged = (incident: string, action: string) => ({
    blocks: [{ elements: [{ type: 'button', action_id: `quietword:${action}`, value: incident }] }],
  });
  const { value } = JSON.parse(JSON.stringify(shown.blocks)).flatMap(
    (block: { elements?: { value: string }[] }) => block.elements ?? [],
  )[0];
  const unknown = await press('jon', forged('00000000-0000-4000-8000-000000000000', 'not-patient'), 'not-patient');
  expect(unknown).toMatchObject({ replace_original: false, text: expect.stringContaining('This one is closed') });
  const strange = await press('jon', forged(value, 'reason:because'), 'reason:because');
  expect(strange).toMatchObject({ replace_original: false, text: expect.stringContaining('nothing has changed') });
  expect((await hands.press('jon', forged(value, '<b>'), '<b>')).status).toBe(400);
  const unsigned = await fetch(`${program.url}/slack/interactions`, { method: 'POST', body: 'payload={}' });
  expect(unsigned.status).toBe(401);
  expect(await raised('says it isn’t about a patient')).toHaveLength(disputed);
  expect((await press('jon', shown, 'not-patient')).text).toContain('Caldicott Guardian will take a look');
});

describe('before it is posted, and beside it', () => {
  test.each([
    ['the shortcut', () => hands.shortcut('kit', 'check_draft'), { draft: URGENT }],
    ['the command', () => hands.command('kit', `check ${URGENT}`), { draft: URGENT }],
  ])('a draft is checked by %s', async (_how, open, fields) => {
    const list = await raised('');
    expect((await open()).status).toBe(200);
    const answer = await hands.submit('kit', { ...fields, place: slack.channel(CHANNEL) });
    expect(answer.text).toContain('Hold on, this points to one person');
    expect(answer.text).toContain('is back from theatre');
    expect(answer.text).not.toMatch(PRIVATE);
    expect(slack.messagesIn(CHANNEL).filter(({ person }) => person === 'kit')).toEqual([]);
    expect(await raised('')).toEqual(list);
  });

  test('a message is raised without a name, once, and another with a name; an own one is a near miss', async () => {
    const raise = async (by: string, ts: string, name: string) => {
      await hands.shortcutOn(by, 'report_message', { channel: CHANNEL, ts, author: 'lea' });
      return (await hands.submit(by, { name })).text;
    };
    const ts = await slack.post('lea', CHANNEL, FINE);
    expect(await raise('kit', ts, 'unnamed')).toContain('Thank you for speaking up');
    expect(await raise('jon', ts, 'unnamed')).toContain('already');
    const unnamed = await itemPage((await raised('Raised by somebody who saw it'))[0]);
    for (const name of PEOPLE) expect(unnamed).not.toContain(slack.person(name));
    expect(unnamed).toContain(`/archives/${slack.channel(CHANNEL)}/p${ts.replace('.', '')}"`);

    const another = await slack.post('lea', CHANNEL, `${FINE} now`);
    expect(await raise('jon', another, 'named')).toContain('Thank you for speaking up');
    expect(await itemPage((await raised('Raised by somebody who saw it'))[0])).toContain(slack.person('jon'));
    expect(await raise('lea', another, 'unnamed')).toContain('a credit to you');
    expect(await raised('Raised by the person who posted it')).toHaveLength(1);
  });

  test('brought into a channel it says so once, pinned', async () => {
    await slack.invite('lea', 'porters');
    await soon(() => expect(slack.messagesIn('porters')).toHaveLength(1));
    await soon(() => expect(slack.pins('porters')).toHaveLength(1));
    expect(slack.messagesIn('porters')[0]?.text).toContain('Quietword is here');
    await slack.invite('lea', 'porters');
    await pause(A_WHILE);
    expect(slack.messagesIn('porters')).toHaveLength(1);
  });
});

describe('what follows, by a policy that was edited meanwhile', () => {
  test('a notice from before is answered by the policy as it is now', async () => {
    const { shown } = await told('kit', COLLEAGUE);
    expect((await press('kit', shown, 'safer')).text).toContain('Other words won’t help here');
    await editPolicy(program, policy, {
      version: 'later',
      ...gentle,
      'staff-health': 'off',
      // A busy machine takes twenty to judge the fifty.
      'burst-seconds': 40,
      'daily-budget': 2,
      'reminder-minutes': 0.05,
      'triage-minutes': 0.1,
    });
    expect((await press('kit', shown, 'fixed')).text).toContain('All clear');
  });

  test('a burst of 50 is summed up in one, which is answered for all', async () => {
    await Promise.all(Array.from({ length: 50 }, () => slack.post('max', CHANNEL, NUDGE)));
    await notice('max');
    const summary = await notice('max', 2);
    expect(summary.text).toMatch(/\b49 messages/);
    expect((await press('max', summary, 'not-patient')).text).toContain('Thank you for saying so');
    await pause(A_WHILE);
    expect(noticesFor('max')).toHaveLength(2);
  });

  test('a day has a budget of nudges, and none of urgent notices', async () => {
    await told('lea', NUDGE, 'ward-7');
    await told('lea', NUDGE, 'porters');
    await slack.post('lea', 'theatres', NUDGE);
    await pause(A_WHILE);
    expect(noticesFor('lea')).toHaveLength(2);
    const { ts } = await told('lea', URGENT, CHANNEL);
    await slack.remove('lea', CHANNEL, ts);
  });

  test('not put right and not answered: a reminder, then the Guardian’s list with a link and no words', async () => {
    const answered = await told('nia', URGENT);
    const reasons = await press('nia', answered.shown, 'needed');
    expect((await press('nia', reasons, 'reason:emergency')).text).toContain('Your message can stay');
    const { ts } = await told('oli', URGENT);
    const reminder = await notice('oli', 2);
    expect(reminder.channel).toBe(CHANNEL);
    expect(reminder.text).toContain('Caldicott Guardian will be asked');
    const unfixed = () => raised('still there after the reminder');
    await soon(async () => expect(await unfixed()).toHaveLength(1));
    const item = await itemPage((await unfixed())[0]);
    expect(item).toContain(`/archives/${slack.channel(CHANNEL)}/p${ts.replace('.', '')}"`);
    expect(item).not.toMatch(PRIVATE);
    expect((await press('oli', reminder, 'fixed')).text).toContain('there is still this');
    await slack.edit('oli', CHANNEL, ts, FINE);
    await notice('oli', 3);
    expect(await itemPage((await unfixed())[0])).toContain('Edited by now');
    expect(noticesFor('nia')).toHaveLength(1);
  });

  test('whoever can’t be reached is on the list when it is urgent, and nothing is said in public', async () => {
    api.answer = (method, res) => {
      if (!method.startsWith('chat.post')) return false;
      res.writeHead(200, { 'content-type': 'application/json' }).end('{"ok":false,"error":"user_not_found"}');
      return true;
    };
    const seen = [slack.messagesIn('ward-7').length, slack.directMessages().length];
    await slack.post('gus', 'ward-7', URGENT);
    await soon(async () => expect(await raised('can’t be told')).toHaveLength(1));
    expect([slack.messagesIn('ward-7').length - 1, slack.directMessages().length]).toEqual(seen);
    expect(noticesFor('gus')).toHaveLength(3);
  });
});

test('what is kept of it all: each outcome once, and nothing that was said', async () => {
  expect(await program.stop()).toBe(0);
  expect(program.output()).not.toMatch(/Winterbourne|999 ?000 ?0042|07700 ?900|theatre|daughter|Priya|phone is down/);
  const where = database?.url ? { databaseUrl: database.url } : { dataDir: join(folder, 'data') };
  const store = await openDatabase(where, createLog('silent'));
  try {
    const outcomes = await store.db.selectFrom('outcomes').select(['kind', 'detail', 'note', 'incident']).execute();
    const times = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length;
    expect({ disputes: times('not-patient'), needed: times('needed'), why: times('why') }).toEqual({
      disputes: 3,
      needed: 3,
      why: 1,
    });
    expect(outcomes.flatMap(({ note }) => note ?? [])).toEqual(['the ward phone is down']);
    const quiz = await store.db.selectFrom('quiz_answers').select(['topic', 'correct']).execute();
    expect(quiz).toEqual([{ topic: 'name', correct: false }]);
    const checks = await store.db.selectFrom('daily_checks').select(['platform', 'level', 'checks']).execute();
    expect(checks).toEqual([{ platform: 'slack', level: 'urgent', checks: 2 }]);
    const credits = await store.db.selectFrom('credits').select(['kind']).execute();
    expect(credits.filter(({ kind }) => kind === 'near-miss')).toHaveLength(1);
  } finally {
    await store.close();
  }
});
