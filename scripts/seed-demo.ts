/**
 * Makes a believable organisation in the configured database, to look at the dashboard with: people, teams, answers, incidents and
 * decisions of some months. Everybody in it is invented, and no message text is made. Longer than most: a statement a table.
 *
 *   npm run seed:demo -- --people 20000 --months 12 [--platform simulator] [--tenant simulator] [--force]
 *
 * Refuses a database that holds people, unless --force; what is there stays in any case.
 */
import { parseArgs } from 'node:util';
import { sql, type Transaction } from 'kysely';
import type { Platform } from '../src/chat.ts';
import { ConfigError, DEFAULT_QUIZZES, loadConfig } from '../src/config.ts';
import { createLog } from '../src/log.ts';
import { CATEGORIES } from '../src/policy/types.ts';
import { loadBank } from '../src/quizzes/load.ts';
import { publishPast } from '../src/reporting/months.ts';
import { publishMonths } from '../src/reporting/publish.ts';
import { runRetention } from '../src/reporting/retention.ts';
import { rollUp } from '../src/reporting/roll-up.ts';
import { monthsBefore } from '../src/scores/months.ts';
import { DatabaseError, type Db, openDatabase } from '../src/store/database.ts';
import { migrate } from '../src/store/migrate.ts';
import { makeMonths } from '../src/store/months.ts';
import type { Database } from '../src/store/tables.ts';

const PLATFORMS = ['slack', 'teams', 'simulator'] as const;
const TEAM_SIZE = 24;
const DAY = 86_400_000;

const KINDS = [
  'Ward',
  'Theatres',
  'Pharmacy',
  'Emergency department',
  'Community nursing',
  'Therapies',
  'Radiology',
  'Maternity',
  'Outpatients',
  'Paediatrics',
  'Pathology',
  'Estates',
  'Health records',
  'Cardiology',
  'Stroke unit',
  'Mental health liaison',
  'Dietetics',
  'Day surgery',
];
const FIRST = [
  'Amina',
  'Bethan',
  'Callum',
  'Dilys',
  'Ewan',
  'Farah',
  'Grace',
  'Huw',
  'Imran',
  'Joanna',
  'Kwame',
  'Leila',
  'Mair',
  'Niall',
  'Olu',
  'Priya',
  'Rhys',
  'Sunita',
  'Tom',
  'Wen',
];
const LAST = [
  'Adeyemi',
  'Bevan',
  'Chowdhury',
  'Davies',
  'Ellis',
  'Fletcher',
  'Griffiths',
  'Hussain',
  'Ibrahim',
  'Jenkins',
  'Khan',
  'Lewis',
  'Morgan',
  'Nowak',
  'Okoro',
  'Patel',
  'Quinn',
  'Roberts',
  'Singh',
  'Taylor',
];

interface Demo {
  readonly tenant: string;
  readonly platform: Platform;
  readonly people: number;
  readonly months: number;
  readonly topics: readonly string[];
  /** When it begins. */
  readonly from: Date;
  readonly now: Date;
}

const { values: given } = parseArgs({
  options: {
    people: { type: 'string', default: '20000' },
    months: { type: 'string', default: '12' },
    platform: { type: 'string', default: 'simulator' },
    tenant: { type: 'string', default: 'simulator' },
    force: { type: 'boolean', default: false },
  },
});

function wholeNumber(option: string, value: string, least: number, most: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least || number > most)
    throw new Refused(`--${option} must be a whole number from ${least} to ${most}.`);
  return number;
}

class Refused extends Error {}

