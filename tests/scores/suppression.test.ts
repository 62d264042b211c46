import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { releasable } from '../../src/scores/suppression.ts';

interface Person {
  readonly team: string | null;
  readonly topics: Readonly<Record<string, number>>;
}

const TEAMS = ['red', 'blue', 'green', 'white'];
const TOPICS = ['photos', 'record', 'sharing'];
const hasTopic = (person: Person, topic: string): boolean => (person.topics[topic] ?? 0) > 0;

/** The names of what may be shown of these people; 'all' is the whole. */
function release(people: readonly Person[]): Set<string> {
  const answered = people.filter((person) => TOPICS.some((topic) => hasTopic(person, topic)));
  const { whole, teams, topics } = releasable({
    teams: [...TEAMS, null].map((name) => ({ name, members: answered.filter(({ team }) => team === name) })),
    topics: TOPICS.map((name) => ({ name, members: answered.filter((person) => hasTopic(person, name)) })),
  });
  return new Set([...(whole ? ['all'] : []), ...teams, ...topics]);
}

const group = (count: number, name: string | null, topics: Person['topics'] = { photos: 1, record: 1, sharing: 1 }) =>
  Array.from({ length: count }, (): Person => ({ team: name, topics }));

describe('shown', () => {
  const everyTopic = ['photos', 'record', 'sharing'];
  test.each<[string, Person[], string[]]>([
    ['nobody', [], []],
    ['seven people: nothing', group(7, 'red'), []],
    // One team is the whole, and tells nothing more.
    ['eight people of one team', group(8, 'red'), ['all', 'red']],
    ['two large teams', [...group(8, 'red'), ...group(9, 'blue')], ['all', 'red', 'blue']],
    [
      'a small team is covered by the smallest of the others',
      [...group(12, 'red'), ...group(9, 'blue'), ...group(3, 'green')],
      ['all', 'red'],
    ],
    ['a small team beside one other: the whole only', [...group(12, 'red'), ...group(3, 'blue')], ['all']],
    [
      'two small teams that are eight together cover each other',
      [...group(12, 'red'), ...group(4, 'blue'), ...group(4, 'green')],
      ['all', 'red'],
    ],
    [
      'one person of no team is covered, too',
      [...group(12, 'red'), ...group(9, 'blue'), ...group(1, null)],
      ['all', 'red'],
    ],
    ['those who answered nothing take no part', [...group(8, 'red'), ...group(3, 'blue', {})], ['all', 'red']],
  ])('%s', (_, people, names) => {
    expect(new Set([...release(people)].filter((name) => !everyTopic.includes(name)))).toEqual(new Set(names));
  });

  test('topics as teams: one that seven answered is covered by another', () => {
    const people = [
      ...group(20, null, { photos: 2, record: 1 }),
      ...group(10, null, { photos: 1 }),
      ...group(7, null, { sharing: 1, photos: 1 }),
    ];
    expect(release(people)).toEqual(new Set(['all', 'photos']));
  });

  test('a team and a topic that differ by one person don’t stand together: the team gives way', () => {
    const people = [
      ...group(20, 'red', { photos: 1 }),
      ...group(1, 'blue', { photos: 1 }),
      ...group(30, 'blue', { record: 1 }),
    ];
    expect(release(people)).toEqual(new Set(['all', 'photos', 'record']));
  });

  test('teams stand beside topics that they have in common', () => {
    const people = [
      ...group(20, 'red', { photos: 1, record: 1 }),
      ...group(8, 'blue', { record: 1 }),
      ...group(12, 'blue', { sharing: 1 }),
    ];
    expect(release(people)).toEqual(new Set(['all', 'photos', 'record', 'sharing', 'red', 'blue']));
  });
});

describe('whatever people answered', () => {
  const answered = fc.constantFrom(0, 0, 1);
  /** Groups of people who are alike, of sizes about eight: by chance alone nearly everything would be far from it. */
  const some = fc.record({
    count: fc.constantFrom(1, 1, 2, 6, 7, 8, 9, 20),
    team: fc.constantFrom('red', 'red', 'blue', 'blue', 'green', 'white', null),
    topics: fc.record({ photos: answered, record: answered, sharing: answered }),
  });
  const people = fc
    .array(some, { minLength: 2, maxLength: 14, size: 'max' })
    .map((groups) => groups.flatMap(({ count, team, topics }) => group(count, team, topics)));
  const isAboutFew = (count: number) => count > 0 && count < 8;
  /** How often a sum of figures counts each person's answers to each topic. */
  const holds = (names: readonly string[], { team, topics }: Person): number[] =>
    TOPICS.map((topic) => {
      const times = names.filter((name) => name === 'all' || name === team || name === topic).length;
      return times * (topics[topic] ?? 0);
    });
  const apart = (all: readonly Person[], one: readonly string[], other: readonly string[]): number =>
    all.filter((person) => holds(one, person).join() !== holds(other, person).join()).length;

  test('every pair of figures differs by nobody or by eight people or more', () => {
    fc.assert(
      fc.property(people, (all) => {
        const names = [...release(all)];
        for (const one of names) {
          expect(apart(all, [one], [])).toBeGreaterThanOrEqual(8);
          for (const other of names) expect(isAboutFew(apart(all, [one], [other])), `${one}, ${other}`).toBe(false);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('so does any choice of teams from any choice of topics, and either from the whole', () => {
    fc.assert(
      fc.property(people, (all) => {
        const names = release(all);
        if (!names.has('all')) return;
        const [teams = [], topics = []] = [TEAMS, TOPICS].map((line) =>
          choices(line.filter((name) => names.has(name))),
        );
        for (const some of [...teams, ...topics]) expect(isAboutFew(apart(all, some, ['all']))).toBe(false);
        for (const one of teams) for (const other of topics) expect(isAboutFew(apart(all, one, other))).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test('of two teams of a hundred one is shown at the least', () => {
    fc.assert(
      fc.property(people, (all) => {
        const names = release([...all, ...group(100, 'red'), ...group(100, 'blue')]);
        expect(names.has('all') && (names.has('red') || names.has('blue'))).toBe(true);
      }),
    );
  });
});

/** Every choice of some of them, none too. */
function choices<Item>(items: readonly Item[]): Item[][] {
  const all: Item[][] = [[]];
  for (const item of items) all.push(...all.map((some) => [...some, item]));
  return all;
}
