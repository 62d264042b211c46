import { ErrorCode } from '@slack/web-api';
import { beforeEach, expect, test } from 'vitest';
import { createCatchUp } from '../../../src/adapters/slack/catch-up.ts';
import type { Connected } from '../../../src/adapters/slack/workspaces.ts';
import type { InboundMessage, PostedMessage } from '../../../src/chat.ts';
import { createLog } from '../../../src/log.ts';

const FROM = new Date('2026-03-05T09:00:00Z');
const NOW = FROM.getTime() + 2 * 3_600_000;
/** Slack's mark of so many minutes after the gap began. */
const ts = (minute: number) => `${FROM.getTime() / 1000 + minute * 60}.000100`;
const post = (minute: number, change: object = {}) => ({
  type: 'message',
  user: 'U02NURSE01',
  text: `said at ${minute}`,
  ts: ts(minute),
  ...change,
});

type Params = Record<string, unknown>;
let asked: { method: string; params: Params }[];
let answers: Record<string, (params: Params) => object>;
let slept: number[];
let taken: PostedMessage[];
let held: number[];

beforeEach(() => {
  [asked, slept, taken, held] = [[], [], [], []];
  answers = {
    'users.conversations': () => ({ channels: [{ id: 'C01WARD7' }] }),
    'conversations.history': () => ({ messages: [] }),
    'conversations.replies': () => ({ messages: [] }),
    'auth.teams.list': () => ({ teams: [{ id: 'T01' }, { id: 'T02' }] }),
  };
});

const method = (name: string) => async (params: Params) => {
  asked.push({ method: name, params });
  return answers[name]?.(params);
};
const broadcasts = {
  users: { conversations: method('users.conversations') },
  conversations: { history: method('conversations.history'), replies: method('conversations.replies') },
  auth: { teams: { list: method('auth.teams.list') } },
};

async function catchUp({ orgWide = false, now = NOW, signal = new AbortController().signal } = {}) {
  const here = {
    tenant: 'T01TRUST',
    orgWide,
    botUserId: 'U01BOT',
    url: 'https://trust.slack.com/',
    clients: { broadcasts },
    channelOf: async ({ id }: { id: string }) => ({
      id,
      name: null,
      audience: 'organisation',
      readers: 20,
      guests: null,
    }),
  } as unknown as Connected;
  const onMessage = async (message: InboundMessage) => void taken.push(message as PostedMessage);
  const clock = { now: () => now, sleep: async (ms: number) => void slept.push(ms) };
  const goOn = async (seconds: number) => {
    if (signal.aborted) throw new Error('stop');
    held.push(seconds);
  };
  await createCatchUp({ onMessage }, createLog('silent'), clock)(here, FROM, { goOn, signal });
}
const said = () => taken.map(({ text, version, thread }) => ({ text, version, thread }));

test('what was posted since is handed in from the oldest on, and nothing from before', async () => {
  answers['conversations.history'] = () => ({ messages: [post(9), post(5, { user: 'U01BOT' }), post(4), post(-1)] });
  await catchUp();
  expect(said()).toEqual([
    { text: 'said at 4', version: '', thread: null },
    { text: 'said at 9', version: '', thread: null },
  ]);
  expect(taken[0]).toMatchObject({ type: 'posted', tenant: 'T01TRUST', channel: { id: 'C01WARD7' }, missed: 'recent' });
});

test('an edit is found of what was posted before, under the mark that its event would have had', async () => {
  answers['conversations.history'] = () => ({
    messages: [post(-30, { edited: { user: 'U02NURSE01', ts: ts(3) } }), post(-60, { edited: { ts: ts(-50) } })],
  });
  await catchUp();
  expect(said()).toEqual([{ text: 'said at -30', version: ts(3), thread: null }]);
});

