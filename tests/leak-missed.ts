import { expect } from 'vitest';
import type { Attachment } from '../src/policy/types.ts';
import type { Program } from './program.ts';
import { deliver } from './slack-emulator.ts';
import { soon } from './soon.ts';

// Messages that Slack withheld, and that are read again: some of them hours late, some as replies in a thread, some edited.

const CHANNEL = 'C0MISSED';
const HOURS_AWAY = 6;
const MOST = 240;

interface Said {
  readonly text: string;
  readonly attachments?: readonly Attachment[];
}

/** What Slack's Web API answers of them, and of nothing else: undefined then. */
export function historyOf(messages: readonly Said[]): (method: string, params: URLSearchParams) => object | undefined {
  const every = Math.max(1, Math.ceil(messages.length / MOST));
  const chosen = messages.filter((_, index) => index % every === 0);
  const begun = Math.floor(Date.now() / 1000) - HOURS_AWAY * 3_600;
  const at = (index: number) => `${begun + 60 + index * 60}.000100`;
  const items = chosen.map(({ text, attachments = [] }, index) => ({
    type: 'message',
    user: `U${index % 40}`,
    text,
    ts: at(index),
    ...(attachments.length === 0 ? {} : { files: attachments.map(({ name, type }) => ({ name, mimetype: type })) }),
    ...(index % 7 === 3 ? { edited: { user: `U${index % 40}`, ts: at(index + 1) } } : {}),
  }));
  const [parent, ...rest] = items;
  const half = Math.floor(rest.length / 4);
  const replies = rest.slice(0, half).map((item) => ({ ...item, thread_ts: parent?.ts }));
  const thread = { ...parent, thread_ts: parent?.ts, reply_count: half, latest_reply: replies.at(-1)?.ts };
  return (method, params) => {
    if (method === 'users.conversations') return { ok: true, channels: [{ id: CHANNEL }] };
    if (params.get('channel') !== CHANNEL) return undefined;
    if (method === 'conversations.history') return { ok: true, messages: [...rest.slice(half).toReversed(), thread] };
    return method === 'conversations.replies' ? { ok: true, messages: [thread, ...replies] } : undefined;
  };
}

export async function withhold(program: Program, secret: string, tenant: string): Promise<void> {
  const minute_rate_limited = Math.floor(Date.now() / 1000) - HOURS_AWAY * 3_600;
  const body = { type: 'app_rate_limited', team_id: tenant, minute_rate_limited };
  expect((await deliver(`${program.url}/slack/events`, secret, body)).status).toBe(200);
}

export const untilRead = (program: Program): Promise<void> =>
  soon(() => expect(program.output()).toContain('slack.gap_read'));