async function seed(): Promise<void> {
  const platform = PLATFORMS.find((one) => one === given.platform);
  if (!platform) throw new Refused(`--platform must be one of ${PLATFORMS.join(', ')}.`);
  const [people, months] = [
    wholeNumber('people', given.people, 50, 200_000),
    wholeNumber('months', given.months, 1, 36),
  ];
  const config = loadConfig();
  const log = createLog('warn');
  const store = await openDatabase(config, log);
  try {
    await migrate(store.db);
    const known = await store.db.selectFrom('people').select('id').limit(1).executeTakeFirst();
    if (known && !given.force)
      throw new Refused(
        'This database holds people already: name another in DATABASE_URL or DATA_DIR, or add --force.',
      );
    const now = new Date();
    const { questions } = loadBank(DEFAULT_QUIZZES);
    const topics = [...new Set(questions.map(({ topic }) => topic))];
    const from = monthsBefore(now, months)[0]?.from ?? now;
    await fill(store.db, { tenant: given.tenant, platform, people, months, topics, from, now });
    // Not every server looks over its tables by itself, nor at once: without it what follows, and the pages, are planned as for none.
    await sql`analyze`.execute(store.db);
    say('months, roll-ups, retention');
    await publishMonths(store.db, { tenant: given.tenant, platform }, monthsBefore(now, months));
    await publishPast(store.db, given.tenant, now);
    await rollUp(store.db, given.tenant, now, config.keep);
    await runRetention({ db: store.db, log, keep: config.keep }, given.tenant, { due: now, now });
    await sql`analyze`.execute(store.db);
    say(`done: ${people} people, ${months} months`);
  } finally {
    await store.close();
  }
}

async function fill(db: Db, demo: Demo): Promise<void> {
  // As if it had run all the time: partitions of each month.
  for (let month = 0; month <= demo.months; month += 1)
    await makeMonths(db, new Date(demo.from.getTime() + month * 30 * DAY));
  await db.transaction().execute(async (trx) => {
    await sql`set local statement_timeout = 0`.execute(trx);
    // The same organisation each time.
    await sql`select setseed(0.42)`.execute(trx);
    for (const [what, step] of STEPS) {
      say(what);
      await step(demo).execute(trx as Transaction<Database>);
    }
  });
}

/** As incidents below have it. */
const WATCHED = Object.fromEntries(CATEGORIES.map((one) => [one, one === 'staff-health' ? 'watch' : 'nudge']));

const words = (list: readonly string[]) => sql`(array[${sql.join(list)}]::text[])`;
const one = (list: readonly string[], at: ReturnType<typeof sql>) =>
  sql`${words(list)}[1 + (${at})::integer % ${sql.lit(list.length)}]`;
/** How well a team does, from 0 to 1, always the same. */
const skill = (team: ReturnType<typeof sql>) => sql`((hashtext(${team}) & 1023) / 1023.0)`;

/** Each channel has the readers of its audience: a care team is small. */
const audienceOf = (channel: ReturnType<typeof sql>) =>
  sql`(array['care-team', 'organisation', 'external'])[1 + ${channel} % 3]`;
const readersOf = (channel: ReturnType<typeof sql>) =>
  sql`case ${channel} % 3 when 0 then 8 + (${channel} * 37) % 40 else 40 + (${channel} * 37) % 400 end`;

