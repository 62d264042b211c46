import type { Db } from './database.ts';
import type { Trx } from './tables.ts';

/** Reads all as it was at one moment, where what one query counts must agree with another. */
export async function inSnapshot<T>(db: Db, read: (trx: Trx) => Promise<T>): Promise<T> {
  return db.transaction().setIsolationLevel('repeatable read').execute(read);
}
