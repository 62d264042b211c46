import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import type { Database, Trx } from './tables.ts';

/** A question that was put to somebody, as those see it who answer. */
export interface Asked {
  readonly id: string;
  readonly round: string;
  readonly place: number;
  /** How many its round has. */
  readonly questions: number;
  readonly topic: string;
  readonly question: string;
  readonly variant: string;
  readonly version: string;
  readonly person: string;
  readonly platform: Platform;
  /** The platform's id of the person. */
  readonly user: string;
  readonly language: Language | null;
  /** Which option counts, from 1; null where none was chosen yet. */
  readonly chosen: number | null;
  /** When it first came before them; null where it has not yet. */
  readonly seenAt: Date | null;
  readonly closedAt: Date | null;
  /** The question after it in its round. */
  readonly next: string | null;
}

export async function findAsked(db: Kysely<Database>, tenant: string, id: string): Promise<Asked | undefined> {
  return db
    .selectFrom('quiz_asked as q')
    .innerJoin('quiz_rounds as r', (join) => join.onRef('r.tenant', '=', 'q.tenant').onRef('r.id', '=', 'q.round'))
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'q.tenant').onRef('p.id', '=', 'q.person'))
    .leftJoin('quiz_answers as a', (join) =>
      join.onRef('a.tenant', '=', 'q.tenant').onRef('a.person', '=', 'q.person').onRef('a.about', '=', 'q.id'),
    )
    .leftJoin('quiz_asked as n', (join) =>
      join
        .onRef('n.tenant', '=', 'q.tenant')
        .onRef('n.round', '=', 'q.round')
        .on('n.place', '=', sql<number>`q.place + 1`),
    )
    .select([
      'q.id',
      'q.round',
      'q.place',
      'r.questions',
      'q.topic',
      'q.question',
      'q.variant',
      'q.version',
      'q.seen_at as seenAt',
      'q.person',
    ])
    .select([
      'p.platform',
      'p.platform_user as user',
      'p.language',
      'a.chosen',
      'r.closed_at as closedAt',
      'n.id as next',
    ])
    .where('q.tenant', '=', tenant)
    .where('q.id', '=', id)
    .executeTakeFirst();
}

/** Keeps an answer; false where the question was answered before. */
export async function addAnswer(
  trx: Trx,
  tenant: string,
  asked: Asked,
  answer: { chosen: number; correct: boolean; at: Date },
): Promise<boolean> {
  const { id: about, person, topic, question, variant, version } = asked;
  const row = await trx
    .insertInto('quiz_answers')
    .values({
      tenant,
      person,
      about,
      topic,
      question,
      variant,
      version,
      ...answer,
      first_seen: sql<boolean>`not exists (select from questions_seen before join quiz_asked this
        on this.tenant = before.tenant and this.id = ${about}::uuid
        where before.tenant = ${tenant} and before.person = ${person}::uuid and before.question = ${question}
          and before.variant = ${variant} and before.at < this.seen_at)`,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('about')
    .executeTakeFirst();
  return row !== undefined;
}

/** Nobody is asked until then; null: as everyone else is. */
export async function pausePerson(trx: Trx, tenant: string, person: string, until: Date | null): Promise<void> {
  await trx
    .updateTable('people')
    .set({ quiz_paused_until: until })
    .where('tenant', '=', tenant)
    .where('id', '=', person)
    .execute();
}

/** Closes a round that is open. */
export async function closeRound(trx: Trx, tenant: string, round: string, now: Date): Promise<void> {
  await trx
    .updateTable('quiz_rounds')
    .set({ closed_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', round)
    .where('closed_at', 'is', null)
    .execute();
}

/** Puts a round that is open away until then. */
export async function snoozeRound(trx: Trx, tenant: string, round: string, until: Date): Promise<void> {
  await trx
    .updateTable('quiz_rounds')
    .set({ not_before: until, delivery: 'waiting', queued_at: null })
    .where('tenant', '=', tenant)
    .where('id', '=', round)
    .where('closed_at', 'is', null)
    .execute();
}
