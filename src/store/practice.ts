import { sql } from 'kysely';
import type { Happened } from '../scores/practice.ts';
import { londonDay } from './counts.ts';
import type { Db } from './database.ts';
import type { Organisation } from './scores.ts';

/** What happened to messages between two midnights in London. An edit that shows nothing worse is the same incident. */
export async function happenedIn(
  db: Db,
  { tenant, platform }: Organisation,
  { from, to }: { from: Date; to: Date },
): Promise<Happened> {
  const [clear, incidents, nearMisses] = await Promise.all([
    db
      .selectFrom('daily_counts')
      .select(sql<number>`coalesce(sum(clear), 0)::bigint`.as('count'))
      .where('tenant', '=', tenant)
      .where('platform', '=', platform)
      .where('day', '>=', londonDay(from))
      .where('day', '<', londonDay(to))
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('incidents')
      .select(sql<number>`count(*)::integer`.as('count'))
      .select(sql<number>`count(distinct person)::integer`.as('posters'))
      .select(sql<number>`(count(*) filter (where resolution is not null))::integer`.as('fixed'))
      .select(sql<number>`(count(distinct person) filter (where resolution is not null))::integer`.as('fixers'))
      .select(
        sql<number | null>`(percentile_cont(0.5) within group (order by extract(epoch from resolved_at - posted_at))
          filter (where resolution is not null) / 60)::double precision`.as('medianMinutes'),
      )
      .where('tenant', '=', tenant)
      .where('platform', '=', platform)
      .where('repeat_of', 'is', null)
      .where('claimed_at', '>=', from)
      .where('claimed_at', '<', to)
      .executeTakeFirstOrThrow(),
    db
      .selectFrom('credits as c')
      .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'c.tenant').onRef('p.id', '=', 'c.person'))
      .select(sql<number>`count(*)::integer`.as('count'))
      .select(sql<number>`count(distinct c.person)::integer`.as('raisers'))
      .where('c.tenant', '=', tenant)
      .where('p.platform', '=', platform)
      .where('c.kind', '=', 'near-miss')
      .where('c.at', '>=', from)
      .where('c.at', '<', to)
      .executeTakeFirstOrThrow(),
  ]);
  const { count, ...rest } = incidents;
  return {
    ...rest,
    incidents: count,
    messages: clear.count + count,
    nearMisses: nearMisses.count,
    raisers: nearMisses.raisers,
  };
}
