/** Longer than most files: the tables of `migrations/`, one after the other, and nothing else. */
import type { ColumnType, Generated, Transaction } from 'kysely';
import type { NoticeKind, Platform } from '../chat.ts';
import type { Audience, Category, Language, Level, SpanType } from '../policy/types.ts';
import type { GivenRole, Role } from '../roles.ts';
import type { Happened } from '../scores/practice.ts';
import type { Published } from '../scores/publish.ts';

/** Several changes that are kept together or not at all. */
export type Trx = Transaction<Database>;

/** The tables as `migrations/` make them. What each column means is said there. */
export interface Database {
  people: People;
  team_managers: TeamManagers;
  directories: Directories;
  staff_groups: StaffGroups;
  staff_group_members: StaffGroupMembers;
  channels: Channels;
  claims: Claims;
  incidents: Incidents;
  outcomes: Outcomes;
  notices: Notices;
  quiz_answers: QuizAnswers;
  quiz_slots: QuizSlots;
  quiz_rounds: QuizRounds;
  quiz_asked: QuizAsked;
  quiz_memory: QuizMemory;
  question_versions: QuestionVersions;
  surveys: Surveys;
  survey_counts: SurveyCounts;
  score_months: ScoreMonths;
  score_figures: ScoreFigures;
  team_order: TeamOrder;
  daily_incidents: DailyIncidents;
  daily_team_incidents: DailyTeamIncidents;
  daily_totals: DailyTotals;
  daily_answers: DailyAnswers;
  daily_triage: DailyTriage;
  housekeeping: Housekeeping;
  removals: Removals;
  policy_versions: PolicyVersions;
  channel_rules: ChannelRules;
  channel_rule_log: ChannelRuleLog;
  manager_reports: ManagerReports;
  campaigns: Campaigns;
  refreshers: Refreshers;
  refresher_pictures: RefresherPictures;
  refresher_recipients: RefresherRecipients;
  questions_seen: QuestionsSeen;
  credits: Credits;
  triage: Triage;
  triage_log: TriageLog;
  daily_counts: DailyCounts;
  daily_checks: DailyChecks;
  announcements: Announcements;
  subscriptions: Subscriptions;
  channel_teams: ChannelTeams;
  sessions: Sessions;
  accounts: Accounts;
  role_grants: RoleGrants;
  audit_log: AuditLog;
  slack_installs: SlackInstalls;
  slack_install_states: SlackInstallStates;
  slack_reading: SlackReading;
  slack_channel_changes: SlackChannelChanges;
}

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;

interface People {
  tenant: string;
  id: Generated<string>;
  platform: Platform;
  platform_user: string;
  language: Language | null;
  first_seen_at: Timestamp;
  last_seen_at: Timestamp | null;
  quiz_paused_until: Timestamp | null;
  team: string | null;
  name: string | null;
  email: string | null;
  job_title: string | null;
  manager: string | null;
  guest: Generated<boolean>;
  time_zone: string | null;
  /** `YYYY-MM-DD`. */
  joined_on: string | null;
  /** `YYYY-MM-DD`. */
  left_on: string | null;
  away_until: Timestamp | null;
  directory_at: Timestamp | null;
  seen_parts: Generated<number>;
  /** `YYYY-MM-DD`. */
  seen_parts_since: string | null;
  /** `HH:MM`. */
  quiet_from: string | null;
  quiet_to: string | null;
  records_shared_at: Timestamp | null;
  department: string | null;
  from_admin: Generated<string[]>;
}

interface TeamManagers {
  tenant: string;
  team: string;
  person: string;
  source: 'directory' | 'admin';
}

interface Directories {
  tenant: string;
  platform: Platform;
  read_at: Timestamp | null;
  changes_from: string | null;
  asked_at: Timestamp | null;
  failed_at: Timestamp | null;
  problem: string | null;
  names_at: Timestamp;
  held_until: Timestamp | null;
}

