import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createDirectories } from '../../../src/adapters/slack/directory.ts';
import { readGroup, readGroupChange, readMember } from '../../../src/adapters/slack/staff.ts';
import { createClients } from '../../../src/adapters/slack/web.ts';
import type { Connected } from '../../../src/adapters/slack/workspaces.ts';
import type { StaffChange } from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';
import authTest from '../../fixtures/slack/auth-test.json' with { type: 'json' };
import { startSlackEmulator } from '../../slack-emulator.ts';
import { type Stage, startStage } from './stage.ts';

const NOW = new Date('2026-03-02T09:00:00Z');
const HERE = { tenant: 'T01TRUST', orgWide: false };
const ENTERPRISE = { tenant: 'E01', orgWide: true };

/** As `users.list` gives somebody. */
const user = (id: string, fields: Record<string, unknown> = {}, profile: Record<string, unknown> = {}) => ({
  id,
  team_id: 'T01TRUST',
  name: 'sjones',
  deleted: false,
  is_bot: false,
  tz: 'Europe/London',
  locale: 'en-GB',
  profile: { real_name: 'Sarah Jones', title: 'Staff nurse', status_emoji: '', status_expiration: 0, ...profile },
  ...fields,
});
const ids = (changes: readonly StaffChange[] | undefined) =>
  changes?.map((change) => (change.type === 'person' ? change.person.user : change.type));
const personOf = (change: StaffChange | undefined) => (change?.type === 'person' ? change.person : undefined);

describe('somebody of Slack', () => {
  test('as the directory has them', () => {
    expect(readMember(user('U01', {}, { email: 'Sarah.Jones@Example.nhs.uk' }), HERE, NOW)).toEqual({
      type: 'person',
      person: {
        user: 'U01',
        name: 'Sarah Jones',
        email: 'sarah.jones@example.nhs.uk',
        jobTitle: 'Staff nurse',
        department: null,
        manager: null,
        guest: false,
        active: true,
        language: 'en',
        timeZone: 'Europe/London',
        awayUntil: null,
        joinedOn: null,
      },
    });
  });

  test.each<[string, object, object]>([
    ['a guest of some channels', { is_restricted: true }, { guest: true }],
    ['a guest of one channel', { is_ultra_restricted: true }, { guest: true }],
    ['somebody of another organisation', { is_stranger: true }, { guest: true }],
    ['an account that was closed', { deleted: true, profile: undefined, tz: undefined }, { active: false }],
    ['Welsh', { locale: 'cy-GB' }, { language: 'cy' }],
    ['a language that Quietword does not speak', { locale: 'fr-FR' }, { language: null }],
    ['a time zone that nobody knows', { tz: 'Mars/Olympus' }, { timeZone: null }],
    ['no name but the handle', { profile: {} }, { name: 'sjones', jobTitle: null }],
  ])('%s', (_, fields, expected) => {
    expect(personOf(readMember(user('U01', { ...fields }), HERE, NOW))).toMatchObject(expected);
  });

  test.each<[string, object, object, boolean]>([
    ['of another team', HERE, { team_id: 'T09OTHER' }, true],
    [
      'of another team of the same enterprise',
      HERE,
      { team_id: 'T02', enterprise_user: { enterprise_id: 'E01' } },
      false,
    ],
    ['of the enterprise', ENTERPRISE, { team_id: 'T02', enterprise_user: { enterprise_id: 'E01' } }, false],
    ['of another enterprise', ENTERPRISE, { team_id: 'T09', enterprise_user: { enterprise_id: 'E09' } }, true],
    ['of whom Slack doesn’t say', HERE, { team_id: null }, false],
  ])('who is %s: a guest or not', (_, here, fields, guest) => {
    expect(personOf(readMember(user('U01', { ...fields }), here as typeof HERE, NOW))).toMatchObject({ guest });
  });

  test.each([
    [':palm_tree:', 1772784000, new Date('2026-03-06T08:00:00Z')],
    [':face_with_thermometer:', 0, new Date('2026-03-03T21:00:00Z')],
    [':spiral_calendar_pad:', 1772784000, null],
    ['', 0, null],
  ])('with the status %s until %i is away until then', (status_emoji, status_expiration, until) => {
    expect(personOf(readMember(user('U01', {}, { status_emoji, status_expiration }), HERE, NOW))?.awayUntil).toEqual(
      until,
    );
  });

  test.each([
    ['a bot', user('U01', { is_bot: true })],
    ['Slackbot', user('USLACKBOT')],
    ['nobody', { id: 7 }],
    ['nothing', undefined],
  ])('%s is left out', (_, item) => {
    expect(readMember(item, HERE, NOW)).toBe(undefined);
  });
});

