import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Audience } from '../policy/types.ts';
import type { Database } from './tables.ts';

export interface SeenChannel {
  readonly tenant: string;
  readonly platform: Platform;
  readonly id: string;
  readonly audience: Audience;
  /** Null where it isn't known: what was known before stays. */
  readonly readers: number | null;
}

/**
 * That channels are read, and who can read them: the Guardian's list of channels. Once a day each is enough, and a row that would
 * stay as it is isn't even locked: in a busy channel every claim would wait for the one before.
 */
export async function noteChannels(db: Kysely<Database>, channels: readonly SeenChannel[]): Promise<void> {
  const rows = new Map(channels.map((channel) => [`${channel.tenant} ${channel.platform} ${channel.id}`, channel]));
  // In one order, so that two processes that write the same channels wait for each other and never in a ring.
  const seen = [...rows].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row);
  await sql`
    insert into channels (tenant, platform, id, audience, readers, updated_at)
    select v.tenant, v.platform, v.id, v.audience, v.readers, now()
    from jsonb_to_recordset(${JSON.stringify(seen)}::jsonb) as v(tenant text, platform text, id text, audience text, readers integer)
    where not exists (
      select from channels c where c.tenant = v.tenant and c.platform = v.platform and c.id = v.id
        and c.audience = v.audience and c.readers is not distinct from coalesce(v.readers, c.readers)
        and c.updated_at > now() - interval '1 day')
    on conflict (tenant, platform, id) do update set audience = excluded.audience,
      readers = coalesce(excluded.readers, channels.readers), updated_at = excluded.updated_at`.execute(db);
}
