import type { Log } from '../../log.ts';
import type { CatchUp } from './catch-up.ts';
import type { Installations } from './installations.ts';
import type { Workspaces } from './workspaces.ts';

/** What is kept between processes (`src/store/slack-reading.ts`). */
export interface ReadingStore {
  begin(tenant: string, before: Date): Promise<void>;
  seen(tenant: string, at: Date): Promise<void>;
  gap(tenant: string, from: Date): Promise<void>;
  take(tenant: string, seconds: number): Promise<{ readonly from: Date; readonly gaps: number } | null>;
  hold(tenant: string, seconds: number): Promise<void>;
  giveBack(tenant: string): Promise<void>;
  recovered(tenant: string, gaps: number, upTo: Date): Promise<void>;
  unread(tenant: string, span: Unread): Promise<void>;
  lastUnread(tenant: string): Promise<Unread | null>;
}

export interface Unread {
  readonly from: Date;
  readonly to: Date;
}

/** Knows how far each workspace was read, and reads again what was missed. */
export interface Reading {
  /** Before an event of the workspace is taken. Rejects where it can't be stored. */
  listening(tenant: string): Promise<void>;
  /** An event was taken: `attempt` says how often Slack had sent it before. Rejects where a gap can't be stored. */
  taken(tenant: string, at: Date, attempt: number): Promise<void>;
  /** Slack withheld events from then on. */
  withheld(tenant: string, from: Date): Promise<void>;
  /** What is due: notes how far was read, and begins to read again what was missed. Never rejects. */
  tick(): Promise<void>;
  /** Stops what is being read; another process, or the next start, goes on. */
  stop(): Promise<void>;
}

/** Slack sends an event again for five minutes; a process that was away for less has missed nothing. */
const AWAY_MS = 60_000;
/** Slack sends again at once, after a minute, after five: with the second of these, others may have been given up. */
const LOST_AFTER_ATTEMPT = 2;
/** What is older isn't read again. */
const OLDEST_MS = 24 * 3_600_000;
const LEASE_SECONDS = 60;

export function createReading(parts: {
  readonly store: ReadingStore;
  readonly installations: Pick<Installations, 'list'>;
  readonly workspaces: Pick<Workspaces, 'now'>;
  readonly catchUp: CatchUp;
  readonly log: Log;
  readonly now?: () => number;
}): Reading {
  const { store, installations, workspaces, catchUp, log, now = Date.now } = parts;
  const listened = new Map<string, Promise<void>>();
  const latest = new Map<string, Date>();
  const noted = new Set<string>();
  const running = new Map<string, Promise<void>>();
  const stopping = new AbortController();

  const listening = (tenant: string): Promise<void> => {
    const found = listened.get(tenant);
    if (found) return found;
    const begin = store.begin(tenant, new Date(now() - AWAY_MS));
    listened.set(tenant, begin);
    begin.catch(() => listened.delete(tenant));
    return begin;
  };

  const recover = async (tenant: string): Promise<void> => {
    const gap = await store.take(tenant, LEASE_SECONDS);
    if (!gap) return;
    try {
      const here = await workspaces.now(tenant);
      if (!here) return;
      const begun = now();
      const bound = new Date(begun - OLDEST_MS);
      if (gap.from < bound) {
        await store.unread(tenant, { from: gap.from, to: bound });
        log.error('slack.gap_too_old', { tenant });
      }
      const goOn = (seconds: number) => store.hold(tenant, seconds);
      await catchUp(here, gap.from < bound ? bound : gap.from, { goOn, signal: stopping.signal });
      await store.recovered(tenant, gap.gaps, new Date(begun));
      log.info('slack.gap_read', { tenant });
    } finally {
      await store.giveBack(tenant);
    }
  };

  const recoverAside = (tenant: string): void => {
    if (stopping.signal.aborted || running.has(tenant)) return;
    const work = recover(tenant)
      .catch((error: unknown) => {
        if (!stopping.signal.aborted) log.error('slack.gap_not_read', { tenant, error });
      })
      .finally(() => running.delete(tenant));
    running.set(tenant, work);
  };

  const note = async (): Promise<void> => {
    for (const [tenant, at] of latest) {
      await store.seen(tenant, at);
      noted.add(tenant);
      if (latest.get(tenant) === at) latest.delete(tenant);
    }
  };

  return {
    listening,
    async taken(tenant, at, attempt) {
      if (attempt >= LOST_AFTER_ATTEMPT) await store.gap(tenant, at);
      const before = latest.get(tenant);
      if (!before || before < at) latest.set(tenant, at);
      // The first at once: a process that is killed within a minute has been there, too.
      // Where it can't be noted the event was taken all the same; the next tick notes it.
      if (!noted.has(tenant)) await note().catch((error: unknown) => log.warn('slack.reading_not_noted', { error }));
    },
    withheld: (tenant, from) => store.gap(tenant, from),
    async tick() {
      try {
        const listed = (await installations.list()).filter(({ ended }) => ended === null);
        for (const { tenant } of listed) await listening(tenant);
        await note();
        for (const { tenant } of listed) recoverAside(tenant);
      } catch (error) {
        log.error('slack.reading_failed', { error });
      }
    },
    async stop() {
      stopping.abort();
      await Promise.all(running.values());
      await note();
    },
  };
}
