import type { Kysely } from 'kysely';
import { nextQuestion } from './quiz-rounds.ts';
import type { Database, Trx } from './tables.ts';

/** A card that still asks, in somebody's chat. */
export interface OpenCard {
  readonly round: string;
  readonly kind: 'quiz' | 'survey';
  /** By what the platform can change it. */
  readonly ref: string;
  /** What its buttons carry: the question that is next in the round, or the survey's round itself. */
  readonly carries: string;
}

export async function openCards(db: Kysely<Database>, tenant: string, person: string): Promise<OpenCard[]> {
  const rounds = await db
    .selectFrom('quiz_rounds')
    .select(['id', 'kind', 'ref'])
    .where('tenant', '=', tenant)
    .where('person', '=', person)
    .where('ref', 'is not', null)
    .$narrowType<{ ref: string }>()
    .execute();
  return Promise.all(
    rounds.map(async ({ id, kind, ref }) => {
      const next = kind === 'quiz' ? await nextQuestion(db, tenant, id) : undefined;
      return { round: id, kind, ref, carries: next?.asked ?? id };
    }),
  );
}

/** The card of a round asks no more: it was answered, put off, or made way for another. */
export async function cardIsDone(trx: Trx, tenant: string, round: string, ref?: string): Promise<void> {
  await trx
    .updateTable('quiz_rounds')
    .set({ ref: null })
    .where('tenant', '=', tenant)
    .where('id', '=', round)
    .$if(ref !== undefined, (query) => query.where('ref', '=', ref as string))
    .execute();
}
