import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sumOf } from '../../src/scores/practice.ts';
import { publish } from '../../src/scores/publish.ts';
import type { Db } from '../../src/store/database.ts';
import { keepPublished } from '../../src/store/published.ts';
import { onEachDatabase, type TestDatabase } from '../databases.ts';

const PLACE = { tenant: 'T1', platform: 'slack' } as const;
interface Panel {
  readonly title: string;
  readonly targets: readonly { readonly rawSql: string }[];
}
const grafana: { panels: readonly Panel[]; templating: { list: readonly { name: string; query: string }[] } } =
  JSON.parse(readFileSync(join(import.meta.dirname, '../../docs/grafana.json'), 'utf8'));
/** As Grafana fills it in. */
const filled = (query: string) =>
  query
    .replace(/\$\{tenant\}/g, 'T1')
    .replace(/\$\{platform\}/g, 'slack')
    .replace(/\$__timeFilter\(([^)]*)\)/g, "$1 between '2026-01-01' and '2026-12-31'");

onEachDatabase((make, kind) => {
  let database: TestDatabase;
  let db: Db;
  beforeAll(async () => {
    database = await make();
    db = (await database.open()).db;
    const people = Array.from({ length: 40 }, (_, index) => ({
      team: index < 20 ? 'Ward 5' : index < 35 ? 'Theatres' : 'Tiny',
      active: true,
      topics: new Map([['photos', { answered: 2, right: 1 }]]),
      flagged: new Map(index % 4 === 0 ? [['name', { answered: 1, right: 1 }]] : []),
    }));
    await keepPublished(db, PLACE, '2026-10', { figures: publish(people), happened: sumOf([]) });
    const day = { ...PLACE, urgent: 3, put_right: 4, clear: 900 };
    await db
      .insertInto('daily_totals')
      .values([
        { ...day, day: '2026-10-01', incidents: 12, posters: 8 },
        { ...day, day: '2026-10-02', incidents: 12, posters: 7 },
        { ...day, day: '2026-10-03', incidents: 0, urgent: 0, put_right: 0, posters: 0 },
        { ...day, day: '2026-10-04', incidents: 1, posters: 1, clear: 2 },
      ])
      .execute();
  });
  afterAll(() => database.drop());
  const rows = async (query: string) => (await sql.raw<Record<string, unknown>>(query).execute(db)).rows;

  test('days of few posters say how many were read, and no more; other counts are to the nearest 5', async () => {
    const days = await rows('select day, messages, flagged, urgent, put_right from reporting.days order by day');
    expect(
      days.map(({ flagged, urgent, put_right, messages }) =>
        [messages, flagged, urgent, put_right].map((n) => (n === null ? null : Number(n))),
      ),
    ).toEqual([
      [912, 10, 5, 5],
      [912, null, null, null],
      [900, 0, 0, 0],
    ]);
  });

  test('figures are those that were published, and a small team is in none', async () => {
    const known = await rows(
      'select team, topic, answers, correct, percent from reporting.awareness order by team nulls first, topic nulls first',
    );
    expect(known.map(({ team, topic, answers, percent }) => [team, topic, answers, Number(percent)])).toEqual([
      [null, null, 80, 50],
      [null, 'photos', 80, 50],
      ['Ward 5', null, 40, 50],
      ['Ward 5', 'photos', 40, 50],
    ]);
    for (const view of ['awareness', 'coverage', 'told', 'practice'])
      expect(await rows(`select 1 from reporting.${view} where team = 'Tiny'`)).toEqual([]);
  });

  test.each(grafana.panels.map(({ title, targets }) => [title, targets[0]?.rawSql ?? '']))(
    'Grafana: %s',
    async (_, query) => {
      expect((await rows(filled(query))).length).toBeGreaterThan(0);
    },
  );

  test('Grafana finds the organisations', async () => {
    for (const { name, query } of grafana.templating.list.filter(({ name }) => name !== 'source'))
      expect(await rows(filled(query)), name).toHaveLength(1);
  });

  test('whatever is in the schema says what it is, and nothing in it names a person, a channel or a message', async () => {
    const views = await rows(`select c.relname as name, obj_description(c.oid) as said from pg_class c
      join pg_namespace n on n.oid = c.relnamespace where n.nspname = 'reporting' order by 1`);
    expect(views.map(({ name }) => name)).toEqual(['awareness', 'coverage', 'days', 'months', 'practice', 'told']);
    for (const { said } of views) expect(said).toEqual(expect.any(String));
    const columns = await rows(
      `select column_name as name from information_schema.columns where table_schema = 'reporting'`,
    );
    expect(
      columns.map(({ name }) => name).filter((name) => /person|user|channel|message$|incident/.test(String(name))),
    ).toEqual([]);
  });

  test.skipIf(kind === 'pglite')('the role reads these and nothing else', async () => {
    await db.connection().execute(async (one) => {
      await sql`set role quietword_reporting`.execute(one);
      expect((await sql`select * from reporting.days`.execute(one)).rows).toHaveLength(3);
      await expect(sql`select * from people`.execute(one)).rejects.toThrow(/permission denied/);
      await expect(sql`select * from score_figures`.execute(one)).rejects.toThrow(/permission denied/);
      await expect(sql`delete from reporting.months`.execute(one)).rejects.toThrow(/permission denied/);
      await sql`reset role`.execute(one);
    });
  });
});
