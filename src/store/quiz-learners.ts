import { sql } from 'kysely';
import type { Category } from '../policy/types.ts';
import type { Db } from './database.ts';
import type { Trx } from './tables.ts';

export interface StoredMemory {
  readonly due: Date;
  readonly stability: number;
  readonly difficulty: number;
  readonly reps: number;
  readonly lapses: number;
  readonly reviewed: Date;
}

/** What the next question for a person is chosen by. */
export interface StoredLearner {
  readonly memory: Map<string, StoredMemory>;
  readonly lately: Map<Category, number>;
  /** Variants that they were asked in, and when: each as often as it was asked, the latest last. */
  readonly seen: { readonly question: string; readonly variant: string; readonly at: Date }[];
}

const MEMORY = ['topic', 'due', 'stability', 'difficulty', 'reps', 'lapses', 'reviewed'] as const;

/** The driver reads a timestamp letter by letter: of a hundred thousand people that took a third of the time their slot may take. */
const inMs = (column: 'at' | 'due' | 'reviewed') =>
  sql<number>`(extract(epoch from ${sql.ref(column)}) * 1000)::float8`;

/** Of a page of people: three queries, whatever its size. What somebody said isn't about a patient doesn't count against them. */
export async function learnersOf(
  db: Db,
  { tenant, people, since }: { tenant: string; people: readonly string[]; since: Date },
): Promise<Map<string, StoredLearner>> {
  const learners = new Map(
    people.map((person): [string, StoredLearner] => [person, { memory: new Map(), lately: new Map(), seen: [] }]),
  );
  const ids = sql<string[]>`any(${[...people]}::uuid[])`;
  const memory = await db
    .selectFrom('quiz_memory')
    .select(['person', 'topic', 'stability', 'difficulty', 'reps', 'lapses'])
    .select([inMs('due').as('due'), inMs('reviewed').as('reviewed')])
    .where('tenant', '=', tenant)
    .where('person', '=', ids as never)
    .execute();
  for (const { person, topic, due, reviewed, ...known } of memory)
    learners.get(person)?.memory.set(topic, { ...known, due: new Date(due), reviewed: new Date(reviewed) });
  const lately = await db
    .selectFrom(
      db
        .selectFrom('incidents')
        .select(['person', sql<Category>`unnest(categories)`.as('category')])
        .where('tenant', '=', tenant)
        .where('person', '=', ids as never)
        .where('claimed_at', '>=', since)
        .where('repeat_of', 'is', null)
        .where(sql<boolean>`answer is distinct from 'not-patient'`)
        .as('each'),
    )
    .select(['person', 'category', sql<number>`count(*)::integer`.as('times')])
    .groupBy(['person', 'category'])
    .execute();
  for (const { person, category, times } of lately) learners.get(person)?.lately.set(category, times);
  const seen = await db
    .selectFrom('questions_seen')
    .select(['person', 'question', 'variant', inMs('at').as('at')])
    .where('tenant', '=', tenant)
    .where('person', '=', ids as never)
    .orderBy('at')
    .execute();
  for (const { person, at, ...variant } of seen) learners.get(person)?.seen.push({ ...variant, at: new Date(at) });
  return learners;
}

/** The row of the person is locked before, so that others can still refer to it: two answers at once are learnt from one after the other. */
export async function findMemory(
  trx: Trx,
  { tenant, person, topic }: { tenant: string; person: string; topic: string },
): Promise<StoredMemory | undefined> {
  await trx
    .selectFrom('people')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', person)
    .forNoKeyUpdate()
    .execute();
  const row = await trx
    .selectFrom('quiz_memory')
    .select(MEMORY)
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .where('topic', '=', topic)
    .executeTakeFirst();
  if (!row) return undefined;
  const { topic: _, ...memory } = row;
  return memory;
}

export async function keepMemory(
  trx: Trx,
  { tenant, person, topic }: { tenant: string; person: string; topic: string },
  memory: StoredMemory,
): Promise<void> {
  await trx
    .insertInto('quiz_memory')
    .values({ tenant, person, topic, ...memory })
    .onConflict((conflict) => conflict.columns(['tenant', 'person', 'topic']).doUpdateSet(memory))
    .execute();
}