describe('a user group', () => {
  const group = { id: 'S01', name: 'Ward 7', date_delete: 0, users: ['U01', 'U02'], user_count: '2' };
  test('with its members, and once it is switched off', () => {
    expect(readGroup(group)).toEqual({
      type: 'group',
      id: 'S01',
      name: 'Ward 7',
      whole: true,
      joined: ['U01', 'U02'],
      gone: [],
    });
    expect(readGroup({ ...group, date_delete: 1772784000 })).toEqual({ type: 'group-gone', id: 'S01' });
    expect(readGroup({ id: 'nonsense' })).toBe(undefined);
  });

  test('whose list Slack cut off takes nobody out', () => {
    expect(readGroup({ ...group, user_count: 700 })).toMatchObject({ whole: false, joined: ['U01', 'U02'] });
    expect(readGroup({ ...group, users: undefined, user_count: 3 })).toMatchObject({ whole: false, joined: [] });
  });

  test('whose members changed', () => {
    const event = { subteam_id: 'S01', added_users: ['U03'], removed_users: ['U01'] };
    expect(readGroupChange(event)).toMatchObject({ name: null, whole: false, joined: ['U03'], gone: ['U01'] });
    expect(readGroupChange({})).toBe(undefined);
  });
});

describe('the directory of a workspace', () => {
  let stage: Stage;
  beforeEach(async () => {
    stage = await startStage();
    stage.api.answer('usergroups.list', {
      json: { ok: true, usergroups: [{ id: 'S01', name: 'Ward 7', date_delete: 0, users: ['U02'], user_count: 1 }] },
    });
  });
  afterEach(() => stage.close());
  const calls = (method: string) => stage.api.calls.filter((call) => call.method === method);
  const everyone = async () => {
    const [directory] = await stage.adapter.directories();
    return directory ? Array.fromAsync(directory.everyone()) : undefined;
  };
  test('is read page by page, its groups last', async () => {
    let page = 0;
    stage.api.answer('users.list', () => {
      const members = page === 0 ? [user('U01'), user('B01')] : [user('U02'), user('USLACKBOT')];
      const next_cursor = page++ === 0 ? 'more' : '';
      return { json: { ok: true, members, response_metadata: { next_cursor } } };
    });
    expect(ids(await everyone())).toEqual(['U01', 'U02', 'group']);
    expect(calls('users.list').map(({ params }) => params.get('cursor'))).toEqual([null, 'more']);
    expect(calls('users.list')[0]?.params.get('include_locale')).toBe('true');
  });

  test('waits as long as Slack asks it to, also where Slack fails or breaks off', async () => {
    const before = performance.now();
    const replies = [
      { status: 429, headers: { 'retry-after': '1' } },
      { status: 503 },
      { json: { ok: true, members: [user('U01')] } },
    ];
    stage.api.answer('users.list', () => replies.shift() ?? 'reset');
    expect(ids(await everyone())).toEqual(['U01', 'group']);
    expect(performance.now() - before).toBeGreaterThan(1000);
  });

  test('of an enterprise is read workspace by workspace', async () => {
    stage.api.answer('auth.test', { json: { ...authTest, enterprise_id: 'E01', is_enterprise_install: true } });
    stage.api.answer('auth.teams.list', { json: { ok: true, teams: [{ id: 'T01' }, { id: 'T02' }] } });
    stage.api.answer('users.list', { json: { ok: true, members: [user('U01')] } });
    const [directory] = await stage.adapter.directories();
    expect(directory?.tenant).toBe('E01');
    expect(ids(await everyone())).toEqual(['U01', 'U01', 'group', 'group']);
    expect(calls('users.list').map(({ params }) => params.get('team_id'))).toEqual(['T01', 'T02']);
  });

  test('is not read where the token may not; without the right to groups, people all the same', async () => {
    const scoped = (...scopes: string[]) =>
      stage.api.answer('auth.test', { json: { ...authTest, response_metadata: { scopes } } });
    scoped('chat:write');
    expect(await everyone()).toBe(undefined);
    await stage.close();
    stage = await startStage();
    scoped('chat:write', 'users:read');
    stage.api.answer('users.list', { json: { ok: true, members: [user('U01')] } });
    expect(ids(await everyone())).toEqual(['U01']);
  });

  test('says by Slack’s own code why it could not be read', async () => {
    stage.api.answer('users.list', { json: { ok: false, error: 'missing_scope' } });
    const [directory] = await stage.adapter.directories();
    const error = await everyone().catch((fault: unknown) => fault);
    expect(directory?.reasonOf(error)).toBe('missing_scope');
  });

  describe('as it changes', () => {
    const event = (inner: object) => ({
      type: 'event_callback',
      event_id: 'Ev01',
      team_id: 'T01TRUST',
      authorizations: [{ team_id: 'T01TRUST' }],
      event: inner,
    });

    test.each<[string, object, object]>([
      ['team_join', { user: user('U05') }, { type: 'person', person: { user: 'U05', active: true } }],
      ['user_change', { user: user('U05', { deleted: true }) }, { type: 'person', person: { active: false } }],
      ['subteam_created', { subteam: { id: 'S02', name: 'Theatres' } }, { type: 'group', name: 'Theatres' }],
      ['subteam_updated', { subteam: { id: 'S02', name: 'Old', date_delete: 5 } }, { type: 'group-gone', id: 'S02' }],
      ['subteam_members_changed', { subteam_id: 'S02', added_users: ['U05'] }, { type: 'group', joined: ['U05'] }],
    ])('%s is handed in before it is acknowledged', async (type, fields, expected) => {
      expect(await stage.event(event({ type, ...fields }))).toBe(200);
      expect(stage.taken.staff).toMatchObject([{ platform: 'slack', tenant: 'T01TRUST', changes: [expected] }]);

      stage.says.fault = new Error('down');
      expect(await stage.event({ ...event({ type, ...fields }), event_id: 'Ev02' })).toBeGreaterThanOrEqual(500);
    });

    test('of a bot, of another workspace, or of nobody is not', async () => {
      const bot = event({ type: 'user_change', user: user('U06', { is_bot: true }) });
      const other = { ...event({ type: 'team_join', user: user('U05') }), authorizations: [{ team_id: 'T02' }] };
      for (const payload of [bot, other, event({ type: 'user_change' })]) expect(await stage.event(payload)).toBe(200);
      expect(stage.taken.staff).toEqual([]);
    });
  });
});

describe('an emulated Slack', async () => {
  const slack = await startSlackEmulator();
  afterAll(() => slack.close());

  test('names its people, and not the app', async () => {
    // It has no user groups.
    const { teamId: tenant, config } = slack;
    const clients = createClients(config, createLog('silent'), config.botToken);
    const here = { tenant, orgWide: false, scopes: ['users:read'], clients } as unknown as Connected;
    const list = async () => [{ tenant, name: 'Emulated', ended: null, refused: null }];
    const [directory] = await createDirectories({ list }, { now: async () => here })();
    const people = await Array.fromAsync(directory?.everyone() ?? []);
    expect(ids(people)).toEqual(expect.arrayContaining([slack.person('nurse'), slack.person('colleague')]));
    expect(ids(people)).not.toContain(slack.botUserId);
  });
});
