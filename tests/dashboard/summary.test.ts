import { afterAll, beforeAll, expect, test } from 'vitest';
import { rollUp } from '../../src/reporting/roll-up.ts';
import type { Db } from '../../src/store/database.ts';
import { countClear, countIncidents } from '../../src/store/summary.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { addClear, addIncident } from './rows.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    // British Summer Time: 23:30 UTC on 30 June is 1 July in London.
    const first = await addIncident(db, { at: new Date('2026-06-30T23:30:00Z'), platform: 'slack', level: 'urgent' });
    await addIncident(db, { at: new Date('2026-06-30T22:30:00Z'), platform: 'slack' });
    await addIncident(db, { at: new Date('2026-07-01T08:00:00Z'), platform: 'slack', repeatOf: first });
    await addIncident(db, { at: new Date('2026-07-01T08:00:00Z'), categories: ['name', 'image'] });
    await addIncident(db, { at: new Date('2026-07-01T09:00:00Z'), categories: ['name', 'image'] });
    await addClear(db, '2026-06-30', 7, 'slack');
    await addClear(db, '2026-07-01', 3_000_000_000, 'slack');
    await addClear(db, '2026-07-01', 5);
    for (const tenant of ['slack', 'simulator'])
      await rollUp(db, tenant, new Date('2026-07-01T20:00:00Z'), { events: 90, rollUps: 1096 });
  });
  afterAll(() => database.drop());

  test('incidents count on their London day, and repeats not at all', async () => {
    expect(
      await countIncidents(db, { platforms: ['slack'], tenants: null }, { from: '2026-07-01', today: '2026-07-01' }),
    ).toEqual([expect.objectContaining({ day: '2026-07-01', level: 'urgent', count: 1 })]);
    // Days before today come from the roll-ups.
    expect(
      await countIncidents(db, { platforms: ['slack'], tenants: null }, { from: '2026-06-30', today: '2026-07-01' }),
    ).toHaveLength(2);
    expect(
      await countIncidents(db, { platforms: ['slack'], tenants: null }, { from: '2026-06-30', today: '2026-07-02' }),
    ).toHaveLength(2);
  });

  test('alike incidents are one row, with their categories', async () => {
    expect(
      await countIncidents(
        db,
        { platforms: ['simulator'], tenants: null },
        { from: '2026-06-01', today: '2026-07-05' },
      ),
    ).toEqual([expect.objectContaining({ day: '2026-07-01', categories: ['name', 'image'], count: 2 })]);
  });

  test('clear messages by day and platform, beyond 32 bits', async () => {
    expect(
      await countClear(db, { platforms: ['slack'], tenants: null }, { from: '2026-07-01', today: '2026-07-01' }),
    ).toEqual([{ day: '2026-07-01', clear: 3_000_000_000 }]);
    expect(
      await countClear(db, { platforms: ['simulator'], tenants: null }, { from: '2026-06-01', today: '2026-07-05' }),
    ).toEqual([{ day: '2026-07-01', clear: 5 }]);
  });

  test('no platform, no figures', async () => {
    expect(
      await countIncidents(db, { platforms: [], tenants: null }, { from: '2026-06-01', today: '2026-07-01' }),
    ).toEqual([]);
    expect(await countClear(db, { platforms: [], tenants: null }, { from: '2026-06-01', today: '2026-07-01' })).toEqual(
      [],
    );
  });
});
