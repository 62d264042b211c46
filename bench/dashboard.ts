/**
 * How fast the pages are, and how much a first view weighs: with a demo organisation of 20,000 (`seed:demo`), or, for more than
 * 200,000 people, with three years of roll-ups and published figures that PostgreSQL makes itself (some minutes, some 6 GB).
 *
 *   npm run bench:dashboard [-- --people 1500000] [--keep] [--on DATABASE]      on PostgreSQL: DATABASE_URL, or 127.0.0.1:5432
 *
 * `--keep` leaves the database, and `--on` measures one that was kept.
 */
import { execFileSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { get } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import express from 'express';
import pg from 'pg';
import { DEFAULT_QUIZZES } from '../src/config.ts';
import { createDashboard } from '../src/dashboard/dashboard.ts';
import { createLog } from '../src/log.ts';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { previews } from '../src/previews.ts';
import { createDecks } from '../src/quizzes/decks.ts';
import { loadBank } from '../src/quizzes/load.ts';
import { GIVEN_ROLES, ROLES } from '../src/roles.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { makeMonths } from '../src/store/months.ts';
import type { Queue } from '../src/store/queue.ts';
import { startSession } from '../src/store/sessions.ts';
import { keepTeamOrder } from '../src/store/team-order.ts';
import { LARGE } from './dashboard-large.ts';
import { POLICY } from './messages.ts';
import { figure, table } from './table.ts';

const { values: options } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    keep: { type: 'boolean', default: false },
    on: { type: 'string' },
  },
});
const people = Number(options.people);
const isLarge = people > 200_000;
const MOST_MS = isLarge ? 300 : 150;
const MOST_KB = 150;
const ASKED = 20;

const server = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const name = options.on ?? `quietword_bench_${randomBytes(4).toString('hex')}`;
const admin = new pg.Client({ connectionString: server });
await admin.connect();
if (!options.on) await admin.query(`create database ${name}`);
const address = new URL(server);
address.pathname = `/${name}`;
const log = createLog('silent');

const store = await openDatabase({ databaseUrl: address.href }, log);
if (options.on) {
  await migrate(store.db);
} else if (isLarge) {
  await migrate(store.db);
  for (let ago = 90; ago >= 0; ago -= 30) await makeMonths(store.db, new Date(Date.now() - ago * 86_400_000));
  const client = new pg.Client({ connectionString: address.href });
  await client.connect();
  for (const [what, statement] of LARGE(people)) {
    process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
    await client.query(statement);
  }
  const { rows } = await client.query<{ month: string }>('select max(month) as month from score_months');
  const everyone = { tenant: 'simulator', platform: 'simulator' } as const;
  await store.db.transaction().execute((trx) => keepTeamOrder(trx, everyone, rows[0]?.month ?? ''));
  // As autovacuum does in time: figures that were just put in are read one by one, where the index alone would do.
  await client.query('vacuum analyze');
  await client.end();
} else {
  execFileSync(process.execPath, [join(import.meta.dirname, '../scripts/seed-demo.ts'), '--people', String(people)], {
    env: { ...process.env, DATABASE_URL: address.href },
    stdio: 'inherit',
  });
}

