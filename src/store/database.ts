import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { Kysely, PGliteDialect, PostgresDialect, sql } from 'kysely';
import pg from 'pg';
import type { Log } from '../log.ts';
import { FolderLockedError, lockFolder } from './folder-lock.ts';
import type { Database } from './tables.ts';

export type Db = Kysely<Database>;

/** An open database and what pg-boss needs to share it. */
export interface Store {
  readonly db: Db;
  readonly kind: 'postgresql' | 'pglite';
  /** The embedded database, or undefined with PostgreSQL. */
  readonly pglite: PGlite | undefined;
  readonly url: string | undefined;
  /** Rejects where the database doesn't answer. */
  check(): Promise<void>;
  close(): Promise<void>;
}

export class DatabaseError extends Error {
  override readonly name = 'DatabaseError';
}

/** Dates come as `YYYY-MM-DD`, 64-bit counts as numbers, from PostgreSQL and PGlite alike. */
const DATE = 1082;
const INT8 = 20;

/**
 * Opens PostgreSQL at `databaseUrl`, or else the embedded PGlite in `dataDir` (undefined: in
 * memory). Throws `DatabaseError` or `FolderLockedError`, each one sentence that names the setting.
 */
export async function openDatabase(
  settings: { databaseUrl?: string | undefined; dataDir?: string | undefined },
  log: Log,
): Promise<Store> {
  return settings.databaseUrl ? openPostgres(settings.databaseUrl, log) : openPglite(settings.dataDir);
}

async function openPostgres(url: string, log: Log): Promise<Store> {
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    // Under the three seconds that Slack waits for an answer.
    connectionTimeoutMillis: 2_500,
    statement_timeout: 30_000,
    application_name: 'quietword',
    types: {
      getTypeParser: (oid, format) => parsers[oid] ?? pg.types.getTypeParser(oid, format),
    } as pg.CustomTypesConfig,
  });
  // A connection that the server drops while nothing is asked of it, within a transaction too, is reported here; without a
  // listener it would end the process. The pool listens to those only that nobody has taken.
  pool.on('connect', (client) => client.on('error', (error) => log.warn('database.connection-lost', { error })));
  pool.on('error', () => {});
  const db = new Kysely<Database>({ dialect: new PostgresDialect({ pool }) });
  try {
    await ask(db);
  } catch (error) {
    await db.destroy();
    throw new DatabaseError(explain(error, url));
  }
  return { db, kind: 'postgresql', pglite: undefined, url, check: () => ask(db), close: () => db.destroy() };
}

const parsers: Record<number, (value: string) => unknown> = { [DATE]: (value) => value, [INT8]: Number };

async function openPglite(dataDir: string | undefined): Promise<Store> {
  let unlock = () => {};
  try {
    if (dataDir) unlock = lockFolder(dataDir);
    const pglite = await PGlite.create({
      ...(dataDir ? { dataDir: join(dataDir, 'pglite') } : {}),
      parsers: { [DATE]: (value: string) => value, [INT8]: Number },
    });
    const db = new Kysely<Database>({ dialect: new PGliteDialect({ pglite }) });
    const close = async () => {
      await db.destroy();
      if (!pglite.closed) await pglite.close();
      unlock();
    };
    return { db, kind: 'pglite', pglite, url: undefined, check: () => ask(db), close };
  } catch (error) {
    unlock();
    if (error instanceof FolderLockedError) throw error;
    const code = (error as NodeJS.ErrnoException).code;
    throw new DatabaseError(
      `The embedded database in DATA_DIR ${dataDir} can't be opened${code ? ` (${code})` : ''}: check that the folder can be written to and was not damaged.`,
    );
  }
}

async function ask(db: Db): Promise<void> {
  await sql`select 1`.execute(db);
}

/** Host and database of the URL, never its password. */
function explain(error: unknown, url: string): string {
  const { host, pathname } = new URL(url);
  const where = `DATABASE_URL (${host}${pathname})`;
  const code = (error as { code?: string }).code ?? '';
  const reasons: Record<string, string> = {
    ECONNREFUSED: 'nothing answers there (is PostgreSQL running, and are host and port right?)',
    ENOTFOUND: 'there is no such host',
    EAI_AGAIN: 'the host name could not be looked up',
    '28P01': 'the password was refused',
    '28000': 'the user was refused',
    '3D000': 'there is no such database',
  };
  return `The database of ${where} can't be used: ${reasons[code] ?? (code ? `it answered ${code}` : 'it did not answer in time')}.`;
}
