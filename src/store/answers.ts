import type { Category } from '../policy/types.ts';
import type { Answered, Trx } from './tables.ts';

/** Keeps what the poster answered, for the whole burst that the incident leads. The latest answer counts. */
export async function setAnswer(
  trx: Trx,
  tenant: string,
  incident: string,
  answer: Answered,
  now: Date,
): Promise<void> {
  await trx
    .updateTable('incidents')
    .set({ answer, answered_at: now })
    .where('tenant', '=', tenant)
    .where((where) => where.or([where('id', '=', incident), where('burst_of', '=', incident)]))
    .execute();
}

/** Marks a question of a notice; the first answer counts. */
export async function addQuizAnswer(
  trx: Trx,
  answer: { tenant: string; person: string; about: string; topic: Category; correct: boolean },
): Promise<void> {
  await trx
    .insertInto('quiz_answers')
    .values(answer)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
