import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createGraphClient } from '../../../../src/adapters/teams/graph/client.ts';
import { createDirectory } from '../../../../src/adapters/teams/graph/directory.ts';
import type { Directory, DirectoryLinks, StaffChange } from '../../../../src/adapters/teams/graph/types.ts';
import { type FakeGraph, startFakeGraph } from '../fake-graph.ts';

let fake: FakeGraph;
let directory: Directory;
let waited: number;
beforeAll(async () => {
  fake = await startFakeGraph();
});
afterAll(() => fake.close());
beforeEach(() => {
  fake.calls.length = 0;
  waited = 0;
  directory = createDirectory(
    createGraphClient(
      fake.url,
      async () => 'token',
      async (seconds) => {
        waited += seconds;
      },
    ),
  );
});

const person = (id: string, fields = {}) => ({
  id,
  displayName: `Person ${id}`,
  mail: `${id}@example.nhs.uk`,
  userType: 'Member',
  accountEnabled: true,
  department: 'Ward 6',
  ...fields,
});

describe('everyone', () => {
  beforeEach(() => {
    const groups = Array.from({ length: 23 }, (_, index) => ({ id: `g${index}`, displayName: `Team ${index}` }));
    fake.on('GET', /^\/groups\?/, ({ path }) => ({
      json: path.includes('skip')
        ? { value: groups.slice(21) }
        : { value: groups.slice(0, 21), '@odata.nextLink': `${fake.url}v1.0/groups?skip` },
    }));
    fake.on('GET', /^\/groups\/[^/]+\/members/, { json: { value: [] } });
    fake.on('GET', /^\/users\?/, ({ path }) => ({
      json: path.includes('skip')
        ? { value: [person('3', { userType: 'Guest', mail: null, accountEnabled: false, department: null })] }
        : {
            value: [person('1', { manager: { id: '2' } }), person('2')],
            '@odata.nextLink': `${fake.url}v1.0/users?skip`,
          },
    }));
  });

  test('with their teams and managers, over all pages', async () => {
    fake.on('GET', /^\/groups\/g0\/members/, ({ path }) => ({
      json: path.includes('skip')
        ? { value: [{ id: '2' }] }
        : { value: [{ id: '1' }], '@odata.nextLink': `${fake.url}v1.0/groups/g0/members?skip` },
    }));
    fake.on('GET', /^\/groups\/g22\/members/, { json: { value: [{ id: '1' }, { id: '3' }] } });
    fake.on('GET', /^\/groups\/g5\/members/, { status: 404, json: {} });
    expect(await Array.fromAsync(directory.everyone())).toEqual([
      {
        id: '1',
        name: 'Person 1',
        email: '1@example.nhs.uk',
        guest: false,
        active: true,
        department: 'Ward 6',
        manager: '2',
        teams: [
          { id: 'g0', name: 'Team 0' },
          { id: 'g22', name: 'Team 22' },
        ],
      },
      {
        id: '2',
        name: 'Person 2',
        email: '2@example.nhs.uk',
        guest: false,
        active: true,
        department: 'Ward 6',
        manager: null,
        teams: [{ id: 'g0', name: 'Team 0' }],
      },
      {
        id: '3',
        name: 'Person 3',
        email: null,
        guest: true,
        active: false,
        department: null,
        manager: null,
        teams: [{ id: 'g22', name: 'Team 22' }],
      },
    ]);
    // 23 teams by twenty at a time, of two pages.
    const batches = fake.calls.filter(({ path }) => /^\/groups\/[^/]+\/members/.test(path) && !path.includes('skip'));
    expect(batches).toHaveLength(23);
    expect(fake.calls.find(({ path }) => path.startsWith('/groups?'))?.path).toContain(
      "resourceProvisioningOptions/Any(x:x eq 'Team')",
    );
  });

  test('a team that Graph is too busy for is asked again; one that it refuses fails the whole', async () => {
    let turn = 0;
    fake.on('GET', /^\/groups\/g1\/members/, () =>
      turn++ === 0 ? { status: 429, headers: { 'Retry-After': '9' }, json: {} } : { json: { value: [{ id: '1' }] } },
    );
    const [first] = await Array.fromAsync(directory.everyone());
    expect(first?.teams).toEqual([{ id: 'g1', name: 'Team 1' }]);
    expect(waited).toBeGreaterThanOrEqual(9);
    fake.on('GET', /^\/groups\/g1\/members/, { status: 403, json: {} });
    await expect(Array.fromAsync(directory.everyone())).rejects.toThrow();
  });
});

describe('what changed', () => {
  const all = async (links: DirectoryLinks | null) => {
    const changes: StaffChange[] = [];
    const iterator = directory.changes(links);
    for (;;) {
      const next = await iterator.next();
      if (next.done) return { changes, links: next.value };
      changes.push(next.value);
    }
  };

  test('from the beginning, then from where it ended', async () => {
    fake.on('GET', /^\/users\/delta/, ({ path }) => ({
      json: path.includes('token=1')
        ? {
            value: [
              {
                id: '1',
                department: 'Ward 7',
                'manager@delta': [{ id: '2', '@removed': { reason: 'deleted' } }, { id: '4' }],
              },
              { id: '2', 'manager@delta': [{ id: '9', '@removed': { reason: 'deleted' } }] },
              { id: '3', '@removed': { reason: 'changed' } },
            ],
            '@odata.deltaLink': `${fake.url}v1.0/users/delta?token=2`,
          }
        : { value: [person('1')], '@odata.deltaLink': `${fake.url}v1.0/users/delta?token=1` },
    }));
    fake.on('GET', /^\/groups\/delta/, ({ path }) => ({
      json: path.includes('token=1')
        ? {
            value: [
              { id: 'g1', 'members@delta': [{ id: '1' }, { id: '2', '@removed': { reason: 'deleted' } }] },
              { id: 'g2', '@removed': { reason: 'deleted' } },
            ],
            '@odata.deltaLink': `${fake.url}v1.0/groups/delta?token=2`,
          }
        : { value: [{ id: 'g1', displayName: 'Team' }], '@odata.deltaLink': `${fake.url}v1.0/groups/delta?token=1` },
    }));
    const first = await all(null);
    expect(first.changes).toEqual([
      {
        type: 'person',
        id: '1',
        name: 'Person 1',
        email: '1@example.nhs.uk',
        guest: false,
        active: true,
        department: 'Ward 6',
      },
      { type: 'team', id: 'g1', name: 'Team', joined: [], gone: [] },
    ]);
    const second = await all(first.links);
    expect(second.changes).toEqual([
      { type: 'person', id: '1', department: 'Ward 7', manager: '4' },
      { type: 'person', id: '2', manager: null },
      { type: 'left', id: '3' },
      { type: 'team', id: 'g1', name: null, joined: ['1'], gone: ['2'] },
      { type: 'team-gone', id: 'g2' },
    ]);
    expect(second.links).toEqual({
      people: `${fake.url}v1.0/users/delta?token=2`,
      teams: `${fake.url}v1.0/groups/delta?token=2`,
    });
  });

  test('links that are too old are refused, and all is read anew by whoever asked', async () => {
    fake.on('GET', /^\/users\/delta/, { status: 410, json: { error: { code: 'resyncRequired' } } });
    await expect(all({ people: `${fake.url}v1.0/users/delta?token=0`, teams: '' })).rejects.toMatchObject({
      statusCode: 410,
    });
  });
});
