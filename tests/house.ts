import type { ChatAdapter, PrivateNotice, Receipt, Recipient } from '../src/chat.ts';
import type { House } from '../src/house.ts';
import { createLog } from '../src/log.ts';
import { createMetrics } from '../src/metrics.ts';
import { deliver, type Post } from '../src/nudges/deliver.ts';
import { remind } from '../src/nudges/remind.ts';
import type { EntityEngine } from '../src/policy/index.ts';
import { startActivity } from '../src/store/activity.ts';
import { startChannelRules } from '../src/store/channel-rules.ts';
import { startCounts } from '../src/store/counts.ts';
import type { Store } from '../src/store/database.ts';
import type { FollowUpJob, Later, NoticeJob, QuizJob, RefresherJob, ReportJob } from '../src/store/queue.ts';
import { startThreads } from '../src/threads.ts';
import type { TestDatabase } from './databases.ts';
import { plainEngine } from './messages.ts';

export type NoticeWaiting = NoticeJob & { readonly dueAt: Date };
export type FollowUpWaiting = FollowUpJob & { readonly dueAt: Date };
export type QuizWaiting = QuizJob & { readonly dueAt: Date };
export type RefresherWaiting = RefresherJob & { readonly dueAt: Date };
export type ReportWaiting = ReportJob & { readonly dueAt: Date };
export interface Sent {
  readonly to: Recipient;
  readonly notice: PrivateNotice;
  readonly replaces: string | null;
}

/**
 * What the journeys need, on a real database, with a clock that is set by hand and a queue that is a list: what pg-boss
 * does with it is tested in store/queue.test.ts. The platform takes every notice but where `answer` says otherwise.
 */
export interface TestHouse extends House {
  readonly store: Store;
  readonly notices: NoticeWaiting[];
  readonly followUps: FollowUpWaiting[];
  /** What the test runs itself. */
  readonly quizzes: QuizWaiting[];
  readonly refreshers: RefresherWaiting[];
  readonly reports: ReportWaiting[];
  readonly sent: Sent[];
  /** Cards that were put in the place of others. */
  readonly changed: Sent[];
  readonly post: Post;
  engine: () => EntityEngine;
  answer: () => Promise<Receipt>;
  clock: Date;
  /** Runs what is due by now, notices that follow from it too. */
  runDue(): Promise<void>;
  /** Moves the clock on, and runs what falls due on the way in its order. */
  pass(minutes: number): Promise<void>;
  close(): Promise<void>;
}

export const ACCEPTED: Receipt = { status: 'accepted', via: 'ephemeral', ref: null };

export async function openHouse(database: TestDatabase): Promise<TestHouse> {
  const store = await database.open();
  const log = createLog('silent');
  const counts = startCounts(store.db, log);
  const activity = startActivity(store.db, log);
  const threads = startThreads();
  const channels = await startChannelRules(store.db, log);
  const metrics = createMetrics();
  const adapter: ChatAdapter = {
    platform: 'slack',
    routes: () => {
      throw new Error('This adapter is only spoken through.');
    },
    sendPrivately: (to, notice, replaces) => {
      house.sent.push({ to, notice, replaces });
      return house.answer();
    },
    change: async (to, notice, ref) => {
      house.changed.push({ to, notice, replaces: ref });
      return true;
    },
    announce: async () => ACCEPTED,
    directories: async () => [],
  };
  const inSeconds = (seconds: number): Date => new Date(house.clock.getTime() + seconds * 1000);
  const shared = {
    engine: () => plainEngine,
    db: store.db,
    queue: {
      enqueue: async (_trx: unknown, job: NoticeJob, afterSeconds = 0) =>
        void house.notices.push({ ...job, dueAt: inSeconds(afterSeconds) }),
      enqueueFollowUps: async (_trx: unknown, later: readonly Later<FollowUpJob>[]) =>
        void house.followUps.push(
          ...later.map(({ job, afterSeconds }) => ({ ...job, dueAt: inSeconds(afterSeconds) })),
        ),
      enqueueQuizzes: async (_trx: unknown, jobs: readonly QuizJob[], afterSeconds = 0) =>
        void house.quizzes.push(...jobs.map((job) => ({ ...job, dueAt: inSeconds(afterSeconds) }))),
      enqueueRefreshers: async (_trx: unknown, jobs: readonly RefresherJob[], afterSeconds = 0) =>
        void house.refreshers.push(...jobs.map((job) => ({ ...job, dueAt: inSeconds(afterSeconds) }))),
      enqueueReports: async (_trx: unknown, jobs: readonly ReportJob[], afterSeconds = 0) =>
        void house.reports.push(...jobs.map((job) => ({ ...job, dueAt: inSeconds(afterSeconds) }))),
      work: async () => {},
      check: async () => {},
      stop: async () => {},
    },
    threads,
    channels,
    counts,
    activity,
    colleagues: () => new Set<string>(),
    metrics,
    log,
    now: () => house.clock,
  };
  const house: TestHouse = {
    ...shared,
    store,
    notices: [],
    followUps: [],
    quizzes: [],
    refreshers: [],
    reports: [],
    sent: [],
    changed: [],
    post: { ...shared, adapters: new Map([['slack', adapter]]), onStep: () => {} },
    answer: async () => ACCEPTED,
    clock: new Date('2026-03-05T09:00:00Z'),
    async runDue() {
      for (let next = takeDue(house); next; next = takeDue(house)) {
        if ('notice' in next) await deliver(house.post, next, false);
        else await remind(house, next);
      }
    },
    async pass(minutes) {
      const end = inSeconds(minutes * 60);
      await house.runDue();
      for (let at = nextDue(house); at && at <= end; at = nextDue(house)) {
        house.clock = at > house.clock ? at : house.clock;
        await house.runDue();
      }
      house.clock = end;
    },
    async close() {
      threads.stop();
      channels.stop();
      await activity.stop();
      await counts.stop();
      await database.drop();
    },
  };
  return house;
}

const nextDue = ({ notices, followUps }: TestHouse): Date | undefined =>
  [...notices, ...followUps].map(({ dueAt }) => dueAt).sort((a, b) => a.getTime() - b.getTime())[0];

function takeDue({ notices, followUps, clock }: TestHouse): NoticeWaiting | FollowUpWaiting | undefined {
  for (const list of [notices, followUps] as (NoticeWaiting | FollowUpWaiting)[][]) {
    const at = list.findIndex(({ dueAt }) => dueAt <= clock);
    if (at >= 0) return list.splice(at, 1)[0];
  }
  return undefined;
}