interface StaffGroups {
  tenant: string;
  platform: Platform;
  id: string;
  name: string;
  seen_at: Timestamp;
}

interface StaffGroupMembers {
  tenant: string;
  platform: Platform;
  staff_group: string;
  platform_user: string;
}

interface Channels {
  tenant: string;
  platform: Platform;
  id: string;
  audience: Audience;
  readers: number | null;
  updated_at: Timestamp;
}

export type Delivery = 'waiting' | 'handed' | 'sent' | 'unreachable' | 'uncertain' | 'held';
export type Held = 'watch' | 'repeat' | 'interval' | 'burst' | 'budget' | 'disputed';
export type Answered = 'fixed' | 'not-patient' | 'needed';
export type Resolution = 'edited' | 'deleted';

interface Claims {
  tenant: string;
  platform: Platform;
  channel: string;
  message: string;
  version: string;
  claimed_at: Timestamp;
}

interface Incidents {
  tenant: string;
  id: Generated<string>;
  platform: Platform;
  channel: string;
  message: string;
  version: string;
  thread: string | null;
  person: string;
  level: Exclude<Level, 'clear'>;
  mode: 'watch' | 'nudge';
  categories: Category[];
  findings: SpanType[];
  reasons: string[];
  audience: Audience;
  readers: number | null;
  guests: number | null;
  characters: Generated<number>;
  policy: string;
  policy_version: string;
  link: string | null;
  posted_at: Timestamp;
  claimed_at: Timestamp;
  repeat_of: string | null;
  burst_of: string | null;
  held: Held | null;
  answer: Answered | null;
  answered_at: Timestamp | null;
  resolution: Resolution | null;
  resolved_at: Timestamp | null;
}

export type StoredNoticeKind = Exclude<NoticeKind, 'reply' | 'quiz' | 'refresher' | 'report'>;

interface Notices {
  tenant: string;
  id: Generated<string>;
  incident: string;
  kind: StoredNoticeKind;
  turn: number;
  delivery: Delivery;
  attempts: Generated<number>;
  via: string | null;
  ref: string | null;
  created_at: Timestamp;
  sent_at: Timestamp | null;
}

/** What may be answered once each. */
export type ChoiceKind = 'safer' | 'said-fixed' | 'not-patient' | 'needed' | 'why';

export type OutcomeKind =
  | 'claimed'
  | 'handed'
  | 'handed-again'
  | 'sent'
  | 'later'
  | 'unreachable'
  | 'uncertain'
  | 'held'
  | 'edited'
  | 'deleted'
  | 'raised'
  | ChoiceKind;

interface Outcomes {
  tenant: string;
  incident: string;
  id: Generated<number>;
  at: Timestamp;
  kind: OutcomeKind;
  detail: string | null;
  note: string | null;
}

interface QuizAnswers {
  tenant: string;
  person: string;
  about: string;
  /** A category of the policy; of a question of the bank, one of its topics. */
  topic: string;
  correct: boolean;
  at: Timestamp;
  question: string | null;
  variant: string | null;
  version: string | null;
  first_seen: Generated<boolean>;
  chosen: number | null;
}

interface QuizSlots {
  tenant: string;
  at: Timestamp;
  claimed_at: Timestamp;
  after: string | null;
  done_at: Timestamp | null;
}

interface QuizRounds {
  tenant: string;
  id: Generated<string>;
  person: string;
  slot: Timestamp;
  questions: number;
  delivery: Generated<Delivery>;
  attempts: Generated<number>;
  via: string | null;
  not_before: Timestamp;
  queued_at: Timestamp | null;
  asked_at: Timestamp | null;
  reminded_at: Timestamp | null;
  closed_at: Timestamp | null;
  kind: Generated<'quiz' | 'survey'>;
  ref: string | null;
  /** `YYYY-MM-DD`. */
  took_part_on: string | null;
}

