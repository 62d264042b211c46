import { sql } from 'kysely';
import type { PersonId } from './own.ts';
import type { Trx } from './tables.ts';

/** A platform delivers a message again for hours: its claim has to outlive that, or it would be told of twice. */
const CLAIMS_KEPT = sql`interval '1 day'`;

/**
 * Erases what was learnt of somebody (UK GDPR, article 17): incidents with their history and notices, answers, questions, what
 * they are thought to remember, credits, that they raised something by name, and when they were seen. What stays is said on the
 * page: the Guardian's list, the account as the directory has it, what they chose, the audit log, and totals in which nobody can be
 * found.
 */
export async function erase(trx: Trx, { tenant, id }: PersonId, now: Date): Promise<void> {
  // Answers of the same person wait for it, as they do for each other.
  await trx.selectFrom('people').select('id').where('tenant', '=', tenant).where('id', '=', id).forUpdate().execute();
  await sql`delete from claims c using incidents i where i.tenant = ${tenant} and i.person = ${id}::uuid
    and c.tenant = i.tenant and c.platform = i.platform and c.channel = i.channel and c.message = i.message
    and c.claimed_at < ${now}::timestamptz - ${CLAIMS_KEPT}`.execute(trx);
  for (const table of ['incidents', 'credits', 'quiz_answers', 'quiz_memory'] as const)
    await trx.deleteFrom(table).where('tenant', '=', tenant).where('person', '=', id).execute();
  // Its questions go with a round. That they took part in the survey that is open stays, or they could answer it twice.
  await sql`delete from quiz_rounds r where r.tenant = ${tenant} and r.person = ${id}::uuid
    and not (r.kind = 'survey' and r.took_part_on is not null and exists (select from surveys s
      where s.tenant = r.tenant and s.opened_at <= r.slot and s.closes_at > ${now}))`.execute(trx);
  // That it came to them stays, or it would come again; so does that they read it.
  await trx
    .updateTable('refresher_recipients')
    .set({ answered_at: null, chosen: null, correct: null, incident: null })
    .where('tenant', '=', tenant)
    .where('person', '=', id)
    .execute();
  await trx
    .updateTable('triage')
    .set({ reporter: null })
    .where('tenant', '=', tenant)
    .where('reporter', '=', id)
    .execute();
  await trx
    .updateTable('people')
    .set({ last_seen_at: null, seen_parts: 0, seen_parts_since: null, records_shared_at: null })
    .where('tenant', '=', tenant)
    .where('id', '=', id)
    .execute();
}
