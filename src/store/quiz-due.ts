import { type Kysely, sql } from 'kysely';
import { atWork } from './staff.ts';
import type { Database, Trx } from './tables.ts';

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
