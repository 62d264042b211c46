import type { Kysely } from 'kysely';
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
