import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sumOf } from '../../src/scores/practice.ts';
import type { Published } from '../../src/scores/publish.ts';
import type { Db } from '../../src/store/database.ts';
import { keepPublished } from '../../src/store/published.ts';
import { findTeamNames } from '../../src/store/team-order.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';
import { asMany } from '../teams-by-marks.ts';

onEachDatabase((make) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
  });
  afterAll(() => database.drop());

  const WARD = { tenant: 'T1', platform: 'slack' } as const;
  const figure = (team: string | null, part: number, whole: number, change: Partial<Published> = {}): Published => ({
    measure: 'awareness',
    team,
    topic: null,
    part,
    whole,
    ...change,
  });
  const publish = (month: string, figures: Published[], organisation: typeof WARD = WARD) =>
    keepPublished(db, organisation, month, { figures, happened: sumOf([]) });
  const find = (change: object = {}) =>
    findTeamNames(db, { ...WARD, month: '2026-10', query: '', only: null, offset: 0, limit: 10, ...change });
  /** What the newest migration of the order makes of figures that were there before it. */
  const refill = async () => {
    const file = join(import.meta.dirname, '../../migrations/0020_lists_in_order.sql');
    const fill = readFileSync(file, 'utf8').match(/insert into team_order[^;]+/)?.[0] ?? expect.fail('no statement');
    await sql`delete from team_order`.execute(db);
    await sql.raw(fill).execute(db);
  };

  test('teams whose figures look alike are in the order of their names, those without figures last', async () => {
    await publish('2026-07', [figure('Long ago', 5, 100)]);
    // 77% and 75%: both are shown as 75%, most likely 70% to 80%.
    const both = [figure('A ward', 385, 500), figure('B ward', 375, 500)];
    // The last month of C alone is the worst of all, which isn't what is shown.
    await publish('2026-08', [...both, figure('C ward', 500, 500), figure(null, 1260, 1500)]);
    const september = [figure('C ward', 500, 500), figure('A small one', 10, 15)];
    await publish('2026-09', [...both, ...september]);
    await publish('2026-10', [
      ...both,
      figure('C ward', 0, 500),
      // By topic, and of what was put right, it says nothing here.
      figure('C ward', 500, 500, { topic: 'mosaic' }),
      figure('A ward', 0, 500, { measure: 'practice' }),
      figure('Put right', 5, 50, { measure: 'practice' }),
      figure('D ward', 5, 10),
      figure('E ward', 20, 25, { measure: 'coverage' }),
      figure('F ward', 20, 25, { measure: 'told' }),
    ]);
    await publish('2026-10', [figure('Elsewhere', 5, 100)], { ...WARD, tenant: 'T2' } as unknown as typeof WARD);
    const ORDER = ['C ward', 'A ward', 'B ward', 'A small one', 'D ward', 'E ward', 'F ward'];
    expect(await find()).toEqual(ORDER);
    expect(await find({ offset: 1, limit: 3 })).toEqual(['A ward', 'B ward', 'A small one']);
    expect(await find({ offset: 6, limit: 3 })).toEqual(['F ward']);
    expect(await find({ query: 'b W' })).toEqual(['B ward']);
    expect(await find({ query: '%' })).toEqual([]);
    expect(await find({ only: ['D ward', 'B ward', 'Elsewhere'] })).toEqual(['B ward', 'D ward']);
    expect(await find({ only: [] })).toEqual([]);
    expect(await find({ month: '2026-07' })).toEqual(['Long ago']);
    // What was published stays, with its order.
    await publish('2026-10', [figure('B ward', 0, 500)]);
    expect(await find()).toEqual(ORDER);
    await refill();
    expect(await find()).toEqual(ORDER);
    expect(await find({ tenant: 'T2' })).toEqual(['Elsewhere']);
  });

  test('what was published before there was an order has the same', async () => {
    const BOARD = { ...WARD, tenant: 'T3' } as unknown as typeof WARD;
    const teams = asMany();
    await publish(
      '2026-10',
      teams.map(({ team, right, answered }) => figure(team, right, answered)),
      BOARD,
    );
    const all = () => find({ tenant: 'T3', limit: teams.length + 1 });
    const order = await all();
    expect(order).toHaveLength(teams.length);
    await refill();
    expect(await all()).toEqual(order);
  });
});
