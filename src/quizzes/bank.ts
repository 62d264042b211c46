/** The question bank as the rest of Quietword sees it: sound, complete, and the same for as long as it is held. */
import type { Language } from '../policy/types.ts';
import type { Topic } from './topics.ts';

export interface Bank {
  /** In the order of their files by name, and as they stand in each. */
  readonly questions: readonly Question[];
  /** What people call each topic. */
  readonly titles: Readonly<Record<Topic, Readonly<Record<Language, string>>>>;
}

/** One piece of knowledge, asked in two or more ways. */
export interface Question {
  /** One of a kind in the bank, and the same for good: answers point at it. */
  readonly id: string;
  readonly topic: Topic;
  /** Where the rule comes from: "NMC Code, section 5.3". */
  readonly source: Readonly<Record<Language, string>>;
  /** The day by which a person looks at it again: 2027-11-30. */
  readonly review: string;
  /** At least two. */
  readonly variants: readonly Variant[];
}

/** One way to ask it: another place and other people, the same knowledge. */
export interface Variant {
  /** One of a kind in its question. */
  readonly id: string;
  readonly said: Readonly<Record<Language, Said>>;
}

/** A variant in one language. */
export interface Said {
  readonly stem: string;
  /** Three or four, in the same order in every language; exactly one is right. */
  readonly options: readonly Option[];
  /** Why, in at most 60 words: the variant's own words, or those of its question. */
  readonly rationale: string;
}

export interface Option {
  readonly text: string;
  readonly right: boolean;
}

/** The message is one sentence: file, line, reason. */
export class BankError extends Error {
  override name = 'BankError';
  /** The file, or the folder, that has to be put right. */
  readonly file: string;
  constructor(file: string, message: string) {
    super(message);
    this.file = file;
  }
}
