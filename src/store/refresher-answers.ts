import type { RefresherQuestion, Trx } from './tables.ts';

/**
 * Keeps the answer to a refresher's question beside all others, once for each copy. It stands under the words that teach what it
 * asks, so that it says nothing of what somebody knew before: it is never counted as first seen (docs/scores.md).
 */
export async function addRefresherAnswer(
  trx: Trx,
  answer: {
    tenant: string;
    person: string;
    copy: string;
    refresher: string;
    topic: string;
    question: RefresherQuestion;
    chosen: number;
    correct: boolean;
    at: Date;
  },
): Promise<void> {
  const { tenant, person, copy: about, refresher, topic, question, chosen, correct, at } = answer;
  await trx
    .insertInto('quiz_answers')
    .values({
      tenant,
      person,
      about,
      topic,
      chosen,
      correct,
      at,
      question: question.question ?? `refresher-${refresher}`,
      variant: question.variant ?? 'own',
      version: question.version,
      first_seen: false,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}
