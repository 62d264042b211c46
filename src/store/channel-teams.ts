import type { Db } from './database.ts';

/** Keeps in which team a channel is; a channel never moves to another. */
export async function setTeam(db: Db, row: { tenant: string; channel: string; team: string }): Promise<void> {
  await db
    .insertInto('channel_teams')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

export async function teamOf(db: Db, tenant: string, channel: string): Promise<string | null> {
  const row = await db
    .selectFrom('channel_teams')
    .select('team')
    .where('tenant', '=', tenant)
    .where('channel', '=', channel)
    .executeTakeFirst();
  return row?.team ?? null;
}
