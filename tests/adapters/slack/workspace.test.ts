import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { type Envelope, isFor, SCOPES } from '../../../src/adapters/slack/workspace.ts';

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
  const manifest = parse(readFileSync(new URL('../../../manifest/slack/manifest.yaml', import.meta.url), 'utf8'));
  expect(Object.keys(manifest.oauth_config.scopes)).toEqual(['bot']);
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort());
  for (const event of manifest.settings.event_subscriptions.bot_events)
    expect(SCOPES).toContain(`${event.replace('message.', '')}:history`);
});
