/** A file of the question bank, one a topic, as people write it. Everything is strict: a missing or unknown key refuses it. */
import { z } from 'zod';
import type { Language } from '../policy/types.ts';
import { type Checked, check } from '../yaml-document.ts';
import { BankError, type Question, type Said } from './bank.ts';
import { TOPICS, type Topic } from './topics.ts';

/** Characters. An option is a button in Slack, which takes no more. */
const OPTION = 75;
const LABEL = 60;
const SOURCE = 160;
const STEM = 300;
const RATIONALE = 500;

/** What an author left to be filled in: nothing fills it. */
const UNFILLED = /\{[^{}]*\}|[{}]|\b(?:TODO|TBC|TBD|FIXME|XXX|lorem ipsum)\b|\[[^\]]*\]|_{3,}|…{2,}/i;

const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(most)
    .refine((text) => !UNFILLED.test(text), {
      error: ({ input }) => `${UNFILLED.exec(String(input))?.[0]} is not filled in`,
    });
const each = <T extends z.ZodType>(value: T) => z.strictObject({ en: value, cy: value } satisfies Record<Language, T>);
const id = z.string().regex(/^[a-z0-9]+(?:-[a-z0-9]+)*$/, 'it takes small letters, figures and single hyphens');

const asked = z.strictObject({ stem: line(STEM), options: z.array(line(OPTION)).min(3).max(4) });
const rationale = each(line(RATIONALE)).optional();

export const QUESTION = z.strictObject({
  id: id.max(40),
  source: each(line(SOURCE)),
  review: z.iso.date({
    error: ({ code }) => (code === 'invalid_format' ? 'it takes a day, such as 2027-11-30' : undefined),
  }),
  /** For all variants that have none of their own. */
  rationale,
  variants: z
    .array(
      z.strictObject({
        id: id.max(20),
        /** Which of the options, from 1, in every language. */
        right: z.number().int().min(1).max(4),
        en: asked,
        cy: asked,
        rationale,
      }),
    )
    .min(2),
});

const SHEET = z.strictObject({
  topic: z.enum(Object.keys(TOPICS) as Topic[]),
  title: each(line(LABEL)),
  questions: z.array(QUESTION).min(1),
});
export type QuestionContent = z.infer<typeof QUESTION>;
export type SheetContent = z.infer<typeof SHEET>;
export type Sheet = Checked<SheetContent> & { readonly file: string };

/** Throws BankError where the form isn't kept; `faults.ts` has what is looked for beyond it. */
export function readSheet(source: string, file: string): Sheet {
  return { file, ...check(source, file, SHEET, 'a file of questions', BankError) };
}

/** The questions of a sheet that has no fault. */
export const questionsOf = ({ content: { topic, questions } }: Sheet): Question[] =>
  questions.map((question) => questionOf(topic, question));

export function questionOf(
  topic: Topic,
  { id, source, review, variants, rationale: shared }: QuestionContent,
): Question {
  return {
    id,
    topic,
    source,
    review,
    variants: variants.map((variant) => {
      const why = variant.rationale ?? shared;
      const say = (language: Language): Said => ({
        stem: variant[language].stem,
        options: variant[language].options.map((text, at) => ({ text, right: at + 1 === variant.right })),
        rationale: why?.[language] ?? '',
      });
      return { id: variant.id, said: { en: say('en'), cy: say('cy') } satisfies Record<Language, Said> };
    }),
  };
}
