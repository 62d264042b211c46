import { describe, expect, test, vi } from 'vitest';
import {
  audienceOf,
  type ChannelFacts,
  createChannels,
  guess,
  readChannelInfo,
} from '../../../src/adapters/slack/channels.ts';
import { within } from '../../../src/adapters/slack/in-time.ts';
import type { Guests } from '../../../src/adapters/slack/members.ts';
import { createLog } from '../../../src/log.ts';
import info from '../../fixtures/slack/conversations-info.json' with { type: 'json' };

const log = createLog('silent');
const CARE_TEAM = 50;
const NO_GUESTS: Guests = { found: 0, all: true };
type Parts = Parameters<typeof createChannels>[0];
const channelsOf = (lookUp: Parts['lookUp'], { guestsOf = async () => NO_GUESTS, now }: Partial<Parts> = {}) =>
  createChannels({ lookUp, guestsOf, careTeam: () => CARE_TEAM, log, ...(now ? { now } : {}) });
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
  const { of: channelOf } = channelsOf(lookUp, { now: () => now });
  const hint = { id: 'C01', type: 'channel' };
  const [first, second] = await Promise.all([channelOf(hint, false), channelOf(hint, false)]);
  expect(first).toEqual({ id: 'C01', name: 'site-ops', audience: 'organisation', readers: 212, guests: 0 });
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
  const { of: channelOf } = channelsOf(lookUp, { now: () => now });
  const hint = { id: 'C01', type: 'group' };
  expect(await channelOf(hint, false)).toEqual({
    id: 'C01',
    name: null,
    audience: 'organisation',
    readers: null,
    guests: 0,
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
    guests: 0,
  });
});

test('an event from a shared channel is external, whatever is remembered', async () => {
  const { of: channelOf } = channelsOf(async () => open);
  expect(await channelOf({ id: 'C01', type: 'channel' }, true)).toMatchObject({ audience: 'external' });
  expect(await channelOf({ id: 'C01', type: 'channel' }, false)).toMatchObject({ audience: 'organisation' });
});

test('a direct message needs no look-up', async () => {
  const lookUp = vi.fn(async () => open);
  const { of: channelOf } = channelsOf(lookUp);
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
  const { of: channelOf } = channelsOf(lookUp, { now: () => 0 });
  for (let n = 0; n <= 10_000; n++) await channelOf({ id: `C${n}`, type: 'channel' }, false);
  lookUp.mockClear();
  await channelOf({ id: 'C1', type: 'channel' }, false);
  expect(lookUp).not.toHaveBeenCalled();
  await channelOf({ id: 'C0', type: 'channel' }, false);
  expect(lookUp).toHaveBeenCalledTimes(1);
});

test('of a channel that Slack is slow or unable to tell of, what it said last counts; of one that is new nothing is guessed too soon', async () => {
  let now = 0;
  const answer = vi.fn(async (): Promise<ChannelFacts> => ({ ...open, private: true }));
  const { of: channelOf } = channelsOf(answer, { now: () => now });
  const hint = { id: 'C01', type: 'group' };
  await channelOf(hint, false);
  now = 10 * 60_000;
  let told = (_: ChannelFacts) => {};
  const slow = () =>
    new Promise<ChannelFacts>((resolve) => {
      told = resolve;
    });
  answer.mockImplementation(slow);
  expect(await channelOf(hint, false)).toMatchObject({ name: 'site-ops', audience: 'care-team' });
  told({ ...open, private: true, members: 300 });
  expect(await channelOf(hint, false)).toMatchObject({ audience: 'organisation', readers: 300 });
  now = 30 * 60_000;
  answer.mockRejectedValue(new Error('away'));
  expect(await channelOf(hint, false)).toMatchObject({ name: 'site-ops', readers: 300 });

  answer.mockImplementation(slow);
  const first = channelOf({ id: 'C02', type: 'group' }, false);
  expect(await within(700, first)).toBeUndefined();
  told({ ...open, name: 'union-reps' });
  expect(await first).toMatchObject({ name: 'union-reps' });
});

