import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { CHECK } from '../../../src/adapters/slack/check.ts';
import { HOME_OPENED } from '../../../src/adapters/slack/home/show.ts';
import { CALLBACK } from '../../../src/adapters/slack/oauth.ts';
import { REPORT } from '../../../src/adapters/slack/report.ts';
import { STAFF_EVENTS } from '../../../src/adapters/slack/staff-events.ts';
import { SCOPES } from '../../../src/adapters/slack/workspace.ts';

const manifest = parse(readFileSync(new URL('../../../manifest/slack/manifest.yaml', import.meta.url), 'utf8'));
test('the manifest asks for the scopes that are checked at start, and for nothing else', () => {
  expect(Object.keys(manifest.oauth_config.scopes)).toEqual(['bot']);
  expect([...manifest.oauth_config.scopes.bot].sort()).toEqual([...SCOPES].sort());
  const { bot_events } = manifest.settings.event_subscriptions;
  const messages = bot_events.filter((event: string) => event.startsWith('message.'));
  const ends = ['app_uninstalled', 'tokens_revoked'];
  expect(bot_events).toEqual([...messages, 'member_joined_channel', HOME_OPENED, ...STAFF_EVENTS, ...ends]);
  expect(manifest.features.app_home.home_tab_enabled).toBe(true);
  for (const event of messages) expect(SCOPES).toContain(`${event.replace('message.', '')}:history`);
});

test('the manifest sends Slack to the routes that are there, by names that Slack takes', () => {
  const { features, settings } = manifest;
  expect(manifest.oauth_config.redirect_urls.map((url: string) => new URL(url).pathname)).toEqual([CALLBACK]);
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

/**
 * Each kind of field that the manifest has, with the limits of Slack's published schema for manifests without `_metadata`, compared with
 * it field by field: https://github.com/slackapi/manifest-schema/blob/main/schemas/manifest.schema.1.0.0.json
 */
const address = z.url({ protocol: /^https$/ }).max(3_000);
const names = z
  .array(z.string().max(50))
  .max(100)
  .refine((all) => new Set(all).size === all.length);
const manifestForm = z.strictObject({
  display_information: z.strictObject({
    name: z.string().min(1).max(35),
    description: z.string().min(1).max(140),
    long_description: z.string().min(175).max(4_000),
    background_color: z.string().regex(/^#[0-9a-f]{6}$/i),
  }),
  features: z.strictObject({
    app_home: z.strictObject({
      home_tab_enabled: z.boolean(),
      messages_tab_enabled: z.boolean(),
      messages_tab_read_only_enabled: z.boolean(),
    }),
    bot_user: z.strictObject({ display_name: z.string().min(1).max(80), always_online: z.boolean() }),
    shortcuts: z
      .array(
        z.strictObject({
          name: z.string().min(1).max(24),
          type: z.enum(['message', 'global']),
          callback_id: z.string().min(1).max(255),
          description: z.string().min(1).max(150),
        }),
      )
      .max(10),
    slash_commands: z
      .array(
        z.strictObject({
          command: z.string().regex(/^\/.{1,31}$/),
          url: address,
          description: z.string().min(1).max(2_000),
          usage_hint: z.string().min(1).max(1_000),
          should_escape: z.boolean(),
        }),
      )
      .max(50),
  }),
  oauth_config: z.strictObject({
    redirect_urls: z.array(address).max(1_000),
    scopes: z.strictObject({ bot: z.array(z.string().max(50)).max(255) }),
  }),
  settings: z.strictObject({
    event_subscriptions: z.strictObject({ request_url: address, bot_events: names }),
    interactivity: z.strictObject({ is_enabled: z.boolean(), request_url: address }),
    org_deploy_enabled: z.boolean(),
    socket_mode_enabled: z.boolean(),
    token_rotation_enabled: z.boolean(),
  }),
});

test('the manifest has only fields that Slack knows, within its limits', () => {
  expect(manifestForm.safeParse(manifest).error?.issues ?? []).toEqual([]);
  expect(manifestForm.safeParse({ ...manifest, setings: {} }).success).toBe(false);
  const { settings } = manifest;
  expect(manifestForm.safeParse({ ...manifest, settings: { ...settings, socket_mode: true } }).success).toBe(false);
});