interface Surveys {
  tenant: string;
  opened_at: Timestamp;
  closes_at: Timestamp;
}

interface SurveyCounts {
  tenant: string;
  opened_at: Timestamp;
  question: string;
  option: string;
  people: number;
}

interface QuizAsked {
  tenant: string;
  id: Generated<string>;
  round: string;
  place: number;
  person: string;
  topic: string;
  question: string;
  variant: string;
  version: string;
  seen_at: Timestamp | null;
}

interface QuizMemory {
  tenant: string;
  person: string;
  topic: string;
  due: Timestamp;
  stability: number;
  difficulty: number;
  reps: number;
  lapses: number;
  reviewed: Timestamp;
}

interface QuestionVersions {
  tenant: string;
  question: string;
  number: number;
  topic: string;
  /** Read by `quizzes/stored.ts`, which knows its form. */
  content: ColumnType<unknown, string | null, never>;
  welsh: boolean;
  retired: boolean;
  author: string;
  at: Timestamp;
}

interface ScoreMonths {
  tenant: string;
  platform: Platform;
  month: string;
  published_at: Timestamp;
  happened: ColumnType<Happened | null, string | null, never>;
}

interface ScoreFigures {
  tenant: string;
  platform: Platform;
  month: string;
  measure: Published['measure'];
  team: string;
  topic: string;
  part: number;
  whole: number;
}

interface TeamOrder {
  tenant: string;
  platform: Platform;
  month: string;
  place: number;
  team: string;
}

interface ByDay {
  tenant: string;
  platform: Platform;
  /** `YYYY-MM-DD` in Europe/London. */
  day: ColumnType<string, string, string>;
}

interface DailyIncidents extends ByDay {
  audience: Audience;
  level: Exclude<Level, 'clear'>;
  mode: 'watch' | 'nudge';
  delivery: Delivery;
  resolution: Resolution | null;
  answer: Answered | null;
  held: Held | null;
  categories: Category[];
  incidents: number;
}

interface DailyTeamIncidents extends ByDay {
  team: string;
  category: Category;
  audience: Audience;
  incidents: number;
  put_right: number;
}

interface DailyTotals extends ByDay {
  incidents: number;
  urgent: number;
  put_right: number;
  posters: number;
  clear: number;
}

interface DailyAnswers extends ByDay {
  team: string;
  topic: string;
  answers: number;
  correct: number;
}

interface DailyTriage extends ByDay {
  kind: TriageKind;
  category: Category | '';
  state: TriageState;
  items: number;
}

export type Job = 'roll-up' | 'months' | 'retention' | 'reports';

interface Housekeeping {
  tenant: string;
  job: Job;
  due: Timestamp;
  claimed_at: Timestamp;
  done_at: Timestamp | null;
  up_to: Timestamp | null;
}

interface Removals {
  tenant: string;
  id: Generated<number>;
  at: Timestamp;
  what: string;
  before: ColumnType<string, string, string>;
  removed: number;
}

interface PolicyVersions {
  tenant: string;
  name: string;
  version: string;
  digest: string;
  modes: ColumnType<Record<Category, 'off' | 'watch' | 'nudge'>, string, never>;
  first_seen_at: Timestamp;
}

interface ChannelRules {
  tenant: string;
  platform: Platform;
  channel: string;
  audience: Audience | null;
  excluded: Generated<boolean>;
  changed_by: string;
  changed_at: Timestamp;
}

interface ChannelRuleLog {
  tenant: string;
  id: Generated<number>;
  platform: Platform;
  channel: string;
  audience: Audience | null;
  excluded: boolean;
  actor: string;
  at: Timestamp;
}

interface ManagerReports {
  tenant: string;
  person: string;
  month: string;
  delivery: Generated<Delivery>;
  attempts: Generated<number>;
  via: string | null;
  sent_at: Timestamp | null;
}

