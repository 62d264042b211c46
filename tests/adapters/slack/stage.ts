import express from 'express';
import { createSlackAdapter, type SlackAdapter } from '../../../src/adapters/slack/adapter.ts';
import type { ChannelChangeStore } from '../../../src/adapters/slack/channel-life.ts';
import type { Own, OwnChoice, OwnDesk } from '../../../src/adapters/slack/home/own.ts';
import type { ReadingStore } from '../../../src/adapters/slack/reading.ts';
import type {
  Answer,
  Checked,
  Draft,
  Inbound,
  InboundMessage,
  Joined,
  LanguageChoice,
  PrivateNotice,
  Recipient,
  RefresherReply,
  RefresherRequest,
  Reply,
  Report,
  StaffNews,
  Wish,
} from '../../../src/chat.ts';
import type { Log, LogFields } from '../../../src/log.ts';
import type { Language } from '../../../src/policy/types.ts';
import authTest from '../../fixtures/slack/auth-test.json' with { type: 'json' };
import info from '../../fixtures/slack/conversations-info.json' with { type: 'json' };
import submission from '../../fixtures/slack/view-submission.json' with { type: 'json' };
import { type DeliverOptions, deliver } from '../../slack-emulator.ts';
import { type FakeWebApi, serve, startFakeWebApi } from './fake-web-api.ts';

export const SECRET = 'a-signing-secret';
export const INCIDENT = '0b7f2c1e-0000-4000-8000-000000000001';

export const notice: PrivateNotice = {
  incident: INCIDENT,
  kind: 'first',
  level: 'urgent',
  language: 'en',
  heading: 'A quiet word',
  paragraphs: ['Please edit.'],
  suggestion: null,
  choices: [{ action: 'fixed', label: 'I’ve fixed it', style: 'primary' }],
  asks: null,
};

export const to: Recipient = {
  tenant: 'T01TRUST',
  person: 'U02NURSE01',
  channel: 'C01WARD7',
  message: '1726130000.000100',
  thread: null,
};

/** What was handed in so far, and what is handed back. */
export interface Taken {
  readonly messages: InboundMessage[];
  readonly answers: Answer[];
  readonly drafts: Draft[];
  readonly reports: Report[];
  readonly joined: Joined[];
  readonly languages: LanguageChoice[];
  readonly refreshers: RefresherRequest[];
  readonly wishes: Wish[];
  /** Whose Home tab was read. */
  readonly read: { tenant: string; person: string }[];
  readonly choices: { tenant: string; person: string; choice: OwnChoice }[];
  readonly staff: StaffNews[];
}

export interface Stage {
  readonly api: FakeWebApi;
  /** Where the adapter is served. */
  readonly url: string;
  readonly adapter: SlackAdapter;
  readonly taken: Taken;
  readonly logged: { event: string; fields: LogFields | undefined }[];
  /** What the program behind the port answers. `fault` is thrown instead, as where the database is down. */
  says: {
    reply: Reply;
    checked: Checked;
    sentence: string;
    refresher: RefresherReply;
    fault: Error | undefined;
    language: Language | null;
    /** Whom the directory knows as guests. */
    guests: ReadonlySet<string>;
    /** Nobody's language is known before it. */
    languageKnown: Promise<void>;
    /** Null: it can't be read. */
    own: Own | null;
    wrong: Awaited<ReturnType<OwnDesk['choose']>>;
    /** Nothing is answered before it. */
    until: Promise<void>;
  };
  event(payload: unknown): Promise<number>;
  /** As Slack sends a press, a shortcut or a form. */
  interact(payload: unknown, options?: DeliverOptions): Promise<{ status: number; text: string }>;
  /** A form that is sent, with its fields by action and block. */
  submit(form: { callback: string; metadata: unknown; fields: Fields }): Promise<{ status: number; json: unknown }>;
  command(fields: Record<string, string>): Promise<{ status: number; text: string }>;
  /** The last form that Slack was asked to open. */
  form(): Form;
  /** What was put in the place of a form after Slack had its answer. */
  updated(): Form[];
  /** The Home tabs that Slack was asked to show, and to whom. */
  homes(): { person: string | null; blocks: readonly Record<string, unknown>[] }[];
  /** What was shown by way of a `response_url`. */
  shown(): Record<string, unknown>[];
  close(): Promise<void>;
}

export type Fields = Record<string, Record<string, object>>;
export interface Form {
  readonly callback_id: string;
  readonly private_metadata: string;
  readonly title: { readonly text: string };
  readonly submit?: { readonly text: string };
  readonly blocks: readonly Record<string, unknown>[];
}

/** Of somebody of whom nothing is kept. */
export const OWN: Own = {
  language: 'en',
  month: { told: 0, putRight: 0 },
  lately: { told: 0, putRight: 0, early: 0, raised: 0 },
  streak: 0,
  waiting: false,
  pausedUntil: null,
  pauseDays: 28,
  quietHours: null,
  page: 'https://quietword.example/me',
};

const nothing = async () => {};
/** As of workspaces of which nothing was ever missed. */
export const NOTHING_READ: ReadingStore = {
  begin: nothing,
  seen: nothing,
  gap: nothing,
  take: async () => null,
  hold: nothing,
  giveBack: nothing,
  recovered: nothing,
  unread: nothing,
  lastUnread: async () => null,
};

