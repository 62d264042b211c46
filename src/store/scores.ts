import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Marks, OwnAnswer } from '../scores/awareness.ts';
import type { MonthOf, Published } from '../scores/publish.ts';
import type { Db } from './database.ts';
import type { PersonKey } from './people.ts';

/** Whose figures are counted together. */
export interface Organisation {
  readonly tenant: string;
  readonly platform: Platform;
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Where somebody was seen posting on these platforms. */
export async function findOrganisations(db: Db, platforms: readonly Platform[]): Promise<Organisation[]> {
  if (platforms.length === 0) return [];
  return db
    .selectFrom('people')
    .select(['tenant', 'platform'])
    .distinct()
    .where('platform', 'in', [...platforms])
    .where('last_seen_at', 'is not', null)
    .orderBy('platform')
    .orderBy('tenant')
    .execute();
}

/** Each who was there or answered in the month, without a name. Of a month long past, who was last seen since counts as there. */
export async function peopleIn(db: Db, { tenant, platform }: Organisation, { from, to }: Span): Promise<MonthOf[]> {
  const active = sql<boolean>`coalesce(first_seen_at < ${to} and last_seen_at >= ${from}, false)`;
  const [people, marks] = await Promise.all([
    db
      .selectFrom('people')
      .select(['id', 'team', active.as('active')])
      .where('tenant', '=', tenant)
      .where('platform', '=', platform)
      .where('first_seen_at', '<', to)
      .execute(),
    db
      .selectFrom('quiz_answers')
      .select(['person', 'topic'])
      .select(sql<number>`count(*)::integer`.as('answered'))
      .select(sql<number>`(count(*) filter (where correct))::integer`.as('right'))
      .where('tenant', '=', tenant)
      // Of the bank, and in a variant that they had not been asked in before.
      .where('question', 'is not', null)
      .where('first_seen', '=', true)
      .where('at', '>=', from)
      .where('at', '<', to)
      .groupBy(['person', 'topic'])
      .execute(),
  ]);
  const topics = new Map<string, Map<string, Marks>>();
  for (const { person, topic, answered, right } of marks)
    topics.set(person, (topics.get(person) ?? new Map<string, Marks>()).set(topic, { answered, right }));
  return people
    .map(({ id, team, active }) => ({ team, active, topics: topics.get(id) ?? new Map<string, Marks>() }))
    .filter(({ active, topics }) => active || topics.size > 0);
}

/** What was published of these months, by month. */
export async function findPublished(
  db: Db,
  { tenant, platform }: Organisation,
  months: readonly string[],
): Promise<Map<string, Published[]>> {
  const rows = await db
    .selectFrom('score_months')
    .select(['month', 'figures'])
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('month', 'in', [...months])
    .execute();
  return new Map(rows.map(({ month, figures }) => [month, figures]));
}

/** Keeps what a month shows, where nobody has before: what was published once stays. */
export async function keepPublished(
  db: Db,
  { tenant, platform }: Organisation,
  month: string,
  figures: readonly Published[],
): Promise<void> {
  await db
    .insertInto('score_months')
    .values({ tenant, platform, month, figures: JSON.stringify(figures) })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** What a person answered since then, as a share counts it: for that person's eyes. */
export async function ownAnswers(db: Db, key: PersonKey, since: Date): Promise<OwnAnswer[]> {
  return db
    .selectFrom('quiz_answers as a')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'a.tenant').onRef('p.id', '=', 'a.person'))
    .select(['a.topic', 'a.correct as right'])
    .where('p.tenant', '=', key.tenant)
    .where('p.platform', '=', key.platform)
    .where('p.platform_user', '=', key.user)
    .where('a.question', 'is not', null)
    .where('a.first_seen', '=', true)
    .where('a.at', '>=', since)
    .execute();
}
