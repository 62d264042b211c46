import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHECK } from '../../../src/adapters/slack/check.ts';
import { REPORT } from '../../../src/adapters/slack/report.ts';
import { STAFF_EVENTS } from '../../../src/adapters/slack/staff-events.ts';
import { type Envelope, isFor, SCOPES } from '../../../src/adapters/slack/workspace.ts';

const manifest = parse(readFileSync(new URL('../../../manifest/slack/manifest.yaml', import.meta.url), 'utf8'));
const team = { tenant: 'T01', orgWide: false };
const enterprise = { tenant: 'E01', orgWide: true };

test.each<[string, Envelope, { tenant: string; orgWide: boolean }, boolean]>([
  ['an event of our team', { team_id: 'T01' }, team, true],
  ['an event of another team', { team_id: 'T02' }, team, false],
  ['no team at all', {}, team, false],
  ['an empty list of installations', { team_id: 'T01', authorizations: [] }, team, true],
  ['a shared channel’s event, ours', { team_id: 'T02', authorizations: [{ team_id: 'T01' }] }, team, true],
  ['a shared channel’s event, theirs', { team_id: 'T01', authorizations: [{ team_id: 'T02' }] }, team, false],
  ['a shared channel’s event without installations', { team_id: 'T02', context_team_id: 'T01' }, team, true],
  ['our team in an enterprise', { authorizations: [{ team_id: 'T01', enterprise_id: 'E01' }] }, team, true],
  ['our sister team', { authorizations: [{ team_id: 'T02', enterprise_id: 'E01' }] }, team, false],
  ['any team, installed for all', { authorizations: [{ team_id: 'T02', enterprise_id: 'E01' }] }, enterprise, true],
  ['no team, installed for all', { authorizations: [{ team_id: null, enterprise_id: 'E01' }] }, enterprise, true],
  ['another enterprise', { authorizations: [{ team_id: 'T01', enterprise_id: 'E02' }] }, enterprise, false],
])('%s', (_, event, { tenant, orgWide }, ours) => {
  const workspace = { tenant, orgWide, botUserId: 'U01', botId: undefined, url: 'https://x.slack.com/', scopes: null };
  expect(isFor(event, workspace)).toBe(ours);
});

test('the manifest asks for the scopes that are checked at start, and for nothing else', () => {
  expect(Object.keys(manifest.oauth_config.scopes)).toEqual(['bot']);
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort());
  const { bot_events } = manifest.settings.event_subscriptions;
  const messages = bot_events.filter((event: string) => event.startsWith('message.'));
  expect(bot_events).toEqual([...messages, 'member_joined_channel', ...STAFF_EVENTS]);
  for (const event of messages) expect(SCOPES).toContain(`${event.replace('message.', '')}:history`);
});

test('the manifest sends Slack to the routes that are there, by names that Slack takes', () => {
  const { features, settings } = manifest;
  const addresses = [settings.event_subscriptions.request_url, settings.interactivity.request_url];
  expect([...addresses, features.slash_commands[0].url].map((url) => new URL(url).pathname)).toEqual([
    '/slack/events',
    '/slack/interactions',
    '/slack/commands',
  ]);
  expect(features.shortcuts).toMatchObject([
    { type: 'global', callback_id: CHECK },
    { type: 'message', callback_id: REPORT },
  ]);
  for (const { name, description } of features.shortcuts) {
    expect(name.length).toBeLessThanOrEqual(24);
    expect(description.length).toBeLessThanOrEqual(150);
  }
});
