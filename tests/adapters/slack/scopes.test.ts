import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { WebClient } from '@slack/web-api';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

// Least privilege: what the code calls and is told of needs these scopes, the manifest asks for no other, and README.md explains each.

const ROOT = join(import.meta.dirname, '../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const manifest = parse(read('manifest/slack/manifest.yaml'));
const asked: string[] = manifest.oauth_config.scopes.bot;

const HISTORY = ['channels:history', 'groups:history', 'im:history', 'mpim:history'];
/** Not `im:read`: a direct message with Quietword itself needs no look-up. */
const READ = ['channels:read', 'groups:read', 'mpim:read'];

/** What a bot token needs for a method, as each method's page at https://docs.slack.dev/reference/methods says. */
const OF_METHODS: Record<string, readonly string[]> = {
  'auth.test': [],
  'auth.teams.list': [],
  'chat.postEphemeral': ['chat:write'],
  'chat.postMessage': ['chat:write'],
  'chat.update': ['chat:write'],
  'chat.delete': ['chat:write'],
  'conversations.history': HISTORY,
  'conversations.replies': HISTORY,
  'conversations.info': READ,
  'conversations.members': READ,
  'oauth.v2.access': [],
  'pins.add': ['pins:write'],
  'usergroups.list': ['usergroups:read'],
  'users.conversations': READ,
  'users.info': ['users:read'],
  'users.list': ['users:read'],
  'views.open': [],
  'views.publish': [],
  'views.push': [],
  'views.update': [],
};

/** The same of events: https://docs.slack.dev/reference/events */
const OF_EVENTS: Record<string, readonly string[]> = {
  'message.channels': ['channels:history'],
  'message.groups': ['groups:history'],
  'message.im': ['im:history'],
  'message.mpim': ['mpim:history'],
  member_joined_channel: ['channels:read', 'groups:read'],
  app_home_opened: [],
  team_join: ['users:read'],
  user_change: ['users:read'],
  subteam_created: ['usergroups:read'],
  subteam_updated: ['usergroups:read'],
  subteam_members_changed: ['usergroups:read'],
  app_uninstalled: [],
  tokens_revoked: [],
};

/** Web API methods that the adapter's code calls. */
function called(): string[] {
  const client: unknown = new WebClient();
  const isMethod = (name: string) =>
    typeof name.split('.').reduce((at, part) => (at as Record<string, unknown> | undefined)?.[part], client) ===
    'function';
  const folder = join(ROOT, 'src/adapters/slack');
  const found = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => [...readFileSync(join(folder, file), 'utf8').matchAll(/\.([a-z]+(?:\.\w+)+)\(/g)])
    .map(([, name = '']) => name)
    // `clients.nudges.chat.update(`: what comes before the method is not part of its name.
    .flatMap((name) => name.split('.').map((_, at, parts) => parts.slice(at).join('.')))
    .filter((name) => name.includes('.') && isMethod(name));
  return [...new Set(found)].toSorted();
}

test('each method that is called, and each event that is told of, is known with its scopes', () => {
  expect(called()).toEqual(expect.arrayContaining(['chat.postEphemeral', 'chat.update', 'conversations.info']));
  expect(called().filter((name) => !(name in OF_METHODS))).toEqual([]);
  const events: string[] = manifest.settings.event_subscriptions.bot_events;
  expect(events.filter((name) => !(name in OF_EVENTS))).toEqual([]);
});

test('the manifest asks for the scopes that these need, and for no other', () => {
  const { slash_commands, shortcuts } = manifest.features;
  const needed = new Set([
    ...called().flatMap((name) => OF_METHODS[name] ?? []),
    ...manifest.settings.event_subscriptions.bot_events.flatMap((name: string) => OF_EVENTS[name] ?? []),
    ...(slash_commands.length + shortcuts.length > 0 ? ['commands'] : []),
  ]);
  expect(asked.toSorted()).toEqual([...needed].toSorted());
});

test('README.md says of each scope what it is for, and of no other but the one that may be added', () => {
  const [, section = ''] = read('README.md').split('## Install in Slack');
  const rows = (section.split('\n## ')[0] as string).split('\n').filter((line) => line.startsWith('| `'));
  const explained = rows.flatMap((row) => {
    const [, scopes = '', why = ''] = row.split('|');
    expect(why, scopes).toMatch(/\w+ \w+ \w+/);
    return [...scopes.matchAll(/`([^`]+)`/g)].map(([, scope]) => scope as string);
  });
  expect(explained.toSorted()).toEqual([...asked, 'users:read.email'].toSorted());
  const { slash_commands, shortcuts } = manifest.features;
  const commands = rows.find((row) => row.startsWith('| `commands`'));
  for (const { name } of shortcuts) expect(commands).toContain(`*${name}*`);
  const words: string[] = slash_commands[0].usage_hint.split(', ');
  const [, , named = ''] = commands?.split('|') ?? [];
  for (const [, word] of named.matchAll(/`\/quietword (\w+)`/g)) expect(words).toContain(word);
});

test('the manifest says beside each scope, or above it, what it is for', () => {
  const [, list = ''] = read('manifest/slack/manifest.yaml').split('    bot:\n');
  let above = '';
  for (const line of (list.split('\nsettings:')[0] as string).split('\n')) {
    const [, scope, comment] = /^ {6}- (\S+)(?: # (.+))?$/.exec(line) ?? [];
    if (line.trim().startsWith('#')) above = line;
    if (scope) expect(comment ?? above, scope).toMatch(/\w+ \w+/);
  }
});
