import { outwards, type Share, shareOf } from './rounding.ts';

/** Answers to variants that the person had not seen before: those asked again would only show what was asked again. */
export interface Marks {
  readonly answered: number;
  readonly right: number;
}

export interface Awareness extends Share {
  readonly answers: number;
  /** In per cent, to the next 5 outwards: where the share of all such answers lies, 19 times in 20. */
  readonly range: { readonly low: number; readonly high: number };
}

/** 97.5 % of a normal distribution lie below. */
export const Z = 1.959964;

/** Wilson's 95 % interval of a share (E. B. Wilson, 1927): it holds for few answers, and near all and none, where the usual one fails. */
export function wilson({ answered, right }: Marks): { low: number; high: number } {
  if (answered === 0) return { low: 0, high: 1 };
  const share = right / answered;
  const weight = Z ** 2 / answered;
  const middle = (share + weight / 2) / (1 + weight);
  const half = (Z / (1 + weight)) * Math.sqrt((share * (1 - share)) / answered + weight / (4 * answered));
  return { low: Math.max(0, middle - half), high: Math.min(1, middle + half) };
}

/** Of counts that are published, and so rounded (`publish.ts`); null where they are too few. */
export function awarenessOf(marks: Marks): Awareness | null {
  const share = shareOf(marks.right, marks.answered);
  const { low, high } = wilson(marks);
  return share && { ...share, answers: marks.answered, range: outwards(low, high) };
}

export interface OwnAnswer {
  readonly topic: string;
  readonly right: boolean;
}

/** A person's own figures, for that person: exact, and with no range, since nobody is to be judged by them. */
export function ownAwareness(answers: readonly OwnAnswer[]): Marks & { topics: (Marks & { topic: string })[] } {
  const topics = [...Map.groupBy(answers, ({ topic }) => topic)].map(([topic, some]) => ({ topic, ...marksOf(some) }));
  return { ...marksOf(answers), topics: topics.sort((a, b) => (a.topic < b.topic ? -1 : 1)) };
}

const marksOf = (answers: readonly OwnAnswer[]): Marks => ({
  answered: answers.length,
  right: answers.filter(({ right }) => right).length,
});
