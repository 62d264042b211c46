/** Which questions come next for one person. Pure. */
import type { Category } from '../policy/types.ts';
import type { Bank, Question, Variant } from './bank.ts';
import type { Memory, Schedule } from './schedule.ts';
import type { Topic } from './topics.ts';

export interface Learner {
  readonly memory: ReadonlyMap<string, Memory>;
  /** How often each category of the policy was flagged in this person's own messages lately. Nobody is told that it counts. */
  readonly lately: ReadonlyMap<Category, number>;
  /** What they were asked before, by `seenKey`, and when last. */
  readonly seen: ReadonlyMap<string, Date>;
  /** Any number of the person's own, so that a team isn't asked the same thing on one morning. */
  readonly turn: number;
}

export interface Chosen {
  readonly question: Question;
  readonly variant: Variant;
}

export const seenKey = (question: string, variant: string): string => `${question}/${variant}`;

/** Four in ten did not know their organisation's rules, says the survey: of a topic never asked, no more is assumed. */
const KNOWN_AT_FIRST = 0.61;
/** What went wrong three times counts no more than this. */
const MOST_LATELY = 2;

/** What a flagged message of a category is a question of. */
export const TOPIC_OF = {
  'patient-number': 'minimum-necessary',
  name: 'minimum-necessary',
  'date-of-birth': 'minimum-necessary',
  address: 'minimum-necessary',
  'phone-or-email': 'minimum-necessary',
  image: 'photos',
  mosaic: 'mosaic',
  complaint: 'venting',
  deceased: 'deceased',
  access: 'access',
  'wrong-recipient': 'wrong-recipient',
  'staff-health': 'caldicott',
  'unapproved-app': 'approved-channels',
} as const satisfies Record<Category, Topic>;

/**
 * The topics most due, most forgotten first, each counting for more where the person's own messages went wrong in it lately; a
 * question a topic, in a variant not yet seen while there is one. Fewer than `most`, or none, where nothing is due.
 */
export function choose(bank: Bank, learner: Learner, now: Date, most: number, schedule: Schedule): Chosen[] {
  const topics = [...new Set(bank.questions.map(({ topic }) => topic))];
  return inTurn(topics, learner.turn)
    .map((topic) => ({ topic, forgotten: forgotten(topic, learner, now, schedule) }))
    .filter(({ topic, forgotten }) => forgotten >= 1 - schedule.retention || isPast(learner.memory.get(topic), now))
    .sort((one, other) => other.forgotten - one.forgotten)
    .slice(0, most)
    .map(({ topic }) => inTopic(bank, topic, learner));
}

const isPast = (memory: Memory | undefined, now: Date): boolean => memory !== undefined && memory.due <= now;

function forgotten(topic: Topic, { memory, lately }: Learner, now: Date, schedule: Schedule): number {
  const known = memory.get(topic);
  const wrong = [...lately].reduce((sum, [category, times]) => (TOPIC_OF[category] === topic ? sum + times : sum), 0);
  return (1 - (known ? schedule.recall(known, now) : KNOWN_AT_FIRST)) * (1 + Math.min(wrong, MOST_LATELY));
}

/** The variant that was never seen, of the question that was asked least; else the one that was seen longest ago. */
function inTopic(bank: Bank, topic: Topic, { seen, turn }: Learner): Chosen {
  const questions = bank.questions.filter((question) => question.topic === topic);
  const candidates = inTurn(questions, turn).flatMap((question) => {
    const times = question.variants.map(({ id }) => seen.get(seenKey(question.id, id)));
    const asked = times.filter((time) => time !== undefined).length;
    return inTurn(question.variants, turn).map((variant) => {
      const last = seen.get(seenKey(question.id, variant.id));
      return { question, variant, last: last?.getTime() ?? 0, asked };
    });
  });
  candidates.sort((one, other) => one.last - other.last || one.asked - other.asked);
  return candidates[0] as Chosen;
}

const inTurn = <T>(list: readonly T[], turn: number): T[] => {
  const from = list.length === 0 ? 0 : turn % list.length;
  return [...list.slice(from), ...list.slice(0, from)];
};
