import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { createLog } from '../src/log.ts';
import { openDatabase } from '../src/store/database.ts';
import { FOR_SHORT_LIVES } from './program.ts';

const folder = mkdtempSync(join(tmpdir(), 'quietword-demo-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const seed = (...options: string[]) => {
  const { status, stderr } = spawnSync(
    process.execPath,
    [FOR_SHORT_LIVES, join(import.meta.dirname, '../scripts/seed-demo.ts'), ...options],
    {
      env: { PATH: process.env.PATH, DATA_DIR: folder, LOG_LEVEL: 'silent' },
      cwd: folder,
      encoding: 'utf8',
    },
  );
  return { status, said: stderr.trim() };
};

test('makes an organisation whose pages have something to show, once', async () => {
  expect(seed('--people', '300', '--months', '4')).toEqual({ status: 0, said: '' });
  const { db, close } = await openDatabase({ dataDir: folder }, createLog('silent'));
  const count = async (
    table: 'people' | 'incidents' | 'daily_incidents' | 'score_figures' | 'triage' | 'team_managers',
  ) =>
    (
      await db
        .selectFrom(table)
        .select(({ fn }) => fn.countAll<number>().as('n'))
        .executeTakeFirstOrThrow()
    ).n;
  expect(await count('people')).toBe(300);
  for (const table of ['incidents', 'daily_incidents', 'score_figures', 'triage', 'team_managers'] as const)
    expect(await count(table), table).toBeGreaterThan(0);
  // What is older than 90 days is only in the roll-ups.
  const { oldest } = await db
    .selectFrom('incidents')
    .select(({ fn }) => fn.min('claimed_at').as('oldest'))
    .executeTakeFirstOrThrow();
  expect(Date.now() - new Date(oldest).getTime()).toBeLessThan(92 * 86_400_000);
  await close();
  expect(seed('--people', '300')).toEqual({
    status: 1,
    said: 'This database holds people already: name another in DATABASE_URL or DATA_DIR, or add --force.',
  });
});

test.each([
  [['--people', 'many'], '--people must be a whole number from 50 to 200000.'],
  [['--months', '0'], '--months must be a whole number from 1 to 36.'],
  [['--platform', 'fax'], '--platform must be one of slack, teams, simulator.'],
])('%j is refused in a sentence', (options, said) => {
  expect(seed(...options)).toEqual({ status: 1, said });
});
