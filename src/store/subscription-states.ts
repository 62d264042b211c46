import type { Db } from './database.ts';
import type { Scope } from './scope.ts';

export interface SubscriptionState {
  /** Microsoft's path of what is subscribed to. */
  readonly name: string;
  readonly expiresAt: Date | null;
  /** From here on messages may have been missed; null where none were. */
  readonly gapFrom: Date | null;
}

/** What Microsoft Graph was asked to tell, within the scope: those in trouble first, and `limit` of them at most. */
export async function subscriptionStates(
  db: Db,
  { platforms, tenants }: Scope,
  limit: number,
): Promise<SubscriptionState[]> {
  if (!platforms.includes('teams') || tenants?.length === 0) return [];
  return db
    .selectFrom('subscriptions')
    .select(['resource as name', 'expires_at as expiresAt', 'gap_from as gapFrom'])
    .$if(tenants !== null, (query) => query.where('tenant', 'in', [...(tenants ?? [])]))
    .orderBy('gap_from', (order) => order.asc().nullsLast())
    .orderBy('expires_at', (order) => order.asc().nullsFirst())
    .orderBy('resource')
    .limit(limit)
    .execute();
}
