import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { expect } from 'vitest';
import { type FakeWebApi, startFakeWebApi } from './adapters/slack/fake-web-api.ts';
import { onPostgres, type TestDatabase } from './databases.ts';
import authTest from './fixtures/slack/auth-test.json' with { type: 'json' };
import press from './fixtures/slack/block-actions.json' with { type: 'json' };
import command from './fixtures/slack/command.json' with { type: 'json' };
import info from './fixtures/slack/conversations-info.json' with { type: 'json' };
import envelope from './fixtures/slack/message.json' with { type: 'json' };
import { EAGER, policyFile } from './policy-file.ts';
import { type Program, startProgram } from './program.ts';
import { deliver } from './slack-emulator.ts';
import { soon } from './soon.ts';

const SECRET = 'a-signing-secret';
const ANY_TIME = { ...EAGER, 'quiet-hours': '{ from: "00:00", to: "00:00" }', on: 'false' };

/** The whole program as a process of its own on PostgreSQL, behind a Slack that answers as it is told to. */
export interface SlackProgram {
  readonly api: FakeWebApi;
  readonly program: Program;
  readonly database: TestDatabase;
  readonly sql: pg.Client;
  /** All is well again at Slack. */
  behave(): void;
  /** Gives the message's id. */
  post(person: string, text: string): Promise<string>;
  edit(person: string, ts: string, text: string): Promise<void>;
  remove(ts: string): Promise<void>;
  /** As Slack sends any press, form or shortcut. */
  interact(payload: object): Promise<{ status: number; text: string }>;
  /** Presses a button of a notice that went out: one that only its reader sees, or a direct message. */
  press(person: string, notice: Call, action: string): Promise<{ status: number; text: string }>;
  command(person: string, text: string): Promise<{ status: number; text: string }>;
  /** What was said to somebody: beside the channel, in a direct message, or in the place of one. */
  said(person: string): Call[];
  /** The same, once there are so many. */
  soon(person: string, count: number): Promise<Call[]>;
  /** What was shown by `response_url`. */
  shown(): Record<string, unknown>[];
  /** What waits in the queue is due now. */
  hurry(): Promise<void>;
  close(): Promise<void>;
}

type Call = FakeWebApi['calls'][number];
export const refused = (error: string) => ({ json: { ok: false, error } });

export async function startSlackProgram(): Promise<SlackProgram> {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-slack-'));
  const api = await startFakeWebApi();
  const directs = new Map<string, string>();
  let sent = 0;
  const behave = () => {
    api.answer('auth.test', { json: authTest });
    api.answer('conversations.info', { json: info });
    for (const method of ['chat.postEphemeral', 'chat.update', 'views.update'])
      api.answer(method, { json: { ok: true } });
    api.answer('chat.postMessage', () => {
      const person = api.calls.at(-1)?.params.get('channel') ?? '';
      sent += 1;
      directs.set(`D${person}`, person);
      return { json: { ok: true, channel: `D${person}`, ts: `1800000000.${String(sent).padStart(6, '0')}` } };
    });
    api.answer('views.open', { json: { ok: true, view: { id: 'V01FORM' } } });
    api.answer('response', { status: 200, body: 'ok' });
  };
  behave();
  const database = await onPostgres();
  const sql = new pg.Client({ connectionString: database.url });
  await sql.connect();
  const program = await startProgram({
    DATABASE_URL: database.url as string,
    POLICY_FILE: policyFile(folder, ANY_TIME),
    SLACK_SIGNING_SECRET: SECRET,
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_API_URL: api.apiUrl,
  });

  let at = Math.floor(Date.now() / 1000);
  const event = async (inner: object) => {
    const { status } = await deliver(`${program.url}/slack/events`, SECRET, { ...envelope, event: inner });
    expect(status).toBe(200);
  };
  const urlencoded = (path: string, fields: Record<string, string>) =>
    deliver(`${program.url}${path}`, SECRET, new URLSearchParams(fields).toString(), {
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  const interact = (payload: object) => urlencoded('/slack/interactions', { payload: JSON.stringify(payload) });
  const message = (user: string, ts: string, text: string) => ({ ...envelope.event, user, ts, text, blocks: [] });
  const said = (person: string) =>
    api.calls.filter(({ method, params }) => {
      if (method === 'chat.postEphemeral') return params.get('user') === person;
      if (method === 'chat.postMessage') return params.get('channel') === person;
      return method === 'chat.update' && directs.get(params.get('channel') ?? '') === person;
    });

  return {
    ...{ api, program, database, sql, behave, interact, said },
    async post(person, text) {
      at += 1;
      await event(message(person, `${at}.000100`, text));
      return `${at}.000100`;
    },
    async edit(person, ts, text) {
      at += 1;
      const edited = { ...message(person, ts, text), edited: { user: person, ts: `${at}.000000` } };
      const previous_message = message(person, ts, 'as it was');
      const { channel, channel_type } = envelope.event;
      const outside = { type: 'message', subtype: 'message_changed', channel, channel_type, ts: `${at}.000200` };
      await event({ ...outside, message: edited, previous_message });
    },
    async remove(ts) {
      const { channel, channel_type } = envelope.event;
      const outside = { type: 'message', subtype: 'message_deleted', channel, channel_type, ts: `${at}.000300` };
      await event({ ...outside, deleted_ts: ts, previous_message: message('U0', ts, 'as it was') });
    },
    press(person, { method, params }, action) {
      const blocks = JSON.parse(params.get('blocks') ?? '[]') as { elements?: { action_id?: string }[] }[];
      const button = blocks
        .flatMap(({ elements = [] }) => elements)
        .find(({ action_id = '' }) => action_id.endsWith(action));
      if (!button) throw new Error(`There is no button for ${action}.`);
      const direct = method !== 'chat.postEphemeral';
      const ts = params.get('ts') ?? `1800000000.${String(sent).padStart(6, '0')}`;
      return interact({
        ...press,
        user: { ...press.user, id: person },
        container: { message_ts: ts, channel_id: direct ? `D${person}` : 'C01WARD7', is_ephemeral: !direct },
        ...(direct ? { message: { blocks } } : {}),
        response_url: api.responseUrl,
        actions: [button],
      });
    },
    command: (user_id, text) =>
      urlencoded('/slack/commands', { ...command, user_id, text, response_url: api.responseUrl }),
    soon: (person, count) =>
      soon(() => {
        const all = said(person);
        expect(all.map(({ method }) => method)).toHaveLength(count);
        return all;
      }),
    shown: () => api.calls.filter(({ method }) => method === 'response').map(({ body }) => JSON.parse(body)),
    async hurry() {
      await sql.query(
        "update pgboss.job set start_after = now() where state in ('created', 'retry') and start_after > now()",
      );
    },
    async close() {
      await program.stop();
      await sql.end();
      await database.drop();
      await api.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
