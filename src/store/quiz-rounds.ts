import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import { atWork } from './staff.ts';
import type { Database, Delivery, Trx } from './tables.ts';

export interface Moment {
  readonly now: Date;
  /** The bit of the part of the week that it is. */
  readonly part: number;
  /** What it is by the clocks of each time zone, that of the policy first; `free`: nobody is left alone by the policy. */
  readonly clocks: readonly {
    readonly zone: string;
    readonly time: string;
    readonly free: boolean;
    readonly reading: boolean;
  }[];
  /** Whoever posted since then is at work now. */
  readonly activeSince: Date;
  /** Whoever had a message flagged since then is left alone. */
  readonly quietSince: Date;
  /** What has waited since before then for a post is asked in the hours that the person usually works. */
  readonly reachBefore: Date;
  /** What was asked before it, and not answered, is reminded of. */
  readonly remindBefore: Date;
  /** A job that was put in before it, and came to nothing, is put in again. */
  readonly strandedBefore: Date;
}

/** Time zones of people who have a round that is open, as a directory named them. */
export async function zonesAsked(db: Kysely<Database>, tenant: string): Promise<string[]> {
  const rows = await db
    .selectFrom('people as p')
    .innerJoin('quiz_rounds as r', (join) => join.onRef('r.tenant', '=', 'p.tenant').onRef('r.person', '=', 'p.id'))
    .select('p.time_zone as zone')
    .distinct()
    .where('p.tenant', '=', tenant)
    .where('r.closed_at', 'is', null)
    .where('p.time_zone', 'is not', null)
    .$narrowType<{ zone: string }>()
    .execute();
  return rows.map(({ zone }) => zone);
}

/** A round whose turn has come. */
export interface DueRound {
  readonly id: string;
  readonly person: string;
  readonly attempts: number;
}

/**
 * Takes rounds whose turn has come: to be asked, or reminded of once (a survey is not). In the order of their people, from
 * `after` on. Each is given to one caller only; a job is to follow in the same transaction.
 */
export async function takeDueRounds(
  trx: Trx,
  tenant: string,
  moment: Moment,
  { after, most }: { after: string | null; most: number },
): Promise<DueRound[]> {
  const { now, part, clocks, activeSince, quietSince, reachBefore, remindBefore, strandedBefore } = moment;
  const zones = clocks.map(({ zone }) => zone);
  // One clock a person, looked up laterally: as a plain join it is hashed, the order of the index is lost, and each batch of a
  // slot reads all that are left.
  const { rows } = await sql<DueRound>`
    with clock as (
      select * from jsonb_to_recordset(${JSON.stringify(clocks)}::text::jsonb)
        as c (zone text, "time" text, free boolean, reading boolean)
    )
    update quiz_rounds set queued_at = ${now}, delivery = 'waiting',
      reminded_at = case when asked_at is null then reminded_at else ${now} end
    where tenant = ${tenant} and id in (
      select r.id from people p join quiz_rounds r on r.tenant = p.tenant and r.person = p.id
        cross join lateral (select * from clock c where c.free
          and c.zone = case when p.time_zone = any(${zones}::text[]) then p.time_zone else ${zones[0]}::text end
          limit 1) clock
      where r.tenant = ${tenant} and (${after}::uuid is null or r.person > ${after}::uuid)
        and (p.last_seen_at >= ${activeSince} or (r.not_before <= ${reachBefore}
          and case when p.seen_parts = 0 then clock.reading else p.seen_parts & ${part}::integer <> 0 end))
        and (p.quiet_from is null or p.quiet_to is null or not case when p.quiet_from <= p.quiet_to
          then clock.time >= p.quiet_from and clock.time < p.quiet_to
          else clock.time >= p.quiet_from or clock.time < p.quiet_to end)
        and ${atWork(now, 'p')}
        and (p.quiz_paused_until is null or p.quiz_paused_until <= ${now})
        and r.closed_at is null and r.not_before <= ${now}
        and ((r.delivery = 'waiting' and (r.queued_at is null or r.queued_at <= ${strandedBefore}))
          or (r.kind = 'quiz' and r.delivery in ('sent', 'uncertain') and r.reminded_at is null
            and r.asked_at <= ${remindBefore}))
        and not exists (select from incidents i where i.tenant = r.tenant and i.person = r.person
          and i.claimed_at > ${quietSince})
      order by r.person limit ${most} for update of r skip locked)
    returning id, person, attempts`.execute(trx);
  return rows;
}

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
