import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../src/store/database.ts';
import { noteChannels } from '../../src/store/seen-channels.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const ward = { tenant: 'T1', platform: 'slack', id: 'C1', audience: 'care-team', readers: 12 } as const;

onEachDatabase((make) => {
  let database: TestDatabase;
  let store: Store;
  beforeAll(async () => {
    database = await make();
    store = await database.open();
  });
  beforeEach(async () => {
    await store.db.deleteFrom('channels').execute();
    await noteChannels(store.db, [ward]);
  });
  afterAll(() => database.drop());

  const kept = async () => {
    const { rows } = await sql<{ audience: string; readers: number | null; touched: string; recent: boolean }>`
      select audience, readers, ctid::text || xmin || ' ' || xmax as touched, updated_at > now() - interval '1 hour' as recent
      from channels where id = ${ward.id}`.execute(store.db);
    return rows[0];
  };

  test('what is known already is neither written nor locked', async () => {
    const before = await kept();
    await noteChannels(store.db, [ward, { ...ward, readers: null }]);
    expect(before).toMatchObject({ audience: 'care-team', readers: 12 });
    expect(await kept()).toEqual(before);
  });

  test.each([
    ['another audience', { audience: 'external' }, { audience: 'external', readers: 12 }],
    ['more readers', { readers: 13 }, { audience: 'care-team', readers: 13 }],
    [
      'another audience of unknown size',
      { audience: 'external', readers: null },
      { audience: 'external', readers: 12 },
    ],
  ] as const)('%s is written', async (_, change, after) => {
    await noteChannels(store.db, [{ ...ward, ...change }]);
    expect(await kept()).toMatchObject(after);
  });

  test('once a day it is written that it is still read', async () => {
    await sql`update channels set updated_at = now() - interval '25 hours'`.execute(store.db);
    await noteChannels(store.db, [ward]);
    expect(await kept()).toMatchObject({ recent: true });
  });

  test('one that comes twice in a batch counts as it came last', async () => {
    await noteChannels(store.db, [
      { ...ward, readers: 1 },
      { ...ward, readers: 2 },
      { ...ward, id: 'C0' },
    ]);
    expect(await kept()).toMatchObject({ readers: 2 });
  });
});
