/** Who is meant by a refresher's audience, and putting them down once, page by page. */
import { type Kysely, type RawBuilder, sql } from 'kysely';
import type { Platform } from '../chat.ts';
import { londonDay } from './counts.ts';
import { findRefresher, type Refresher } from './refreshers.ts';
import type { Database, RefresherAudience, Trx } from './tables.ts';

/** In the first fortnight, the day of coming counted. */
const FORTNIGHT_DAYS = 14;
/** Weak: fewer than six in ten right of what they answered on the topic in half a year, in variants that were new to them. */
const WEAK_BELOW = 0.6;
const WEAK_DAYS = 180;
const DAY_MS = 86_400_000;

/** Of people `p`. Whoever left is not written to, nor a guest from another organisation. */
function isMeant(audience: RefresherAudience, now: Date): RawBuilder<boolean> {
  const today = londonDay(now);
  const staff = sql<boolean>`not p.guest and (p.left_on is null or p.left_on > ${today}::date)`;
  switch (audience.kind) {
    case 'everyone':
      return staff;
    case 'teams':
      return sql`${staff} and p.team = any(${[...audience.teams]}::text[])`;
    case 'roles':
      return sql`${staff} and lower(p.job_title) = any(${audience.roles.map((role) => role.toLowerCase())}::text[])`;
    case 'new':
      return sql`${staff} and p.joined_on <= ${today}::date and p.joined_on > ${today}::date - ${FORTNIGHT_DAYS}::integer`;
    case 'weak':
      return sql`${staff} and (select avg(a.correct::integer) from quiz_answers a where a.tenant = p.tenant and a.person = p.id
        and a.topic = ${audience.topic} and a.question is not null and a.first_seen
        and a.at >= ${new Date(now.getTime() - WEAK_DAYS * DAY_MS)}) < ${WEAK_BELOW}`;
  }
}

/** How many people it reaches now. To be shown as `reachShown` has it. */
export async function countAudience(
  db: Kysely<Database>,
  { tenant, platform }: { tenant: string; platform: Platform },
  audience: RefresherAudience,
  now: Date,
): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from people p
    where p.tenant = ${tenant} and p.platform = ${platform} and ${isMeant(audience, now)}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** Names of teams or job titles that somebody bears, to choose from. */
export async function namesToChoose(
  db: Kysely<Database>,
  { tenant, platform }: { tenant: string; platform: Platform },
  what: 'team' | 'job_title',
): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select(`${what} as name`)
    .distinct()
    .where('tenant', '=', tenant)
    .where('platform', '=', platform)
    .where('guest', '=', false)
    .where(what, 'is not', null)
    .orderBy('name')
    .execute();
  const names = new Map<string, string>();
  // A role is the same however it is written.
  for (const { name } of rows) {
    const key = what === 'team' ? name : name?.toLowerCase();
    if (name !== null && key && !names.has(key)) names.set(key, name);
  }
  return [...names.values()];
}

export interface Choosing {
  readonly refresher: Refresher;
  /** The last person that was looked at. */
  readonly after: string | null;
}

/**
 * Takes a refresher whose time has come, or whose process has gone without choosing them all: once over all processes. From
 * then on it is being sent.
 */
export async function claimRefresher(
  trx: Trx,
  { platforms, now, leaseMs }: { platforms: readonly Platform[]; now: Date; leaseMs: number },
): Promise<Choosing | undefined> {
  if (platforms.length === 0) return undefined;
  const due = await trx
    .selectFrom('refreshers')
    .select(['tenant', 'id', 'chosen_after as after'])
    .where('platform', 'in', [...platforms])
    .where((is) =>
      is.or([
        is.and([is('state', '=', 'scheduled'), is('send_at', '<=', now)]),
        is.and([
          is('state', '=', 'sending'),
          is('chosen_at', 'is', null),
          is('claimed_at', '<', new Date(now.getTime() - leaseMs)),
        ]),
      ]),
    )
    .orderBy('send_at')
    .limit(1)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!due) return undefined;
  await trx
    .updateTable('refreshers')
    .set({ state: 'sending', claimed_at: now, started_at: sql<Date>`coalesce(started_at, ${now}::timestamptz)` })
    .where('tenant', '=', due.tenant)
    .where('id', '=', due.id)
    .execute();
  const refresher = await findRefresher(trx, due.tenant, due.id);
  return refresher && { refresher, after: due.after };
}

/**
 * Puts down whom the next page of people holds, and gives after whom it goes on; null where everybody is chosen, or it was
 * cancelled. Who is on leave gets it when they are back. The row of the refresher is locked, so that a page counts once.
 */
export async function choosePage(
  trx: Trx,
  { tenant, platform, id, audience }: Refresher,
  { after, most, now }: { after: string | null; most: number; now: Date },
): Promise<string | null> {
  const open = await trx
    .selectFrom('refreshers')
    .select('chosen_after as after')
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .where('state', '=', 'sending')
    .where('chosen_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  // Another process went on with it: this one was away for longer than it may be.
  if (!open || open.after !== after) return null;
  const page = sql`select id from people where tenant = ${tenant} and platform = ${platform}
    and (${after}::uuid is null or id > ${after}::uuid) order by id limit ${most}`;
  await sql`
    insert into refresher_recipients (tenant, refresher, person, not_before)
      select p.tenant, ${id}::uuid, p.id, p.away_until from people p
      where p.tenant = ${tenant} and p.id in (${page}) and ${isMeant(audience, now)}
      on conflict do nothing`.execute(trx);
  const { rows } = await sql<{ id: string }>`select id from (${page}) as page order by id desc limit 1`.execute(trx);
  const last = rows[0]?.id ?? null;
  await trx
    .updateTable('refreshers')
    .set(last === null ? { chosen_at: now } : { chosen_after: last, claimed_at: now })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
  return last;
}
