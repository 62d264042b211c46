import { type Awareness, awarenessOf } from './awareness.ts';
import { LEAST_PEOPLE, toFive } from './rounding.ts';

/** How many chose one option of a question. */
export interface SurveyCount {
  readonly question: string;
  readonly option: string;
  readonly people: number;
}

export interface SurveyFigure {
  /** To the nearest 5; null where fewer than 8 people took part, of whom nothing is said. */
  readonly people: number | null;
  /** Of those who answered the question, who chose one of these options; null where they are too few for a share. */
  readonly share: Awareness | null;
}

/** The share of one answer to a question of a survey that is over, of rounded counts, as every share here. */
export function surveyFigure(
  counts: readonly SurveyCount[],
  question: string,
  options: readonly string[],
): SurveyFigure {
  const chosen = counts.filter((count) => count.question === question);
  const sum = (some: readonly SurveyCount[]) => some.reduce((all, { people }) => all + people, 0);
  const answered = sum(chosen);
  if (answered < LEAST_PEOPLE) return { people: null, share: null };
  const right = toFive(sum(chosen.filter(({ option }) => options.includes(option))));
  const whole = toFive(answered);
  return { people: whole, share: awarenessOf({ answered: whole, right: Math.min(right, whole) }) };
}
