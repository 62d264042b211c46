import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, describe, expect, test } from 'vitest';
import { createLog } from '../../src/log.ts';
import { openDatabase } from '../../src/store/database.ts';
import { lockFolder } from '../../src/store/folder-lock.ts';
import { migrate } from '../../src/store/migrate.ts';
import { onEachDatabase } from '../databases.ts';

const MIGRATIONS = join(import.meta.dirname, '../../migrations');
const log = createLog('silent');
const folder = mkdtempSync(join(tmpdir(), 'quietword-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the folder lock', () => {
  test('a second holder is refused and told whom to stop', () => {
    const dir = join(folder, 'held');
    const unlock = lockFolder(dir);
    // Process 1 runs on every computer, and is not us.
    writeFileSync(join(dir, 'quietword.lock'), '1\n');
    expect(() => lockFolder(dir)).toThrow(`DATA_DIR ${dir} is in use by another Quietword (process 1).`);
    unlock();
    lockFolder(dir)();
  });

  test.each([
    ['a process that is gone', '4194305\n'],
    ['ours, from before a restart in a container', `${process.pid}\n`],
    ['nothing, since power was lost', ''],
  ])('a lock left by %s is taken over', (_whose, content) => {
    const dir = join(folder, 'stale');
    lockFolder(dir);
    writeFileSync(join(dir, 'quietword.lock'), content);
    const unlock = lockFolder(dir);
    expect(readFileSync(join(dir, 'quietword.lock'), 'utf8')).toBe(`${process.pid}\n`);
    unlock();
  });
});

describe('openDatabase', () => {
  test('keeps the embedded database in its folder', async () => {
    const dataDir = join(folder, 'kept');
    const first = await openDatabase({ dataDir }, log);
    await migrate(first.db);
    await first.db.insertInto('people').values({ tenant: 'T1', platform: 'slack', platform_user: 'U1' }).execute();
    await first.close();
    const second = await openDatabase({ dataDir }, log);
    expect(await migrate(second.db)).toEqual([]);
    expect(await second.db.selectFrom('people').select('platform_user').execute()).toEqual([{ platform_user: 'U1' }]);
    await second.close();
  });

  test('says in a sentence, without the password, that nothing answers', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as { port: number };
    await new Promise((resolve) => server.close(resolve));
    await expect(
      openDatabase({ databaseUrl: `postgres://user:hush@127.0.0.1:${port}/quietword` }, log),
    ).rejects.toThrow(
      `The database of DATABASE_URL (127.0.0.1:${port}/quietword) can't be used: nothing answers there (is PostgreSQL running, and are host and port right?).`,
    );
  });
});

onEachDatabase((make) => {
  test('dates and 64-bit counts read alike', async () => {
    const database = await make();
    const { db } = await database.open();
    const { rows } = await sql`select date '2026-03-29' as day, 9007199254740991::bigint as many`.execute(db);
    expect(rows).toEqual([{ day: '2026-03-29', many: 9007199254740991 }]);
    await database.drop();
  });

  test('a database of a newer version is refused, not touched', async () => {
    const database = await make();
    const { db } = await database.open();
    await sql`insert into kysely_migration (name, timestamp) values ('9999_later', '2027-01-01')`.execute(db);
    await expect(migrate(db)).rejects.toThrow(/migrated by a newer Quietword/);
    await database.drop();
  });

  test('a migration that fails is named, and nothing of it is kept', async () => {
    const database = await make();
    const { db } = await database.open();
    const migrations = mkdtempSync(join(folder, 'migrations-'));
    for (const name of readdirSync(MIGRATIONS)) writeFileSync(join(migrations, name), 'select 1');
    writeFileSync(
      join(migrations, '0999_broken.sql'),
      'create table half_done (id int); create table people (id int);',
    );
    await expect(migrate(db, migrations)).rejects.toThrow(
      'The migration 0999_broken failed (42P07); nothing of it was kept.',
    );
    const { rows } = await sql`select 1 from information_schema.tables where table_name = 'half_done'`.execute(db);
    expect(rows).toEqual([]);
    await database.drop();
  });
});
