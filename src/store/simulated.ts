import { sql } from 'kysely';
import type { Db } from './database.ts';

/** One of the invented people of the simulator, as seen last. */
export interface Simulated {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
}

/** The simulator's people, who was seen last first. Each page that was opened has its own of them: the latest stands for them all. */
export async function simulatedPeople(db: Db): Promise<Simulated[]> {
  const who = sql<string>`regexp_replace(platform_user, '^.*\\.', '')`;
  const seen = sql<Date>`coalesce(last_seen_at, first_seen_at)`;
  const rows = await db
    .selectFrom('people')
    .distinctOn(sql`regexp_replace(platform_user, '^.*\\.', '')`)
    .select(['tenant', 'id', 'name', who.as('who'), seen.as('seen')])
    .where('platform', '=', 'simulator')
    .orderBy(sql`regexp_replace(platform_user, '^.*\\.', '')`)
    .orderBy(sql`coalesce(last_seen_at, first_seen_at) desc`)
    .limit(50)
    .execute();
  return rows
    .sort((a, b) => b.seen.getTime() - a.seen.getTime())
    .map(({ tenant, id, name, who }) => ({ tenant, id, name: name ?? who.charAt(0).toUpperCase() + who.slice(1) }));
}
