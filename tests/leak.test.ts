import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { TEAM } from '../src/adapters/simulator/team.ts';
import { createLog } from '../src/log.ts';
import type { Attachment, Audience, SpanType } from '../src/policy/types.ts';
import { rollUp } from '../src/reporting/roll-up.ts';
import { openDatabase, type Store } from '../src/store/database.ts';
import { giveRole } from '../src/store/role-grants.ts';
import { findTenants } from '../src/store/roll-up.ts';
import { onPostgres } from './databases.ts';
import { embeddedIn } from './embedded.ts';
import { writeAsAdmin } from './leak-admin.ts';
import { historyOf, untilRead, withhold } from './leak-missed.ts';
import { writeOnOwnPage } from './leak-own.ts';
import { type LeakTeams, startLeakTeams } from './leak-teams.ts';
import { writeAsTrainer } from './leak-trainer.ts';
import { EAGER, policyFile } from './policy-file.ts';
import { type Program, startProgram } from './program.ts';
import { deliver } from './slack-emulator.ts';
import { soon } from './soon.ts';

// The promise of the product: no message text is kept. Labelled messages go the whole way, as Slack's
// events, as what is read again after a gap, by both of Teams' ways and as the simulator's posts, edited and deleted, with the logs at their most talkative. Then
// every value of every table, the queue's too, and every line of the logs is searched for them.

interface Labelled {
  readonly id: string;
  readonly text: string;
  readonly audience: Audience;
  readonly attachments?: readonly Attachment[];
  readonly spans?: readonly { start: number; end: number; type: SpanType }[];
}

const CORPUS = join(import.meta.dirname, '../../shared/corpus');
const fromCorpus = existsSync(CORPUS);
const messages: Labelled[] = fromCorpus
  ? globSync('*.jsonl', { cwd: CORPUS })
      .sort()
      .flatMap((file) => jsonLines(join(CORPUS, file)))
  : globSync('policy/cases/*.jsonl', { cwd: import.meta.dirname })
      .sort()
      .flatMap((file) => jsonLines(join(import.meta.dirname, file)));

function jsonLines(path: string): Labelled[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => JSON.parse(line));
}

/** What may not be found anywhere: these pieces, and any stretch of this many characters of a message. */
const SECRET: ReadonlySet<SpanType> = new Set([
  'nhs-number',
  'chi-number',
  'hc-number',
  'mrn',
  'ni-number',
  'name',
  'date-of-birth',
  'address',
  'postcode',
  'phone',
  'email',
]);
const STRETCH = 20;

/** Of the simulator's page. */
const SESSION = 'a'.repeat(32);
const SIGNING_SECRET = 'leak-test-secret';
const CHANNELS: Record<Audience, string> = {
  'care-team': 'G0TEAM',
  organisation: 'C0ALL',
  external: 'C0SHARED',
  direct: 'D0DIRECT',
};
const MEMBERS: Record<string, object> = {
  G0TEAM: { is_private: true, is_group: true, num_members: 14 },
  C0ALL: { is_channel: true, num_members: 1840 },
  C0SHARED: { is_channel: true, is_ext_shared: true, num_members: 60 },
  D0DIRECT: { is_im: true },
};

