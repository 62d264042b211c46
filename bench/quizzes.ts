/**
 * How long a weekly slot takes: choosing two questions for each of 100,000 people, with half a year of answers behind them, and
 * putting them into the queue.
 *
 *   npm run bench:quizzes [-- --people 100000]      on PostgreSQL: DATABASE_URL, or 127.0.0.1:5432
 */
import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { DEFAULT_QUIZZES } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { createDecks } from '../src/quizzes/decks.ts';
import type { Desk } from '../src/quizzes/desk.ts';
import { handOut } from '../src/quizzes/hand-out.ts';
import { loadBank } from '../src/quizzes/load.ts';
import { runSlots } from '../src/quizzes/round.ts';
import { openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { openQueue } from '../src/store/queue.ts';
import { POLICY } from './messages.ts';
import { figure, print } from './table.ts';

const { values: options } = parseArgs({ options: { people: { type: 'string', default: '100000' } } });
const people = Number(options.people);
const MOST_SECONDS = 60;
const MOST_MB = 300;
/** A Wednesday at noon, with its slot the day before. */
const NOW = new Date('2026-11-25T12:00:00Z');

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
const queue = await openQueue(store, log);
const bank = loadBank(DEFAULT_QUIZZES);
const engine = createEngine(loadPolicy(POLICY));
const desk: Desk = {
  db: store.db,
  queue,
  engine: () => engine,
  decks: createDecks(bank, store.db, log),
  adapters: new Map(),
  log,
  now: () => NOW,
};

await fill();
globalThis.gc?.();
let peak = process.memoryUsage().rss;
const before = peak;
const watch = setInterval(() => {
  peak = Math.max(peak, process.memoryUsage().rss);
}, 50);
const chosen = await timed(() => runSlots(desk));
const enqueued = await timed(() => handOut(desk));
clearInterval(watch);

const client = new pg.Client({ connectionString: address.href });
await client.connect();
const count = async (query: string): Promise<number> => Number((await client.query(query)).rows[0].count);
const rounds = await count('select count(*) from quiz_rounds where closed_at is null');
const asked = await count('select count(*) from quiz_asked where seen_at is null');
const jobs = await count("select count(*) from pgboss.job where name = 'quizzes'");
await client.end();
await queue.stop();
await store.close();
await admin.query(`drop database ${name} with (force)`);
await admin.end();

const grown = (peak - before) / 1024 ** 2;
print(`${figure(people)} people: ${figure(rounds)} rounds, ${figure(asked)} questions, ${figure(jobs)} jobs.`);
print(
  `Choosing ${chosen.toFixed(1)} s, enqueuing ${enqueued.toFixed(1)} s (together at most ${MOST_SECONDS} s); ` +
    `memory grew by ${figure(grown)} MB (at most ${MOST_MB} MB).`,
);
if (jobs !== people || asked < people || chosen + enqueued > MOST_SECONDS || grown > MOST_MB) process.exitCode = 1;

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}

/** All at work just now; each has answered twenty questions on ten topics, and every tenth had a message flagged. */
async function fill(): Promise<void> {
  const fresh = new pg.Client({ connectionString: address.href });
  await fresh.connect();
  const cards = bank.questions.flatMap((question) =>
    question.variants.map(({ id }) => [question.topic, question.id, id]),
  );
  await fresh.query(
    'create temporary table cards as select row_number() over () as n, c->>0 as topic, c->>1 as question, c->>2 as variant from jsonb_array_elements($1::jsonb) c',
    [JSON.stringify(cards)],
  );
  await fresh.query(
    `insert into people (tenant, platform, platform_user, first_seen_at, last_seen_at)
      select 'T1', 'slack', 'U' || n, '2026-01-01', $1 from generate_series(1, $2::integer) n`,
    [NOW, people],
  );
  await fresh.query(
    `insert into quiz_memory (tenant, person, topic, due, stability, difficulty, reps, lapses, reviewed)
      select 'T1', id, topic, $1::timestamptz + (random() * 60 - 20) * interval '1 day', 20 + random() * 60, 5, 2, 0,
        $1::timestamptz - random() * interval '60 days'
      from people cross join (select topic from cards group by topic order by topic limit 10) topics`,
    [NOW],
  );
  await fresh.query(
    `with old as (
      insert into quiz_rounds (tenant, person, slot, questions, not_before, delivery, closed_at)
        select 'T1', id, '2026-06-02', 20, '2026-06-02', 'sent', '2026-06-03' from people returning id, person)
    insert into quiz_asked (tenant, round, place, person, topic, question, variant, version, seen_at)
      select 'T1', old.id, n, person, topic, question, variant, '', '2026-06-02' from old cross join cards where n <= 20`,
  );
  await fresh.query(
    `insert into incidents (tenant, platform, channel, message, version, person, level, mode, categories, findings, reasons,
        audience, policy, policy_version, posted_at, claimed_at)
      select 'T1', 'slack', 'C1', platform_user, '', id, 'nudge', 'nudge', '{image,name}', '{}', '{}', 'organisation', 'p', '1',
        $1::timestamptz - interval '9 days', $1::timestamptz - interval '9 days' from people where random() < 0.1`,
    [NOW],
  );
  // Its survey was in September: a slot that opens one asks that first, and chooses nothing.
  await fresh.query("insert into surveys (tenant, opened_at, closes_at) values ('T1', '2026-09-15', '2026-10-13')");
  await fresh.query('analyze');
  await fresh.end();
}
