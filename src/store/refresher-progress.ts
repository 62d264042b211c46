/** How far refreshers have come, and what changed after them. What may be shown of it is `src/scores/refreshers.ts`'s. */
import { sql } from 'kysely';
import type { Marks } from '../scores/awareness.ts';
import type { Counted } from '../scores/refreshers.ts';
import { londonDay } from './counts.ts';
import type { Db } from './database.ts';
import type { Refresher } from './refreshers.ts';
import type { RefresherDelivery } from './tables.ts';

/** Of several refreshers at once, by their ids; one without copies is left out. Tests are in no count. */
export async function progressOf(
  db: Db,
  tenant: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Counted>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('refresher_recipients')
    .select(['refresher', 'delivery', 'reason'])
    .select(sql<number>`count(*)::integer`.as('people'))
    .select(sql<number>`count(acknowledged_at)::integer`.as('acknowledged'))
    .select(sql<number>`count(chosen)::integer`.as('answered'))
    .select(sql<number>`(count(*) filter (where correct))::integer`.as('right'))
    .where('tenant', '=', tenant)
    .where('refresher', 'in', [...ids])
    .where('is_test', '=', false)
    .groupBy(['refresher', 'delivery', 'reason'])
    .execute();
  return new Map([...Map.groupBy(rows, ({ refresher }) => refresher)].map(([id, some]) => [id, counted(some)]));
}

interface Row {
  readonly delivery: RefresherDelivery;
  readonly reason: string | null;
  readonly people: number;
  readonly acknowledged: number;
  readonly answered: number;
  readonly right: number;
}

function counted(rows: readonly Row[]): Counted {
  const sum = (some: readonly Row[], what: 'people' | 'acknowledged' | 'answered' | 'right') =>
    some.reduce((all, row) => all + row[what], 0);
  const of = (...deliveries: RefresherDelivery[]) => rows.filter(({ delivery }) => deliveries.includes(delivery));
  const reasons = (some: readonly Row[]) =>
    some
      .map(({ reason, people }) => ({ reason: reason ?? 'unknown', people }))
      .sort((one, other) => other.people - one.people);
  return {
    chosen: sum(rows, 'people') - sum(of('offered'), 'people'),
    waiting: sum(of('waiting', 'handed'), 'people'),
    accepted: sum(of('sent'), 'people'),
    uncertain: sum(of('uncertain'), 'people'),
    failed: reasons(of('unreachable')),
    held: reasons(of('held')),
    offered: sum(of('offered'), 'people'),
    acknowledged: sum(rows, 'acknowledged'),
    answered: sum(rows, 'answered'),
    right: sum(rows, 'right'),
  };
}

/** What the people that it reached did between two moments. */
export interface Around {
  /** Incidents of these kinds that they posted, and how many of them did. */
  readonly incidents: number;
  readonly posters: number;
  /** All messages that were read in their organisation. */
  readonly messages: number;
  /** What they answered on its topic, in variants that were new to them, and how many of them did. */
  readonly marks: Marks;
  readonly answerers: number;
}

export async function around(
  db: Db,
  { tenant, platform, id, topic }: Pick<Refresher, 'tenant' | 'platform' | 'id' | 'topic'>,
  categories: readonly string[],
  { from, to }: { from: Date; to: Date },
): Promise<Around> {
  const reached = sql`select person from refresher_recipients where tenant = ${tenant} and refresher = ${id}
    and delivery = 'sent' and not is_test`;
  const [incidents, all, marks] = await Promise.all([
    sql<{ incidents: number; posters: number }>`
      select count(*)::integer as incidents, count(distinct person)::integer as posters from incidents
      where tenant = ${tenant} and platform = ${platform} and repeat_of is null and claimed_at >= ${from} and claimed_at < ${to}
        and categories && ${[...categories]}::text[] and person in (${reached})`.execute(db),
    sql<{ messages: number }>`
      select (select coalesce(sum(clear), 0) from daily_counts where tenant = ${tenant} and platform = ${platform}
          and day >= ${londonDay(from)}::date and day < ${londonDay(to)}::date)::bigint
        + (select count(*) from incidents where tenant = ${tenant} and platform = ${platform} and repeat_of is null
          and claimed_at >= ${from} and claimed_at < ${to}) as messages`.execute(db),
    sql<{ answered: number; right: number; answerers: number }>`
      select count(*)::integer as answered, (count(*) filter (where correct))::integer as right,
        count(distinct person)::integer as answerers
      from quiz_answers where tenant = ${tenant} and topic = ${topic} and question is not null and first_seen
        and at >= ${from} and at < ${to} and person in (${reached})`.execute(db),
  ]);
  const answers = marks.rows[0];
  return {
    incidents: incidents.rows[0]?.incidents ?? 0,
    posters: incidents.rows[0]?.posters ?? 0,
    messages: all.rows[0]?.messages ?? 0,
    marks: { answered: answers?.answered ?? 0, right: answers?.right ?? 0 },
    answerers: answers?.answerers ?? 0,
  };
}