/** A Web API that takes everything, and has what was missed. */
async function startWebApi(said: readonly Labelled[]) {
  const missed = historyOf(said);
  const server = createServer(async (req, res) => {
    let body = '';
    for await (const chunk of req) body += chunk;
    const params = new URLSearchParams(body);
    const channel = params.get('channel') ?? '';
    const team = { user_id: 'UBOT', bot_id: 'BBOT', team_id: 'T0LEAK', url: 'https://leak.slack.example/' };
    const answer = {
      ok: true,
      ts: '1.1',
      message_ts: '1.1',
      ...team,
      channel: { id: channel, ...MEMBERS[channel] },
      members: [],
    };
    const method = (req.url ?? '').split('/').at(-1) ?? '';
    const known = missed(method, params) ?? answer;
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(known));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`, close: () => server.close() };
}

/** Message ids are ours, and are taken out before the search, so that their digits can't be mistaken. */
const ts = (index: number) => `17${String(index).padStart(8, '0')}.000100`;

function envelope(index: number, event: object) {
  return {
    type: 'event_callback',
    team_id: 'T0LEAK',
    api_app_id: 'A0LEAK',
    event_id: `Ev${index}`,
    event_time: 1_700_000_000,
    authorizations: [
      { team_id: 'T0LEAK', user_id: 'UBOT', is_bot: true, enterprise_id: null, is_enterprise_install: false },
    ],
    event: { type: 'message', ...event },
  };
}

async function sayEverything(program: Program, teams: LeakTeams, said: readonly Labelled[]): Promise<void> {
  const send = async (payload: unknown) => {
    const { status } = await deliver(`${program.url}/slack/events`, SIGNING_SECRET, payload);
    expect(status).toBe(200);
  };
  const one = async (message: Labelled, index: number) => {
    const channel = CHANNELS[message.audience];
    const files = [
      ...(message.attachments ?? []).map((file) => ({ id: 'F1', name: file.name, mimetype: file.type })),
      // Slack makes a snippet of a long paste, and sends its beginning along.
      ...(index % 9 === 4 ? [{ id: 'F2', name: 'Untitled', mode: 'snippet', preview: message.text }] : []),
    ];
    const post = {
      channel,
      user: `U${index % 40}`,
      text: message.text,
      ts: ts(index),
      // Some reply to the message before, and are judged with it.
      ...(index % 4 === 3 ? { thread_ts: ts(index - 1) } : {}),
      ...(files.length > 0 ? { subtype: 'file_share', files } : {}),
    };
    await send(envelope(index, post));
    if (index % 5 === 0) {
      const edited = {
        ...post,
        text: `${message.text} (edited)`,
        edited: { user: post.user, ts: '1800000000.000000' },
      };
      await send(
        envelope(index, {
          subtype: 'message_changed',
          channel,
          ts: ts(index),
          message: edited,
          previous_message: post,
        }),
      );
    }
    if (index % 7 === 0) {
      await send(
        envelope(index, {
          subtype: 'message_deleted',
          channel,
          ts: ts(index),
          deleted_ts: ts(index),
          previous_message: post,
        }),
      );
    }
    if (index % 6 === 1) await teams.say(program, message, Math.floor(index / 6));
    if (index % 3 === 0) {
      const response = await fetch(
        `${program.url}/try/sessions/${SESSION}/channels/${message.audience}/messages/${index + 1}`,
        {
          method: 'PUT',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            version: 0,
            person: TEAM[index % TEAM.length]?.id,
            readers: 9,
            text: message.text,
            attachments: message.attachments ?? [],
          }),
        },
      );
      expect(response.status).toBe(204);
    }
  };
  for (let start = 0; start < said.length; start += 8) {
    await Promise.all(said.slice(start, start + 8).map((message, offset) => one(message, start + offset)));
  }
  // Faults see text too: each of these is refused, and its refusal is logged.
  const broken = said[0]?.text ?? '';
  await deliver(`${program.url}/slack/events`, SIGNING_SECRET, `{"type":"event_callback","event":{"text":"${broken}`);
  await send(envelope(1, { channel: 17, user: { text: broken }, text: broken, ts: 'now' }));
  await fetch(`${program.url}/try/sessions/${SESSION}/channels/direct/messages/1`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: `{"text": "${broken}`,
  });
}

/**
 * The other ways in: drafts that are checked, answers to notices, reasons and notes of somebody's own, reports. What is
 * kept of a reason or a note is judged first; here each holds a number of a patient, and none may be kept.
 */
async function answerEverything(
  program: Program,
  said: readonly Labelled[],
  notices: readonly SimulatorNotice[],
): Promise<void> {
  const send = async (path: string, body: object | URLSearchParams, expected: number) => {
    const form = body instanceof URLSearchParams;
    const response = await fetch(program.url + path, {
      method: 'POST',
      headers: { accept: 'text/html, application/json', ...(form ? {} : { 'content-type': 'application/json' }) },
      body: form ? body : JSON.stringify(body),
    });
    expect(response.status, path).toBe(expected);
    return response.text();
  };
  expect(notices.length).toBeGreaterThan(10);
  // A reason has at most 200 characters; what is cut off would not be judged.
  const numbered = said.filter(
    ({ text, spans }) => text.length <= 200 && spans?.some(({ type }) => type === 'nhs-number'),
  );
  for (const [index, message] of said.entries()) {
    if (index % 5 !== 0) continue;
    const { text, audience, attachments = [] } = message;
    await send('/check', new URLSearchParams({ text, where: audience, language: 'en' }), 200);
    await send(`/try/sessions/${SESSION}/checks`, { audience, readers: 9, language: 'cy', text, attachments }, 200);
    await deliver(
      `${program.url}/slack/interactions`,
      SIGNING_SECRET,
      new URLSearchParams({ payload: JSON.stringify(checkSubmission(text)) }).toString(),
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    );
    await send(
      `/try/sessions/${SESSION}/channels/${audience}/messages/${index + 1}/reports`,
      {
        person: TEAM[1].id,
        author: TEAM[index % 2 === 0 ? 0 : 1].id,
        named: true,
        readers: 9,
        language: 'en',
        text,
        attachments,
      },
      200,
    );
  }
  for (const [index, { incident, person, message: number }] of notices.entries()) {
    const { text, attachments = [] } = said[number - 1] as Labelled;
    const words = numbered[index % numbered.length]?.text ?? '';
    const answer = (action: string, words: string | null = null) =>
      send(
        `/try/sessions/${SESSION}/answers`,
        { person, incident, action, words, message: { number, deleted: false, text, attachments } },
        200,
      );
    await answer('safer');
    await answer('fixed');
    await answer('needed');
    await answer('reason-words', words);
    await answer('why');
    if (index % 2 === 0) await answer('not-patient');
  }
  const list = await (await fetch(`${program.url}/triage`, { headers: { accept: 'text/html' } })).text();
  const items = [...new Set([...list.matchAll(/href="(\/triage\/[0-9a-f-]{36})"/g)].map(([, path]) => path as string))];
  expect(items.length).toBeGreaterThan(10);
  for (const [index, path] of items.entries()) {
    const note = numbered[index % numbered.length]?.text ?? '';
    await send(path, new URLSearchParams({ action: 'note', note }), 400);
  }
  await writeOnOwnPage(
    program,
    SIGNING_SECRET,
    numbered.slice(0, 5).map(({ text }) => text),
  );
  await writeAsTrainer(
    program,
    numbered.slice(0, 40).map(({ text }) => text),
  );
  await writeAsAdmin(
    program,
    numbered.map(({ text }) => text),
  );
}

/** Somebody who posts in Slack and may write refreshers. */
async function makeTrainer({ db }: Store): Promise<void> {
  const { id } = await db
    .selectFrom('people')
    .select('id')
    .where('platform', '=', 'slack')
    .where('platform_user', '=', 'U1')
    .executeTakeFirstOrThrow();
  const account = { tenant: 'issuer', subject: 'u1' };
  await db
    .insertInto('accounts')
    .values({ ...account, name: null, person_tenant: 'T0LEAK', person: id, last_signed_in_at: new Date() })
    .execute();
  await giveRole(db, account, 'trainer', 'admin');
}

/** Refreshers with a patient's number in them, from a trainer and from somebody who is none: refused either way, and not kept. */
async function writeEverything(
  program: Program,
  said: readonly Labelled[],
  expected: 'errors' | 'update',
): Promise<void> {
  const numbered = said.filter(
    ({ text, spans }) => text.length <= 600 && spans?.some(({ type }) => type === 'nhs-number'),
  );
  expect(numbered.length).toBeGreaterThan(10);
  for (const { text } of numbered.slice(0, 40)) {
    const { text: answer } = await deliver(
      `${program.url}/slack/interactions`,
      SIGNING_SECRET,
      new URLSearchParams({ payload: JSON.stringify(refresherSubmission(text)) }).toString(),
      { headers: { 'content-type': 'application/x-www-form-urlencoded' } },
    );
    expect(JSON.parse(answer).response_action).toBe(expected);
  }
}

/** What Slack sends along of any form. */
const FORM = { id: 'V1', title: { text: 'Quietword' }, submit: { text: 'Send' }, blocks: [] };

const refresherSubmission = (text: string) => ({
  type: 'view_submission',
  team: { id: 'T0LEAK' },
  user: { id: 'U1', team_id: 'T0LEAK' },
  view: {
    ...FORM,
    callback_id: 'write_refresher',
    private_metadata: JSON.stringify({ language: 'en' }),
    state: {
      values: {
        title: { title: { value: text } },
        words: { words: { value: text } },
        topic: { topic: { selected_option: { value: 'photos' } } },
        audience: { audience: { selected_option: { value: 'everyone' } } },
        acknowledge: { acknowledge: { selected_option: { value: 'yes' } } },
      },
    },
  },
});

interface SimulatorNotice {
  readonly incident: string;
  readonly person: string;
  readonly message: number;
}

/** The latest notices that a page is told, from its stream. */
async function noticesOf(program: Program): Promise<SimulatorNotice[]> {
  const stopped = new AbortController();
  const response = await fetch(`${program.url}/try/sessions/${SESSION}/notices`, { signal: stopped.signal });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const decoder = new TextDecoder();
  let text = '';
  for (const timer = setTimeout(() => stopped.abort(), 2_000); ; ) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    text += decoder.decode(value, { stream: true });
    if (done) {
      clearTimeout(timer);
      break;
    }
  }
  return [...text.matchAll(/^data: (.*)$/gm)].map(([, json]) => JSON.parse(json as string));
}

/** As Slack sends the form of a draft. */
const checkSubmission = (text: string) => ({
  type: 'view_submission',
  team: { id: 'T0LEAK' },
  user: { id: 'U1', team_id: 'T0LEAK' },
  view: {
    ...FORM,
    callback_id: 'check_draft',
    private_metadata: JSON.stringify({ language: 'en', round: 0 }),
    state: {
      values: {
        'draft-0': { draft: { value: text } },
        place: { place: { selected_conversation: 'C0ALL' } },
      },
    },
  },
});

async function metric(program: Program, pattern: RegExp): Promise<number> {
  const text = await (await fetch(`${program.url}/metrics`)).text();
  return [...text.matchAll(pattern)].reduce((sum, match) => sum + Number(match[1]), 0);
}

/** Every claim goes the whole way to its notice before the search: what was put off is sent again, and what may have arrived is not. */
const settled = (program: Program, least: number): Promise<void> =>
  soon(async () => {
    const step = (names: string) =>
      metric(program, new RegExp(`^quietword_notice_steps_total\\{.*step="(?:${names})"\\} (\\d+)`, 'gm'));
    const taken = await step('accepted|later|uncertain|hold');
    expect(taken).toBe(await step('send|hold'));
    expect(taken).toBeGreaterThan(least);
  });

/** Every value of every table but PostgreSQL's own, as text, each different one once. */
async function dump({ db }: Store): Promise<Set<string>> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select table_schema as schema, table_name as name from information_schema.tables
    where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`.execute(db);
  expect(tables.map(({ schema, name }) => `${schema}.${name}`)).toEqual(
    expect.arrayContaining([
      'public.incidents',
      'pgboss.job_common',
      'public.outcomes',
      'public.triage_log',
      'public.claims',
      'public.daily_incidents',
    ]),
  );
  const values = new Set<string>();
  for (const { schema, name } of tables) {
    const { rows } = await sql<{
      row: string;
    }>`select row_to_json(t)::text as row from ${sql.table(`${schema}.${name}`)} t`.execute(db);
    for (const { row } of rows) collect(JSON.parse(row), values);
  }
  return values;
}

function collect(value: unknown, into: Set<string>): void {
  if (typeof value === 'string') into.add(withoutOurs(value));
  else if (value !== null && typeof value === 'object') for (const inner of Object.values(value)) collect(inner, into);
}

/** Random ids, moments and message ids of ours hold digits and letters that mean nothing. */
function withoutOurs(value: string): string {
  return value
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '')
    .replace(/\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[.\d]*(Z|[+-]\d\d(:\d\d)?)?/g, '')
    .replace(/p?1[789]\d{8}\.?000100/g, '');
}

const plain = (text: string) => text.normalize('NFKC').toLowerCase();
const bare = (text: string) => plain(text).replace(/[^\p{L}\p{N}]/gu, '');

/** Pieces of messages that were found, by the id of the message: never printed themselves. */
function findLeaks(values: ReadonlySet<string>): string[] {
  const kept = [...values].map(plain);
  const words = new Set(kept.flatMap((value) => value.split(/[^\p{L}\p{N}]+/u)));
  const squeezed = kept.map(bare).join('\n');
  const everything = kept.join('\n');
  const stretches = new Set<string>();
  for (const value of kept.map((text) => text.replace(/\s+/g, ' '))) {
    for (let at = 0; at + STRETCH <= value.length; at++) stretches.add(value.slice(at, at + STRETCH));
  }
  return messages.flatMap((message) => {
    const leaks: string[] = [];
    for (const { start, end, type } of message.spans ?? []) {
      if (!SECRET.has(type)) continue;
      const piece = message.text.slice(start, end);
      if (piece.length < 4) continue;
      // A single word has to stand as a word of its own ("may" is in "maybe"); the rest may stand anywhere.
      const single = /^[\p{L}]+$/u.test(piece);
      const digits = bare(piece);
      const found = single
        ? words.has(plain(piece))
        : everything.includes(plain(piece)) || (digits.length >= 6 && squeezed.includes(digits));
      if (found) leaks.push(`${message.id}: a ${type}`);
    }
    const text = plain(message.text).replace(/\s+/g, ' ');
    for (let at = 0; at + STRETCH <= text.length; at++) {
      if (stretches.has(text.slice(at, at + STRETCH))) {
        leaks.push(`${message.id}: ${STRETCH} characters from ${at}`);
        break;
      }
    }
    return leaks;
  });
}

const where = fromCorpus ? 'the labelled corpora' : "the project's own cases";

const postgres = inject('postgres') !== undefined;

describe.each([
  // The same code keeps on both what it keeps: every fourth shows that, where the other is told all.
  { kind: 'PGlite', run: true, said: postgres ? messages.filter((_, index) => index % 4 === 0) : messages },
  { kind: 'PostgreSQL', run: postgres, said: messages },
])(`$kind keeps nothing of ${where}`, ({ kind, run, said }) => {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-leak-'));
  let values: Set<string>;
  let logs: Set<string>;
  const closing: (() => unknown)[] = [() => rmSync(folder, { recursive: true, force: true })];
  afterAll(async () => {
    for (const close of closing.reverse()) await close();
  });

  beforeAll(async () => {
    if (!run) return;
    const api = await startWebApi(said);
    closing.push(api.close);
    const teams = await startLeakTeams();
    closing.push(teams.close);
    const database = kind === 'PGlite' ? undefined : await onPostgres();
    if (database) closing.push(database.drop);
    const program = await startProgram({
      SLACK_SIGNING_SECRET: SIGNING_SECRET,
      SLACK_BOT_TOKEN: 'xoxb-leak',
      SLACK_API_URL: api.url,
      ...teams.settings,
      SIMULATOR: 'on',
      LOG_LEVEL: 'trace',
      POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
      ...(database ? { DATABASE_URL: database.url as string } : { DATA_DIR: embeddedIn(folder) }),
    });
    closing.push(program.kill);
    await withhold(program, SIGNING_SECRET, 'T0LEAK');
    await sayEverything(program, teams, said);
    const flagged = await metric(program, /^quietword_messages_judged_total\{.*level="(?:nudge|urgent)"\} (\d+)/gm);
    expect(flagged).toBeGreaterThan(said.length / 4);
    await settled(program, said.length / 4);
    // Before what is waited for: the simulator forgets a page at which nobody looks.
    const notices = await noticesOf(program);
    await untilRead(program);
    await settled(program, said.length / 4);
    await answerEverything(program, said, notices);
    if (database) await makeTrainer(await database.open());
    await writeEverything(program, said, database ? 'errors' : 'update');
    await program.stop();
    const store = database ? await database.open() : await openDatabase({ dataDir: folder }, createLog('silent'));
    // Roll-ups outlive what they are made of: they are searched, too.
    for (const tenant of await findTenants(store.db))
      await rollUp(store.db, tenant, new Date(Date.now() + 60_000), { events: 90, rollUps: 1096 });
    values = await dump(store);
    const late = await store.db.selectFrom('triage').select('id').where('kind', '=', 'late').execute();
    expect(late.length).toBeGreaterThan(10);
    const left = await store.db
      .selectFrom('notices')
      .select('id')
      .where('kind', '=', 'first')
      .where('delivery', 'in', ['waiting', 'handed'])
      .execute();
    expect(left).toEqual([]);
    if (!database) await store.close();
    logs = new Set();
    for (const line of program.output().split('\n')) {
      if (line.startsWith('{')) collect(JSON.parse(line), logs);
      else logs.add(line);
    }
  }, 420_000);

  test.skipIf(!run)('in any table, the queue included', () => {
    expect(values.size).toBeGreaterThan(100);
    expect(findLeaks(values)).toEqual([]);
  });

  test.skipIf(!run)('in the logs', () => {
    expect(logs.size).toBeGreaterThan(20);
    expect(findLeaks(logs)).toEqual([]);
  });
});

test('the search finds what it looks for', () => {
  const message = messages.find((candidate) => candidate.spans?.some((span) => span.type === 'name'));
  const span = message?.spans?.find(({ type }) => type === 'name');
  expect(findLeaks(new Set([`x ${message?.text.slice(span?.start, span?.end)} y`]))).not.toEqual([]);
  expect(findLeaks(new Set([message?.text ?? '']))).not.toEqual([]);
  expect(findLeaks(new Set(['nudge', 'urgent', 'care-team']))).toEqual([]);
});
