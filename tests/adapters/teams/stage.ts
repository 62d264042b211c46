import express from 'express';
import { createTeamsAdapter, type TeamsAdapter } from '../../../src/adapters/teams/adapter.ts';
import type { Installed, Place, TipWords } from '../../../src/adapters/teams/graph/types.ts';
import type {
  Answer,
  Checked,
  Current,
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
  Wish,
} from '../../../src/chat.ts';
import type { TeamsConfig } from '../../../src/config.ts';
import type { Log, LogFields } from '../../../src/log.ts';
import type { Language } from '../../../src/policy/types.ts';
import { type FakeTeams, startFakeTeams, TEAM, WARD } from '../../fake-teams.ts';
import { person, type TeamsHands, teamsHands } from '../../teams-hands.ts';
import { serve } from '../slack/fake-web-api.ts';
import { APP_ID, TENANT } from './fake-graph.ts';

export const INCIDENT = '0b7f2c1e-0000-4000-8000-000000000001';

export const notice: PrivateNotice = {
  incident: INCIDENT,
  kind: 'first',
  level: 'urgent',
  language: 'en',
  heading: 'A quiet word',
  paragraphs: ['Sixty people can read it.', 'It has a name in it.', 'Please edit.'],
  suggestion: null,
  choices: [
    { action: 'fixed', label: 'I’ve fixed it', style: 'primary' },
    { action: 'needed', label: 'It was needed', style: 'plain' },
  ],
  asks: null,
};

export const to: Recipient = {
  tenant: TENANT,
  person: person('nurse').aad,
  channel: WARD,
  message: '1726130000000',
  thread: null,
};

/** What was handed in so far. */
export interface Taken {
  readonly messages: InboundMessage[];
  readonly answers: Answer[];
  readonly drafts: Draft[];
  readonly reports: Report[];
  readonly joined: Joined[];
  readonly languages: LanguageChoice[];
  readonly refreshers: RefresherRequest[];
  readonly wishes: Wish[];
}

export interface Stage {
  readonly teams: FakeTeams;
  readonly hands: TeamsHands;
  readonly url: string;
  readonly adapter: TeamsAdapter;
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
    /** Nothing is answered before it. */
    until: Promise<void>;
  };
  /** What Graph's part does. */
  graph: {
    message: Current;
    installed: Installed;
    readonly installs: string[];
    readonly tips: { place: Place; words: TipWords | null }[];
    readonly groups: [string, string][];
  };
  token: () => Promise<string>;
  excluded: string;
  close(): Promise<void>;
}

/** The adapter before a connector of our own, with nothing behind it but what it is told to say. */
export async function startStage(change: Partial<TeamsConfig> = {}): Promise<Stage> {
  const teams = await startFakeTeams(APP_ID);
  teams.members.set(TEAM, staff(12));
  const taken: Taken = {
    messages: [],
    answers: [],
    drafts: [],
    reports: [],
    joined: [],
    languages: [],
    refreshers: [],
    wishes: [],
  };
  const logged: Stage['logged'] = [];
  const write = (event: string, fields?: LogFields) => {
    logged.push({ event, fields });
  };
  const log: Log = { debug: write, info: write, warn: write, error: write };
  const take = async <T, R>(list: T[], given: T, answer: () => R): Promise<R> => {
    if (stage.says.fault) throw stage.says.fault;
    list.push(given);
    await stage.says.until;
    return answer();
  };
  const inbound: Inbound = {
    onMessage: (message) => take(taken.messages, message, () => undefined),
    onAnswer: (answer) => take(taken.answers, answer, () => stage.says.reply),
    onCheck: (draft) => take(taken.drafts, draft, () => stage.says.checked),
    onReport: (report) => take(taken.reports, report, () => stage.says.sentence),
    onJoined: (joined) => take(taken.joined, joined, () => undefined),
    onLanguage: (choice) => take(taken.languages, choice, () => stage.says.sentence),
    onRefresher: (request) => take(taken.refreshers, request, () => stage.says.refresher),
    onWish: (wish) => take(taken.wishes, wish, () => stage.says.reply.notice),
    onStaff: async () => {},
  };
  const config: TeamsConfig = {
    appId: APP_ID,
    tenant: TENANT,
    credential: { kind: 'secret', secret: 'a-secret' },
    targeted: false,
    reading: 'rsc',
    directory: null,
    notifications: null,
    graphUrl: 'https://graph.microsoft.com/',
    loginUrl: 'https://login.microsoftonline.com/',
    serviceUrl: teams.url,
    openIdUrl: teams.openIdUrl,
    ...change,
  };
  const adapter = createTeamsAdapter({
    config,
    inbound,
    graph: {
      readMessage: async () => stage.graph.message,
      conversation: async () => null,
      rememberTeam: async (channel, team) => void stage.graph.groups.push([channel, team]),
      install: async (who) => {
        stage.graph.installs.push(who);
        return stage.graph.installed;
      },
      tip: async (place, words) => {
        stage.graph.tips.push({ place, words });
        return 'tipped';
      },
      untip: async (place) => {
        stage.graph.tips.push({ place, words: null });
        return 'tipped';
      },
      directories: async () => [],
    },
    token: () => stage.token(),
    rules: { careTeam: () => 50, excludes: ({ name }) => name === stage.excluded },
    languageOf: async () => stage.says.language,
    log,
  });
  const server = await serve(express().use(adapter.routes()));
  const stage: Stage = {
    teams,
    hands: teamsHands(teams, { tenant: TENANT, appId: APP_ID, app: () => server.url }),
    url: server.url,
    adapter,
    taken,
    logged,
    says: {
      reply: { notice: { ...notice, kind: 'reply', heading: 'Thank you' }, replaces: true },
      checked: { level: 'clear', heading: 'Nothing stands out', paragraphs: [], suggestion: null, left: null },
      sentence: 'Thank you.',
      refresher: { show: 'sentence', sentence: 'Only trainers can.' },
      fault: undefined,
      language: null,
      until: Promise.resolve(),
    },
    graph: {
      message: { status: 'unknown' },
      installed: { status: 'refused', reason: '403_Forbidden' },
      installs: [],
      tips: [],
      groups: [],
    },
    token: async () => 'connector-token',
    excluded: 'never',
    async close() {
      await server.close();
      await teams.close();
    },
  };
  return stage;
}

/** So many colleagues, the nurse among them. */
export function staff(count: number) {
  return Array.from({ length: count }, (_, index) => {
    const { aad, id } = person(index === 0 ? 'nurse' : `staff${index}`);
    return { id, aadObjectId: aad, userRole: 'user', tenantId: TENANT };
  });
}
