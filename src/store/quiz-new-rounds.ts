import { sql } from 'kysely';
import type { Delivery, Trx } from './tables.ts';

/** What one person is to be asked, in this order. */
export interface RoundToAsk {
  readonly person: string;
  readonly questions: readonly {
    readonly topic: string;
    readonly question: string;
    readonly variant: string;
    readonly version: string;
  }[];
}

/** Puts down the rounds of a page of people in one statement; who has one of this slot, or one that is open, gets no second. */
export async function addRounds(trx: Trx, tenant: string, slot: Date, rounds: readonly RoundToAsk[]): Promise<void> {
  if (rounds.length === 0) return;
  await sql`
    with given as (
      select * from jsonb_to_recordset(${JSON.stringify(rounds)}::text::jsonb) as g (person uuid, questions jsonb)
    ), made as (
      insert into quiz_rounds (tenant, person, slot, questions, not_before)
        select ${tenant}, person, ${slot}::timestamptz, jsonb_array_length(questions), ${slot}::timestamptz from given
        on conflict do nothing returning id, person
    )
    insert into quiz_asked (tenant, round, place, person, topic, question, variant, version)
      select ${tenant}, made.id, asked.place, made.person, asked.q->>'topic', asked.q->>'question', asked.q->>'variant',
        asked.q->>'version'
      from made join given using (person)
      cross join lateral jsonb_array_elements(given.questions) with ordinality as asked (q, place)`.execute(trx);
}

/** Closes what earlier slots left open, so that there are never two: it can still be answered, and is not spoken of again. */
export async function lapseRounds(
  trx: Trx,
  { tenant, people, slot, now }: { tenant: string; people: readonly string[]; slot: Date; now: Date },
): Promise<void> {
  await trx
    .updateTable('quiz_rounds')
    .set({ closed_at: now, delivery: sql<Delivery>`case delivery when 'waiting' then 'held' else delivery end` })
    .where('tenant', '=', tenant)
    .where('person', '=', sql<string>`any(${[...people]}::uuid[])`)
    .where('slot', '<', slot)
    .where('closed_at', 'is', null)
    .execute();
}
