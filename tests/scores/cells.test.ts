import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releasableCells } from '../../src/scores/cells.ts';
import { releasable } from '../../src/scores/suppression.ts';

interface Person {
  readonly team: string | null;
  readonly topics: readonly string[];
}

const TEAMS = ['red', 'blue', 'green'];
const TOPICS = ['photos', 'record', 'sharing'];

function release(people: readonly Person[]) {
  const answered = people.filter(({ topics }) => topics.length > 0);
  const candidates = {
    teams: [...TEAMS, null].map((name) => ({ name, members: answered.filter(({ team }) => team === name) })),
    topics: TOPICS.map((name) => ({ name, members: answered.filter(({ topics }) => topics.includes(name)) })),
  };
  const released = releasable(candidates);
  return { released, cells: releasableCells(candidates, released) };
}

const group = (count: number, team: string | null, ...topics: string[]) =>
  Array.from({ length: count }, (): Person => ({ team, topics }));
const names = (people: readonly Person[]) =>
  release(people)
    .cells.map(({ team, topic }) => `${team} ${topic}`)
    .sort();

describe('teams by topic', () => {
  test.each<[string, Person[], string[]]>([
    ['nobody', [], []],
    [
      'where eight of the team answered it',
      [...group(9, 'red', 'photos', 'record'), ...group(9, 'blue', 'photos', 'record')],
      ['blue photos', 'blue record', 'red photos', 'red record'],
    ],
    [
      'one that seven answered is covered by the others: of the team, of the topic, and so of both',
      [...group(9, 'red', 'photos', 'record'), ...group(7, 'blue', 'record'), ...group(9, 'blue', 'photos')],
      [],
    ],
    [
      'a topic of which three would be left is covered',
      [
        ...[...group(3, 'red', 'photos'), ...group(7, 'red', 'record'), ...group(7, 'red', 'sharing')],
        ...group(20, 'blue', 'photos', 'record', 'sharing'),
        ...group(20, null, 'record', 'sharing'),
      ],
      [],
    ],
    [
      'where eight others are left, the rest is shown',
      [
        ...group(20, 'red', 'photos', 'record', 'sharing'),
        ...group(20, 'blue', 'photos', 'record', 'sharing'),
        ...group(8, null, 'photos', 'record', 'sharing'),
      ],
      ['blue photos', 'blue record', 'blue sharing', 'red photos', 'red record', 'red sharing'],
    ],
  ])('%s', (_, people, shown) => {
    expect(names(people)).toEqual(shown);
  });
});

test('whatever is added and subtracted of teams, topics and teams by topic is about nobody or about eight people or more', () => {
  const has = fc.constantFrom(true, true, false);
  const some = fc.record({
    count: fc.constantFrom(1, 1, 2, 6, 7, 8, 9, 20),
    team: fc.constantFrom('red', 'red', 'blue', 'blue', 'green', null),
    topics: fc.tuple(has, has, has),
  });
  const people = fc
    .array(some, { minLength: 2, maxLength: 14, size: 'max' })
    .map((groups) =>
      groups.flatMap(({ count, team, topics }) => group(count, team, ...TOPICS.filter((_, at) => topics[at]))),
    );
  /** How often each figure is counted; small numbers, so that many of the sums come to nothing. */
  const weight = fc.constantFrom(0, 0, 0, 1, -1);
  const weights = fc.record({
    teams: fc.array(weight, { minLength: 4, maxLength: 4 }),
    topics: fc.array(weight, { minLength: 4, maxLength: 4 }),
    cells: fc.array(fc.constantFrom(0, 1, -1, 'undo' as const), { minLength: 9, maxLength: 9 }),
  });
  let cellsSeen = 0;
  fc.assert(
    fc.property(people, fc.array(weights, { minLength: 30, maxLength: 30 }), (all, tries) => {
      const { released, cells } = release(all);
      if (!released.whole) return;
      cellsSeen += cells.length;
      for (const { teams, topics, cells: more } of tries) {
        const marginal = (team: string | null, topic: string): number =>
          // Those not shown share one weight: only their sum can be worked out.
          (teams[team !== null && released.teams.has(team) ? TEAMS.indexOf(team) : 3] ?? 0) +
          (topics[released.topics.has(topic) ? TOPICS.indexOf(topic) : 3] ?? 0);
        const weigh = (team: string | null, topic: string): number => {
          const cell = cells.findIndex((one) => one.team === team && one.topic === topic);
          const extra = cell < 0 ? 0 : (more[cell] ?? 0);
          return extra === 'undo' ? 0 : marginal(team, topic) + extra;
        };
        const about = all.filter(({ team, topics }) => topics.some((topic) => weigh(team, topic) !== 0)).length;
        expect(about === 0 || about >= 8, `${about} people`).toBe(true);
      }
    }),
    { numRuns: 1500 },
  );
  expect(cellsSeen).toBeGreaterThan(500);
});
