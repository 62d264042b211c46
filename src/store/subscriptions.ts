import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Where a subscription stands. */
export interface Subscribed {
  readonly subscription: string | null;
  readonly madeFor: string | null;
  readonly expiresAt: Date | null;
  readonly seenAt: Date | null;
  readonly gapFrom: Date | null;
  readonly gaps: number;
}

export type Work = 'renewal' | 'recovery';

/** What is known of one tenant's subscriptions, shared by all processes. */
export interface Subscriptions {
  /** Takes a piece of work for so many seconds, or for longer if it is in hand; null where another process has it. */
  take(resource: string, work: Work, seconds: number): Promise<Subscribed | null>;
  /** Goes on with what was taken for so many seconds more. */
  hold(resource: string, work: Work, seconds: number): Promise<void>;
  giveBack(resource: string, work: Work): Promise<void>;
  renewed(resource: string, now: SubscriptionNow): Promise<void>;
  /** Messages from `from` on may be missing. The earliest gap stays. */
  gap(resource: string, from: Date): Promise<void>;
  /** Read again; not so where another gap was found meanwhile. */
  recovered(resource: string, gaps: number): Promise<void>;
  /** Nothing from before `at` is missing. */
  seen(resource: string, at: Date): Promise<void>;
  /** Microsoft took it away. */
  removed(subscription: string): Promise<void>;
  /** It is to be renewed before then. */
  hasten(subscription: string, before: Date): Promise<void>;
  /** Undefined where it is none of ours, or none any more. */
  resourceOf(subscription: string): Promise<string | undefined>;
}

export interface SubscriptionNow {
  readonly subscription: string;
  readonly madeFor: string;
  readonly expiresAt: Date;
  readonly seenAt: Date;
}

const UNTIL = { renewal: 'renewing_until', recovery: 'recovering_until' } as const;

export function openSubscriptions(db: Db, tenant: string): Subscriptions {
  const change = (resource: string) =>
    db.updateTable('subscriptions').where('tenant', '=', tenant).where('resource', '=', resource);
  const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;
  const changeOf = (subscription: string) =>
    db.updateTable('subscriptions').where('tenant', '=', tenant).where('subscription', '=', subscription);

  return {
    async take(resource, work, seconds) {
      await db
        .insertInto('subscriptions')
        .values({ tenant, resource })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const until = UNTIL[work];
      const row = await change(resource)
        .set({ [until]: inSeconds(seconds) })
        // The database's clock, since those of the processes may differ.
        .where((row) => row.or([row(until, 'is', null), row(until, '<', sql<Date>`now()`)]))
        .returning([
          'subscription',
          'made_for as madeFor',
          'expires_at as expiresAt',
          'seen_at as seenAt',
          'gap_from as gapFrom',
          'gaps',
        ])
        .executeTakeFirst();
      return row ?? null;
    },
    async hold(resource, work, seconds) {
      await change(resource)
        .set({ [UNTIL[work]]: inSeconds(seconds) })
        .execute();
    },
    async giveBack(resource, work) {
      await change(resource)
        .set({ [UNTIL[work]]: null })
        .execute();
    },
    async renewed(resource, { subscription, madeFor, expiresAt, seenAt }) {
      await change(resource).set({ subscription, made_for: madeFor, expires_at: expiresAt, seen_at: seenAt }).execute();
    },
    async gap(resource, from) {
      await change(resource)
        .set((row) => ({
          gap_from: row.fn<Date>('least', ['gap_from', row.val(from)]),
          gaps: row('gaps', '+', 1),
        }))
        .execute();
    },
    async recovered(resource, gaps) {
      await change(resource).set({ gap_from: null }).where('gaps', '=', gaps).execute();
    },
    async seen(resource, at) {
      await change(resource)
        .set({ seen_at: at })
        .where((row) => row.or([row('seen_at', 'is', null), row('seen_at', '<', at)]))
        .execute();
    },
    async removed(subscription) {
      await changeOf(subscription).set({ subscription: null, expires_at: null }).execute();
    },
    async hasten(subscription, before) {
      await changeOf(subscription)
        .set((row) => ({ expires_at: row.fn<Date>('least', ['expires_at', row.val(before)]) }))
        .execute();
    },
    async resourceOf(subscription) {
      const row = await db
        .selectFrom('subscriptions')
        .select('resource')
        .where('tenant', '=', tenant)
        .where('subscription', '=', subscription)
        .executeTakeFirst();
      return row?.resource;
    },
  };
}
