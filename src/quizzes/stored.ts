/** Questions as a bank's file and the database have them, and as people are asked them. Pure. */
import type { StoredVersion } from '../store/question-versions.ts';
import type { Bank, Question, Variant } from './bank.ts';
import { QUESTION, type QuestionContent, questionOf } from './sheet.ts';
import { TOPICS, type Topic } from './topics.ts';

/** Whose bank a trainer changes who may see every organisation of this installation. */
export const EVERYWHERE = '*';

/** The question of a stored version, or undefined: it says "as the files have it", or its form is of a newer program. */
export function questionIn({ topic, content }: Pick<StoredVersion, 'topic' | 'content'>): Question | undefined {
  const parsed = QUESTION.safeParse(content);
  return parsed.success && isTopic(topic) ? questionOf(topic, parsed.data) : undefined;
}

export const isTopic = (topic: string): topic is Topic => Object.hasOwn(TOPICS, topic);

/** The bank of the files with what was changed on top of it: the changes for everybody first, then those of one organisation. */
export function overlay(files: Bank, changes: readonly StoredVersion[]): Bank {
  const questions = new Map(files.questions.map((question) => [question.id, question]));
  const retired = new Set<string>();
  const inTurn = [...changes].sort(
    (one, other) => Number(other.tenant === EVERYWHERE) - Number(one.tenant === EVERYWHERE),
  );
  for (const change of inTurn) {
    const original = files.questions.find(({ id }) => id === change.question);
    const question = change.content === null ? original : (questionIn(change) ?? questions.get(change.question));
    if (question) questions.set(change.question, question);
    if (change.retired) retired.add(change.question);
    else retired.delete(change.question);
  }
  return { ...files, questions: [...questions.values()].filter(({ id }) => !retired.has(id)) };
}

/** A question as a file has it. A rationale that all variants share stands once. */
export function contentOf({ id, source, review, variants }: Question): QuestionContent {
  const rationales = variants.map(({ said }) => ({ en: said.en.rationale, cy: said.cy.rationale }));
  const [first] = rationales;
  const shared = first && rationales.every(({ en, cy }) => en === first.en && cy === first.cy) ? first : undefined;
  return {
    id,
    source: { ...source },
    review,
    ...(shared ? { rationale: shared } : {}),
    variants: variants.map((variant, at) => ({
      id: variant.id,
      right: variant.said.en.options.findIndex(({ right }) => right) + 1,
      en: asked(variant, 'en'),
      cy: asked(variant, 'cy'),
      ...(shared ? {} : { rationale: rationales[at] }),
    })),
  };
}

const asked = ({ said }: Variant, language: 'en' | 'cy') => ({
  stem: said[language].stem,
  options: said[language].options.map(({ text }) => text),
});
