import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { inject } from 'vitest';
import { createLog } from '../src/log.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';

// To set up an embedded database takes seconds, to copy one that was set up a fraction of one.

declare module 'vitest' {
  interface ProvidedContext {
    /** A data folder with an embedded database in it, migrated and closed, to be copied. */
    embedded: string;
  }
}

const ROOT = join(import.meta.dirname, '..');
const CACHE = join(ROOT, 'node_modules/.cache/quietword');
const MIGRATIONS = join(ROOT, 'migrations');

/** Puts a migrated embedded database into `folder`, which is made, and gives the folder again: for DATA_DIR. */
export function embeddedIn(folder: string): string {
  cpSync(inject('embedded'), folder, { recursive: true });
  return folder;
}

/** Makes what is copied, where there is none yet for these migrations and this PGlite. Gives its folder. */
export async function makeEmbedded(): Promise<string> {
  const folder = join(CACHE, `embedded-${keyOf()}`);
  if (existsSync(folder)) return folder;
  await mkdir(CACHE, { recursive: true });
  const made = mkdtempSync(join(CACHE, 'making-'));
  const store = await openDatabase({ dataDir: made }, createLog('silent'));
  await migrate(store.db);
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
  hash.update(readFileSync(join(ROOT, 'node_modules/@electric-sql/pglite/package.json')));
  for (const file of readdirSync(MIGRATIONS).sort()) hash.update(file).update(readFileSync(join(MIGRATIONS, file)));
  return hash.digest('hex').slice(0, 16);
}