test('a channel that changed is looked up anew', async () => {
  const lookUp = vi.fn(async () => ({ ...open, private: true }));
  const channels = channelsOf(lookUp);
  const hint = { id: 'C01', type: 'channel' };
  expect(await channels.of(hint, false)).toMatchObject({ audience: 'care-team', readers: 20 });
  lookUp.mockResolvedValue({ ...open, private: false, members: 300 });
  channels.forget('C02');
  expect(await channels.of(hint, false)).toMatchObject({ audience: 'care-team' });
  channels.forget('C01');
  expect(await channels.of(hint, false)).toMatchObject({ audience: 'organisation', readers: 300 });
});

describe('a channel with guests', () => {
  const hint = { id: 'C01', type: 'group' };
  const ward = async (): Promise<ChannelFacts> => ({ ...open, private: true });
  const later = () => {
    let done: (guests: Guests) => void = () => {};
    const guests = new Promise<Guests>((resolve) => {
      done = resolve;
    });
    return { guests, done };
  };

  test.each<[string, Guests, boolean, object]>([
    ['none', NO_GUESTS, false, { audience: 'care-team', guests: 0 }],
    ['two', { found: 2, all: true }, false, { audience: 'external', guests: 2 }],
    ['two of those that were looked at', { found: 2, all: false }, false, { audience: 'external', guests: null }],
    ['none of those that were looked at', { found: 0, all: false }, false, { audience: 'care-team', guests: null }],
    ['one of ours, shared with others', { found: 1, all: true }, true, { audience: 'external', guests: null }],
  ])('%s', async (_, guests, shared, expected) => {
    const channels = channelsOf(ward, { guestsOf: async () => guests });
    expect(await channels.of(hint, shared)).toMatchObject(expected);
  });

  test('who can’t be counted is asked for again after half a minute; a direct message has none', async () => {
    let now = 0;
    const guestsOf = vi.fn(async () => ({ found: 1, all: true }));
    guestsOf.mockRejectedValueOnce(new Error('down'));
    const channels = channelsOf(ward, { guestsOf, now: () => now });
    expect(await channels.of({ id: 'D01', type: 'im' }, false)).toMatchObject({ audience: 'direct', guests: null });
    expect(guestsOf).not.toHaveBeenCalled();
    expect(await channels.of(hint, false)).toMatchObject({ audience: 'care-team', guests: null });
    now = 30_000;
    expect(await channels.of(hint, false)).toMatchObject({ audience: 'external', guests: 1 });
  });

  test('a long count goes on beside the message, and holds for those that come after it', async () => {
    vi.useFakeTimers();
    try {
      const count = later();
      const channels = channelsOf(ward, { guestsOf: () => count.guests });
      const first = channels.of(hint, false);
      await vi.advanceTimersByTimeAsync(1_000);
      expect(await first).toMatchObject({ audience: 'care-team', guests: null });
      count.done({ found: 3, all: true });
      await vi.advanceTimersByTimeAsync(0);
      expect(await channels.of(hint, false)).toMatchObject({ audience: 'external', guests: 3 });
    } finally {
      vi.useRealTimers();
    }
  });

  test('while they are counted anew those from before hold; of a channel that changed, none', async () => {
    let now = 0;
    const counts = [Promise.resolve({ found: 1, all: true }), later().guests, Promise.resolve(NO_GUESTS)];
    const channels = channelsOf(ward, { guestsOf: () => counts.shift() as Promise<Guests>, now: () => now });
    expect(await channels.of(hint, false)).toMatchObject({ guests: 1 });
    now = 600_000;
    expect(await channels.of(hint, false)).toMatchObject({ audience: 'external', guests: 1 });
    channels.forget('C01');
    expect(await channels.of(hint, false)).toMatchObject({ audience: 'care-team', guests: 0 });
  });
});
