import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import type { EntityEngine } from './policy/index.ts';
import type { Activity } from './store/activity.ts';
import type { ChannelRules } from './store/channel-rules.ts';
import type { Counts } from './store/counts.ts';
import type { Db } from './store/database.ts';
import type { Queue } from './store/queue.ts';
import type { Threads } from './threads.ts';

/** What the journeys of messages, answers, drafts and reports need on their way. */
export interface House {
  /** The policy as it is now: taken once for each message. */
  readonly engine: () => EntityEngine;
  readonly db: Db;
  readonly queue: Queue;
  readonly threads: Threads;
  /** What a Guardian said of channels. */
  readonly channels: ChannelRules;
  readonly counts: Counts;
  readonly activity: Activity;
  /** Full names of an organisation's staff, in lower case, as its directory has them now. */
  readonly colleagues: (tenant: string) => ReadonlySet<string>;
  readonly metrics: Metrics;
  readonly log: Log;
  readonly now: () => Date;
}
