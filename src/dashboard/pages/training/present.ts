import type { Bank } from '../../../quizzes/bank.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import type { Need } from './need.ts';

/** `today`: 2026-11-30. */
export function presentTraining(needs: readonly Need[], { questions }: Bank, today: string) {
  const overdue = questions.filter(({ review }) => review < today).length;
  return {
    topics: needs.map(({ topic, tag, known, happened }) => ({
      topic,
      title: TOPIC_WORDS[topic],
      tag,
      known: known.length > 0 ? known.join('; ') : 'Not shown yet',
      happened: happened ?? 'None in the last eight weeks',
      questions: questions.filter((question) => question.topic === topic).length,
    })),
    review:
      overdue === 0 ? null : overdue === 1 ? '1 question is due for review' : `${overdue} questions are due for review`,
    count: questions.length,
  };
}
