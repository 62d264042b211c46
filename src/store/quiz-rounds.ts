import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import type { Database, Delivery, Trx } from './tables.ts';

export interface NextQuestion {
  /** Of what was asked: buttons carry it. */
  readonly asked: string;
  /** From 1. */
  readonly place: number;
  readonly question: string;
  readonly variant: string;
  readonly version: string;
  /** When it was put to them, or null. */
  readonly seenAt: Date | null;
}

/** A round on its way to its person. */
export interface Round {
  readonly id: string;
  readonly kind: 'quiz' | 'survey';
  readonly slot: Date;
  readonly delivery: Delivery;
  readonly attempts: number;
  readonly questions: number;
  readonly notBefore: Date;
  readonly askedAt: Date | null;
  readonly closedAt: Date | null;
  /** The question that is next in it; of a survey none, since it has its own. */
  readonly next: NextQuestion | null;
  readonly person: string;
  readonly platform: Platform;
  /** The platform's id of the person. */
  readonly user: string;
  readonly language: Language | null;
  readonly pausedUntil: Date | null;
  readonly awayUntil: Date | null;
  /** `YYYY-MM-DD`. */
  readonly leftOn: string | null;
  readonly timeZone: string | null;
  /** Their own quiet hours, `HH:MM`. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
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
  const round = await trx
    .selectFrom('quiz_rounds as r')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'r.tenant').onRef('p.id', '=', 'r.person'))
    .select(['r.id', 'r.kind', 'r.slot', 'r.delivery', 'r.attempts', 'r.questions', 'r.person'])
    .select(['r.not_before as notBefore', 'r.asked_at as askedAt', 'r.closed_at as closedAt'])
    .select(['p.platform', 'p.platform_user as user', 'p.language', 'p.quiz_paused_until as pausedUntil'])
    .select(['p.away_until as awayUntil', 'p.left_on as leftOn', 'p.time_zone as timeZone'])
    .select(['p.quiet_from as quietFrom', 'p.quiet_to as quietTo'])
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
    .executeTakeFirstOrThrow();
  if (round.kind === 'survey') return { ...round, next: null };
  const next = await nextQuestion(trx, tenant, id);
  return next && { ...round, next };
}

/** The first question of a round that was not answered. */
export async function nextQuestion(
  db: Kysely<Database>,
  tenant: string,
  round: string,
): Promise<NextQuestion | undefined> {
  return db
    .selectFrom('quiz_asked as q')
    .leftJoin('quiz_answers as a', (join) =>
      join.onRef('a.tenant', '=', 'q.tenant').onRef('a.person', '=', 'q.person').onRef('a.about', '=', 'q.id'),
    )
    .select(['q.id as asked', 'q.place', 'q.question', 'q.variant', 'q.version', 'q.seen_at as seenAt'])
    .where('q.tenant', '=', tenant)
    .where('q.round', '=', round)
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
    ref?: string | null;
    not_before?: Date;
    queued_at?: null;
    asked_at?: Date;
    reminded_at?: Date;
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

/** The round of somebody that is open. There is never more than one. */
export async function openRound(
  trx: Trx,
  tenant: string,
  person: string,
): Promise<{ readonly id: string; readonly kind: 'quiz' | 'survey' } | undefined> {
  return trx
    .selectFrom('quiz_rounds')
    .select(['id', 'kind'])
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .where('closed_at', 'is', null)
    .executeTakeFirst();
}

/** A survey steps aside: one that was shown can still be answered, one that wasn't comes with the next slot. */
export async function dropSurvey(trx: Trx, tenant: string, id: string, now: Date): Promise<void> {
  await trx
    .updateTable('quiz_rounds')
    .set({ closed_at: now, delivery: sql<Delivery>`case delivery when 'waiting' then 'held' else delivery end` })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}
