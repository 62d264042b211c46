import { describe, expect, test } from 'vitest';
import type { Category } from '../../src/policy/types.ts';
import { CATEGORIES } from '../../src/policy/types.ts';
import { choose, type Learner, seenKey, TOPIC_OF } from '../../src/quizzes/choose.ts';
import { createSchedule, type Memory } from '../../src/quizzes/schedule.ts';
import { TOPICS, type Topic } from '../../src/quizzes/topics.ts';
import { bank } from './room.ts';

const schedule = createSchedule({ retention: 0.9, longestDays: 180 });
const START = Date.UTC(2026, 0, 6, 10);
const on = (day: number) => new Date(START + day * 86_400_000);
const ALL = Object.keys(TOPICS) as Topic[];

/** Right on day 0, on 7 and on 28: due some two months later. */
const known = [0, 7, 28].reduce<Memory | undefined>(
  (before, day) => schedule.after(before, true, on(day)),
  undefined,
) as Memory;
const missed = schedule.after(known, false, on(30));

const learner = (change: Partial<Learner> = {}): Learner => ({
  memory: new Map(),
  lately: new Map(),
  seen: new Map(),
  turn: 0,
  ...change,
});
const knowing = (...except: [Topic, Memory | undefined][]): Map<string, Memory> => {
  const memory = new Map<string, Memory>(ALL.map((topic) => [topic, known]));
  for (const [topic, other] of except) {
    if (other) memory.set(topic, other);
    else memory.delete(topic);
  }
  return memory;
};
const topics = (who: Learner, day: number, most = 2) =>
  choose(bank, who, on(day), most, schedule).map(({ question }) => question.topic);
const lately = (...of: [Category, number][]) => new Map(of);

describe('which topics', () => {
  test.each<[string, Learner, number, Topic[]]>([
    ['nothing is due: nobody is asked', learner({ memory: knowing() }), 30, []],
    ['one was never asked', learner({ memory: knowing(['devices', undefined]) }), 30, ['devices']],
    ['one was wrong, and its day has come', learner({ memory: knowing(['record', missed]) }), 45, ['record']],
    [
      'never asked is less known than half forgotten',
      learner({ memory: knowing(['devices', undefined], ['record', missed]) }),
      36,
      ['devices', 'record'],
    ],
    [
      'what went wrong lately comes early',
      learner({ memory: knowing(), lately: lately(['image', 3]) }),
      75,
      ['photos'],
    ],
    [
      'and before what is as much forgotten',
      learner({ lately: lately(['complaint', 1], ['access', 2]) }),
      0,
      ['access', 'venting'],
    ],
    [
      'three categories of one topic count together',
      learner({ lately: lately(['name', 1], ['address', 1], ['deceased', 1]) }),
      0,
      ['minimum-necessary', 'deceased'],
    ],
  ])('%s', (_, who, day, expected) => {
    expect(topics(who, day)).toEqual(expected);
  });
  test('what went wrong a hundred times is not all that is ever asked', () => {
    const memory = knowing(['photos', schedule.after(undefined, true, on(29))], ['devices', undefined]);
    expect(topics(learner({ memory, lately: lately(['image', 100]) }), 30)[0]).toBe('devices');
  });
  test('never two of one topic, and never more than asked for', () => {
    for (const most of [1, 2, 20]) {
      const chosen = topics(learner(), 0, most);
      expect(new Set(chosen).size).toBe(chosen.length);
      expect(chosen).toHaveLength(Math.min(most, ALL.length));
    }
  });
  test('a team isn’t asked the same on one morning', () => {
    const first = Array.from({ length: 28 }, (_, turn) => topics(learner({ turn }), 0, 1)[0]);
    expect(new Set(first).size).toBe(14);
  });
  test('each category of the policy has a topic', () => {
    expect(Object.keys(TOPIC_OF).sort()).toEqual([...CATEGORIES].sort());
  });
});

describe('which variant', () => {
  const only = (topic: Topic, seen: Map<string, Date>, turn = 0) =>
    choose(bank, learner({ memory: knowing([topic, undefined]), seen, turn }), on(30), 1, schedule)[0];

  test.each(ALL)('%s: each variant of each question once, before any comes again; then the oldest', (topic) => {
    const total = bank.questions
      .filter((question) => question.topic === topic)
      .flatMap(({ variants }) => variants).length;
    const seen = new Map<string, Date>();
    const order: string[] = [];
    for (let turn = 0; turn < 2 * total; turn++) {
      const chosen = only(topic, seen, 5);
      if (!chosen) throw new Error('Nothing was chosen.');
      const key = seenKey(chosen.question.id, chosen.variant.id);
      order.push(key);
      seen.set(key, on(turn));
    }
    expect(new Set(order.slice(0, total)).size).toBe(total);
    expect(order.slice(total)).toEqual(order.slice(0, total));
  });
  test('another question before another variant of the same', () => {
    const first = only('photos', new Map());
    const second = only('photos', new Map([[seenKey(first?.question.id ?? '', first?.variant.id ?? ''), on(1)]]));
    expect(second?.question.id).not.toBe(first?.question.id);
  });
});
