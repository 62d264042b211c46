import { type SelectQueryBuilder, sql } from 'kysely';
import type { Db } from './database.ts';
import { atWork } from './staff.ts';
import type { Database, Trx } from './tables.ts';

/** A slot, and who may be asked in it. */
export interface SlotFor {
  readonly at: Date;
  /** Some teams, or everybody but these. */
  readonly whom: { readonly only: readonly string[] } | { readonly except: readonly string[] };
  /** Whoever was seen posting since then counts as there, and so does whoever a directory names. */
  readonly seenSince: Date;
  readonly now: Date;
}

/** Who asked for a question of their own accord, or whose team's slot was moved, isn't asked again so soon. */
const APART_DAYS = 3;

/** Whoever came after the slot waits for the next; who has left or is away is not written to. */
function askable<O>(query: SelectQueryBuilder<Database, 'people', O>, { at, whom, seenSince, now }: SlotFor) {
  const teams = 'only' in whom ? whom.only : whom.except;
  const inTeams = sql<boolean>`coalesce(people.team = any(${[...teams]}::text[]), false)`;
  return query
    .where(sql<boolean>`(people.last_seen_at >= ${seenSince} or people.directory_at is not null)`)
    .where('people.first_seen_at', '<', at)
    .where('people.guest', '=', false)
    .where(atWork(now))
    .where(sql<boolean>`(people.quiz_paused_until is null or people.quiz_paused_until <= ${now})`)
    .where('only' in whom ? inTeams : sql<boolean>`not ${inTeams}`);
}

/** Organisations with somebody to ask whose run of this slot isn't done. */
export async function tenantsLeft(db: Db, slot: SlotFor): Promise<string[]> {
  const rows = await askable(db.selectFrom('people').select('people.tenant').distinct(), slot)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('quiz_slots as s')
            .select('s.at')
            .whereRef('s.tenant', '=', 'people.tenant')
            .where('s.at', '=', slot.at)
            .where('s.done_at', 'is not', null),
        ),
      ),
    )
    .execute();
  return rows.map(({ tenant }) => tenant);
}

/** Organisations that ever had a slot. */
export async function tenantsAsked(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('quiz_slots').select('tenant').distinct().execute();
  return rows.map(({ tenant }) => tenant);
}

/**
 * Takes a slot's run: once over all processes, or again where whoever had it has gone without finishing. Gives after whom it
 * goes on, or undefined where it isn't ours.
 */
export async function claimSlot(
  db: Db,
  { tenant, at, now, leaseMs }: { tenant: string; at: Date; now: Date; leaseMs: number },
): Promise<{ readonly after: string | null } | undefined> {
  return db
    .insertInto('quiz_slots')
    .values({ tenant, at, claimed_at: now, after: null, done_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['tenant', 'at'])
        .doUpdateSet({ claimed_at: now })
        .where('quiz_slots.done_at', 'is', null)
        .where('quiz_slots.claimed_at', '<', new Date(now.getTime() - leaseMs)),
    )
    .returning('after')
    .executeTakeFirst();
}

/** How far a run has come; it keeps the claim for as long again. */
export async function moveSlot(trx: Trx, slot: { tenant: string; at: Date; now: Date; after: string }): Promise<void> {
  await trx
    .updateTable('quiz_slots')
    .set({ after: slot.after, claimed_at: slot.now })
    .where('tenant', '=', slot.tenant)
    .where('at', '=', slot.at)
    .execute();
}

export async function endSlot(db: Db, { tenant, at, now }: { tenant: string; at: Date; now: Date }): Promise<void> {
  await db.updateTable('quiz_slots').set({ done_at: now }).where('tenant', '=', tenant).where('at', '=', at).execute();
}

/** Pseudonyms of those who may be asked, by pages. */
export async function peopleToAsk(
  db: Db,
  slot: SlotFor,
  page: { tenant: string; after: string | null; most: number },
): Promise<string[]> {
  const rows = await askable(db.selectFrom('people').select('people.id'), slot)
    .where('people.tenant', '=', page.tenant)
    // Their latest, by the index, and not `not exists`: while a run adds rounds, that is planned by counts from before it,
    // and reads all rounds of the slot for each person.
    .where(
      sql<boolean>`coalesce((select max(r.slot) from quiz_rounds r where r.tenant = people.tenant and r.person = people.id)
        <= ${slot.at}::timestamptz - make_interval(days => ${APART_DAYS}::integer), true)`,
    )
    .$if(page.after !== null, (query) => query.where('people.id', '>', page.after as string))
    .orderBy('people.id')
    .limit(page.most)
    .execute();
  return rows.map(({ id }) => id);
}
