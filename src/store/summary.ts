import { sql } from 'kysely';
import type { Audience, Category, Level } from '../policy/types.ts';
import type { Db } from './database.ts';
import { inScope, type Scope } from './scope.ts';
import type { Answered, Delivery, Held } from './tables.ts';

/** Incidents of one day (`YYYY-MM-DD`, Europe/London) that are alike in all that a summary asks for. */
export interface IncidentCount {
  readonly day: string;
  readonly level: Exclude<Level, 'clear'>;
  readonly mode: 'watch' | 'nudge';
  readonly audience: Audience;
  readonly delivery: Delivery;
  readonly resolution: 'edited' | 'deleted' | null;
  /** What the poster answered. */
  readonly answer: Answered | null;
  /** Why nobody was told of it by itself. */
  readonly held: Held | null;
  readonly categories: readonly Category[];
  readonly count: number;
}

export interface ClearCount {
  readonly day: string;
  readonly clear: number;
}

/**
 * From a day up to and with today: the days before as they were rolled up, today as it is. A repeat (an edit that shows nothing
 * worse than what was told already) is the same incident: left out.
 */
export async function countIncidents(
  db: Db,
  scope: Scope,
  { from, today }: { readonly from: string; readonly today: string },
): Promise<IncidentCount[]> {
  const [before, now] = await Promise.all([countRolledUp(db, scope, { from, today }), countOn(db, scope, today)]);
  return [...before, ...now];
}

async function countRolledUp(
  db: Db,
  scope: Scope,
  { from, today }: { readonly from: string; readonly today: string },
): Promise<IncidentCount[]> {
  return db
    .selectFrom('daily_incidents')
    .select(['day', 'level', 'mode', 'audience', 'delivery', 'resolution', 'answer', 'held', 'categories'])
    .select(({ fn }) => sql<number>`${fn.sum('incidents')}::integer`.as('count'))
    .where(inScope(scope, 'daily_incidents'))
    .where('day', '>=', from)
    .where('day', '<', today)
    .groupBy(['day', 'level', 'mode', 'audience', 'delivery', 'resolution', 'answer', 'held', 'categories'])
    .execute();
}

async function countOn(db: Db, scope: Scope, today: string): Promise<IncidentCount[]> {
  const day = sql<string>`(claimed_at at time zone 'Europe/London')::date`;
  // What was never to be sent has no notice.
  const delivery = sql<Delivery>`coalesce(first.delivery, 'held')`;
  return db
    .selectFrom('incidents')
    .leftJoinLateral(
      // One row each, by an index: as a plain join it would read every notice that is kept.
      (row) =>
        row
          .selectFrom('notices as n')
          .select('n.delivery')
          .whereRef('n.tenant', '=', 'incidents.tenant')
          .whereRef('n.incident', '=', 'incidents.id')
          .where('n.kind', '=', 'first')
          .limit(1)
          .as('first'),
      (join) => join.onTrue(),
    )
    .select([
      day.as('day'),
      'level',
      'mode',
      'audience',
      delivery.as('delivery'),
      'resolution',
      'answer',
      'held',
      'categories',
    ])
    .select(({ fn }) => fn.countAll<number>().as('count'))
    .where(inScope(scope, 'incidents'))
    .where('repeat_of', 'is', null)
    .where(sql<boolean>`claimed_at >= ${today}::date::timestamp at time zone 'Europe/London'`)
    .groupBy([day, 'level', 'mode', 'audience', delivery, 'resolution', 'answer', 'held', 'categories'])
    .execute();
}

/** Messages judged clear, by day, as `countIncidents`. */
export async function countClear(
  db: Db,
  scope: Scope,
  { from, today }: { readonly from: string; readonly today: string },
): Promise<ClearCount[]> {
  const sum = sql<number>`sum(clear)::bigint`;
  const [before, now] = await Promise.all([
    db
      .selectFrom('daily_totals')
      .select(['day', sum.as('clear')])
      .where(inScope(scope, 'daily_totals'))
      .where('day', '>=', from)
      .where('day', '<', today)
      .groupBy('day')
      .execute(),
    db
      .selectFrom('daily_counts')
      .select(['day', sum.as('clear')])
      .where(inScope(scope, 'daily_counts'))
      .where('day', '=', today)
      .groupBy('day')
      .execute(),
  ]);
  return [...before, ...now];
}
