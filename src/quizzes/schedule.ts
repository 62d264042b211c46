/** What somebody is thought to remember of a topic, and when to ask again: FSRS, by answers alone. Pure. */
import { type Card, createEmptyCard, fsrs, Rating, State } from 'ts-fsrs';

/** What is kept of a person and topic between two answers. */
export interface Memory {
  /** When the share remembered is thought to have fallen to what is wanted. */
  readonly due: Date;
  /** Days until nine in ten still remember. */
  readonly stability: number;
  readonly difficulty: number;
  readonly reps: number;
  readonly lapses: number;
  readonly reviewed: Date;
}

export interface Schedule {
  readonly retention: number;
  after(before: Memory | undefined, right: boolean, at: Date): Memory;
  /** From 0 to 1. It orders topics, and says nothing of a person that could be shown. */
  recall(memory: Memory, at: Date): number;
}

const DAY_MS = 86_400_000;

export function createSchedule(settings: { readonly retention: number; readonly longestDays: number }): Schedule {
  const { retention, longestDays } = settings;
  const scheduler = fsrs({
    request_retention: retention,
    maximum_interval: longestDays,
    enable_fuzz: false,
    // Its short steps are minutes and hours: a question a day at the most would never keep them.
    enable_short_term: false,
  });
  return {
    retention,
    after(before, right, at) {
      const { card } = scheduler.next(
        before ? cardOf(before) : createEmptyCard(at),
        at,
        right ? Rating.Good : Rating.Again,
      );
      // The library's longest interval isn't kept where it orders the grades among each other.
      const latest = new Date(at.getTime() + longestDays * DAY_MS);
      return {
        due: card.due < latest ? card.due : latest,
        stability: card.stability,
        difficulty: card.difficulty,
        reps: card.reps,
        lapses: card.lapses,
        reviewed: at,
      };
    },
    recall: ({ stability, reviewed }, at) =>
      scheduler.forgetting_curve(Math.max(0, at.getTime() - reviewed.getTime()) / DAY_MS, stability),
  };
}

function cardOf({ due, stability, difficulty, reps, lapses, reviewed }: Memory): Card {
  return {
    due,
    stability,
    difficulty,
    reps,
    lapses,
    last_review: reviewed,
    state: State.Review,
    scheduled_days: Math.round((due.getTime() - reviewed.getTime()) / DAY_MS),
    elapsed_days: 0,
    learning_steps: 0,
  };
}
