import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Audience } from '../policy/types.ts';
import type { Db } from './database.ts';
import type { Trx } from './tables.ts';

/** What a Guardian said of a channel. */
export interface ChannelRule {
  /** Null: as the platform says. */
  readonly audience: Audience | null;
  /** Never read. */
  readonly excluded: boolean;
}

export interface ChannelKey {
  readonly tenant: string;
  readonly platform: Platform;
  readonly channel: string;
}

/** All rules, kept in memory: there are few, and each message asks. What a Guardian changes holds in every process within seconds. */
export interface ChannelRules {
  find(key: ChannelKey): ChannelRule | undefined;
  /** Reads them anew. Rejects where the database doesn't answer. */
  refresh(): Promise<void>;
  stop(): void;
}

const EVERY_MS = 5_000;

/** Rejects where they can't be read: without them a channel might be read that never should. */
export async function startChannelRules(db: Db, log: Log, everyMs = EVERY_MS): Promise<ChannelRules> {
  let rules = new Map<string, ChannelRule>();
  const refresh = async () => {
    const rows = await db
      .selectFrom('channel_rules')
      .select(['tenant', 'platform', 'channel', 'audience', 'excluded'])
      .execute();
    rules = new Map(rows.map(({ audience, excluded, ...key }) => [nameOf(key), { audience, excluded }]));
  };
  await refresh();
  // What was known last goes on while the database is away.
  const timer = setInterval(() => {
    refresh().catch((error: unknown) => log.warn('channel-rules.not-read', { error }));
  }, everyMs).unref();
  return { find: (key) => rules.get(nameOf(key)), refresh, stop: () => clearInterval(timer) };
}

const nameOf = ({ tenant, platform, channel }: ChannelKey): string => `${tenant} ${platform} ${channel}`;

/** Keeps what a Guardian says, with who said it. False where it is so already. */
export async function setChannelRule(
  trx: Trx,
  key: ChannelKey,
  rule: ChannelRule,
  { actor, now }: { actor: string; now: Date },
): Promise<boolean> {
  const changed = await trx
    .insertInto('channel_rules')
    .values({ ...key, ...rule, changed_by: actor, changed_at: now })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'platform', 'channel'])
        .doUpdateSet({ ...rule, changed_by: actor, changed_at: now })
        .where(
          sql<boolean>`(channel_rules.audience, channel_rules.excluded) is distinct from (excluded.audience, excluded.excluded)`,
        ),
    )
    .returning('channel')
    .executeTakeFirst();
  if (!changed) return false;
  await trx
    .insertInto('channel_rule_log')
    .values({ ...key, ...rule, actor, at: now })
    .execute();
  return true;
}
