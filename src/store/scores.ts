import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Marks, OwnAnswer } from '../scores/awareness.ts';
import type { MonthOf } from '../scores/publish.ts';
import type { Db } from './database.ts';
import type { PersonKey } from './people.ts';
import { inScope, type Scope } from './scope.ts';

/** Whose figures are counted together. */
export interface Organisation {
  readonly tenant: string;
  readonly platform: Platform;
}

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** Where somebody was seen posting, within the scope. One step for each, however many people there are. */
export async function findOrganisations(db: Db, scope: Scope): Promise<Organisation[]> {
  const { rows } = await sql<Organisation>`
    with recursive found as (
      (select tenant, platform from people order by tenant, platform limit 1)
      union all
      select next.tenant, next.platform from found, lateral (
        select p.tenant, p.platform from people p where (p.tenant, p.platform) > (found.tenant, found.platform)
        order by p.tenant, p.platform limit 1) next)
    select tenant, platform from found where ${inScope(scope, 'found')} and coalesce((
      -- One row each, by an index: as a join it would read everybody.
      select true from people p where p.tenant = found.tenant and p.platform = found.platform and p.last_seen_at is not null
      limit 1), false)
    order by platform, tenant`.execute(db);
  return rows;
}

/** Each who was there or answered in the month, without a name. Of a month long past, who was last seen since counts as there. */
export async function peopleIn(db: Db, { tenant, platform }: Organisation, { from, to }: Span): Promise<MonthOf[]> {
  const active = sql<boolean>`coalesce(first_seen_at < ${to} and last_seen_at >= ${from}, false)`;
  const [people, marks, flags] = await Promise.all([
    db
      .selectFrom('people')
      .select(['id', sql<string | null>`nullif(team, '')`.as('team'), active.as('active')])
      .where('tenant', '=', tenant)
      .where('platform', '=', platform)
      .where('first_seen_at', '<', to)
      .where('guest', '=', false)
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
    db
      .selectFrom('incidents')
      .select(['person', sql<string>`categories[1]`.as('topic')])
      .select(sql<number>`count(*)::integer`.as('answered'))
      .select(sql<number>`count(resolution)::integer`.as('right'))
      .where('tenant', '=', tenant)
      .where('platform', '=', platform)
      .where('claimed_at', '>=', from)
      .where('claimed_at', '<', to)
      .where('repeat_of', 'is', null)
      // A rule that is only tried, and what its poster disputes, count against nobody.
      .where('mode', '=', 'nudge')
      .where(sql<boolean>`answer is distinct from 'not-patient'`)
      .groupBy(['person', sql`categories[1]`])
      .execute(),
  ]);
  const [topics, flagged] = [byPerson(marks), byPerson(flags)];
  return people
    .map(({ id, team, active }) => ({
      team,
      active,
      topics: topics.get(id) ?? NOTHING,
      flagged: flagged.get(id) ?? NOTHING,
    }))
    .filter(({ active, topics, flagged }) => active || topics.size > 0 || flagged.size > 0);
}

const NOTHING: ReadonlyMap<string, Marks> = new Map();

function byPerson(rows: readonly (Marks & { person: string; topic: string })[]): Map<string, Map<string, Marks>> {
  const found = new Map<string, Map<string, Marks>>();
  for (const { person, topic, answered, right } of rows)
    found.set(person, (found.get(person) ?? new Map<string, Marks>()).set(topic, { answered, right }));
  return found;
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
