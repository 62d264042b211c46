import { randomBytes } from 'node:crypto';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { createLog } from '../src/log.ts';
import { openDatabase } from '../src/store/database.ts';
import { makeEmbedded, setUp } from './embedded.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A PostgreSQL server to make databases on and the one that was set up, to copy; undefined where none answers. */
    postgres: { url: string; template: string } | undefined;
  }
}

const LOCAL = 'postgres://postgres@127.0.0.1:5432/postgres';

/** Finds a PostgreSQL, says which databases the tests run on, and makes the templates that they copy. */
export default async function setup(project: TestProject): Promise<(() => Promise<void>) | undefined> {
  project.provide('embedded', await makeEmbedded());
  const asked = process.env.TEST_DATABASE_URL;
  const url = asked ?? LOCAL;
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  try {
    await client.connect();
  } catch (error) {
    if (asked) throw new Error(`TEST_DATABASE_URL does not answer (${(error as { code?: string }).code}).`);
    process.stdout.write(
      `Databases: PGlite only, since no PostgreSQL answers at 127.0.0.1:5432 (or set TEST_DATABASE_URL).\n`,
    );
    project.provide('postgres', undefined);
    return undefined;
  }
  const { rows } = await client.query('show server_version');
  process.stdout.write(`Databases: PGlite, and PostgreSQL ${rows[0].server_version} at ${new URL(url).host}.\n`);

  const template = `quietword_template_${randomBytes(4).toString('hex')}`;
  await client.query(`create database ${template}`);
  const store = await openDatabase({ databaseUrl: databaseOn(url, template) }, createLog('silent'));
  await setUp(store);
  await store.close();
  project.provide('postgres', { url, template });
  return async () => {
    await client.query(`drop database if exists ${template} with (force)`);
    await client.end();
  };
}

export function databaseOn(url: string, name: string): string {
  const address = new URL(url);
  address.pathname = `/${name}`;
  return address.href;
}
