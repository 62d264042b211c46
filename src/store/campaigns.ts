import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

export interface Campaign {
  readonly tenant: string;
  readonly id: string;
  readonly name: string;
  /** `YYYY-MM-DD`. */
  readonly startsOn: string;
  readonly endsOn: string;
  readonly author: string;
}

const COLUMNS = ['tenant', 'id', 'name', 'starts_on as startsOn', 'ends_on as endsOn', 'author'] as const;

export async function addCampaign(
  db: Kysely<Database>,
  { startsOn, endsOn, ...campaign }: Omit<Campaign, 'id'>,
): Promise<string> {
  const { id } = await db
    .insertInto('campaigns')
    .values({ ...campaign, starts_on: startsOn, ends_on: endsOn })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Its refreshers that are scheduled keep their times. */
export async function changeCampaign(
  db: Kysely<Database>,
  { tenant, id }: { tenant: string; id: string },
  { name, startsOn, endsOn }: Pick<Campaign, 'name' | 'startsOn' | 'endsOn'>,
): Promise<void> {
  await db
    .updateTable('campaigns')
    .set({ name, starts_on: startsOn, ends_on: endsOn })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}

export async function findCampaign(db: Kysely<Database>, tenant: string, id: string): Promise<Campaign | undefined> {
  return db
    .selectFrom('campaigns')
    .select(COLUMNS)
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .executeTakeFirst();
}

/** The latest to start first. `tenants` null: of every organisation that is served. */
export async function listCampaigns(db: Kysely<Database>, tenants: readonly string[] | null): Promise<Campaign[]> {
  if (tenants?.length === 0) return [];
  return db
    .selectFrom('campaigns')
    .select(COLUMNS)
    .$if(tenants !== null, (query) => query.where('tenant', 'in', [...(tenants ?? [])]))
    .orderBy('starts_on', 'desc')
    .orderBy('name')
    .execute();
}
