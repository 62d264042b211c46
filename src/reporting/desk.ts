import type { ChatAdapter, Platform } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Engine, Language } from '../policy/types.ts';
import type { Db } from '../store/database.ts';
import type { Queue } from '../store/queue.ts';

/** What the jobs need that run by themselves. */
export interface ReportingDesk {
  readonly db: Db;
  readonly queue: Queue;
  readonly engine: () => Engine;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly log: Log;
  readonly now: () => Date;
  readonly keep: Keep;
  /** Where people reach the dashboard, without a trailing slash. */
  readonly publicUrl: string;
  /** What people call a topic of the question bank. */
  readonly topicTitle: (topic: string, language: Language) => string;
}

/** How long things are kept, in days. */
export interface Keep {
  readonly events: number;
  readonly rollUps: number;
}

export const MINUTE = 60_000;
export const DAY = 86_400_000;
/** A run that has not ended by then is taken for lost. */
export const LEASE = 10 * MINUTE;
