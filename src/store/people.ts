import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import type { Database, Trx } from './tables.ts';

export interface PersonKey {
  readonly tenant: string;
  readonly platform: Platform;
  /** The platform's id. */
  readonly user: string;
}

/** The person's pseudonym. Their row stays locked until the transaction ends: what one person does at once waits in line. */
export async function personOf(
  trx: Trx,
  { tenant, platform, user }: PersonKey,
  language: Language | null = null,
): Promise<string> {
  const { id } = await trx
    .insertInto('people')
    .values({ tenant, platform, platform_user: user, language })
    // An update that changes nothing, since DO NOTHING would not return the row that is there. What they chose stays.
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'platform', 'platform_user'])
        .doUpdateSet((row) => ({ language: row.fn.coalesce('people.language', 'excluded.language') })),
    )
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** The pseudonym of somebody who is known already. */
export async function findPerson(
  db: Kysely<Database>,
  { tenant, platform, user }: PersonKey,
): Promise<string | undefined> {
  const row = await db
    .selectFrom('people')
    .select('id')
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('platform_user', '=', user)
    .executeTakeFirst();
  return row?.id;
}

/** Keeps the language that somebody chose. */
export async function setLanguage(db: Kysely<Database>, key: PersonKey, language: Language): Promise<void> {
  await db
    .insertInto('people')
    .values({ tenant: key.tenant, platform: key.platform, platform_user: key.user, language })
    .onConflict((conflict) => conflict.columns(['tenant', 'platform', 'platform_user']).doUpdateSet({ language }))
    .execute();
}

/** What counts in somebody's favour, once for each thing that it is about. */
export async function addCredit(
  trx: Trx,
  credit: { tenant: string; person: string; about: string; kind: 'fixed-early' | 'near-miss' },
): Promise<void> {
  await trx
    .insertInto('credits')
    .values(credit)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** The language that somebody reads, or null where they never chose and their platform never said. */
export async function languageOf(db: Kysely<Database>, key: PersonKey): Promise<Language | null> {
  const row = await db
    .selectFrom('people')
    .select('language')
    .where('tenant', '=', key.tenant)
    .where('platform', '=', key.platform)
    .where('platform_user', '=', key.user)
    .executeTakeFirst();
  return row?.language ?? null;
}

/** How many of these people, by the platform's ids, the directory says are guests. */
export async function countGuests(
  db: Kysely<Database>,
  { tenant, platform, people }: Omit<PersonKey, 'user'> & { readonly people: readonly string[] },
): Promise<number> {
  const { guests } = await db
    .selectFrom('people')
    .select(({ fn }) => fn.countAll<string>().as('guests'))
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('platform_user', '=', sql<string>`any(${people}::text[])`)
    .where('guest', '=', true)
    .executeTakeFirstOrThrow();
  return Number(guests);
}
