import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { type Migration, Migrator } from 'kysely/migration';
import { DatabaseError, type Db } from './database.ts';

const UNDEFINED_TABLE = '42P01';
const FOLDER = join(import.meta.dirname, '../../migrations');

/**
 * Brings the tables up to date: numbered SQL, forward only, each in a transaction, under a lock so
 * that several processes may start at once. Returns the names of those that ran. Throws
 * `DatabaseError` where one fails or the database is newer than this program.
 */
export async function migrate(db: Db, folder = FOLDER): Promise<string[]> {
  const migrations = await readMigrations(folder);
  // Most starts find nothing to do, and Kysely would look at every table to say so: half a second of the embedded database.
  if (isDeepStrictEqual(await namesOfThoseThatRan(db), Object.keys(migrations))) return [];
  const migrator = new Migrator({ db, provider: { getMigrations: async () => migrations } });
  const { error, results } = await migrator.migrateToLatest();
  if (error) {
    if (/previously executed migration .* is missing/.test(String(error))) {
      throw new DatabaseError(
        'The database was migrated by a newer Quietword than this one: start that version, or restore an older database.',
      );
    }
    const failed = results?.find((result) => result.status === 'Error')?.migrationName;
    const code = (error as { code?: string }).code;
    throw new DatabaseError(
      `The migration ${failed ?? 'run'} failed${code ? ` (${code})` : ''}; nothing of it was kept.`,
      { cause: error },
    );
  }
  return (results ?? []).map((result) => result.migrationName);
}

/** Undefined where none has run yet. */
async function namesOfThoseThatRan(db: Db): Promise<string[] | undefined> {
  try {
    const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(db);
    return rows.map(({ name }) => name).sort();
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return undefined;
    throw error;
  }
}

async function readMigrations(folder: string): Promise<Record<string, Migration>> {
  const migrations: Record<string, Migration> = {};
  for (const file of (await readdir(folder)).filter((name) => /^\d{4}_[\w-]+\.sql$/.test(name)).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    migrations[file.replace(/\.sql$/, '')] = {
      async up(db) {
        // PGlite takes one statement a query; ours hold no semicolon but between statements and in the bodies of functions.
        for (const statement of text.replace(/--.*$/gm, '').match(/(?:\$\$[\s\S]*?\$\$|[^;])+/g) ?? []) {
          if (statement.trim() !== '') await sql.raw(statement).execute(db);
        }
      },
    };
  }
  return migrations;
}
