import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Audience } from '../policy/types.ts';
import type { ChannelKey } from './channel-rules.ts';
import type { Db } from './database.ts';
import { inScope, type Scope } from './scope.ts';

export interface ListedChannel {
  readonly tenant: string;
  readonly platform: Platform;
  readonly channel: string;
  /** As it was judged last; null where nothing of it was read. */
  readonly audience: Audience | null;
  readonly readers: number | null;
  readonly seenAt: Date | null;
  /** What a Guardian said; null where nothing. */
  readonly ruled: Audience | null;
  readonly excluded: boolean;
  readonly changedBy: string | null;
  readonly changedAt: Date | null;
  /** Flagged in the last 30 days. */
  readonly flagged: number;
}

/** Channels that were read or have a rule: those with a rule first, then the one that was read last. `query`: any part of an id. */
export async function listChannels(
  db: Db,
  scope: Scope,
  page: { query: string; limit: number; offset: number; since: Date },
): Promise<ListedChannel[]> {
  const like = `%${page.query.replace(/[\\%_]/g, '\\$&')}%`;
  const wanted = page.query === '' ? sql`true` : sql`k.channel ilike ${like}`;
  const { rows } = await sql<ListedChannel>`
    select k.tenant, k.platform, k.channel, c.audience, c.readers, c.updated_at as "seenAt", r.audience as ruled,
      coalesce(r.excluded, false) as excluded, r.changed_by as "changedBy", r.changed_at as "changedAt",
      (select count(*)::integer from incidents i where i.tenant = k.tenant and i.platform = k.platform and i.channel = k.channel
        and i.repeat_of is null and i.claimed_at >= ${page.since}) as flagged
    from (
      select k.tenant, k.platform, k.channel, min(k.place) as place, max(k.at) as at from (
        select tenant, platform, channel, 0 as place, changed_at as at from channel_rules where audience is not null or excluded
        union all
        select tenant, platform, id, 1, updated_at from channels) k
      where ${inScope(scope, 'k')} and ${wanted}
      group by k.tenant, k.platform, k.channel
      order by place, at desc, channel limit ${page.limit} offset ${page.offset}) k
    left join channels c on c.tenant = k.tenant and c.platform = k.platform and c.id = k.channel
    left join channel_rules r on r.tenant = k.tenant and r.platform = k.platform and r.channel = k.channel
    order by k.place, k.at desc, k.channel`.execute(db);
  return rows;
}

export interface RuleChange {
  readonly at: Date;
  readonly actor: string;
  readonly audience: Audience | null;
  readonly excluded: boolean;
}

/** What was said of a channel before, the latest first. */
export async function channelHistory(db: Db, { tenant, platform, channel }: ChannelKey): Promise<RuleChange[]> {
  return db
    .selectFrom('channel_rule_log')
    .select(['at', 'actor', 'audience', 'excluded'])
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .orderBy('id', 'desc')
    .limit(50)
    .execute();
}

/** Whether anybody or any channel of an organisation is known: an address may name any. */
export async function knowsOrganisation(db: Db, { platform, tenant }: Omit<ChannelKey, 'channel'>): Promise<boolean> {
  const { rows } = await sql<{ known: boolean }>`
    select exists (select from people where tenant = ${tenant} and platform = ${platform})
      or exists (select from channels where tenant = ${tenant} and platform = ${platform}) as known`.execute(db);
  return rows[0]?.known ?? false;
}
