import { type Kysely, sql } from 'kysely';
import type { Database } from './tables.ts';

interface Picture {
  readonly type: 'image/png' | 'image/jpeg';
  readonly bytes: Uint8Array;
}

/** Keeps a picture and gives its id, by which it is found without another key. */
export async function keepPicture(db: Kysely<Database>, tenant: string, picture: Picture): Promise<string> {
  const { id } = await db
    .insertInto('refresher_pictures')
    .values({ tenant, ...picture })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

/** Whose ever it is: the id can't be guessed. */
export async function findPicture(db: Kysely<Database>, id: string): Promise<Picture | undefined> {
  return db.selectFrom('refresher_pictures').select(['type', 'bytes']).where('id', '=', id).executeTakeFirst();
}

/** Removes those that stand in no refresher: taken away again, or of a form that was never saved. Gives how many they were. */
export async function removeUnusedPictures(db: Kysely<Database>, tenant: string, before: Date): Promise<number> {
  const gone = await db
    .deleteFrom('refresher_pictures')
    .where('tenant', '=', tenant)
    .where('created_at', '<', before)
    .where(
      sql<boolean>`not exists (select from refreshers f where f.tenant = refresher_pictures.tenant and f.picture = refresher_pictures.id)`,
    )
    .executeTakeFirstOrThrow();
  return Number(gone.numDeletedRows);
}
