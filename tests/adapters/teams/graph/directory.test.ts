import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/adapters/teams/graph/client.ts';
import { createDirectory } from '../../../../src/adapters/teams/graph/directory.ts';
import type { StaffChange, StaffDirectory } from '../../../../src/chat.ts';
import { type FakeGraph, startFakeGraph, TENANT } from '../fake-graph.ts';

let fake: FakeGraph;
let waited: number;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  waited = 0;
});

const directoryOf = (prefix = ''): StaffDirectory =>
  createDirectory(
    createGraphClient(
      fake.url,
      async () => 'token',
      async (seconds) => {
        waited += seconds;
      },
    ),
    TENANT,
    prefix,
  );

const person = (id: string, fields = {}) => ({
  id,
  displayName: `Person ${id}`,
  mail: `${id}@Example.nhs.uk`,
  userType: 'Member',
  accountEnabled: true,
  department: 'Ward 6',
  ...fields,
});
const read = (user: string, facts = {}): StaffChange => ({
  type: 'person',
  person: {
    user,
    name: `Person ${user}`,
    email: `${user}@example.nhs.uk`,
    jobTitle: null,
    department: 'Ward 6',
    manager: null,
    guest: false,
    active: true,
    language: null,
    timeZone: null,
    awayUntil: null,
    joinedOn: null,
    ...facts,
  },
});

describe('everyone', () => {
  beforeEach(() => {
    fake.on('GET', /^\/users\?/, ({ path }) => ({
      json: path.includes('skip')
        ? { value: [person('3', { userType: 'Guest', mail: null, accountEnabled: false, department: '' })] }
        : {
            value: [
              person('1A', {
                mail: '1a@example.nhs.uk',
                jobTitle: 'Staff nurse',
                manager: { id: '2B' },
                preferredLanguage: 'cy-GB',
                employeeHireDate: '2019-09-02T00:00:00Z',
              }),
              person('2'),
            ],
            '@odata.nextLink': `${fake.url}v1.0/users?skip`,
          },
    }));
  });

  test('over all pages, and no group where none makes a team', async () => {
    expect(await Array.fromAsync(directoryOf().everyone())).toEqual([
      read('1a', {
        name: 'Person 1A',
        jobTitle: 'Staff nurse',
        manager: '2b',
        language: 'cy',
        joinedOn: '2019-09-02',
      }),
      read('2'),
      read('3', { email: null, guest: true, active: false, department: null }),
    ]);
    expect(fake.calls.every(({ path }) => path.startsWith('/users?'))).toBe(true);
  });

  test('and the groups whose names begin as they should, with all their members', async () => {
    fake.on('GET', /^\/groups\?/, { json: { value: [{ id: 'g0', displayName: "O'Hara ward" }] } });
    fake.on('GET', /^\/groups\/g0\/members/, ({ path }) => ({
      json: path.includes('skip')
        ? { value: [{ id: '2' }] }
        : { value: [{ id: '1A' }], '@odata.nextLink': `${fake.url}v1.0/groups/g0/members?skip` },
    }));
    const all = await Array.fromAsync(directoryOf("O'Hara").everyone());
    expect(all.at(-1)).toEqual({
      type: 'group',
      id: 'g0',
      name: "O'Hara ward",
      whole: true,
      joined: ['1a', '2'],
      gone: [],
    });
    expect(fake.calls.find(({ path }) => path.startsWith('/groups?'))?.path).toContain(
      "startswith(displayName,'O''Hara')",
    );
  });

  test('when Graph is busy it is asked again; where it refuses, nothing is half read', async () => {
    let turn = 0;
    fake.on('GET', /^\/users\?/, () =>
      turn++ === 0
        ? { status: 429, headers: { 'Retry-After': '9' }, json: { error: { code: 'TooManyRequests' } } }
        : { json: { value: [person('1')] } },
    );
    expect(await Array.fromAsync(directoryOf().everyone())).toEqual([read('1')]);
    expect(waited).toBeGreaterThanOrEqual(9);

    fake.on('GET', /^\/users\?/, { status: 403, json: { error: { code: 'Authorization_RequestDenied' } } });
    const refused = await Array.fromAsync(directoryOf().everyone()).catch((error: unknown) => error);
    expect(directoryOf().reasonOf(refused)).toBe('403_Authorization_RequestDenied');
  });
});

