import type { Kysely } from 'kysely';
import type { Database } from './tables.ts';

/** The team of whoever writes a refresher; null where nobody says which. `person`: their pseudonym. */
export async function teamOfPerson(db: Kysely<Database>, tenant: string, person: string): Promise<string | null> {
  const row = await db
    .selectFrom('people')
    .select('team')
    .where('tenant', '=', tenant)
    .where('id', '=', person)
    .executeTakeFirst();
  return row?.team ?? null;
}
