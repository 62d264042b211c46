import { describe, expect, test } from 'vitest';
import { ROLES, type Role, type Viewer } from '../../src/dashboard/access.ts';
import { menuFor } from '../../src/dashboard/navigation.ts';

const viewer = (...roles: Role[]): Viewer => ({
  realm: 'local',
  subject: 'someone',
  name: null,
  roles: new Set(['staff', ...roles]),
  sources: new Map(),
  person: null,
  teams: [],
  scope: { platforms: ['slack'], tenants: null },
});
const all = viewer(...ROLES);
const at = (path: string, who: Viewer | undefined = all, simulator = true) => {
  const menu = menuFor(who, path, { simulator });
  return {
    active: menu.filter(({ active }) => active).map(({ href }) => href),
    current: menu.filter(({ current }) => current).map(({ href }) => href),
  };
};

describe('which part of the menu a page is of', () => {
  test.each([
    ['/', [], ['/']],
    ['/triage', ['/triage'], ['/triage']],
    ['/triage/7d5c', ['/triage'], []],
    ['/evidence', ['/triage'], []],
    ['/channels/slack/T1/C1', ['/triage'], []],
    ['/questions/chats-count/edit', ['/training'], []],
    ['/campaigns/new', ['/training'], []],
    ['/admin/people/1', ['/admin'], []],
    ['/me/erase', ['/me'], []],
    // An address that only begins alike is another page.
    ['/teamsters', [], []],
    ['/triages', [], []],
    ['/privacy', [], []],
  ])('%s', (path, active, current) => {
    expect(at(path)).toEqual({ active, current });
  });

  test('who may not open a part has no item for it, and none is active', () => {
    expect(at('/evidence', viewer('trainer'))).toEqual({ active: [], current: [] });
    expect(at('/evidence', viewer('guardian')).active).toEqual(['/triage']);
    expect(at('/try', all, false)).toEqual({ active: [], current: [] });
    expect(menuFor(undefined, '/', { simulator: true })).toEqual([]);
    expect(menuFor(viewer(), '/me', { simulator: false }).map(({ href }) => href)).toEqual(['/me', '/check']);
  });
});
