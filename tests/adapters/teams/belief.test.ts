import type { Activity } from 'botbuilder';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { type Belief, createBelief } from '../../../src/adapters/teams/belief.ts';
import { type FakeTeams, startFakeTeams } from '../../fake-teams.ts';
import { APP_ID } from './fake-graph.ts';

let teams: FakeTeams;
let belief: Belief;
let now: number;
beforeAll(async () => {
  teams = await startFakeTeams(APP_ID);
});
afterAll(() => teams.close());
beforeEach(() => {
  now = Date.now();
  belief = createBelief(APP_ID, teams.openIdUrl, () => now);
  // botbuilder prints what it doesn't believe.
  vi.spyOn(console, 'error').mockImplementation(() => {});
});
afterEach(() => vi.restoreAllMocks());

const activity = (change: object = {}) => ({ channelId: 'msteams', serviceUrl: teams.url, ...change }) as Activity;
const refusal = { status: 401, code: 'token' };

test('a token’s signature is looked at once in five minutes', async () => {
  const header = `Bearer ${await teams.token({}, { expires: '1h' })}`;
  const look = vi.spyOn(belief.authentication, 'authenticateRequest');
  for (const _ of [1, 2, 3]) await belief.believe(header, activity());
  expect(look).toHaveBeenCalledTimes(1);
  now += 5 * 60_000 + 1;
  await belief.believe(header, activity());
  expect(look).toHaveBeenCalledTimes(2);
});

test('and never believed for longer than it holds', async () => {
  const header = `Bearer ${await teams.token({}, { expires: '2s' })}`;
  const look = vi.spyOn(belief.authentication, 'authenticateRequest');
  await belief.believe(header, activity());
  now += 3_000;
  await belief.believe(header, activity()); // within the five minutes that clocks may differ by
  expect(look).toHaveBeenCalledTimes(2);
});

test('what was believed for one service or channel is not for another, nor with another signature', async () => {
  const token = await teams.token();
  await belief.believe(`Bearer ${token}`, activity());
  await expect(
    belief.believe(`Bearer ${token}`, activity({ serviceUrl: 'https://elsewhere.example/' })),
  ).rejects.toMatchObject(refusal);
  await expect(belief.believe(`Bearer ${token}`, activity({ channelId: 'webchat' }))).rejects.toMatchObject(refusal);
  const [head, payload] = token.split('.');
  await expect(belief.believe(`Bearer ${head}.${payload}.AAAA`, activity())).rejects.toMatchObject(refusal);
});

test('what was refused is looked at again', async () => {
  const header = `Bearer ${await teams.token({}, { key: 'forged' })}`;
  const look = vi.spyOn(belief.authentication, 'authenticateRequest');
  for (const _ of [1, 2]) await expect(belief.believe(header, activity())).rejects.toMatchObject(refusal);
  expect(look).toHaveBeenCalledTimes(2);
});

test('many tokens do not pile up', async () => {
  const first = `Bearer ${await teams.token({ n: 0 })}`;
  await belief.believe(first, activity());
  for (let n = 1; n <= 500; n++) await belief.believe(`Bearer ${await teams.token({ n })}`, activity());
  const look = vi.spyOn(belief.authentication, 'authenticateRequest');
  await belief.believe(first, activity());
  expect(look).toHaveBeenCalledTimes(1);
});
