import { sql } from 'kysely';
import type { Category } from '../policy/types.ts';
import type { Db } from './database.ts';
import { inScope, type Scope } from './scope.ts';
import type { TriageKind, TriageState } from './tables.ts';

/** What a rule did in some days (London), from the roll-ups. One message can count for several rules. */
export interface RuleCount {
  readonly category: Category;
  /** Flagged, and told in the end or held back by the budget, the interval and the like. */
  readonly flagged: number;
  /** Recorded only, since none of its rules tells anybody yet: what would have been said. */
  readonly watched: number;
  readonly disputed: number;
  readonly putRight: number;
}

export async function countByRule(db: Db, scope: Scope, from: string): Promise<RuleCount[]> {
  const each = db
    .selectFrom('daily_incidents')
    .select([sql<Category>`unnest(categories)`.as('category'), 'mode', 'answer', 'resolution', 'incidents'])
    .where(inScope(scope, 'daily_incidents'))
    .where('day', '>=', from);
  const sum = (filter: ReturnType<typeof sql>) =>
    sql<number>`coalesce(sum(incidents) filter (where ${filter}), 0)::integer`;
  return db
    .selectFrom(each.as('each'))
    .select('category')
    .select(sum(sql`mode = 'nudge'`).as('flagged'))
    .select(sum(sql`mode = 'watch'`).as('watched'))
    .select(sum(sql`answer = 'not-patient'`).as('disputed'))
    .select(sum(sql`mode = 'nudge' and resolution is not null`).as('putRight'))
    .groupBy('category')
    .execute();
}

/** What was put on the Guardian's list in some days, by its first category and how it stands. */
export interface ListCount {
  readonly month: string;
  readonly kind: TriageKind;
  readonly category: Category | '';
  readonly state: TriageState;
  readonly items: number;
}

export async function countList(db: Db, scope: Scope, from: string): Promise<ListCount[]> {
  const month = sql<string>`to_char(day, 'YYYY-MM')`;
  return db
    .selectFrom('daily_triage')
    .select([month.as('month'), 'kind', 'category', 'state', sql<number>`sum(items)::integer`.as('items')])
    .where(inScope(scope, 'daily_triage'))
    .where('day', '>=', from)
    .groupBy([month, 'kind', 'category', 'state'])
    .execute();
}

/** Messages read and flagged by month. */
export interface MonthCount {
  readonly month: string;
  readonly read: number;
  readonly flagged: number;
  readonly urgent: number;
  readonly putRight: number;
}

export async function countByMonth(db: Db, scope: Scope, from: string): Promise<MonthCount[]> {
  const month = sql<string>`to_char(day, 'YYYY-MM')`;
  return db
    .selectFrom('daily_totals')
    .select([month.as('month'), sql<number>`sum(clear + incidents)::bigint`.as('read')])
    .select([sql<number>`sum(incidents)::integer`.as('flagged'), sql<number>`sum(urgent)::integer`.as('urgent')])
    .select(sql<number>`sum(put_right)::integer`.as('putRight'))
    .where(inScope(scope, 'daily_totals'))
    .where('day', '>=', from)
    .groupBy(month)
    .orderBy('month')
    .execute();
}