test('replies are read of threads that had one since, and of no others', async () => {
  const parent = (minute: number, latest: number) =>
    post(minute, { thread_ts: ts(minute), reply_count: 1, latest_reply: ts(latest) });
  answers['conversations.history'] = () => ({ messages: [parent(-20, 7), parent(-40, -35)] });
  answers['conversations.replies'] = () => ({
    messages: [parent(-20, 7), post(-10, { thread_ts: ts(-20) }), post(7, { thread_ts: ts(-20) })],
  });
  await catchUp();
  expect(said()).toEqual([{ text: 'said at 7', version: '', thread: ts(-20) }]);
  expect(asked.filter((one) => one.method === 'conversations.replies')).toHaveLength(1);
});

test('what was deleted closes where it had replies, which are read; else history has nothing of it', async () => {
  const gone = { subtype: 'tombstone', user: 'USLACKBOT', text: 'This message was deleted.', hidden: true };
  const parent = post(-20, { ...gone, thread_ts: ts(-20), reply_count: 1, latest_reply: ts(7) });
  answers['conversations.history'] = () => ({ messages: [parent] });
  answers['conversations.replies'] = () => ({ messages: [parent, post(7, { thread_ts: ts(-20) })] });
  await catchUp();
  expect(taken).toMatchObject([
    { type: 'deleted', tenant: 'T01TRUST', channelId: 'C01WARD7', id: ts(-20) },
    { type: 'posted', id: ts(7) },
  ]);
});

test('what is four hours old is handed in as too late for a quiet word; a late edit of it counts from the edit', async () => {
  const now = FROM.getTime() + 5 * 3_600_000;
  answers['conversations.history'] = () => ({ messages: [post(30, { edited: { ts: ts(290) } }), post(30), post(280)] });
  await catchUp({ now });
  expect(taken.map(({ missed }) => missed)).toEqual(['recent', 'old', 'recent']);
});

test('every page is read, no faster than 50 requests a minute, and the lease is held before each', async () => {
  answers['conversations.history'] = ({ cursor }) =>
    cursor ? { messages: [post(1)] } : { messages: [post(2)], response_metadata: { next_cursor: 'more' } };
  await catchUp();
  expect(said().map(({ text }) => text)).toEqual(['said at 2', 'said at 1']);
  expect(asked).toHaveLength(3);
  expect(held).toHaveLength(3);
  expect(Math.min(...slept)).toBeGreaterThanOrEqual(1_200);
});

test('Slack’s Retry-After is waited for with the lease held, and the request made again', async () => {
  let refused = 0;
  answers['conversations.history'] = () => {
    if (refused++ === 0)
      throw Object.assign(new Error('limited'), { code: ErrorCode.RateLimitedError, retryAfter: 40 });
    return { messages: [post(2)] };
  };
  await catchUp();
  expect(taken).toHaveLength(1);
  expect(slept).toContain(40_000);
  expect(Math.max(...held)).toBeGreaterThan(40);
});

test('a channel that is closed to us meanwhile is passed over; any other failure is passed on', async () => {
  const platform = (error: string) =>
    Object.assign(new Error(error), { code: ErrorCode.PlatformError, data: { ok: false, error } });
  answers['users.conversations'] = () => ({ channels: [{ id: 'C1' }, { id: 'C2' }] });
  answers['conversations.history'] = ({ channel }) => {
    if (channel === 'C1') throw platform('not_in_channel');
    return { messages: [post(2)] };
  };
  await catchUp();
  expect(taken).toHaveLength(1);
  answers['conversations.history'] = () => {
    throw platform('internal_error');
  };
  await expect(catchUp()).rejects.toThrow('internal_error');
});

test('of an enterprise, the channels of each of its workspaces', async () => {
  await catchUp({ orgWide: true });
  const listed = asked.filter((one) => one.method === 'users.conversations');
  expect(listed.map(({ params }) => params.team_id)).toEqual(['T01', 'T02']);
});

test('it stops where it is told to', async () => {
  await expect(catchUp({ signal: AbortSignal.abort() })).rejects.toThrow('stop');
  expect(asked).toEqual([]);
});
