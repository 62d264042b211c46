/**
 * A refresher to 20,000 people on PostgreSQL, with the process that sends it killed twice on the way (SIGKILL): nobody gets it twice, nobody
 * is lost, and it keeps Teams' pace, by a clock that skips what nobody waits for.
 *
 *   npm run bench:broadcast [-- --people 20000]      on PostgreSQL: DATABASE_URL, or 127.0.0.1:5432
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { createLog } from '../src/log.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openQueue } from '../src/store/queue.ts';
import { progressOf } from '../src/store/refresher-progress.ts';
import { addRefresher, scheduleRefresher } from '../src/store/refreshers.ts';
import { figure, print } from './table.ts';

const { values: options } = parseArgs({ options: { people: { type: 'string', default: '20000' } } });
const people = Number(options.people);
/** A Wednesday at noon, so that it may be sent whenever this runs. */
const shift = Date.parse('2026-11-25T12:00:00Z') - Date.now();
const now = () => new Date(Date.now() + shift);
/** Teams' fifty, and a tenth for those whose turn was called a little late. */
const A_SECOND = 55;
const TENANT = 'T1';

const server = process.env.DATABASE_URL ?? 'postgres://postgres@127.0.0.1:5432/postgres';
const name = `quietword_bench_${randomBytes(4).toString('hex')}`;
const admin = new pg.Client({ connectionString: server });
await admin.connect();
await admin.query(`create database ${name}`);
const address = new URL(server);
address.pathname = `/${name}`;
const log = createLog('silent');
const store = await openDatabase({ databaseUrl: address.href }, log);
await migrate(store.db);
await (await openQueue(store, log)).stop();
const sql = new pg.Client({ connectionString: address.href });
await sql.connect();
await sql.query(
  `insert into people (tenant, platform, platform_user) select $1, 'teams', 'p' || n from generate_series(1, $2::integer) n`,
  [TENANT, people],
);

/** Who was sent it and when, by the clock of the process that sent it. */
const got = new Map<string, number>();
const times: number[][] = [];
let twice = 0;
const platform = createServer(async (req, res) => {
  let text = '';
  for await (const chunk of req) text += chunk;
  const { person, at } = JSON.parse(text) as { person: string; at: number };
  if (got.has(person)) twice += 1;
  got.set(person, at);
  times.at(-1)?.push(at);
  res.end('{}');
});
await new Promise<void>((resolve) => platform.listen(0, '127.0.0.1', resolve));
const url = `http://127.0.0.1:${(platform.address() as AddressInfo).port}/`;

const begin = (): ChildProcess => {
  times.push([]);
  return spawn(process.execPath, [join(import.meta.dirname, 'broadcast-worker.ts'), address.href, url, String(shift)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
};
const reached = async (count: number) => {
  while (got.size < count) await new Promise((resolve) => setTimeout(resolve, 20));
};

const content = { title: 'Photos', words: 'Take clinical photos in the approved app only.' };
const id = await addRefresher(
  store.db,
  { tenant: TENANT, platform: 'teams', author: 'bench' },
  {
    said: { en: content, cy: null },
    topic: 'photos',
    picture: null,
    alt: null,
    question: null,
    acknowledge: true,
    audience: { kind: 'everyone' },
    category: null,
    campaign: null,
  },
);
await store.db
  .transaction()
  .execute((trx) => scheduleRefresher(trx, { tenant: TENANT, id, sendAt: now(), now: now() }));

const start = performance.now();
let worker = begin();
for (const share of [0.25, 0.6]) {
  await reached(people * share);
  worker.kill('SIGKILL');
  worker = begin();
}
for (;;) {
  const { rows } = await sql.query('select state from refreshers');
  if (rows[0].state === 'done') break;
  await new Promise((resolve) => setTimeout(resolve, 200));
}
const seconds = (performance.now() - start) / 1000;
worker.kill('SIGKILL');
const counted = (await progressOf(store.db, TENANT, [id])).get(id);
const [accepted, uncertain] = [counted?.accepted ?? 0, counted?.uncertain ?? 0];

const byItsClock = times.reduce((all, some) => all + ((some.at(-1) ?? 0) - (some[0] ?? 0)) / 1000, 0);
const fastest = Math.max(...times.map(mostInASecond));
await sql.end();
await store.close();
platform.close();
platform.closeAllConnections();
await admin.query(`drop database ${name} with (force)`);
await admin.end();

print(
  `${figure(people)} people, two kills: ${figure(accepted)} accepted, ${figure(uncertain)} uncertain (the answer died with its process), ` +
    `${figure(twice)} twice, ${figure(people - accepted - uncertain)} lost.`,
);
print(
  `${figure(byItsClock)} s at Teams' pace (at most ${fastest} a second), ${figure(seconds)} s of work here, waits for dead processes' jobs among them.`,
);
const all = accepted + uncertain === people && got.size >= accepted;
if (!all || twice > 0 || fastest > A_SECOND || uncertain > 32) process.exitCode = 1;

function mostInASecond(some: readonly number[]): number {
  const sorted = [...some].sort((one, other) => one - other);
  let first = 0;
  let most = 0;
  for (const [at, time] of sorted.entries()) {
    while ((sorted[first] as number) <= time - 1000) first += 1;
    most = Math.max(most, at - first + 1);
  }
  return most;
}
