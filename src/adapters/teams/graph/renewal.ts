import type { Log } from '../../../log.ts';
import { reasonOf, statusOf } from './errors.ts';
import type { GraphSubscriptions, Resource } from './subscriptions.ts';
import type { Subscribed, SubscriptionStore } from './types.ts';

/** With half of the hour left, thirty tries are left too. */
const RENEW_BEFORE_MS = 30 * 60_000;
const EVERY_MS = 60_000;
/** Graph may be late with a message by as much. */
const OVERLAP_MS = 2 * 60_000;
const RENEWAL_SECONDS = 240;
const RECOVERY_SECONDS = 300;
const LAST_MS = 3_000;

/** Pure. `create`: there is none, it ran out, or it was made with another certificate or address. */
export function due(
  { subscription, madeFor, expiresAt }: Pick<Subscribed, 'subscription' | 'madeFor' | 'expiresAt'>,
  wanted: string,
  now: Date,
): 'create' | 'renew' | 'nothing' {
  if (subscription === null || expiresAt === null || expiresAt <= now || madeFor !== wanted) return 'create';
  return expiresAt.getTime() - now.getTime() < RENEW_BEFORE_MS ? 'renew' : 'nothing';
}

export interface RenewalOptions {
  readonly resources: readonly Resource[];
  readonly subscriptions: GraphSubscriptions;
  readonly store: SubscriptionStore;
  /** Reads again what was said since; `goOn` is called while it is at it. */
  readonly recover: (resource: Resource, from: Date, goOn: () => Promise<void>) => Promise<void>;
  readonly log: Log;
  readonly now?: () => Date;
}

export interface Renewal {
  start(): void;
  /** Looks after the subscriptions now rather than within the minute. */
  look(): void;
  stop(): Promise<void>;
}

/**
 * Keeps the subscriptions alive, and reads again what was said while there was none. Any number of processes may do it: each
 * takes the work from the store, and one that dies has its work taken up by another.
 */
export function createRenewal({
  resources,
  subscriptions,
  store,
  recover,
  log,
  now = () => new Date(),
}: RenewalOptions): Renewal {
  let timer: NodeJS.Timeout | undefined;
  let stopped = true;
  const running = new Set<Promise<void>>();
  const recovering = new Set<Resource>();

  const run = (work: Promise<void>) => {
    running.add(work);
    void work.finally(() => running.delete(work));
  };

  const create = async (resource: Resource, { seenAt, subscription }: Subscribed) => {
    // Before Graph is asked: should this process die in between, the gap is known.
    if (seenAt !== null) await store.gap(resource, new Date(seenAt.getTime() - OVERLAP_MS));
    const made = await subscriptions.create(resource, subscription);
    await store.renewed(resource, { ...made, madeFor: subscriptions.madeFor, seenAt: now() });
    log.info('graph.subscribed', { kind: resource });
  };

  const renew = async (resource: Resource, state: Subscribed) => {
    try {
      const renewed = await subscriptions.renew(state.subscription ?? '');
      await store.renewed(resource, { ...renewed, madeFor: subscriptions.madeFor, seenAt: now() });
      log.debug('graph.renewed', { kind: resource });
    } catch (error) {
      if (statusOf(error) !== 404) throw error;
      await create(resource, state);
    }
  };

  const keep = async (resource: Resource): Promise<void> => {
    const state = await store.take(resource, 'renewal', RENEWAL_SECONDS);
    if (state === null) return;
    try {
      const what = due(state, subscriptions.madeFor, now());
      if (what === 'create') await create(resource, state);
      if (what === 'renew') await renew(resource, state);
    } catch (error) {
      log.warn('graph.not_subscribed', { kind: resource, reason: reasonOf(error), error });
    } finally {
      await store.giveBack(resource, 'renewal');
    }
  };

  const fill = async (resource: Resource): Promise<void> => {
    const state = await store.take(resource, 'recovery', RECOVERY_SECONDS);
    if (state === null) return;
    try {
      if (state.gapFrom === null) return;
      await recover(resource, state.gapFrom, async () => {
        if (stopped) throw new Stopped();
        await store.hold(resource, 'recovery', RECOVERY_SECONDS);
      });
      await store.recovered(resource, state.gaps);
      log.info('graph.gap_recovered', { kind: resource });
    } catch (error) {
      // The gap stays in the store, and is tried again within the minute.
      if (!(error instanceof Stopped)) log.warn('graph.gap_left', { kind: resource, reason: reasonOf(error), error });
    } finally {
      await store.giveBack(resource, 'recovery');
    }
  };

  const look = async (): Promise<void> => {
    for (const resource of resources) {
      try {
        await keep(resource);
        if (recovering.has(resource)) continue;
        recovering.add(resource);
        // Not waited for: it may take longer than the hour in which the subscription has to be renewed.
        run(
          fill(resource)
            .catch((error: unknown) => log.warn('graph.gap_left', { kind: resource, error }))
            .finally(() => recovering.delete(resource)),
        );
      } catch (error) {
        log.warn('graph.not_subscribed', { kind: resource, reason: 'store', error });
      }
    }
  };

  const again = (afterMs: number) => {
    clearTimeout(timer);
    if (stopped) return;
    timer = setTimeout(() => run(look().finally(() => again(EVERY_MS))), afterMs);
  };

  return {
    start() {
      stopped = false;
      again(0);
    },
    look: () => again(0),
    async stop() {
      stopped = true;
      clearTimeout(timer);
      const ended = Promise.all(running).then(() => {});
      // What is waiting for Graph is begun anew by the next process.
      await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, LAST_MS).unref())]);
    },
  };
}

/** The program ends: what is left is read again by the next. */
class Stopped extends Error {
  override readonly name = 'Stopped';
}
