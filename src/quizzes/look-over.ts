/** What a person should look at in a bank that is sound. Pure. */
import { readingAge } from '../reading-age.ts';
import type { Bank, Question, Said } from './bank.ts';

const READING_AGE = 11;

/** `today`: 2026-11-30. */
export function lookOver({ questions }: Bank, today: string): string[] {
  return questions.flatMap((question) => [
    ...overdue(question, today),
    ...hardToRead(question).map(({ variant, reason }) => `${question.id}, ${variant}: ${reason}.`),
  ]);
}

const overdue = ({ id, review }: Question, today: string): string[] =>
  review < today ? [`${id}: a person was to look at it again by ${review}.`] : [];

/** Variants of which the question or the rationale reads at a higher age than is wanted. */
export function hardToRead({ variants }: Question): { readonly variant: string; readonly reason: string }[] {
  return variants.flatMap((variant) => {
    const [age, text] = hardest(variant.said.en);
    return age > READING_AGE
      ? [
          {
            variant: variant.id,
            reason: `the ${text} reads at an age of ${age.toFixed(1)}, and ${READING_AGE} is wanted`,
          },
        ]
      : [];
  });
}

/** The reading ages of a variant in English: of its stem with the options, each a sentence, and of its rationale. */
export function readingAges({ stem, options, rationale }: Said): {
  readonly question: number;
  readonly rationale: number;
} {
  const sentences = options.map(({ text }) => (/[.?!][”"]?$/.test(text) ? text : `${text}.`));
  return { question: readingAge([stem, ...sentences].join(' ')), rationale: readingAge(rationale) };
}

function hardest(said: Said): readonly [number, string] {
  const { question, rationale } = readingAges(said);
  return rationale > question ? [rationale, 'rationale'] : [question, 'question'];
}