const engine = createEngine(loadPolicy(POLICY));
const app = express();
const listener = app.listen(0, '127.0.0.1');
await once(listener, 'listening');
const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}`;
// Signed in with every role, as people are: without sign-in pages also look up whom one could look as.
const ISSUER = 'http://localhost:9/issuer';
const token = randomBytes(32).toString('base64url');
await startSession(
  store.db,
  { tenant: ISSUER, tokenHash: createHash('sha256').update(token).digest() },
  { subject: 'bench', name: null, claims: { roles: [...GIVEN_ROLES], account: null, email: null }, roles: ROLES },
  new Date(),
);
const decks = createDecks(loadBank(DEFAULT_QUIZZES), store.db, log);
const dashboard = createDashboard({
  db: store.db,
  config: {
    signIn: {
      issuer: ISSUER,
      clientId: 'bench',
      clientSecret: 'bench',
      rolesClaim: 'roles',
      roleGroups: [],
      admins: [],
    },
    teams: undefined,
    publicUrl: url,
    keep: { events: 90, rollUps: 1096 },
  },
  platforms: ['simulator'],
  onCheck: () => Promise.reject(new Error('Nothing is checked here.')),
  onChallenged: async () => {},
  mayBeKept: () => true,
  mayBeTaught: () => true,
  decks,
  refreshers: {
    db: store.db,
    decks,
    queue: { enqueueRefreshers: async () => {} } as unknown as Queue,
    engine: () => engine,
    mayBeKept: () => true,
    publicUrl: url,
    now: () => new Date(),
  },
  previews,
  connections: async () => [],
  jobs: { states: async () => [], redrive: async () => 0 },
  engine: () => engine,
  channels: { refresh: async () => {} },
  trouble: () => undefined,
  log,
});
app.use(dashboard.headers, dashboard.router, ...dashboard.problems);

/** Status, milliseconds, and bytes as they were sent. */
function ask(path: string): Promise<{ status: number; ms: number; bytes: number; text: string }> {
  const begun = performance.now();
  return new Promise((resolve, reject) => {
    get(
      url + path,
      { headers: { Accept: 'text/html', 'Accept-Encoding': 'gzip', Cookie: `quietword=${token}` } },
      (res) => {
        const chunks: Buffer[] = [];
        res.on('data', (chunk: Buffer) => chunks.push(chunk));
        res.on('end', () => {
          const body = Buffer.concat(chunks);
          resolve({
            status: res.statusCode ?? 0,
            ms: performance.now() - begun,
            bytes: body.length,
            text: body.toString(),
          });
        });
      },
    ).on('error', reject);
  });
}

const team = await store.db
  .selectFrom('score_figures')
  .select('team')
  .where('team', '<>', '')
  .limit(1)
  .executeTakeFirstOrThrow();
const PAGES = [
  '/',
  '/awareness',
  '/teams',
  '/teams?q=ward',
  '/teams?q=nothing',
  `/teams?${new URLSearchParams({ in: 'simulator', on: 'simulator', team: team.team })}`,
  '/triage',
  '/disputes?days=365',
  '/rules',
  '/channels',
  '/evidence',
  '/training',
  '/admin/people',
  '/admin/people?words=sunita',
  '/admin/people?words=nobody',
  '/admin/retention',
];
const first = await ask('/');
const assets = [...first.text.matchAll(/(?:href|src|from)=?\s*["'](\/assets\/[^"']+)/g)].map(
  (match) => match[1] as string,
);
let shared = 0;
for (const asset of new Set(assets)) shared += (await ask(asset)).bytes;

const rows: string[][] = [];
let failed = false;
for (const path of PAGES) {
  const cold = await ask(path);
  const times: number[] = [];
  const used = process.cpuUsage();
  for (let count = 0; count < ASKED; count += 1) times.push((await ask(path)).ms);
  // Of this program without the database, and whatever else the machine does: what is left of the time is waited.
  const { user, system } = process.cpuUsage(used);
  times.sort((a, b) => a - b);
  const [half, most] = [times[Math.floor(ASKED / 2)] ?? 0, times[Math.ceil(ASKED * 0.95) - 1] ?? 0];
  const kb = (cold.bytes + shared) / 1000;
  const isOver = cold.status !== 200 || most > MOST_MS || kb > MOST_KB;
  failed ||= isOver;
  const processor = (user + system) / 1000 / ASKED;
  const figures = [half, most, cold.ms, processor, kb].map(figure);
  rows.push([path, String(cold.status), ...figures, isOver ? 'over' : '']);
}
table(['page', 'status', 'median ms', 'p95 ms', 'first ms', 'processor ms', 'first view kB', ''], rows);

listener.close();
listener.closeAllConnections();
await store.close();
if (options.keep || options.on) process.stdout.write(`Kept: ${name}\n`);
else await admin.query(`drop database ${name} with (force)`);
await admin.end();
process.exitCode = failed ? 1 : 0;