describe('what changed', () => {
  const since = async (directory: StaffDirectory, mark: string) => {
    const changes: StaffChange[] = [];
    const iterator = directory.changes?.since(mark);
    for (;;) {
      const next = await iterator?.next();
      if (!next || next.done) return { changes, mark: next?.value ?? null };
      changes.push(next.value);
    }
  };
  const link = (path: string) => ({ '@odata.deltaLink': `${fake.url}v1.0/${path}` });

  test('from the mark on, people read whole, and groups of that name', async () => {
    fake.on('GET', /^\/users\/delta/, ({ path }) => ({
      json: path.includes('deltatoken=latest')
        ? { value: [], ...link('users/delta?token=1') }
        : {
            value: [{ id: '1', department: 'Ward 7' }, { id: '2' }, { id: '3', '@removed': { reason: 'changed' } }],
            ...link('users/delta?token=2'),
          },
    }));
    fake.on('GET', /^\/users\/1\?/, { json: person('1', { department: 'Ward 7' }) });
    fake.on('GET', /^\/users\/2\?/, { status: 404, json: {} });
    fake.on('GET', /^\/groups\/delta/, ({ path }) => ({
      json: path.includes('deltatoken=latest')
        ? { value: [], ...link('groups/delta?token=1') }
        : {
            value: [
              { id: 'g1', 'members@delta': [{ id: '1' }, { id: '2', '@removed': { reason: 'deleted' } }] },
              { id: 'g2', '@removed': { reason: 'deleted' } },
              { id: 'g3', displayName: 'Walking club', 'members@delta': [{ id: '1' }] },
              { id: 'g4', displayName: 'Ward 9' },
            ],
            ...link('groups/delta?token=2'),
          },
    }));
    const directory = directoryOf('Ward');
    const mark = (await directory.changes?.mark()) ?? '';
    const first = await since(directory, mark);
    expect(first.changes).toEqual([
      { type: 'left', user: '3' },
      read('1', { department: 'Ward 7' }),
      { type: 'left', user: '2' },
      { type: 'group', id: 'g1', name: null, whole: false, joined: ['1'], gone: ['2'] },
      { type: 'group-gone', id: 'g2' },
      { type: 'group-gone', id: 'g3' },
      { type: 'group', id: 'g4', name: 'Ward 9', whole: false, joined: [], gone: [] },
    ]);
    fake.calls.length = 0;
    await since(directory, first.mark ?? '');
    expect(fake.calls.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['/users/delta?token=2', '/groups/delta?token=2']),
    );
  });

  test('nothing of groups where none makes a team; and all anew once one does', async () => {
    fake.on('GET', /^\/users\/delta/, { json: { value: [], ...link('users/delta?token=1') } });
    const mark = (await directoryOf().changes?.mark()) ?? '';
    expect(await since(directoryOf(), mark)).toMatchObject({ changes: [], mark: expect.any(String) });
    expect(fake.calls.some(({ path }) => path.startsWith('/groups'))).toBe(false);
    expect(await since(directoryOf('Ward'), mark)).toEqual({ changes: [], mark: null });
  });

  test('a mark that is too old says so; somebody who can’t be read fails the whole', async () => {
    const mark = JSON.stringify({ people: `${fake.url}v1.0/users/delta?token=0`, groups: null });
    fake.on('GET', /^\/users\/delta/, { status: 410, json: { error: { code: 'resyncRequired' } } });
    expect(await since(directoryOf(), mark)).toEqual({ changes: [], mark: null });

    fake.on('GET', /^\/users\/delta/, { json: { value: [{ id: '7' }], ...link('users/delta?token=1') } });
    fake.on('GET', /^\/users\/7\?/, { status: 403, json: {} });
    await expect(since(directoryOf(), mark)).rejects.toThrow();
  });
});
