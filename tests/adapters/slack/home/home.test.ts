import { afterEach, beforeEach, expect, test } from 'vitest';
import opened from '../../../fixtures/slack/app-home-opened.json' with { type: 'json' };
import authTest from '../../../fixtures/slack/auth-test.json' with { type: 'json' };
import press from '../../../fixtures/slack/block-actions-home.json' with { type: 'json' };
import { soon } from '../../../soon.ts';
import { INCIDENT, notice, OWN, type Stage, startStage } from '../stage.ts';

let stage: Stage;
beforeEach(async () => {
  stage = await startStage();
});
afterEach(() => stage.close());

const pressed = (wish: string, value = wish, change: object = {}) => ({
  ...press,
  actions: [{ ...press.actions[0], action_id: wish.includes(':') ? wish : `quietword-home:${wish}`, value }],
  ...change,
});
/** The last of as many as were to be shown. */
const shown = (count = 1) =>
  soon(() => {
    expect(stage.homes()).toHaveLength(count);
    const { person, blocks } = stage.homes().at(-1) as ReturnType<Stage['homes']>[number];
    return { person, text: JSON.stringify(blocks) };
  });
const who = { tenant: 'T01TRUST', person: 'U02NURSE01' };
const events = () => stage.logged.map(({ event }) => event);

test('opened, it is shown to whoever opened it', async () => {
  stage.says.own = { ...OWN, streak: 4 };
  expect(await stage.event(opened)).toBe(200);
  expect(await shown()).toMatchObject({ person: 'U02NURSE01', text: expect.stringContaining('your questions: 4') });
  expect(stage.taken.read).toEqual([who]);
});

test('Slack is answered before anything is read or shown', async () => {
  let known = () => {};
  stage.says.until = new Promise((resolve) => {
    known = resolve;
  });
  expect(await stage.event(opened)).toBe(200);
  for (const wish of ['question', 'quiet-hours']) expect((await stage.interact(pressed(wish))).status).toBe(200);
  expect(stage.homes()).toEqual([]);
  known();
  await shown(2);
  await soon(() => expect(stage.form().callback_id).toBe('quiet_hours'));
});

test.each<[string, object]>([
  ['another tab', { ...opened, event: { ...opened.event, tab: 'messages' } }],
  ['nobody', { ...opened, event: { ...opened.event, user: 17 } }],
  ['another workspace', { ...opened, authorizations: [{ ...opened.authorizations[0], team_id: 'T09OTHER' }] }],
])('opened for %s, nothing is shown', async (_, payload) => {
  expect(await stage.event(payload)).toBe(200);
  // What comes after it is taken, so that this one is over.
  expect(await stage.event(opened)).toBe(200);
  await shown();
  expect(stage.taken.read).toEqual([who]);
});

test('of an enterprise, by the enterprise', async () => {
  stage.api.answer('auth.test', { json: { ...authTest, enterprise_id: 'E01', is_enterprise_install: true } });
  const authorizations = [{ team_id: null, enterprise_id: 'E01', is_enterprise_install: true }];
  await stage.event({ ...opened, authorizations });
  await shown();
  const of = { team: null, enterprise: { id: 'E01' }, is_enterprise_install: true };
  await stage.interact(pressed('pause', 'pause', of));
  await shown(2);
  expect(stage.taken.choices).toMatchObject([{ tenant: 'E01', person: 'U02NURSE01' }]);
});

test.each([
  ['pause', { pause: true }],
  ['resume', { pause: false }],
  ['no-quiet-hours', { quietHours: { from: null, to: null } }],
])('%s is stored, then shown', async (wish, choice) => {
  expect(await stage.interact(pressed(wish))).toEqual({ status: 200, text: '' });
  expect(stage.taken.choices).toEqual([{ ...who, choice }]);
  expect((await shown()).person).toBe('U02NURSE01');
});

test('the language, by the same way as the command', async () => {
  expect((await stage.interact(pressed('language', 'cy'))).status).toBe(200);
  expect(stage.taken.languages).toEqual([{ platform: 'slack', ...who, language: 'cy' }]);
  await shown();
});

