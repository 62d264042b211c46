import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { sql } from 'kysely';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, inject, test } from 'vitest';
import { listRemovals } from '../../src/store/retention.ts';
import { addLearner, addMark } from '../dashboard/learners.ts';
import { addIncident } from '../dashboard/rows.ts';
import { onPostgres, type TestDatabase } from '../databases.ts';
import { soon } from '../soon.ts';
import { JOBS, type Job } from './jobs.ts';

// A process of its own runs a job, is held up in the middle of it by a lock on a table that comes late in it, and is killed there.
// What a later run makes of it has to be what a run makes that nobody disturbed.

const NOW = new Date('2026-11-26T12:00:00Z');
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000);
/** The lease of a run that was not ended is over by then. */
const AFTER_THE_LEASE = new Date(NOW.getTime() + 11 * 60_000);

const DAILY = ['daily_incidents', 'daily_team_incidents', 'daily_totals', 'daily_answers', 'daily_triage'] as const;

describe.skipIf(!inject('postgres'))('killed in the middle', () => {
  let database: TestDatabase;
  let db: Awaited<ReturnType<TestDatabase['open']>>['db'];
  beforeEach(async () => {
    database = await onPostgres();
    db = (await database.open()).db;
  });
  afterEach(() => database.drop());

  /** As the next process does, to its end. */
  const runs = (job: Job, at: Date) => JOBS[job](db, at);

  const killedAt = async (table: string, job: Job, at: Date) => {
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query(`begin; lock table ${table} in access exclusive mode`);
    const child = spawn(
      process.execPath,
      [join(import.meta.dirname, 'one-job.ts'), database.url ?? '', job, at.toISOString()],
      { stdio: ['ignore', 'ignore', 'inherit'] },
    );
    const ended = once(child, 'close');
    const waiting = async () =>
      (await holder.query('select pid from pg_locks where relation = $1::regclass and not granted', [table])).rows;
    await soon(async () => expect(await waiting()).toHaveLength(1));
    child.kill('SIGKILL');
    await ended;
    await holder.query('rollback');
    await holder.end();
    // The server notices that nobody is there, and takes back what was open.
    const others = sql<{ n: number }>`select count(*)::integer as n from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and state <> 'idle'`;
    await soon(async () => expect((await others.execute(db)).rows[0]?.n).toBe(0));
  };

  const fill = async () => {
    const people: string[] = [];
    for (let count = 0; count < 12; count += 1) people.push(await addLearner(db, { team: 'Ward 5' }));
    for (const [index, days] of [1, 1, 20, 40, 88, 95, 95, 120].entries())
      await addIncident(db, { at: daysAgo(days), platform: 'slack', tenant: 'T1', user: `P${index}` });
    for (const person of people)
      for (const days of [30, 60, 1200])
        await addMark(db, person, { at: daysAgo(days), correct: days === 30, topic: 'photos' });
    await sql`insert into triage (tenant, kind, platform, channel, message, level, categories, audience, raised_at, state)
      select 'T1', 'unfixed', 'slack', 'C1', 'm' || n, 'urgent', '{name}', 'direct', ${daysAgo(1500)}::timestamptz, 'closed'
      from generate_series(1, 3) n`.execute(db);
    await sql`insert into triage_log (tenant, item, at, actor, action) select tenant, id, raised_at, 'quietword', 'raised' from triage`.execute(
      db,
    );
    await sql`insert into daily_counts (tenant, platform, day, channel, audience, clear)
      select 'T1', 'slack', d::date, 'C1', 'direct', 7 from generate_series(${daysAgo(120)}::timestamptz, ${NOW}::timestamptz, interval '1 day') d`.execute(
      db,
    );
  };
  const rows = async (tables: readonly string[]) => {
    const found: Record<string, string[]> = {};
    for (const table of tables) {
      const each = await sql<{
        row: string;
      }>`select (to_jsonb(t) - 'published_at')::text as row from ${sql.table(table)} t order by 1`.execute(db);
      found[table] = each.rows.map(({ row }) => row);
    }
    return found;
  };

  test.each(['daily_answers', 'daily_triage'])('the roll-up, at %s', async (table) => {
    await fill();
    await killedAt(table, 'roll-up', NOW);
    const half = await rows(DAILY);
    expect(half.daily_totals?.length, 'it had begun').toBeGreaterThan(0);
    expect(half.daily_triage, 'and not come to the end').toEqual([]);
    expect(await runs('roll-up', NOW), 'while its lease runs').toBe(false);
    expect(await runs('roll-up', AFTER_THE_LEASE)).toBe(true);
    const whole = await rows(DAILY);
    // As an undisturbed run has it.
    for (const each of DAILY) await sql`delete from ${sql.table(each)}`.execute(db);
    await sql`delete from housekeeping`.execute(db);
    expect(await runs('roll-up', NOW)).toBe(true);
    expect(whole).toEqual(await rows(DAILY));
    const { rows: sum } = await sql<{ n: number }>`select sum(incidents)::integer as n from daily_totals`.execute(db);
    expect(sum).toEqual([{ n: 8 }]);
  });

  test('the figures of the month, between the month and its figures', async () => {
    await fill();
    await killedAt('score_figures', 'months', NOW);
    expect(await rows(['score_months'])).toEqual({ score_months: [] });
    expect(await runs('months', AFTER_THE_LEASE)).toBe(true);
    const TABLES = ['score_months', 'score_figures', 'team_order'];
    const published = await rows(TABLES);
    expect(published.score_months).toHaveLength(3);
    expect(published.score_figures?.length).toBeGreaterThan(0);
    for (const each of [...TABLES, 'housekeeping']) await sql`delete from ${sql.table(each)}`.execute(db);
    expect(await runs('months', NOW)).toBe(true);
    expect(published).toEqual(await rows(TABLES));
  });

  test('retention, when the incidents had gone and the rest had not: all goes, is said once, and the counts stay', async () => {
    await fill();
    await runs('roll-up', NOW);
    await runs('months', NOW);
    const counted = await rows(DAILY);
    await killedAt('daily_counts', 'retention', NOW);
    const left = async () => ({
      incidents: (await rows(['incidents'])).incidents?.length,
      counts: (await rows(['daily_counts'])).daily_counts?.length,
      answers: (await rows(['quiz_answers'])).quiz_answers?.length,
      triage: (await rows(['triage'])).triage?.length,
    });
    expect(await left()).toEqual({ incidents: 5, counts: 121, answers: 36, triage: 3 });
    expect(await runs('retention', AFTER_THE_LEASE)).toBe(true);
    expect(await left()).toEqual({ incidents: 5, counts: 91, answers: 24, triage: 0 });
    const kept = await rows(DAILY);
    expect({ ...kept, daily_answers: [], daily_triage: [] }).toEqual({
      ...counted,
      daily_answers: [],
      daily_triage: [],
    });
    const said = new Map<string, number>();
    for (const { what, removed } of await listRemovals(db, ['T1'], 100))
      said.set(what, (said.get(what) ?? 0) + removed);
    expect(Object.fromEntries(said)).toMatchObject({ incidents: 3, counts: 30, answers: 12, decisions: 3 });
  });

  test('partitions: a month has all of its tables or none, and has them after the next start', async () => {
    const later = new Date('2028-01-10T00:00:00Z');
    const made = async () => {
      const { rows: names } = await sql<{ name: string }>`select relname as name from pg_class
        where relkind = 'r' and relname ~ '^(incidents|notices|outcomes)_2028_' order by 1`.execute(db);
      return names.map(({ name }) => name);
    };
    await killedAt('outcomes', 'partitions', later);
    expect(await made()).toEqual([]);
    expect(await runs('partitions', later)).toEqual([]);
    const months = ['2028_01', '2028_02', '2028_03', '2028_04'];
    expect(await made()).toEqual(
      ['incidents', 'notices', 'outcomes'].flatMap((table) => months.map((month) => `${table}_${month}`)),
    );
  });
});
