import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Channels of Slack that changed, as one process is told of it and all others have to know. */
export interface SlackChannelChanges {
  /** It changed just now, by the database's clock. */
  note(tenant: string, channel: string): Promise<void>;
  /** What changed in so many seconds up to now. */
  recent(seconds: number): Promise<readonly ChannelChange[]>;
}

export interface ChannelChange {
  readonly tenant: string;
  readonly channel: string;
  readonly at: Date;
}

export function openSlackChannelChanges(db: Db): SlackChannelChanges {
  const now = sql<Date>`clock_timestamp()`;
  return {
    async note(tenant, channel) {
      await db
        .insertInto('slack_channel_changes')
        .values({ tenant, channel, changed_at: now })
        .onConflict((conflict) => conflict.columns(['tenant', 'channel']).doUpdateSet({ changed_at: now }))
        .execute();
    },
    recent: (seconds) =>
      db
        .selectFrom('slack_channel_changes')
        .select(['tenant', 'channel', 'changed_at as at'])
        .where('changed_at', '>', sql<Date>`now() - make_interval(secs => ${seconds})`)
        .execute(),
  };
}
