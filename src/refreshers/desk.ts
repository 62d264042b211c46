import type { Language } from '../policy/types.ts';
import type { Desk } from '../quizzes/desk.ts';

/** What refreshers need on their way: as questions do, and where their pictures are fetched. */
export interface RefresherDesk extends Desk {
  /** Where people reach this program, without a trailing slash. */
  readonly publicUrl: string;
  readonly mayBeKept: (words: string, language?: Language) => boolean;
}
