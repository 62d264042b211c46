import { join } from 'node:path';
import { expect, test } from 'vitest';
import { choose, type Learner, seenKey } from '../../src/quizzes/choose.ts';
import { loadBank } from '../../src/quizzes/load.ts';
import { createSchedule, type Memory } from '../../src/quizzes/schedule.ts';
import { TOPICS, type Topic } from '../../src/quizzes/topics.ts';
import { askOf, type Mind, mindOf, retained, seeded } from './forgetting.ts';

// A year of 2,000 people whose forgetting is known: what spaced recall is worth, beside a fixed quiz of the same length.

const bank = loadBank(join(import.meta.dirname, '../../quizzes'));
const topics = Object.keys(TOPICS) as Topic[];
const schedule = createSchedule({ retention: 0.9, longestDays: 180 });
const START = Date.UTC(2026, 0, 6, 10);
const on = (day: number) => new Date(START + day * 86_400_000);
const PEOPLE = 2000;
const WEEKS = 52;
/** Looked at once a week of the last quarter, on the eve of what is asked next: not the moment after an answer. */
const LOOKS = Array.from({ length: 13 }, (_, week) => 7 * (WEEKS - 13 + week) + 6);

/** Two of what is most due each week. Gives how many were asked, and what is retained. */
function spaced(mind: Mind, turn: number, random: () => number): { asked: number; kept: number; wrongWay: number } {
  const memory = new Map<string, Memory>();
  const seen = new Map<string, Date>();
  const learner: Learner = { memory, seen, lately: new Map(), turn };
  let asked = 0;
  let wrongWay = 0;
  let kept = 0;
  for (let week = 0; week < WEEKS; week++) {
    const day = 7 * week;
    for (const { question, variant } of choose(bank, learner, on(day), 2, schedule)) {
      asked += 1;
      const key = seenKey(question.id, variant.id);
      const unseen = bank.questions
        .filter(({ topic }) => topic === question.topic)
        .some(({ id, variants }) => variants.some((other) => !seen.has(seenKey(id, other.id))));
      if (seen.has(key) && unseen) wrongWay += 1;
      seen.set(key, on(day));
      const right = askOf(mind, question.topic, day, random);
      memory.set(question.topic, schedule.after(memory.get(question.topic), right, on(day)));
    }
    if (LOOKS.includes(day + 6)) kept += retained(mind, topics, day + 6) / LOOKS.length;
  }
  return { asked, kept, wrongWay };
}

/** As many questions, the same for all, topic by topic, on one day of each month. */
function monthly(mind: Mind, total: number, random: () => number): number {
  let asked = 0;
  let kept = 0;
  for (let month = 0; month < 12; month++) {
    const day = Math.round((month * 365) / 12);
    const until = Math.round((total * (month + 1)) / 12);
    for (; asked < until; asked++) askOf(mind, topics[asked % topics.length] as Topic, day, random);
    const next = Math.round(((month + 1) * 365) / 12);
    for (const look of LOOKS.filter((one) => one >= day && one < next))
      kept += retained(mind, topics, look) / LOOKS.length;
  }
  return kept;
}

test('a year of 2,000 people: spaced recall keeps more than a monthly quiz of as many questions', () => {
  let [fsrs, fixed, nothing, questions, wrongWay] = [0, 0, 0, 0, 0];
  for (let person = 0; person < PEOPLE; person++) {
    const mind = () => mindOf(topics, seeded(person));
    const weekly = spaced(mind(), person, seeded(person + 1_000_000));
    fsrs += weekly.kept / PEOPLE;
    questions += weekly.asked / PEOPLE;
    wrongWay += weekly.wrongWay;
    fixed += monthly(mind(), weekly.asked, seeded(person + 1_000_000)) / PEOPLE;
    nothing += LOOKS.reduce((sum, day) => sum + retained(mind(), topics, day) / LOOKS.length, 0) / PEOPLE;
  }
  const percent = (share: number) => `${(100 * share).toFixed(1)} %`;
  process.stdout.write(
    `A year of ${PEOPLE} people, ${questions.toFixed(1)} questions each; known in the last quarter: ` +
      `spaced ${percent(fsrs)}, monthly ${percent(fixed)}, nothing asked ${percent(nothing)}.\n`,
  );
  expect(wrongWay, 'asked again in a variant that was seen while another was not').toBe(0);
  expect(questions).toBeLessThanOrEqual(2 * WEEKS);
  expect(fixed).toBeGreaterThan(nothing);
  expect(fsrs).toBeGreaterThan(fixed + 0.02);
});
