import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { TopicDone } from '../scores/completion.ts';
import type { Db } from './database.ts';
import type { PersonId } from './own.ts';

/** Somebody's right answers by topic, for a learning record. */
export interface Learnt {
  readonly tenant: string;
  readonly platform: Platform;
  /** The platform's id. */
  readonly user: string;
  readonly name: string | null;
  readonly email: string | null;
  readonly topics: readonly TopicDone[];
}

/** Topics in which they were right since then, in a variant that was new to them: when last, and of how many answers. */
const learnt = (db: Db, since: Date) =>
  db
    .selectFrom('people as p')
    .leftJoin(
      db
        .selectFrom('quiz_answers as a')
        .select(['a.tenant', 'a.person', 'a.topic'])
        .select(sql<Date>`max(a.at)`.as('on'))
        .where('a.question', 'is not', null)
        .where('a.first_seen', '=', true)
        .where('a.correct', '=', true)
        .where('a.at', '>=', since)
        .groupBy(['a.tenant', 'a.person', 'a.topic'])
        .as('done'),
      (join) => join.onRef('done.tenant', '=', 'p.tenant').onRef('done.person', '=', 'p.id'),
    )
    .select([
      'p.tenant',
      'p.id',
      'p.platform',
      'p.platform_user as user',
      'p.name',
      'p.email',
      'done.topic',
      'done.on',
    ]);

export async function learntBy(db: Db, { tenant, id }: PersonId, since: Date): Promise<Learnt | undefined> {
  const rows = await learnt(db, since)
    .where('p.tenant', '=', tenant)
    .where('p.id', '=', id)
    .orderBy('done.topic')
    .execute();
  return grouped(rows)[0];
}

/** Of those who agreed to it, and of no others. `tenants`: null is all of them. */
export async function learntByWhoAgreed(
  db: Db,
  { platforms, tenants }: { platforms: readonly Platform[]; tenants: readonly string[] | null },
  since: Date,
): Promise<Learnt[]> {
  if (platforms.length === 0) return [];
  const rows = await learnt(db, since)
    .where('p.records_shared_at', 'is not', null)
    .where('p.platform', 'in', [...platforms])
    .$if(tenants !== null, (query) => query.where('p.tenant', 'in', [...(tenants ?? []), '']))
    .orderBy('p.name')
    .orderBy('p.id')
    .orderBy('done.topic')
    .execute();
  return grouped(rows);
}

type Row = Omit<Learnt, 'topics'> & { readonly id: string; readonly topic: string | null; readonly on: Date | null };

const grouped = (rows: readonly Row[]): Learnt[] =>
  [...Map.groupBy(rows, ({ tenant, id }) => `${tenant} ${id}`).values()].map((some) => {
    const { tenant, platform, user, name, email } = some[0] as Row;
    const topics = some.flatMap(({ topic, on }) => (topic === null || on === null ? [] : [{ topic, on }]));
    return { tenant, platform, user, name, email, topics };
  });
