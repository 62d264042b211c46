import type { Kysely } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Database } from './tables.ts';

interface Place {
  readonly tenant: string;
  readonly platform: Platform;
  readonly channel: string;
}

/** True for the one who is to tell the channel; false where it was told before. */
export async function claimAnnouncement(db: Kysely<Database>, place: Place): Promise<boolean> {
  const row = await db
    .insertInto('announcements')
    .values(place)
    .onConflict((conflict) => conflict.doNothing())
    .returning('channel')
    .executeTakeFirst();
  return row !== undefined;
}

/** It was not said after all. */
export async function releaseAnnouncement(db: Kysely<Database>, { tenant, platform, channel }: Place): Promise<void> {
  await db
    .deleteFrom('announcements')
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('channel', '=', channel)
    .execute();
}
