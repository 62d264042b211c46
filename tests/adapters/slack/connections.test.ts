import { expect, test } from 'vitest';
import { createConnections } from '../../../src/adapters/slack/connections.ts';
import type { Unread } from '../../../src/adapters/slack/reading.ts';
import type { Connected, Workspaces } from '../../../src/adapters/slack/workspaces.ts';
import authTest from '../../fixtures/slack/auth-test.json' with { type: 'json' };

const here = { clients: { 'look-ups': { auth: { test: async () => authTest } } } } as unknown as Connected;
const WATCHES = 'Connected. Quietword watches the channels that it was invited to.';

const connections = (lastUnread: (tenant: string) => Promise<Unread | null>) =>
  createConnections({
    installations: {
      list: async () => [{ tenant: 'T01TRUST', name: 'Invented Trust', ended: null, refused: null }],
    } as unknown as Parameters<typeof createConnections>[0]['installations'],
    workspaces: { now: async () => here } as unknown as Workspaces,
    lastUnread,
    socket: undefined,
    mend: 'open /slack/install',
  }).now();

test('what was never read is said, by the clocks in London, and the workspace is connected all the same', async () => {
  const unread = { from: new Date('2026-07-03T21:30:00Z'), to: new Date('2026-07-05T07:00:00Z') };
  expect(await connections(async (tenant) => (tenant === 'T01TRUST' ? unread : null))).toMatchObject([
    {
      state: 'connected',
      ok: true,
      sentence: `${WATCHES} What was written between 3 July 2026 at 22:30 and 5 July 2026 at 08:00 was not read: Quietword was away for too long.`,
    },
  ]);
});

test.each<[string, () => Promise<Unread | null>]>([
  ['nothing was missed', async () => null],
  ['the database is away, which its own line says', () => Promise.reject(new Error('down'))],
])('where %s, nothing is said of it', async (_, lastUnread) => {
  expect(await connections(lastUnread)).toMatchObject([{ ok: true, sentence: WATCHES }]);
});
