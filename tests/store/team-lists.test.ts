import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { awarenessOf } from '../../src/scores/awareness.ts';
import type { Db } from '../../src/store/database.ts';
import { findTeamNames } from '../../src/store/published.ts';
import { shownOrder } from '../../src/store/shown-order.ts';
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

  test('the order of shares in the database is that of the figures that pages show', async () => {
    const pairs = Array.from({ length: 60 }, (_, n) => 25 + 5 * n).flatMap((answered) =>
      Array.from({ length: answered / 5 + 1 }, (_, n) => ({ right: 5 * n, answered })),
    );
    const { rows } = await sql<{ right: number; answered: number }>`
      select p.right, p.answered from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
        as p ("right" double precision, answered double precision)
      order by ${shownOrder('p.right', 'p.answered')}, md5(p.right || ' ' || p.answered)`.execute(db);
    const shown = rows.map((marks) => awarenessOf(marks) ?? expect.fail('too few answers'));
    const keys = shown.map(({ range, percent }) => 1000 * range.high + percent);
    expect(keys).toEqual(keys.toSorted((a, b) => a - b));
    // As many ranks as there are pairs of shown figures: nothing finer is told.
    const { rows: ranks } = await sql<{ n: number }>`select count(*)::integer as n from (
      select distinct ${shownOrder('p.right', 'p.answered')} from jsonb_to_recordset(${JSON.stringify(pairs)}::jsonb)
        as p ("right" double precision, answered double precision)) ranks`.execute(db);
    expect(ranks[0]?.n).toBe(new Set(keys).size);
  });

  test('teams whose figures look alike are in the order of their names, those without figures last', async () => {
    const months = ['2026-08', '2026-09', '2026-10'];
    const figure = (team: string, month: string, part: number, whole: number) =>
      db
        .insertInto('score_figures')
        .values({ tenant: 'T1', platform: 'slack', month, measure: 'awareness', team, topic: '', part, whole })
        .execute();
    // 77% and 75%: both are shown as 75%, most likely 70% to 80%.
    for (const month of months) await figure('A ward', month, 385, 500);
    for (const month of months) await figure('B ward', month, 375, 500);
    // Its last month alone is the worst of all, which isn't what is shown.
    for (const month of months) await figure('C ward', month, month === '2026-10' ? 0 : 500, 500);
    await figure('D ward', '2026-10', 5, 10);
    await figure('A small one', '2026-09', 10, 15);
    await figure('Long ago', '2026-05', 5, 100);
    const find = (change: object = {}) =>
      findTeamNames(
        db,
        { tenant: 'T1', platform: 'slack', months, query: '', only: null, offset: 0, limit: 10, ...change },
        25,
      );
    expect(await find()).toEqual(['C ward', 'A ward', 'B ward', 'A small one', 'D ward']);
    expect(await find({ offset: 1, limit: 3 })).toEqual(['A ward', 'B ward', 'A small one']);
    expect(await find({ offset: 4, limit: 3 })).toEqual(['D ward']);
    expect(await find({ query: 'b W' })).toEqual(['B ward']);
    expect(await find({ only: ['D ward', 'B ward'] })).toEqual(['B ward', 'D ward']);
  });
});
