import { createHash } from 'node:crypto';
import type { Bank, Question, Variant } from './bank.ts';

export interface Card {
  readonly question: Question;
  readonly variant: Variant;
  /** Changes with any word of the variant: an answer counts only for what was read. */
  readonly version: string;
}

/** A bank to choose from, and to find again what was asked. */
export interface Deck {
  readonly bank: Bank;
  find(question: string, variant: string): Card | undefined;
  /** Whether it is asked at all, in whatever words. */
  has(question: string): boolean;
}

export function deckOf(bank: Bank): Deck {
  const cards = new Map<string, Card>();
  for (const question of bank.questions)
    for (const variant of question.variants)
      cards.set(`${question.id}/${variant.id}`, { question, variant, version: versionOf(variant) });
  const ids = new Set(bank.questions.map(({ id }) => id));
  return {
    bank,
    find: (question, variant) => cards.get(`${question}/${variant}`),
    has: (question) => ids.has(question),
  };
}

/** The variant of a question in the words that have this version, or undefined. */
export function cardOf(question: Question | undefined, variant: string, version: string): Card | undefined {
  const found = question?.variants.find((one) => one.id === variant && versionOf(one) === version);
  return question && found && { question, variant: found, version };
}

const versionOf = ({ said }: Variant): string =>
  createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 12);
