import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Db } from '../../src/store/database.ts';
import { listTeams } from '../../src/store/team-managers.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  test('teams are listed once each by name, of all or some organisations, and so many at most', async () => {
    let user = 0;
    for (const [tenant, platform, team] of [
      ['T1', 'slack', 'Ward 5'],
      ['T1', 'slack', 'Ward 5'],
      ['T1', 'slack', 'Theatres'],
      ['T1', 'slack', null],
      ['T2', 'slack', 'Porters'],
      ['T2', 'slack', 'Ward 5'],
      ['T3', 'teams', 'Archive'],
      ['T4', 'slack', null],
    ] as const) {
      user += 1;
      await db
        .insertInto('people')
        .values({ tenant, platform, platform_user: `U${user}`, team })
        .execute();
    }
    const list = async (tenants: string[] | null, limit = 10, platforms: ('slack' | 'teams')[] = ['slack']) =>
      (await listTeams(db, { platforms, tenants }, limit)).map(({ tenant, team }) => `${tenant} ${team}`);
    expect(await list(null)).toEqual(['T2 Porters', 'T1 Theatres', 'T1 Ward 5', 'T2 Ward 5']);
    expect(await list(null, 3)).toEqual(['T2 Porters', 'T1 Theatres', 'T1 Ward 5']);
    expect(await list(['T1'], 1)).toEqual(['T1 Theatres']);
    expect(await list(null, 1, ['slack', 'teams'])).toEqual(['T3 Archive']);
    expect(await list(['T4'])).toEqual([]);
    expect(await list([])).toEqual([]);
    expect(await list(null, 10, [])).toEqual([]);
  });
});
