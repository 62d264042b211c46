import { expect, test, vi } from 'vitest';
import {
  audienceOf,
  type ChannelFacts,
  createChannels,
  guess,
  readChannelInfo,
} from '../../../src/adapters/slack/channels.ts';
import { createLog } from '../../../src/log.ts';
import info from '../../fixtures/slack/conversations-info.json' with { type: 'json' };

const log = createLog('silent');
const CARE_TEAM = 50;
const careTeam = () => CARE_TEAM;
const open: ChannelFacts = {
  im: false,
  mpim: false,
  private: false,
  external: false,
  members: 20,
  name: 'site-ops',
};

test.each<[string, ChannelFacts, string]>([
  ['a public channel', open, 'organisation'],
  ['a small public channel', { ...open, members: 2 }, 'organisation'],
  ['a private channel', { ...open, private: true }, 'care-team'],
  ['the largest care team', { ...open, private: true, members: CARE_TEAM }, 'care-team'],
  ['a large private channel', { ...open, private: true, members: CARE_TEAM + 1 }, 'organisation'],
  ['a private channel of unknown size', { ...open, private: true, members: null }, 'organisation'],
  ['a channel shared with others', { ...open, external: true }, 'external'],
  ['a private channel shared with others', { ...open, private: true, external: true }, 'external'],
  ['a group message', { ...open, private: true, mpim: true, members: null }, 'care-team'],
  ['a group message with others', { ...open, mpim: true, external: true }, 'external'],
  ['a direct message', { ...open, private: true, im: true, members: 2 }, 'direct'],
])('%s', (_, facts, audience) => {
  expect(audienceOf(facts, CARE_TEAM)).toBe(audience);
});

test.each([
  ['channel', 'C01', 'organisation'],
  ['group', 'C01', 'organisation'],
  ['mpim', 'C01', 'care-team'],
  ['im', 'D01', 'direct'],
  [undefined, 'D01', 'direct'],
  [undefined, 'C01', 'organisation'],
  [undefined, 'G01', 'organisation'],
  ['app_home', 'D01', 'direct'],
])('with the event alone, %s %s is %s', (type, id, audience) => {
  expect(audienceOf(guess({ id, type }), CARE_TEAM)).toBe(audience);
});

test('an answer of conversations.info is read; another shape is refused', () => {
  expect(readChannelInfo(info)).toEqual({
    im: false,
    mpim: false,
    private: false,
    external: false,
    members: 212,
    name: 'ward-7',
  });
  expect(() => readChannelInfo({ ok: true })).toThrow();
});

test('a channel is looked up once for those who ask together, and again after ten minutes', async () => {
  let now = 0;
  const lookUp = vi.fn(async () => ({ ...open, members: 212 }));
  const { of: channelOf } = createChannels(lookUp, careTeam, log, () => now);
  const hint = { id: 'C01', type: 'channel' };
  const [first, second] = await Promise.all([channelOf(hint, false), channelOf(hint, false)]);
  expect(first).toEqual({ id: 'C01', name: 'site-ops', audience: 'organisation', readers: 212, guests: null });
  expect(second).toEqual(first);
  now = 9 * 60_000;
  await channelOf(hint, false);
  expect(lookUp).toHaveBeenCalledTimes(1);
  now = 10 * 60_000;
  await channelOf(hint, false);
  expect(lookUp).toHaveBeenCalledTimes(2);
});

test('a channel that can’t be looked up is guessed, for half a minute', async () => {
  let now = 0;
  const lookUp = vi.fn(async (): Promise<ChannelFacts> => ({ ...open, private: true }));
  lookUp.mockRejectedValueOnce(new Error('down'));
  const { of: channelOf } = createChannels(lookUp, careTeam, log, () => now);
  const hint = { id: 'C01', type: 'group' };
  expect(await channelOf(hint, false)).toEqual({
    id: 'C01',
    name: null,
    audience: 'organisation',
    readers: null,
    guests: null,
  });
  now = 29_000;
  await channelOf(hint, false);
  expect(lookUp).toHaveBeenCalledTimes(1);
  now = 30_000;
  expect(await channelOf(hint, false)).toEqual({
    id: 'C01',
    name: 'site-ops',
    audience: 'care-team',
    readers: 20,
    guests: null,
  });
});

test('an event from a shared channel is external, whatever is remembered', async () => {
  const { of: channelOf } = createChannels(async () => open, careTeam, log);
  expect(await channelOf({ id: 'C01', type: 'channel' }, true)).toMatchObject({ audience: 'external' });
  expect(await channelOf({ id: 'C01', type: 'channel' }, false)).toMatchObject({ audience: 'organisation' });
});

test('a direct message needs no look-up', async () => {
  const lookUp = vi.fn(async () => open);
  const { of: channelOf } = createChannels(lookUp, careTeam, log);
  expect(await channelOf({ id: 'D01', type: 'im' }, false)).toEqual({
    id: 'D01',
    name: null,
    audience: 'direct',
    readers: 2,
    guests: null,
  });
  expect(lookUp).not.toHaveBeenCalled();
});

test('ten thousand channels are remembered, then the one asked for longest ago is forgotten', async () => {
  const lookUp = vi.fn(async () => open);
  const { of: channelOf } = createChannels(lookUp, careTeam, log, () => 0);
  for (let n = 0; n <= 10_000; n++) await channelOf({ id: `C${n}`, type: 'channel' }, false);
  lookUp.mockClear();
  await channelOf({ id: 'C1', type: 'channel' }, false);
  expect(lookUp).not.toHaveBeenCalled();
  await channelOf({ id: 'C0', type: 'channel' }, false);
  expect(lookUp).toHaveBeenCalledTimes(1);
});

test('a channel that changed is looked up anew', async () => {
  const lookUp = vi.fn(async () => ({ ...open, private: true }));
  const channels = createChannels(lookUp, careTeam, log);
  const hint = { id: 'C01', type: 'channel' };
  expect(await channels.of(hint, false)).toMatchObject({ audience: 'care-team', readers: 20 });
  lookUp.mockResolvedValue({ ...open, private: false, members: 300 });
  channels.forget('C02');
  expect(await channels.of(hint, false)).toMatchObject({ audience: 'care-team' });
  channels.forget('C01');
  expect(await channels.of(hint, false)).toMatchObject({ audience: 'organisation', readers: 300 });
});
