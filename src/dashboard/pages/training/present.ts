import type { Bank } from '../../../quizzes/bank.ts';
import { ENOUGH } from '../../../scores/needs.ts';
import type { Counted } from '../../../scores/refreshers.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { presentItem } from '../refreshers/present.ts';
import type { Need } from './need.ts';

interface Training {
  readonly needs: readonly Need[];
  readonly bank: Bank;
  /** 2026-11-30. */
  readonly today: string;
  /** Refreshers that wait or are on their way. */
  readonly open: readonly Refresher[];
  readonly progress: ReadonlyMap<string, Counted>;
  readonly changes: readonly object[];
}

export function presentTraining({ needs, bank: { questions }, today, open, progress, changes }: Training) {
  const overdue = questions.filter(({ review }) => review < today).length;
  return {
    enough: ENOUGH,
    topics: needs.map(({ topic, tag, known, happened }) => ({
      topic,
      title: TOPIC_WORDS[topic],
      tag,
      known: known.length > 0 ? known.join('; ') : 'Not shown yet',
      happened: happened ?? 'None in eight weeks',
      questions: questions.filter((question) => question.topic === topic).length,
    })),
    review:
      overdue === 0 ? null : overdue === 1 ? '1 question is due for review' : `${overdue} questions are due for review`,
    count: questions.length,
    open: open.map((refresher) => presentItem(refresher, progress.get(refresher.id), false)),
    changes,
  };
}