export const NOTHING_CHANGED: ChannelChangeStore = { note: nothing, recent: async () => [] };

/** The adapter before a fake Web API, with nothing behind it but what it is told to say. */
export async function startStage(): Promise<Stage> {
  const api = await startFakeWebApi();
  api.answer('auth.test', { json: authTest });
  api.answer('conversations.info', { json: info });
  api.answer('conversations.members', { json: { ok: true, members: ['U01BOT', 'U02NURSE01'] } });
  api.answer('views.open', { json: { ok: true, view: { id: 'V01FORM' } } });
  api.answer('views.update', { json: { ok: true } });
  api.answer('views.publish', { json: { ok: true } });
  api.answer('response', { status: 200, body: 'ok' });
  const taken: Taken = {
    messages: [],
    answers: [],
    drafts: [],
    reports: [],
    joined: [],
    languages: [],
    refreshers: [],
    wishes: [],
    read: [],
    choices: [],
    staff: [],
  };
  const logged: Stage['logged'] = [];
  const write = (event: string, fields?: LogFields) => {
    logged.push({ event, fields });
  };
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const says: Stage['says'] = {
    reply: { notice: { ...notice, kind: 'reply', heading: 'Thank you' }, replaces: true },
    checked: { level: 'clear', heading: 'Nothing stands out', paragraphs: [], suggestion: null, left: null },
    sentence: 'Thank you.',
    refresher: { show: 'sentence', sentence: 'Only trainers can.' },
    fault: undefined,
    language: null,
    guests: new Set(),
    languageKnown: Promise.resolve(),
    own: OWN,
    wrong: undefined,
    until: Promise.resolve(),
  };
  const take = async <T, R>(list: T[], given: T, answer: R): Promise<R> => {
    if (says.fault) throw says.fault;
    list.push(given);
    await says.until;
    return answer;
  };
  const inbound: Inbound = {
    onMessage: (message) => take(taken.messages, message, undefined),
    onAnswer: (answer) => take(taken.answers, answer, says.reply),
    onCheck: (draft) => take(taken.drafts, draft, says.checked),
    onReport: (report) => take(taken.reports, report, says.sentence),
    onJoined: (joined) => take(taken.joined, joined, undefined),
    onLanguage: (choice) => take(taken.languages, choice, says.sentence),
    onRefresher: (request) => take(taken.refreshers, request, says.refresher),
    onWish: (wish) => take(taken.wishes, wish, says.reply.notice),
    onStaff: (news) => take(taken.staff, news, undefined),
  };
  const config = { signingSecret: SECRET, botToken: 'xoxb-1', apiUrl: api.apiUrl };
  const languageOf = () => says.languageKnown.then(() => says.language);
  const adapter = createSlackAdapter({
    config,
    inbound,
    readingStore: NOTHING_READ,
    channelChanges: NOTHING_CHANGED,
    careTeam: () => 50,
    guestsAmong: async ({ people }) => people.filter((person) => says.guests.has(person)).length,
    languageOf,
    own: {
      async read(tenant, person) {
        taken.read.push({ tenant, person });
        await says.until;
        if (!says.own) throw new Error('the database is down');
        return says.own;
      },
      choose: (tenant, person, choice) => take(taken.choices, { tenant, person, choice }, says.wrong),
    },
    log,
  });
  const server = await serve(express().use(adapter.routes()));

  const urlencoded = (path: string, fields: Record<string, string>, options: DeliverOptions = {}) =>
    deliver(`${server.url}${path}`, SECRET, new URLSearchParams(fields).toString(), {
      ...options,
      headers: { 'content-type': 'application/x-www-form-urlencoded', ...options.headers },
    });
  const interact: Stage['interact'] = (payload, options) =>
    urlencoded('/slack/interactions', { payload: JSON.stringify(payload) }, options);

  const form = () =>
    JSON.parse(api.calls.findLast(({ method }) => method === 'views.open')?.params.get('view') ?? '{}');

  return {
    api,
    url: server.url,
    adapter,
    taken,
    logged,
    says,
    event: async (payload) => (await deliver(`${server.url}/slack/events`, SECRET, payload)).status,
    interact,
    async submit({ callback, metadata, fields }) {
      const view = {
        ...submission.view,
        ...form(),
        callback_id: callback,
        private_metadata: typeof metadata === 'string' ? metadata : JSON.stringify(metadata),
        state: { values: fields },
      };
      const { status, text } = await interact({ ...submission, view });
      return { status, json: text.startsWith('{') ? JSON.parse(text) : text };
    },
    command: (fields) => urlencoded('/slack/commands', fields),
    form,
    updated: () =>
      api.calls
        .filter(({ method, params }) => method === 'views.update' && params.get('view_id') === 'V01FORM')
        .map(({ params }) => JSON.parse(params.get('view') ?? '{}')),
    homes: () =>
      api.calls
        .filter(({ method }) => method === 'views.publish')
        .map(({ params }) => ({ person: params.get('user_id'), ...JSON.parse(params.get('view') ?? '{}') })),
    shown: () => api.calls.filter(({ method }) => method === 'response').map(({ body }) => JSON.parse(body)),
    async close() {
      await server.close();
      await api.close();
    },
  };
}
