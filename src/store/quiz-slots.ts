import { sql } from 'kysely';
import type { Db } from './database.ts';
import type { Trx } from './tables.ts';

/** Organisations with somebody to ask whose run of this slot isn't done. */
export async function tenantsLeft(db: Db, slot: Date, seenSince: Date): Promise<string[]> {
  const rows = await db
    .selectFrom('people as p')
    .select('p.tenant')
    .distinct()
    .where('p.last_seen_at', '>=', seenSince)
    .where('p.first_seen_at', '<', slot)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('quiz_slots as s')
            .select('s.at')
            .whereRef('s.tenant', '=', 'p.tenant')
            .where('s.at', '=', slot)
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

/** Pseudonyms of those who may be asked, by pages. Whoever came after the slot waits for the next. */
export async function peopleToAsk(
  db: Db,
  page: { tenant: string; slot: Date; seenSince: Date; now: Date; after: string | null; most: number },
): Promise<string[]> {
  const rows = await db
    .selectFrom('people')
    .select('id')
    .where('tenant', '=', page.tenant)
    .where('last_seen_at', '>=', page.seenSince)
    .where('first_seen_at', '<', page.slot)
    .where(sql<boolean>`(quiz_paused_until is null or quiz_paused_until <= ${page.now})`)
    .$if(page.after !== null, (query) => query.where('id', '>', page.after as string))
    .orderBy('id')
    .limit(page.most)
    .execute();
  return rows.map(({ id }) => id);
}
