import { type Kysely, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import { findRefresher, type Refresher } from './refreshers.ts';
import type { Database, RefresherDelivery, Trx } from './tables.ts';

/** One person's copy of a refresher, as those see it who send it and who take its answers. */
export interface Copy {
  readonly id: string;
  readonly refresher: Refresher;
  readonly isTest: boolean;
  readonly delivery: RefresherDelivery;
  readonly attempts: number;
  readonly acknowledgedAt: Date | null;
  readonly chosen: number | null;
  readonly person: string;
  /** The platform's id of the person. */
  readonly user: string;
  readonly language: Language | null;
  /** When a message of theirs was flagged last. */
  readonly flaggedAt: Date | null;
  readonly awayUntil: Date | null;
  /** `YYYY-MM-DD`. */
  readonly leftOn: string | null;
  readonly timeZone: string | null;
  /** Hours that they asked to be left alone in, as in 21:00. */
  readonly quietFrom: string | null;
  readonly quietTo: string | null;
}

/** Locks it until the transaction ends. Undefined where it was removed by retention, or never was. */
export async function findCopy(trx: Trx, tenant: string, id: string): Promise<Copy | undefined> {
  const found = await trx
    .selectFrom('refresher_recipients as r')
    .innerJoin('people as p', (join) => join.onRef('p.tenant', '=', 'r.tenant').onRef('p.id', '=', 'r.person'))
    .select(['r.id', 'r.refresher', 'r.is_test as isTest', 'r.delivery', 'r.attempts'])
    .select(['r.acknowledged_at as acknowledgedAt', 'r.chosen', 'r.person'])
    .select(['p.platform_user as user', 'p.language', 'p.away_until as awayUntil', 'p.left_on as leftOn'])
    .select(['p.time_zone as timeZone', 'p.quiet_from as quietFrom', 'p.quiet_to as quietTo'])
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
    .forUpdate('r')
    .executeTakeFirst();
  const refresher = found && (await findRefresher(trx, tenant, found.refresher));
  return found && refresher && { ...found, refresher };
}

/** A copy for somebody to look at first: in no count. */
export async function addTest(trx: Trx, { tenant, id }: Refresher, person: string): Promise<string> {
  return add(trx, { tenant, refresher: id, person, is_test: true });
}

async function add(
  trx: Trx,
  of: { tenant: string; refresher: string; person: string; is_test: boolean },
): Promise<string> {
  const { id } = await trx
    .insertInto('refresher_recipients')
    .values({ ...of, ...NOTHING })
    .returning('id')
    .executeTakeFirstOrThrow();
  return id;
}

const NOTHING = {
  via: null,
  reason: null,
  incident: null,
  not_before: null,
  queued_at: null,
  sent_at: null,
  acknowledged_at: null,
  answered_at: null,
  chosen: null,
  correct: null,
};

/** May be asked for with the putting right of this incident; false where this person was offered or sent it before. */
export async function addOffer(
  trx: Trx,
  offer: { tenant: string; refresher: string; person: string; incident: string },
): Promise<boolean> {
  const row = await trx
    .insertInto('refresher_recipients')
    .values({ ...NOTHING, ...offer, delivery: 'offered' })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst();
  return row !== undefined;
}

/** What was offered with the putting right of an incident. */
export async function findOffer(db: Kysely<Database>, tenant: string, incident: string): Promise<string | undefined> {
  const row = await db
    .selectFrom('refresher_recipients')
    .select('id')
    .where('tenant', '=', tenant)
    .where('incident', '=', incident)
    .executeTakeFirst();
  return row?.id;
}

export interface Moment {
  readonly platforms: readonly Platform[];
  readonly now: Date;
  /** Whoever had a message flagged since then is left alone. */
  readonly quietSince: Date;
  /** A job that was put in before it, and came to nothing, is put in again. */
  readonly strandedBefore: Date;
}

/** How many copies are on their way through the queue. */
export async function countOnTheWay(
  db: Kysely<Database>,
  { platforms, strandedBefore }: Pick<Moment, 'platforms' | 'strandedBefore'>,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from refreshers f
    join refresher_recipients r on r.tenant = f.tenant and r.refresher = f.id
    where f.state = 'sending' and f.platform = any(${[...platforms]}::text[]) and not r.is_test
      and r.delivery in ('waiting', 'handed') and r.queued_at > ${strandedBefore}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Takes copies whose turn has come, the oldest refresher's first. Each is given to one caller only; a job is to follow in the same transaction. */
export async function takeDueCopies(
  trx: Trx,
  { platforms, now, quietSince, strandedBefore }: Moment,
  most: number,
): Promise<{ tenant: string; id: string; attempts: number }[]> {
  const { rows } = await sql<{ tenant: string; id: string; attempts: number }>`
    update refresher_recipients as copy set queued_at = ${now} from (
      select r.tenant, r.id from refreshers f
      join refresher_recipients r on r.tenant = f.tenant and r.refresher = f.id
      where f.state = 'sending' and f.platform = any(${[...platforms]}::text[]) and r.delivery = 'waiting' and not r.is_test
        and (r.queued_at is null or r.queued_at <= ${strandedBefore})
        and (r.not_before is null or r.not_before <= ${now})
        and not exists (select from incidents i where i.tenant = r.tenant and i.person = r.person and i.claimed_at > ${quietSince})
      order by f.started_at limit ${most} for update of r skip locked) as due
    where copy.tenant = due.tenant and copy.id = due.id
    returning copy.tenant, copy.id, copy.attempts`.execute(trx);
  return rows;
}

/** Moves a copy on. */
export async function setCopy(
  trx: Trx,
  tenant: string,
  id: string,
  change: {
    delivery?: RefresherDelivery;
    attempts?: number;
    via?: string;
    reason?: string | null;
    queued_at?: Date | null;
    not_before?: Date | null;
    sent_at?: Date;
    acknowledged_at?: Date;
    answered_at?: Date;
    chosen?: number;
    correct?: boolean;
  },
): Promise<void> {
  await trx.updateTable('refresher_recipients').set(change).where('tenant', '=', tenant).where('id', '=', id).execute();
}

/**
 * Ends what nothing is left to send of. `staleBefore`: what was chosen before it and is still not sent isn't sent any more; of
 * what was handed over and never answered for nobody can tell.
 */
export async function endRefreshers(
  trx: Trx,
  { now, strandedBefore, staleBefore }: { now: Date; strandedBefore: Date; staleBefore: Date },
): Promise<void> {
  await sql`
    update refresher_recipients as r set delivery = 'uncertain', reason = 'answer-lost' from refreshers f
    where f.tenant = r.tenant and f.id = r.refresher and f.state in ('sending', 'cancelled')
      and r.delivery = 'handed' and r.queued_at <= ${strandedBefore}`.execute(trx);
  await sql`
    update refresher_recipients as r set delivery = 'held', reason = 'too-late' from refreshers f
    where f.tenant = r.tenant and f.id = r.refresher and f.state = 'sending' and f.chosen_at <= ${staleBefore}
      and r.delivery = 'waiting' and f.category is null`.execute(trx);
  await sql`
    update refreshers as f set state = 'done', ended_at = ${now}
    where f.state = 'sending' and f.chosen_at is not null and f.category is null
      and not exists (select from refresher_recipients r where r.tenant = f.tenant and r.refresher = f.id and not r.is_test
        and r.delivery in ('waiting', 'handed'))`.execute(trx);
}