interface Campaigns {
  tenant: string;
  id: Generated<string>;
  name: string;
  /** `YYYY-MM-DD`, as are all dates. */
  starts_on: string;
  ends_on: string;
  author: string;
  created_at: Timestamp;
}

/** What a refresher says, in each language that it has. */
export type Saying = { readonly en: SayingIn; readonly cy: SayingIn | null };
interface SayingIn {
  readonly title: string;
  readonly words: string;
}

/** Everyone whom the directory has, or some of them. `new`: in their first fortnight. */
export type RefresherAudience =
  | { readonly kind: 'everyone' | 'new' }
  | { readonly kind: 'teams'; readonly teams: readonly string[] }
  /** Job titles, as the directory has them. */
  | { readonly kind: 'roles'; readonly roles: readonly string[] }
  | { readonly kind: 'weak'; readonly topic: string };

/** A question as it is asked, whatever becomes of the bank. */
export interface RefresherQuestion {
  readonly topic: string;
  /** The bank's id of it; null where it is the trainer's own. */
  readonly question: string | null;
  readonly variant: string | null;
  readonly version: string;
  /** Which option, from 1. */
  readonly right: number;
  readonly en: RefresherQuestionIn;
  readonly cy: RefresherQuestionIn | null;
}
interface RefresherQuestionIn {
  readonly stem: string;
  readonly options: readonly string[];
  readonly rationale: string;
  readonly source: string | null;
}

export const REFRESHER_STATES = ['draft', 'scheduled', 'sending', 'done', 'cancelled'] as const;
export type RefresherState = (typeof REFRESHER_STATES)[number];

type Json<T> = ColumnType<T, string, string>;

interface Refreshers {
  tenant: string;
  id: Generated<string>;
  platform: Platform;
  said: Json<Saying>;
  topic: string;
  picture: string | null;
  alt: ColumnType<{ en: string; cy: string | null } | null, string | null, string | null>;
  question: ColumnType<RefresherQuestion | null, string | null, string | null>;
  acknowledge: boolean;
  audience: Json<RefresherAudience>;
  category: Category | null;
  campaign: string | null;
  state: Generated<RefresherState>;
  send_at: Timestamp | null;
  author: string;
  created_at: Timestamp;
  updated_at: Timestamp;
  started_at: Timestamp | null;
  claimed_at: Timestamp | null;
  chosen_after: string | null;
  chosen_at: Timestamp | null;
  ended_at: Timestamp | null;
}

interface RefresherPictures {
  tenant: string;
  id: Generated<string>;
  type: 'image/png' | 'image/jpeg';
  bytes: Uint8Array;
  created_at: Timestamp;
}

export type RefresherDelivery = Delivery | 'offered';

interface RefresherRecipients {
  tenant: string;
  id: Generated<string>;
  refresher: string;
  person: string;
  is_test: Generated<boolean>;
  delivery: Generated<RefresherDelivery>;
  attempts: Generated<number>;
  via: string | null;
  reason: string | null;
  incident: string | null;
  not_before: Timestamp | null;
  queued_at: Timestamp | null;
  sent_at: Timestamp | null;
  acknowledged_at: Timestamp | null;
  answered_at: Timestamp | null;
  chosen: number | null;
  correct: boolean | null;
}

interface QuestionsSeen {
  tenant: string;
  person: string;
  question: string;
  variant: string;
  at: Date;
}

interface Credits {
  tenant: string;
  person: string;
  about: string;
  kind: 'fixed-early' | 'near-miss';
  at: Timestamp;
}

export type TriageKind = 'unfixed' | 'unreachable' | 'disputed' | 'report' | 'near-miss' | 'late';
export const TRIAGE_STATES = ['new', 'looking', 'breach', 'no-breach', 'closed'] as const;
export type TriageState = (typeof TRIAGE_STATES)[number];

