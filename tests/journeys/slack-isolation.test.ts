import express from 'express';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ACCESS } from '../../src/dashboard/access.ts';
import { GIVEN_ROLES } from '../../src/roles.ts';
import { serve } from '../adapters/slack/fake-web-api.ts';
import { serveDashboard } from '../dashboard/serve.ts';
import { SIGN_IN, signedInAs } from '../dashboard/visitor.ts';
import { onPglite } from '../databases.ts';
import command from '../fixtures/slack/command.json' with { type: 'json' };
import submission from '../fixtures/slack/view-submission.json' with { type: 'json' };
import { deliver } from '../slack-emulator.ts';
import { soon } from '../soon.ts';
import { MARKS, openTwoWorkspaces, SECRET, type TwoWorkspaces } from '../two-workspaces.ts';

// Whatever somebody of one workspace does with ids of another's, under a person's id that both have: no row of the other changes, and
// nothing of the other is shown. Then the same is done in the other, to see that it would have.

let two: TwoWorkspaces;
let site: Awaited<ReturnType<typeof serveDashboard>>;
let server: Awaited<ReturnType<typeof serve>>;
beforeAll(async () => {
  two = await openTwoWorkspaces(await onPglite());
  server = await serve(express().use(two.adapter.routes()));
  site = await serveDashboard(two.house.db, { platforms: ['slack'], signIn: SIGN_IN, now: two.house.now });
});
afterAll(async () => {
  await Promise.all([server.close(), site.stop()]);
  await two.close();
});

type Team = 'T1' | 'T2';
type Act = (team: Team) => Promise<string>;

const signed = async (path: string, fields: Record<string, string>) => {
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  const body = new URLSearchParams(fields).toString();
  const { status, text } = await deliver(`${server.url}${path}`, SECRET, body, { headers });
  expect(status).toBe(200);
  return text;
};
const interact = (payload: object) => signed('/slack/interactions', { payload: JSON.stringify(payload) });
/** Where Slack shows what is said to a press; each has its own, so that what comes late isn't taken for another's. */
let pressed = 0;
const answered = async (sent: Promise<string>): Promise<string> => {
  const text = await sent;
  await soon(() => expect(two.slack.calls.map(({ method }) => method)).toContain(`response/${pressed}`));
  return text;
};
const responseUrl = () => `${two.slack.apiUrl}response/${++pressed}`;
const sender = (team: Team, person: string) => ({
  user: { id: person, team_id: team },
  team: { id: team },
  enterprise: null,
  trigger_id: 'a-trigger',
});
const press =
  (person: string, action: string, of: keyof TwoWorkspaces['ids']): Act =>
  (team) =>
    answered(
      interact({
        ...sender(team, person),
        type: 'block_actions',
        response_url: responseUrl(),
        container: { is_ephemeral: true },
        actions: [{ action_id: `quietword:${action}`, value: two.ids[of] }],
      }),
    );
const form =
  (callback_id: string, metadata: () => object, values: Record<string, object>): Act =>
  (team) =>
    interact({
      ...submission,
      ...sender(team, 'U1'),
      view: {
        ...submission.view,
        callback_id,
        private_metadata: JSON.stringify({ language: 'en', ...metadata() }),
        state: { values: Object.fromEntries(Object.entries(values).map(([id, value]) => [id, { [id]: value }])) },
      },
    });
const says =
  (text: string, person = 'U1'): Act =>
  (team) =>
    signed('/slack/commands', { ...command, team_id: team, user_id: person, text });
const event =
  (of: (team: Team) => object): Act =>
  async (team) => {
    const authorizations = [{ team_id: team, enterprise_id: null, is_enterprise_install: false }];
    const event_time = Math.floor(Date.now() / 1000) + 1;
    const outside = {
      ...two.message,
      team_id: team,
      context_team_id: team,
      authorizations,
      event_time,
      event: of(team),
    };
    const { status, text } = await deliver(`${server.url}/slack/events`, SECRET, outside);
    expect(status).toBe(200);
    return text;
  };
/** It is published after Slack has its answer. */
const opensHome: Act = async (team) => {
  const sent = await event(() => ({ type: 'app_home_opened', user: 'U1', tab: 'home' }))(team);
  await soon(() => expect(two.slack.calls.map(({ method }) => method)).toContain('views.publish'));
  return sent;
};
const ts = () => two.message.event.ts;
const chosen = (value: string) => ({ selected_option: { value } });

