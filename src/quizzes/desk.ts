import type { ChatAdapter, Platform } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Engine } from '../policy/types.ts';
import type { Db } from '../store/database.ts';
import type { Queue } from '../store/queue.ts';
import type { Decks } from './decks.ts';
import { createSchedule, type Schedule } from './schedule.ts';

/** What rounds need on their way. */
export interface Desk {
  readonly db: Db;
  readonly queue: Queue;
  readonly engine: () => Engine;
  readonly decks: Decks;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly log: Log;
  readonly now: () => Date;
}

/** By the policy as it is now. */
export function scheduleOf({ engine }: Desk): Schedule {
  const { retention, 'longest-days': longestDays } = engine().policy.quizzing;
  return createSchedule({ retention, longestDays });
}

export const before = (now: Date, milliseconds: number): Date => new Date(now.getTime() - milliseconds);
export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;
