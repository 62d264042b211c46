import { sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import type { Delivery, Trx } from './tables.ts';

export interface Moment {
  readonly now: Date;
  /** Whoever posted since then is at work now. */
  readonly activeSince: Date;
  /** Whoever had a message flagged since then is left alone. */
  readonly quietSince: Date;
  /** What was asked before it, and not answered, is reminded of. */
  readonly remindBefore: Date;
  /** A job that was put in before it, and came to nothing, is put in again. */
  readonly strandedBefore: Date;
}

/**
 * Takes rounds whose turn has come: to be asked, or reminded of once. Each is given to one caller only; a job is to follow in
 * the same transaction.
 */
export async function takeDueRounds(
  trx: Trx,
  tenant: string,
  { now, activeSince, quietSince, remindBefore, strandedBefore }: Moment,
  most: number,
): Promise<{ id: string; attempts: number }[]> {
  const { rows } = await sql<{ id: string; attempts: number }>`
    update quiz_rounds set queued_at = ${now}, delivery = 'waiting',
      reminded_at = case when asked_at is null then reminded_at else ${now} end
    where tenant = ${tenant} and id in (
      select r.id from people p join quiz_rounds r on r.tenant = p.tenant and r.person = p.id
      where p.tenant = ${tenant} and p.last_seen_at >= ${activeSince}
        and (p.quiz_paused_until is null or p.quiz_paused_until <= ${now})
        and r.closed_at is null and r.not_before <= ${now}
        and ((r.delivery = 'waiting' and (r.queued_at is null or r.queued_at <= ${strandedBefore}))
          or (r.delivery in ('sent', 'uncertain') and r.reminded_at is null and r.asked_at <= ${remindBefore}))
        and not exists (select from incidents i where i.tenant = r.tenant and i.person = r.person
          and i.claimed_at > ${quietSince})
      limit ${most} for update of r skip locked)
    returning id, attempts`.execute(trx);
  return rows;
}

/** A round on its way to its person, with the question that is next in it. */
export interface Round {
  readonly id: string;
  readonly delivery: Delivery;
  readonly attempts: number;
  readonly questions: number;
  readonly notBefore: Date;
  readonly askedAt: Date | null;
  readonly closedAt: Date | null;
  readonly asked: string;
  readonly place: number;
  readonly question: string;
  readonly variant: string;
  readonly version: string;
  /** When it was put to them, or null. */
  readonly seenAt: Date | null;
  readonly person: string;
  readonly platform: Platform;
  /** The platform's id of the person. */
  readonly user: string;
  readonly language: Language | null;
  readonly pausedUntil: Date | null;
  /** When a message of theirs was flagged last. */
  readonly flaggedAt: Date | null;
}

/** Reads it and locks it until the transaction ends. Undefined where nothing of it is left to answer. */
export async function findRound(trx: Trx, tenant: string, id: string): Promise<Round | undefined> {
  const open = await trx
    .selectFrom('quiz_rounds')
    .select('id')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst();
  if (!open) return undefined;
  return trx
    .selectFrom('quiz_rounds as r')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'r.tenant').onRef('p.id', '=', 'r.person'))
    .innerJoin('quiz_asked as q', (join) => join.onRef('q.tenant', '=', 'r.tenant').onRef('q.round', '=', 'r.id'))
    .leftJoin('quiz_answers as a', (join) =>
      join.onRef('a.tenant', '=', 'q.tenant').onRef('a.person', '=', 'q.person').onRef('a.about', '=', 'q.id'),
    )
    .select([
      'r.id',
      'r.delivery',
      'r.attempts',
      'r.questions',
      'r.not_before as notBefore',
      'r.asked_at as askedAt',
      'r.closed_at as closedAt',
    ])
    .select(['q.id as asked', 'q.place', 'q.question', 'q.variant', 'q.version', 'q.seen_at as seenAt', 'r.person'])
    .select(['p.platform', 'p.platform_user as user', 'p.language', 'p.quiz_paused_until as pausedUntil'])
    .select((row) =>
      row
        .selectFrom('incidents as i')
        .select(({ fn }) => fn.max('i.claimed_at').as('at'))
        .whereRef('i.tenant', '=', 'r.tenant')
        .whereRef('i.person', '=', 'r.person')
        .as('flaggedAt'),
    )
    .where('r.tenant', '=', tenant)
    .where('r.id', '=', id)
    .where('a.about', 'is', null)
    .orderBy('q.place')
    .limit(1)
    .executeTakeFirst();
}

/** Moves a round on. */
export async function setRound(
  trx: Trx,
  tenant: string,
  id: string,
  change: {
    delivery?: Delivery;
    attempts?: number;
    via?: string;
    not_before?: Date;
    queued_at?: null;
    asked_at?: Date;
    closed_at?: Date;
  },
): Promise<void> {
  await trx.updateTable('quiz_rounds').set(change).where('tenant', '=', tenant).where('id', '=', id).execute();
}

/** Before anybody has read it: the version of the words that it is asked in. */
export async function putInWords(trx: Trx, tenant: string, asked: string, version: string): Promise<void> {
  await trx
    .updateTable('quiz_asked')
    .set({ version })
    .where('tenant', '=', tenant)
    .where('id', '=', asked)
    .where('seen_at', 'is', null)
    .execute();
}

/** A question is before its person, from the first time on. */
export async function markSeen(trx: Trx, tenant: string, asked: string, now: Date): Promise<void> {
  await trx
    .updateTable('quiz_asked')
    .set({ seen_at: sql<Date>`coalesce(seen_at, ${now}::timestamptz)` })
    .where('tenant', '=', tenant)
    .where('id', '=', asked)
    .execute();
}
