import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createLog } from '../src/log.ts';
import { openDatabase, type Store } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { makeMonths } from '../src/store/months.ts';
import { openQueue } from '../src/store/queue.ts';

// To set up a database takes seconds, to copy one that was set up a fraction of one.

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with an embedded database in it, migrated and closed, to be copied. */
    embedded: string;
  }
}

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/quietword');
/** What decides how a database is set up. */
const SOURCES = ['migrations', 'src/store'].map((folder) => join(ROOT, folder));
const PACKAGES = ['@electric-sql/pglite', 'pg-boss'].map((name) => join(ROOT, 'node_modules', name, 'package.json'));

/** Puts a migrated embedded database into `folder`, which is made, and gives the folder again: for DATA_DIR. */
export function embeddedIn(folder: string): string {
  cpSync(inject('embedded'), folder, { recursive: true });
  return folder;
}

/** As a program's first start leaves it: to make the queue's tables and the months' partitions takes longer than the rest of a start. */
export async function setUp(store: Store): Promise<void> {
  await migrate(store.db);
  await makeMonths(store.db, new Date());
  await (await openQueue(store, createLog('silent'))).stop();
}

/** Makes what is copied, where there is none yet for these sources and packages. Gives its folder. */
export async function makeEmbedded(): Promise<string> {
  const folder = join(CACHE, `embedded-${keyOf()}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const made = mkdtempSync(join(CACHE, 'making-'));
  const store = await openDatabase({ dataDir: made }, createLog('silent'));
  await setUp(store);
  // Nobody connects to them, and they are half of the files.
  await store.pglite?.exec('update pg_database set datistemplate = false');
  for (const unused of ['template0', 'template1']) await store.pglite?.exec(`drop database ${unused}`);
  await store.close();
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another run was faster.
    rmSync(made, { recursive: true });
    if (!existsSync(folder)) throw error;
  }
  return folder;
}

function keyOf(): string {
  const hash = createHash('sha256');
  const files = SOURCES.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name))).sort();
  for (const file of [...PACKAGES, ...files]) hash.update(file).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
}