type Step = readonly [string, (demo: Demo) => ReturnType<typeof sql>];
const STEPS: readonly Step[] = [
  [
    // Of no directory: the simulator's own, which doesn't name them, would take them for people who left.
    'people',
    ({ tenant, platform, people, from, now }) => {
      const teams = Math.max(3, Math.round(people / TEAM_SIZE));
      return sql`insert into people (tenant, platform, platform_user, name, job_title, team, language, first_seen_at, last_seen_at, joined_on)
      select ${tenant}, ${platform}, 'demo' || n, ${one(FIRST, sql`n`)} || ' ' || ${one(LAST, sql`n / ${sql.lit(FIRST.length)}`)},
        ${one(['Nurse', 'Healthcare assistant', 'Doctor', 'Pharmacist', 'Physiotherapist', 'Porter', 'Ward clerk', 'Radiographer'], sql`n`)},
        ${one(KINDS, sql`t`)} || ' ' || (1 + t / ${sql.lit(KINDS.length)}), case when n % 12 = 0 then 'cy' else 'en' end,
        ${from}::timestamptz - interval '30 days', ${now}::timestamptz - random() * interval '3 days', (${from}::timestamptz - random() * interval '3000 days')::date
      from (select n, floor(power(random(), 1.15) * ${teams})::integer as t from generate_series(1, ${people}::integer) n) each`;
    },
  ],
  [
    'managers',
    ({ tenant }) => sql`insert into team_managers (tenant, team, person, source)
      select distinct on (team) tenant, team, id, 'admin' from people where tenant = ${tenant} and team is not null order by team, platform_user`,
  ],
  [
    'answers',
    ({ tenant, months, topics, from, now }) => {
      const weeks = Math.round(months * 4.35);
      const topic = one(topics, sql`abs(hashtext(p.id::text || w))`);
      return sql`insert into quiz_answers (tenant, person, about, topic, correct, at, question, variant, version, first_seen)
      select tenant, id, gen_random_uuid(), topic, random() < 0.52 + 0.28 * ${skill(sql`coalesce(team, '')`)} + 0.12 * ((hashtext(topic) & 255) / 255.0)
          - 0.1 * ((hashtext(topic || coalesce(team, '')) & 3) / 3.0) + 0.08 * w / ${weeks}::integer,
        at, topic || '-1', 'one', '1', true
      from (select p.tenant, p.id, p.team, w, ${topic} as topic, ${from}::timestamptz + (w * 7 + random() * 6) * interval '1 day' as at
        from people p cross join generate_series(0, ${weeks}::integer) w where p.tenant = ${tenant} and random() < 0.55) each
      where at < ${now}`;
    },
  ],
  [
    'incidents',
    ({ tenant, people, from, now }) => {
      const days = Math.ceil((now.getTime() - from.getTime()) / DAY);
      const each = Math.round((people * days) / 700);
      return sql`insert into incidents (tenant, id, platform, channel, message, version, person, level, mode, categories, findings, reasons,
        audience, readers, characters, policy, policy_version, posted_at, claimed_at, held, answer, answered_at, resolution, resolved_at)
      select p.tenant, moment_id(e.at), p.platform, 'C0DEMO' || e.channel, 'demo-' || e.n, '', p.id,
        case when e.r < 0.35 then 'urgent' else 'nudge' end, case when e.kind = 11 then 'watch' else 'nudge' end,
        array[${words(CATEGORIES)}[1 + e.kind]], '{}', '{}', case when e.n % 5 = 4 then 'direct' else ${audienceOf(sql`e.channel`)} end,
        case when e.n % 5 = 4 then 2 else ${readersOf(sql`e.channel`)} end, 60, 'nhs-england', '1', e.at, e.at, case when e.kind = 11 then 'watch' end,
        case when e.a < 0.08 then 'not-patient' when e.a < 0.12 then 'needed' when e.a < 0.5 then 'fixed' end,
        case when e.a < 0.5 then e.at + interval '6 minutes' end,
        case when e.a between 0.12 and 0.62 then case when e.n % 2 = 0 then 'edited' else 'deleted' end end,
        case when e.a between 0.12 and 0.62 then e.at + (1 + 40 * random()) * interval '1 minute' end
      from (select n, random() as r, random() as a, floor(power(random(), 1.6) * ${sql.lit(CATEGORIES.length)})::integer as kind,
          1 + floor(random() * 300)::integer as channel, 1 + floor(random() * ${people}::integer)::integer as who,
          ${from}::timestamptz + floor(random() * ${days}::integer) * interval '1 day' + (7 + random() * 12) * interval '1 hour' as at
        from generate_series(1, ${each}::integer) n) e
      join people p on p.tenant = ${tenant} and p.platform_user = 'demo' || e.who where e.at < ${now}`;
    },
  ],
  [
    'claims',
    ({
      tenant,
    }) => sql`insert into claims select tenant, platform, channel, message, version, claimed_at from incidents where tenant = ${tenant}
      and message like 'demo-%' on conflict do nothing`,
  ],
  [
    'notices',
    ({ tenant }) => sql`insert into notices (tenant, incident, kind, turn, delivery, attempts, via, created_at, sent_at)
      select tenant, id, 'first', 0, case when random() < 0.98 then 'sent' else 'unreachable' end, 1, 'direct', claimed_at, claimed_at + interval '2 seconds'
      from incidents where tenant = ${tenant} and message like 'demo-%' and held is null on conflict do nothing`,
  ],
  [
    'history',
    ({ tenant }) => sql`insert into outcomes (tenant, incident, at, kind)
      select tenant, id, claimed_at, 'claimed' from incidents where tenant = ${tenant} and message like 'demo-%'
      union all select tenant, id, resolved_at, resolution from incidents where tenant = ${tenant} and message like 'demo-%' and resolution is not null`,
  ],
  [
    'triage',
    ({
      tenant,
      now,
    }) => sql`insert into triage (tenant, kind, incident, platform, channel, message, level, categories, audience, readers, raised_at, state)
      select tenant, case when answer = 'not-patient' then 'disputed' when random() < 0.5 then 'near-miss' else 'report' end, id, platform, channel, message,
        level, categories, audience, readers, claimed_at + interval '10 minutes',
        case when claimed_at > ${now}::timestamptz - interval '9 days' then 'new' when random() < 0.7 then 'no-breach' when random() < 0.3 then 'breach' else 'closed' end
      from incidents where tenant = ${tenant} and message like 'demo-%' and (answer = 'not-patient' or random() < 0.03) on conflict do nothing`,
  ],
  [
    'decisions',
    ({ tenant }) => sql`insert into triage_log (tenant, item, at, actor, action, state)
      select tenant, id, raised_at, 'quietword', 'raised', null from triage where tenant = ${tenant}
      union all select tenant, id, raised_at + interval '2 days', 'guardian', 'state', state from triage where tenant = ${tenant} and state <> 'new'`,
  ],
  [
    'near misses',
    ({ tenant }) => sql`insert into credits (tenant, person, about, kind, at)
      select t.tenant, i.person, t.id, 'near-miss', t.raised_at from triage t join incidents i on i.tenant = t.tenant and i.id = t.incident
      where t.tenant = ${tenant} and t.kind = 'near-miss' on conflict do nothing`,
  ],
  [
    'clear messages',
    ({
      tenant,
      platform,
      people,
      from,
      now,
    }) => sql`insert into daily_counts (tenant, platform, day, channel, audience, clear)
      select ${tenant}, ${platform}, d::date, 'C0DEMO' || c, ${audienceOf(sql`c`)},
        (${people}::integer / 300.0 * (0.5 + random()) * case when extract(isodow from d) > 5 then 0.4 else 1.3 end)::integer
      from generate_series(${from}::timestamptz, ${now}::timestamptz, interval '1 day') d cross join generate_series(1, 300) c on conflict do nothing`,
  ],
  [
    // The policy that runs when the program starts is written down then: one rule has been changed since.
    'policy',
    ({ from }) => sql`insert into policy_versions (tenant, name, version, digest, modes, first_seen_at)
      values ('', 'nhs-england', '1', left(md5('demo'), 16), ${JSON.stringify(WATCHED)}::jsonb, ${from}) on conflict do nothing`,
  ],
  [
    'channels',
    ({ tenant, platform, now }) => sql`insert into channels (tenant, platform, id, audience, readers, updated_at)
      select ${tenant}, ${platform}, 'C0DEMO' || c, ${audienceOf(sql`c`)}, ${readersOf(sql`c`)}, ${now}
      from generate_series(1, 300) c on conflict do nothing`,
  ],
];

function say(what: string): void {
  process.stdout.write(`${new Date().toISOString().slice(11, 19)} ${what}\n`);
}

try {
  await seed();
} catch (error) {
  if (!(error instanceof Refused || error instanceof ConfigError || error instanceof DatabaseError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
