import { sql } from 'kysely';
import type { Db } from './database.ts';

/** Tables that are cut into months by the id of an incident, in the order in which they can be dropped. */
const TABLES = ['outcomes', 'notices', 'incidents'] as const;
/** How many months are made ahead: a process that has not run for so long finds them still. */
const AHEAD = 3;
const CHECK_VIOLATION = '23514';

/** First moment of the month of `at` and so many months on, by UTC: a partition needs no time zone, only an edge. */
const startOf = (at: Date, months: number): Date => new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() + months));

const nameOf = (table: string, month: Date): string =>
  `${table}_${month.getUTCFullYear()}_${String(month.getUTCMonth() + 1).padStart(2, '0')}`;

/**
 * Makes the partitions of this month and the next ones, where they are missing. Gives the months that can't have one yet, since
 * rows of theirs are in the default partition already: those stay there until retention removes them.
 */
export async function makeMonths(db: Db, now: Date): Promise<string[]> {
  const late: string[] = [];
  for (let ahead = 0; ahead <= AHEAD; ahead += 1) {
    const [from, to] = [startOf(now, ahead), startOf(now, ahead + 1)];
    try {
      await db.transaction().execute(async (trx) => {
        // Several processes start at once.
        await sql`select pg_advisory_xact_lock(hashtext('quietword months'))`.execute(trx);
        for (const table of TABLES.toReversed()) {
          await sql`create table if not exists ${sql.table(nameOf(table, from))} partition of ${sql.table(table)}
            for values from (first_id(${sql.lit(from.toISOString())}::timestamptz))
            to (first_id(${sql.lit(to.toISOString())}::timestamptz))`.execute(trx);
        }
      });
    } catch (error) {
      if ((error as { code?: string }).code !== CHECK_VIOLATION) throw error;
      late.push(nameOf('incidents', from));
    }
  }
  return late;
}

/** Gives back the space of months that are over before `before` and of which retention has left nothing. Resolves to how many. */
export async function dropEmptyMonths(db: Db, before: Date): Promise<number> {
  const { rows } = await sql<{ month: string }>`select substr(relname, 11) as month from pg_class c
    join pg_inherits i on i.inhrelid = c.oid where i.inhparent = 'incidents'::regclass and relname ~ '^incidents_[0-9]{4}_[0-9]{2}$'`.execute(
    db,
  );
  let dropped = 0;
  for (const { month } of rows) {
    const [year = 0, number = 0] = month.split('_').map(Number);
    if (new Date(Date.UTC(year, number)) > before) continue;
    await db.transaction().execute(async (trx) => {
      // A page that reads the table makes us wait, and whoever comes after us: not for long.
      await sql`set local lock_timeout = '2s'`.execute(trx);
      const names = TABLES.map((table) => [table, `${table}_${month}`] as const);
      const left = await sql<{
        some: boolean;
      }>`select exists (select from ${sql.table(`incidents_${month}`)}) as some`.execute(trx);
      if (left.rows[0]?.some) return;
      for (const [table, name] of names) {
        await sql`alter table ${sql.table(table)} detach partition ${sql.table(name)}`.execute(trx);
        await sql`drop table ${sql.table(name)}`.execute(trx);
      }
      dropped += 1;
    });
  }
  return dropped;
}
