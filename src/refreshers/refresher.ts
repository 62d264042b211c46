/** A refresher as its trainer writes it, and what it may hold. */
import type { Category } from '../policy/types.ts';
import type { Topic } from '../quizzes/topics.ts';
import type { RefresherAudience, RefresherQuestion, Saying } from '../store/tables.ts';

/** Characters. */
export const LONGEST = { title: 75, words: 600, alt: 200, stem: 300, option: 75, rationale: 500, name: 60 } as const;
export const OPTIONS = { least: 2, most: 4 } as const;

interface Each {
  readonly en: string;
  /** Empty: whoever reads Welsh gets it in English. */
  readonly cy: string;
}

/** As it was typed and chosen, in a form of the dashboard or in a chat. */
export interface Written {
  readonly title: Each;
  readonly words: Each;
  /** What it is about, of the question bank's topics: a change afterwards is looked for there. */
  readonly topic: string;
  /** One that was kept before (`keepPicture`), or null. */
  readonly picture: string | null;
  /** What the picture shows, for whoever can't see it. */
  readonly alt: Each;
  readonly question: WrittenQuestion;
  /** Whether people are asked to say that they read it. */
  readonly acknowledge: boolean;
  readonly audience: RefresherAudience;
  /** Offered once to who put right what was flagged as this, and to nobody else; null: sent to the audience. */
  readonly category: string | null;
  readonly campaign: string | null;
}

export type WrittenQuestion =
  | { readonly from: 'none' }
  /** `id`: the bank's id of a question, or `question/variant`; without a variant it is the first. */
  | { readonly from: 'bank'; readonly id: string }
  | {
      readonly from: 'own';
      readonly stem: Each;
      /** Empty ones are left out. */
      readonly options: readonly Each[];
      /** Which of the options, from 1. */
      readonly right: number;
      readonly rationale: Each;
    };

/** Read and sound, as it is kept. */
export interface Draft {
  readonly said: Saying;
  readonly topic: Topic;
  readonly picture: string | null;
  readonly alt: { readonly en: string; readonly cy: string | null } | null;
  readonly question: RefresherQuestion | null;
  readonly acknowledge: boolean;
  readonly audience: RefresherAudience;
  readonly category: Category | null;
  readonly campaign: string | null;
}

/** Names of fields, the same in the dashboard's form and in a chat's. */
export type Field =
  | `${'title' | 'words' | 'alt' | 'stem' | 'rationale' | `option-${1 | 2 | 3 | 4}`}${'' | '-cy'}`
  | 'question'
  | 'topic'
  | 'right'
  | 'picture'
  | 'audience'
  | 'category'
  | 'when'
  | 'name'
  | 'starts-on'
  | 'ends-on';

export interface Fault {
  readonly field: Field;
  /** One sentence for the trainer, that says what to do. */
  readonly sentence: string;
}
