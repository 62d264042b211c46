import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { describe, inject } from 'vitest';
import { createLog } from '../src/log.ts';
import { openDatabase, type Store } from '../src/store/database.ts';
import { embeddedIn } from './embedded.ts';
import { databaseOn } from './setup.ts';

/** Opens a migrated database of its own for a test file, and removes it at the end. */
export interface TestDatabase {
  /** PostgreSQL's address; undefined for PGlite. */
  readonly url: string | undefined;
  open(): Promise<Store>;
  drop(): Promise<void>;
}

/** Runs the same tests on PGlite and, where one answers, on PostgreSQL. */
export function onEachDatabase(tests: (make: () => Promise<TestDatabase>, kind: Store['kind']) => void): void {
  describe('on PGlite', () => tests(onPglite, 'pglite'));
  describe.skipIf(!inject('postgres'))('on PostgreSQL', () => tests(onPostgres, 'postgresql'));
}

export async function onPglite(): Promise<TestDatabase> {
  const folder = mkdtempSync(join(tmpdir(), 'quietword-pglite-'));
  const store = await openDatabase({ dataDir: embeddedIn(folder) }, createLog('silent'));
  return {
    url: undefined,
    open: async () => store,
    async drop() {
      await store.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Needs `inject('postgres')`. */
export async function onPostgres(): Promise<TestDatabase> {
  const server = inject('postgres');
  if (!server) throw new Error('No PostgreSQL answers here.');
  const name = `quietword_test_${randomBytes(6).toString('hex')}`;
  const admin = async (statement: string) => {
    const client = new pg.Client({ connectionString: server.url });
    await client.connect();
    await client.query(statement).finally(() => client.end());
  };
  await admin(`create database ${name} template ${server.template}`);
  const url = databaseOn(server.url, name);
  const opened: Store[] = [];
  return {
    url,
    async open() {
      const store = await openDatabase({ databaseUrl: url }, createLog('silent'));
      opened.push(store);
      return store;
    },
    async drop() {
      await Promise.all(opened.map((store) => store.close()));
      await admin(`drop database if exists ${name} with (force)`);
    },
  };
}
