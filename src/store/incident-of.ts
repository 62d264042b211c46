import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { MessageKey } from './incidents.ts';

/** The incident that a message gave, or the one that its latest version goes on from; null where it gave none. */
export async function incidentOf(db: Db, { tenant, platform, channel, message }: MessageKey): Promise<string | null> {
  const row = await db
    .selectFrom('incidents')
    .select(sql<string>`coalesce(repeat_of, id)`.as('id'))
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .where('message', '=', message)
    .orderBy('claimed_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.id ?? null;
}