/** `control`: what it does in the workspace whose ids they are. */
const ACTS: [name: string, act: Act, control: 'changes' | 'shows'][] = [
  ['opens the Home tab', opensHome, 'shows'],
  ['asks why of a notice', press('U1', 'why', 'incident'), 'changes'],
  ['answers a notice’s question', press('U1', 'option:1', 'incident'), 'changes'],
  ['says that it is fixed', press('U1', 'fixed', 'incident'), 'changes'],
  ['disputes it', press('U1', 'not-patient', 'incident'), 'changes'],
  ['needs it, for a reason of the list', press('U1', 'reason:handover', 'incident'), 'changes'],
  [
    'needs it, in own words',
    (team) =>
      answered(
        form(
          'own_words',
          () => ({ action: 'reason-words', incident: two.ids.incident, kept: false, url: responseUrl() }),
          { words: { value: 'The ward asked for it' } },
        )(team),
      ),
    'shows',
  ],
  ['answers a question of the week', press('U2', 'quiz:option:1', 'question'), 'changes'],
  ['puts a question off', press('U2', 'quiz:later', 'question'), 'shows'],
  ['pauses questions', press('U2', 'quiz:pause', 'question'), 'changes'],
  ['answers the survey', press('U3', 'survey:yes:no:unsure', 'survey'), 'changes'],
  ['acknowledges a refresher', press('U1', 'refresher:read', 'copy'), 'changes'],
  ['takes the offer of a refresher', press('U1', 'refresher:offer', 'incident'), 'shows'],
  [
    'tries a refresher that a trainer wrote',
    form('send_refresher', () => ({ refresher: two.ids.draft, round: 0 }), { next: chosen('test') }),
    'changes',
  ],
  [
    'sends it',
    form('send_refresher', () => ({ refresher: two.ids.draft, round: 0 }), { next: chosen('now') }),
    'changes',
  ],
  [
    'raises a message with the Guardian',
    form('report_message', () => ({ channel: 'C1', message: ts(), thread: null, author: 'U2' }), {
      name: chosen('named'),
    }),
    'changes',
  ],
  ['chooses a language', says('cymraeg'), 'changes'],
  ['asks for a question', says('question'), 'changes'],
  ['asks for figures', says('figures', 'U2'), 'shows'],
  ['asks to write a refresher', says('refresher'), 'shows'],
  [
    'edits the message',
    event(() => ({
      ...{ type: 'message', subtype: 'message_changed', channel: 'C1', channel_type: 'channel', ts: ts() },
      message: { type: 'message', user: 'U1', text: 'back from theatre', ts: ts(), edited: { user: 'U1', ts: ts() } },
      previous_message: { type: 'message', user: 'U1', text: 'before', ts: ts() },
    })),
    'changes',
  ],
  [
    'brings Quietword into the channel',
    event((team) => ({ type: 'member_joined_channel', user: `U${team}BOT`, channel: 'C1', channel_type: 'C' })),
    'changes',
  ],
  [
    'changes somebody in the directory',
    event(() => ({ type: 'user_change', user: { id: 'U3', name: 'new', profile: { real_name: 'New Name' } } })),
    'changes',
  ],
  [
    'changes a user group',
    event(() => ({ type: 'subteam_created', subteam: { id: 'S1', name: 'A group', handle: 'a', users: ['U1'] } })),
    'changes',
  ],
  ['has the app uninstalled', event(() => ({ type: 'app_uninstalled' })), 'changes'],
];

describe('who signed in with Slack, with every role', () => {
  const page = async (team: Team, path: string) => {
    const account = { platform: 'slack', tenants: [team], user: 'U1' } as const;
    const cookie = await signedInAs(two.house.db, { subject: `all of ${team}`, roles: GIVEN_ROLES, account });
    const answer = await fetch(site.url + path, { redirect: 'manual', headers: { accept: 'text/html', cookie } });
    return { status: answer.status, text: await answer.text() };
  };
  /** Mounted by the program, and not by the dashboard itself. */
  const elsewhere = ['/try', '/metrics', '/slack/install', '/slack/oauth/callback'];
  const lists = Object.keys(ACCESS)
    .filter((route) => route.startsWith('GET ') && !route.includes(':'))
    .map((route) => route.slice('GET '.length))
    .filter((path) => !elsewhere.includes(path));

  test.each(lists)('sees nothing of another workspace on %s', async (path) => {
    const { status, text } = await page('T2', path);
    // 404: there is nothing of their own yet.
    expect([200, 303, 404]).toContain(status);
    for (const mark of MARKS) expect(text).not.toContain(mark);
  });

  test('but those of that workspace do', async () => {
    const shown = await Promise.all(lists.map(async (path) => (await page('T1', path)).text));
    for (const mark of MARKS) expect(shown.join('\n')).toContain(mark);
  });

  test.each<[path: string, of: () => string]>([
    ['/triage/:id', () => two.ids.item],
    ['/refreshers/:id', () => two.ids.refresher],
    ['/refreshers/:id/send', () => two.ids.draft],
    ['/refreshers/:id/edit', () => two.ids.draft],
    ['/me/incidents/:id', () => two.ids.incident],
    ['/admin/people/:id', () => two.ids.person],
  ])('can’t open %s of another workspace', async (path, of) => {
    const address = path.replace(':id', of());
    expect((await page('T1', address)).status).toBe(200);
    expect([403, 404]).toContain((await page('T2', address)).status);
  });
});

describe('who', () => {
  test.each(ACTS)('%s', async (_, act, control) => {
    const before = await two.rows();
    two.slack.calls.length = 0;
    const answer = await act('T2');
    expect(await two.rows()).toBe(before);
    const shown = answer + JSON.stringify(two.slack.calls);
    for (const mark of [...MARKS, 'xoxe.xoxb-T1']) expect(shown).not.toContain(mark);

    two.slack.calls.length = 0;
    const own = await act('T1');
    if (control === 'changes') expect(await two.rows()).not.toBe(before);
    else expect(own + JSON.stringify(two.slack.calls)).not.toBe(shown);
  });
});
