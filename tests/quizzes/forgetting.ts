import type { Topic } from '../../src/quizzes/topics.ts';

/**
 * People whose forgetting is known, since it is made up here, and by another law than the scheduler's: knowledge halves every so
 * many days, by person and topic. Whoever answers reads why, so knows it that day; the later a right answer came, the slower it
 * fades from then on (spacing); a wrong one is forgotten faster. Numbers from a seed: the same people every time.
 */
export interface Mind {
  readonly known: Map<Topic, { halfLife: number; from: number }>;
}

/** Mulberry32, in the public domain. */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** 39 % know nothing of a topic at first, as the survey says; the others have known it for a while. */
export function mindOf(topics: readonly Topic[], random: () => number): Mind {
  const quickness = 0.5 + random();
  return {
    known: new Map(
      topics.map((topic) => [
        topic,
        random() < 0.39
          ? { halfLife: quickness * (4 + 16 * random()), from: Number.NEGATIVE_INFINITY }
          : { halfLife: quickness * (100 + 300 * random()), from: 0 },
      ]),
    ),
  };
}

/** The chance of a right answer by knowledge, from 0 to 1. */
export function recallOf({ known }: Mind, topic: Topic, day: number): number {
  const { halfLife, from } = known.get(topic) ?? { halfLife: 1, from: Number.NEGATIVE_INFINITY };
  return 2 ** (-(day - from) / halfLife);
}

/** Asks, and lets them learn from it. True where they knew. */
export function askOf(mind: Mind, topic: Topic, day: number, random: () => number): boolean {
  const recall = recallOf(mind, topic, day);
  const right = random() < recall;
  const { halfLife } = mind.known.get(topic) ?? { halfLife: 10 };
  const next = right ? halfLife * (1 + 3 * (1 - recall)) : Math.max(3, halfLife * 0.7);
  mind.known.set(topic, { halfLife: Math.min(next, 400), from: day });
  return right;
}

export const retained = (mind: Mind, topics: readonly Topic[], day: number): number =>
  topics.reduce((sum, topic) => sum + recallOf(mind, topic, day), 0) / topics.length;