interface Triage {
  tenant: string;
  id: Generated<string>;
  kind: TriageKind;
  incident: string | null;
  platform: Platform;
  channel: string;
  message: string;
  link: string | null;
  level: Level;
  categories: Category[];
  audience: Audience;
  readers: number | null;
  reporter: string | null;
  raised_at: Timestamp;
  state: Generated<TriageState>;
  clock_started_at: Timestamp | null;
}

export type TriageAction = 'raised' | 'state' | 'clock-started' | 'clock-stopped' | 'note' | 'put-right';

interface TriageLog {
  tenant: string;
  item: string;
  id: Generated<number>;
  at: Timestamp;
  actor: string;
  action: TriageAction;
  state: TriageState | null;
  note: string | null;
}

interface DailyCounts {
  tenant: string;
  platform: Platform;
  /** `YYYY-MM-DD` in Europe/London. */
  day: ColumnType<string, string, string>;
  channel: string;
  audience: Audience;
  clear: number;
}

interface DailyChecks {
  tenant: string;
  platform: Platform | 'web';
  /** `YYYY-MM-DD` in Europe/London. */
  day: ColumnType<string, string, string>;
  level: Level;
  checks: number;
}

interface Announcements {
  tenant: string;
  platform: Platform;
  channel: string;
  at: Timestamp;
}

interface Subscriptions {
  tenant: string;
  resource: string;
  subscription: string | null;
  made_for: string | null;
  expires_at: Timestamp | null;
  seen_at: Timestamp | null;
  gap_from: Timestamp | null;
  gaps: Generated<number>;
  renewing_until: Timestamp | null;
  recovering_until: Timestamp | null;
}

interface ChannelTeams {
  tenant: string;
  channel: string;
  team: string;
}

interface Sessions {
  tenant: string;
  token_hash: Uint8Array;
  subject: string;
  name: string | null;
  claims: ColumnType<SignInClaims, string, string>;
  roles: Role[];
  created_at: Timestamp;
  seen_at: Timestamp;
}

/** What the identity provider said at sign-in that decides what somebody may see. */
export interface SignInClaims {
  readonly roles: readonly GivenRole[];
  /** Their account on a chat platform, where the provider is that platform's. Of Slack: the workspace, and the Grid that it belongs to. */
  readonly account: {
    readonly platform: 'slack' | 'teams';
    readonly tenants: readonly string[];
    readonly user: string;
  } | null;
  /** In lower case, and only where the provider verified it. */
  readonly email: string | null;
}

interface Accounts {
  tenant: string;
  subject: string;
  name: string | null;
  person_tenant: string | null;
  person: string | null;
  last_signed_in_at: Timestamp;
}

interface RoleGrants {
  tenant: string;
  subject: string;
  role: GivenRole;
  granted_by: string;
  at: Timestamp;
}

interface AuditLog {
  tenant: string;
  id: Generated<number>;
  at: Timestamp;
  actor: string;
  action: string;
  subject: string | null;
  detail: string | null;
}

interface SlackInstalls {
  tenant: string;
  org_wide: boolean;
  name: string;
  url: string;
  bot_user: string;
  bot_id: string | null;
  scopes: string;
  /** Sealed, as the next. */
  token: Uint8Array | null;
  refresh_token: Uint8Array | null;
  expires_at: Timestamp | null;
  tried_at: Timestamp | null;
  refused: string | null;
  installed_at: Timestamp;
  ended: 'uninstalled' | 'revoked' | null;
  ended_at: Timestamp | null;
}

interface SlackReading {
  tenant: string;
  seen_at: Timestamp | null;
  gap_from: Timestamp | null;
  gaps: Generated<number>;
  reading_until: Timestamp | null;
  unread_from: Timestamp | null;
  unread_to: Timestamp | null;
}

interface SlackInstallStates {
  tenant: string;
  state_hash: Uint8Array;
  expires_at: Timestamp;
}

interface SlackChannelChanges {
  tenant: string;
  channel: string;
  changed_at: Timestamp;
}
