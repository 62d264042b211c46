import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { CHECK } from '../../../src/adapters/slack/check.ts';
import { REPORT } from '../../../src/adapters/slack/report.ts';
import { STAFF_EVENTS } from '../../../src/adapters/slack/staff-events.ts';
import { SCOPES } from '../../../src/adapters/slack/workspace.ts';

const manifest = parse(readFileSync(new URL('../../../manifest/slack/manifest.yaml', import.meta.url), 'utf8'));
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
