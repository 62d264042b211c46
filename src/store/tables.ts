import type { ColumnType, Generated } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Audience, Category, Level, SpanType } from '../policy/types.ts';

/** The tables as `migrations/` make them. What each column means is said there. */
export interface Database {
  people: People;
  channels: Channels;
  incidents: Incidents;
  outcomes: Outcomes;
  daily_counts: DailyCounts;
  sessions: Sessions;
}

type Timestamp = ColumnType<Date, Date | string | undefined, Date | string>;

interface People {
  tenant: string;
  id: Generated<string>;
  platform: Platform;
  platform_user: string;
  first_seen_at: Timestamp;
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
  policy: string;
  policy_version: string;
  link: string | null;
  posted_at: Timestamp;
  claimed_at: Timestamp;
  repeat_of: string | null;
  delivery: Delivery;
  attempts: Generated<number>;
  via: string | null;
  resolution: 'edited' | 'deleted' | null;
  resolved_at: Timestamp | null;
}

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
  | 'deleted';

interface Outcomes {
  tenant: string;
  incident: string;
  id: Generated<number>;
  at: Timestamp;
  kind: OutcomeKind;
  detail: string | null;
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

interface Sessions {
  tenant: string;
  token_hash: Uint8Array;
  subject: string;
  name: string | null;
  created_at: Timestamp;
  seen_at: Timestamp;
}
