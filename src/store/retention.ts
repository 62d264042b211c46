import { type DeleteResult, sql } from 'kysely';
import type { Db } from './database.ts';
import { dropEmptyMonths } from './months.ts';
import type { Trx } from './tables.ts';

/** What went, of which kind, and how many rows. */
export interface Removed {
  readonly what: 'incidents' | 'counts' | 'credits' | 'answers' | 'roll-ups' | 'decisions' | 'reports' | 'refreshers';
  readonly removed: number;
}

const startOf = (day: string) => sql<Date>`(${day}::date::timestamp at time zone 'Europe/London')`;

/** Of whom, from before which day (London), and when the run began. */
export interface Removing {
  readonly tenant: string;
  readonly before: string;
  readonly at: Date;
}

/**
 * Removes events from before a day: incidents with their history, notices and claims, credits for them, and counts by channel. The
 * Guardian's list is not among them: an item holds what it needs of its incident. A day at a time, so that no transaction is long.
 */
export async function removeEvents(db: Db, of: Removing): Promise<Removed[]> {
  const { tenant, before } = of;
  let incidents = 0;
  for (;;) {
    const { rows } = await sql<{ day: string | null }>`select min(claimed_at at time zone 'Europe/London')::date as day
      from incidents where tenant = ${tenant} and claimed_at < ${startOf(before)}`.execute(db);
    const day = rows[0]?.day ?? null;
    if (day === null) break;
    const next = sql<Date>`((${day}::date + 1)::timestamp at time zone 'Europe/London')`;
    incidents += await removing(db, of, 'incidents', (trx) =>
      gone(trx.deleteFrom('incidents').where('tenant', '=', tenant).where('claimed_at', '<', next)),
    );
  }
  await db.deleteFrom('claims').where('tenant', '=', tenant).where('claimed_at', '<', startOf(before)).execute();
  const counts = await removing(db, of, 'counts', (trx) =>
    gone(trx.deleteFrom('daily_counts').where('tenant', '=', tenant).where('day', '<', before)),
  );
  const credits = await removing(db, of, 'credits', (trx) =>
    gone(trx.deleteFrom('credits').where('tenant', '=', tenant).where('at', '<', startOf(before))),
  );
  return [
    { what: 'incidents', removed: incidents },
    { what: 'counts', removed: counts },
    { what: 'credits', removed: credits },
  ];
}

const gone = async (query: { executeTakeFirstOrThrow(): Promise<DeleteResult> }): Promise<number> =>
  Number((await query.executeTakeFirstOrThrow()).numDeletedRows);

/** Removes, and writes down how many went in the same transaction: a process that dies in the middle leaves no gap in what is said. */
function removing(
  db: Db,
  { tenant, before, at }: Removing,
  what: Removed['what'],
  remove: (trx: Trx) => Promise<number>,
): Promise<number> {
  return db.transaction().execute(async (trx) => {
    const removed = await remove(trx);
    if (removed === 0) return 0;
    const line = await trx
      .updateTable('removals')
      .set((row) => ({ removed: row('removed', '+', removed) }))
      .where('tenant', '=', tenant)
      .where('at', '=', at)
      .where('what', '=', what)
      .where('before', '=', before)
      .executeTakeFirstOrThrow();
    if (line.numUpdatedRows === 0n)
      await trx.insertInto('removals').values({ tenant, at, what, before, removed }).execute();
    return removed;
  });
}

const DAILY = [
  'daily_incidents',
  'daily_team_incidents',
  'daily_totals',
  'daily_answers',
  'daily_triage',
  'daily_checks',
] as const;

/** Removes what is kept for longer: roll-ups and published figures, answers, monthly reports, and what was decided on the list. What is open there stays. */
export async function removeRollUps(db: Db, of: Removing): Promise<Removed[]> {
  const { tenant, before } = of;
  const month = before.slice(0, 7);
  const steps: readonly (readonly [Removed['what'], (trx: Trx) => Promise<number>])[] = [
    [
      'roll-ups',
      async (trx) => {
        let rows = 0;
        for (const table of DAILY)
          rows += await gone(trx.deleteFrom(table).where('tenant', '=', tenant).where('day', '<', before));
        for (const table of ['score_figures', 'team_order', 'score_months'] as const)
          rows += await gone(trx.deleteFrom(table).where('tenant', '=', tenant).where('month', '<', month));
        return rows;
      },
    ],
    [
      'answers',
      async (trx) => {
        const answers = trx.deleteFrom('quiz_answers').where('tenant', '=', tenant).where('at', '<', startOf(before));
        const rows = await gone(answers);
        // A round takes its questions with it; an answer has gone before.
        await trx
          .deleteFrom('quiz_rounds')
          .where('tenant', '=', tenant)
          .where('slot', '<', startOf(before))
          .where('closed_at', 'is not', null)
          .execute();
        return rows;
      },
    ],
    [
      'refreshers',
      (trx) =>
        gone(
          trx.deleteFrom('refresher_recipients').where('tenant', '=', tenant).where('sent_at', '<', startOf(before)),
        ),
    ],
    [
      'reports',
      (trx) => gone(trx.deleteFrom('manager_reports').where('tenant', '=', tenant).where('month', '<', month)),
    ],
    [
      'decisions',
      async (trx) => {
        const { numAffectedRows = 0n } =
          await sql`delete from triage t where t.tenant = ${tenant} and t.state in ('no-breach', 'closed')
            and t.raised_at < ${startOf(before)} and not exists (select from triage_log l
              where l.tenant = t.tenant and l.item = t.id and l.at >= ${startOf(before)})`.execute(trx);
        return Number(numAffectedRows);
      },
    ],
  ];
  const all: Removed[] = [];
  for (const [what, remove] of steps) all.push({ what, removed: await removing(db, of, what, remove) });
  return all;
}

/** Gives back the space of whole months that are gone. */
export const dropMonthsBefore = (db: Db, before: string): Promise<number> => dropEmptyMonths(db, new Date(before));

export interface Removal extends Removed {
  readonly at: Date;
  readonly before: string;
}

/** The latest lines of all organisations in sight, newest first. */
export async function listRemovals(db: Db, tenants: readonly string[] | null, most: number): Promise<Removal[]> {
  const rows = await db
    .selectFrom('removals')
    .select(['at', 'what', 'before', 'removed'])
    .$if(tenants !== null, (query) => query.where('tenant', 'in', [...(tenants ?? [])]))
    .orderBy('at', 'desc')
    .orderBy('id', 'desc')
    .limit(most)
    .execute();
  return rows as Removal[];
}
