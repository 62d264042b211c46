import { sql } from 'kysely';
import type { Db } from './database.ts';
import { dropEmptyMonths } from './months.ts';

/** What went, of which kind, and how many rows. */
export interface Removed {
  readonly what: 'incidents' | 'counts' | 'credits' | 'answers' | 'roll-ups' | 'decisions' | 'reports' | 'refreshers';
  readonly removed: number;
}

const startOf = (day: string) => sql<Date>`(${day}::date::timestamp at time zone 'Europe/London')`;

/**
 * Removes events from before a day (London): incidents with their history, notices and claims, credits for them, and counts by channel. The
 * Guardian's list is not among them: an item holds what it needs of its incident. A day at a time, so that no transaction is long.
 */
export async function removeEvents(db: Db, tenant: string, before: string): Promise<Removed[]> {
  let incidents = 0;
  for (;;) {
    const { rows } = await sql<{ day: string | null }>`select min(claimed_at at time zone 'Europe/London')::date as day
      from incidents where tenant = ${tenant} and claimed_at < ${startOf(before)}`.execute(db);
    const day = rows[0]?.day ?? null;
    if (day === null) break;
    const { numDeletedRows } = await db
      .deleteFrom('incidents')
      .where('tenant', '=', tenant)
      .where('claimed_at', '<', sql<Date>`((${day}::date + 1)::timestamp at time zone 'Europe/London')`)
      .executeTakeFirstOrThrow();
    incidents += Number(numDeletedRows);
  }
  await db.deleteFrom('claims').where('tenant', '=', tenant).where('claimed_at', '<', startOf(before)).execute();
  const counts = await db
    .deleteFrom('daily_counts')
    .where('tenant', '=', tenant)
    .where('day', '<', before)
    .executeTakeFirstOrThrow();
  const credits = await db
    .deleteFrom('credits')
    .where('tenant', '=', tenant)
    .where('at', '<', startOf(before))
    .executeTakeFirstOrThrow();
  return [
    { what: 'incidents', removed: incidents },
    { what: 'counts', removed: Number(counts.numDeletedRows) },
    { what: 'credits', removed: Number(credits.numDeletedRows) },
  ];
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
export async function removeRollUps(db: Db, tenant: string, before: string): Promise<Removed[]> {
  const month = before.slice(0, 7);
  let rollUps = 0;
  for (const table of DAILY) {
    const gone = await db
      .deleteFrom(table)
      .where('tenant', '=', tenant)
      .where('day', '<', before)
      .executeTakeFirstOrThrow();
    rollUps += Number(gone.numDeletedRows);
  }
  for (const table of ['score_figures', 'score_months'] as const) {
    const gone = await db
      .deleteFrom(table)
      .where('tenant', '=', tenant)
      .where('month', '<', month)
      .executeTakeFirstOrThrow();
    rollUps += Number(gone.numDeletedRows);
  }
  const answers = await db
    .deleteFrom('quiz_answers')
    .where('tenant', '=', tenant)
    .where('at', '<', startOf(before))
    .executeTakeFirstOrThrow();
  // A round takes its questions with it; an answer has gone before.
  await db
    .deleteFrom('quiz_rounds')
    .where('tenant', '=', tenant)
    .where('slot', '<', startOf(before))
    .where('closed_at', 'is not', null)
    .execute();
  const refreshers = await db
    .deleteFrom('refresher_recipients')
    .where('tenant', '=', tenant)
    .where('sent_at', '<', startOf(before))
    .executeTakeFirstOrThrow();
  const reports = await db
    .deleteFrom('manager_reports')
    .where('tenant', '=', tenant)
    .where('month', '<', month)
    .executeTakeFirstOrThrow();
  const decisions = await sql`delete from triage t where t.tenant = ${tenant} and t.state in ('no-breach', 'closed')
    and t.raised_at < ${startOf(before)}
    and not exists (select from triage_log l where l.tenant = t.tenant and l.item = t.id and l.at >= ${startOf(before)})`.execute(
    db,
  );
  return [
    { what: 'roll-ups', removed: rollUps },
    { what: 'answers', removed: Number(answers.numDeletedRows) },
    { what: 'refreshers', removed: Number(refreshers.numDeletedRows) },
    { what: 'reports', removed: Number(reports.numDeletedRows) },
    { what: 'decisions', removed: Number(decisions.numAffectedRows ?? 0n) },
  ];
}

/** Gives back the space of whole months that are gone. */
export const dropMonthsBefore = (db: Db, before: string): Promise<number> => dropEmptyMonths(db, new Date(before));

/** Writes down what went; what there was nothing of is not worth a line. */
export async function noteRemoved(
  db: Db,
  tenant: string,
  removed: readonly (Removed & { readonly before: string })[],
  at: Date,
): Promise<void> {
  const rows = removed.filter(({ removed }) => removed > 0).map((one) => ({ tenant, at, ...one }));
  if (rows.length > 0) await db.insertInto('removals').values(rows).execute();
}

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