test('the next question stands first, and its answer in its place', async () => {
  const question = {
    ...notice,
    kind: 'quiz' as const,
    heading: 'A question',
    choices: [{ action: 'quiz:option:1', label: 'Yes', style: 'plain' as const }],
  };
  stage.says.reply = { notice: question, replaces: true };
  await stage.interact(pressed('question'));
  expect((await shown()).text).toMatch(/^\[[^\]]*\*A question\*.*quietword:quiz:option:1.*For you/);
  expect(stage.taken.wishes).toEqual([{ platform: 'slack', ...who, for: 'question' }]);

  stage.says.reply = { notice: { ...question, heading: 'Yes, that’s it', choices: [] }, replaces: true };
  expect((await stage.interact(pressed('quietword:quiz:option:1', INCIDENT))).status).toBe(200);
  expect((await shown(2)).text).toMatch(/^\[[^\]]*\*Yes, that’s it\*.*For you/);
  expect(stage.taken.answers).toMatchObject([{ ...who, incident: INCIDENT, action: 'quiz:option:1' }]);
  expect(stage.shown()).toEqual([]);
});

test('a question that can’t be asked is no silence', async () => {
  stage.says.fault = new Error('the database is down');
  expect((await stage.interact(pressed('question'))).status).toBe(200);
  expect((await shown()).text).toContain('that did not reach us');
});

test('a choice that can’t be stored is not taken for stored', async () => {
  stage.says.fault = new Error('the database is down');
  expect((await stage.interact(pressed('pause'))).status).toBe(500);
  expect((await shown()).text).toMatch(/^\[[^\]]*that did not reach us.*For you/);
});

test('where nothing can be read either, that is all it says', async () => {
  stage.says.fault = new Error('the database is down');
  stage.says.own = null;
  stage.says.language = 'cy';
  expect((await stage.interact(pressed('language', 'cy'))).status).toBe(500);
  const { text } = await shown();
  expect(text).toContain('ni chyrhaeddodd hynny');
  expect(JSON.parse(text)).toHaveLength(1);
});

test.each(['guess', 'language', ''])('a button that is none of ours: %s', async (wish) => {
  expect((await stage.interact(pressed(wish, 'fr'))).status).toBe(400);
  expect(stage.homes()).toEqual([]);
});

test('another workspace’s press is refused', async () => {
  const of = { team: { id: 'T09OTHER' }, user: { ...press.user, team_id: 'T09OTHER' } };
  expect((await stage.interact(pressed('pause', 'pause', of))).status).toBe(403);
  expect(stage.taken.choices).toEqual([]);
  expect(stage.homes()).toEqual([]);
});

test.each<[string, Parameters<Stage['api']['answer']>[1]]>([
  ['refuses it', { json: { ok: false, error: 'not_enabled' } }],
  ['asks for patience', { status: 429, headers: { 'retry-after': '30' } }],
  ['breaks off', 'reset'],
])('where Slack %s, it is noted and no more', async (_, reply) => {
  stage.api.answer('views.publish', reply);
  expect(await stage.event(opened)).toBe(200);
  await soon(() => expect(events()).toContain('slack.home_not_shown'));
});

test('a short limit is waited for, and holds up no nudge', async () => {
  let asked = 0;
  stage.api.answer('views.publish', () => {
    asked += 1;
    return asked === 1 ? { status: 429, headers: { 'retry-after': '1' } } : { json: { ok: true } };
  });
  stage.api.answer('chat.postEphemeral', { json: { ok: true } });
  await stage.event(opened);
  await soon(() => expect(events()).toContain('slack.home_not_shown'));
  await stage.event(opened);
  const to = { ...who, channel: 'C01WARD7', message: '1726130000.000100', thread: null };
  expect(await stage.adapter.sendPrivately(to, notice, null)).toMatchObject({ status: 'accepted' });
  expect(stage.homes()).toHaveLength(1);
  await soon(() => expect(stage.homes()).toHaveLength(2));
});

test('nothing that is shown is logged', async () => {
  stage.says.own = { ...OWN, quietHours: { from: '12:34', to: '13:00' } };
  await stage.event(opened);
  await stage.interact(pressed('pause'));
  await shown(2);
  expect(JSON.stringify(stage.logged)).not.toContain('12:34');
});
