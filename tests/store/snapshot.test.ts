import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { noteChannels } from '../../src/store/seen-channels.ts';
import { inSnapshot } from '../../src/store/snapshot.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const ward = { tenant: 'T1', platform: 'slack', id: 'C1', audience: 'care-team', readers: 12 } as const;

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
  });
  afterAll(() => database.drop());

  test('what is written while it reads is not seen', async ({ skip }) => {
    skip(store.kind === 'pglite', 'one connection: nobody else writes meanwhile');
    const counted = (db: Store['db']) => db.selectFrom('channels').select('id').execute();
    const seen = await inSnapshot(store.db, async (trx) => {
      const before = await counted(trx);
      await noteChannels(store.db, [ward]);
      return [before, await counted(trx)];
    });
    expect(seen).toEqual([[], []]);
    expect(await counted(store.db)).toHaveLength(1);
  });
});
