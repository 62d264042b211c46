import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Marks } from '../../src/scores/awareness.ts';
import { figuresOf, namesIn, together } from '../../src/scores/period.ts';
import { type MonthOf, type Published, publish } from '../../src/scores/publish.ts';

const someone = (
  team: string | null,
  topics: Record<string, Marks>,
  active = true,
  flagged: Record<string, Marks> = {},
): MonthOf => ({
  team,
  active,
  topics: new Map(Object.entries(topics)),
  flagged: new Map(Object.entries(flagged)),
});
const group = (count: number, ...one: Parameters<typeof someone>) =>
  Array.from({ length: count }, () => someone(...one));
const short = (published: readonly Published[]) =>
  published.map(({ measure, team, topic, part, whole }) => `${measure} ${team ?? topic ?? 'all'} ${part}/${whole}`);

describe('a month shows', () => {
  const photos = { photos: { answered: 3, right: 2 } };
  test.each<[string, MonthOf[], string[]]>([
    ['nothing of nobody', [], []],
    ['nothing where nobody was asked', group(20, 'red', {}), []],
    ['nothing of seven people', group(7, 'red', photos), []],
    [
      'the whole, topics and teams of eight or more, to the nearest 5',
      [
        ...group(8, 'red', photos),
        ...group(12, 'blue', { photos: { answered: 1, right: 1 }, record: { answered: 1, right: 0 } }),
      ],
      [
        'awareness all 30/50',
        'awareness blue 10/25',
        'awareness red 15/25',
        'awareness photos 30/35',
        'awareness record 0/10',
        'coverage all 20/20',
        'coverage blue 10/10',
        'coverage red 10/10',
      ],
    ],
    [
      'coverage of those who were seen, whether they answered or not',
      [...group(20, null, photos), ...group(30, null, {})],
      ['awareness all 40/60', 'awareness photos 40/60', 'coverage all 20/50'],
    ],
    [
      'answers of people who were not seen posting, and they are not in the coverage',
      [...group(10, null, photos), ...group(10, null, photos, false)],
      ['awareness all 40/60', 'awareness photos 40/60', 'coverage all 10/10'],
    ],
    [
      'nothing of a team of fewer than eight active people, whoever answered',
      [
        ...group(7, 'red', photos),
        ...group(5, 'red', photos, false),
        ...group(20, 'blue', photos),
        ...group(20, 'green', photos),
      ],
      [
        'awareness all 105/155',
        'awareness blue 40/60',
        'awareness green 40/60',
        'awareness photos 105/155',
        'coverage all 45/45',
        'coverage blue 20/20',
      ],
    ],
  ])('%s', (_, people, shown) => {
    const alone = publish(people).filter(({ measure, team, topic }) => measure !== 'told' && !(team && topic));
    expect(short(alone)).toEqual(shown);
  });

  test('teams by topic, where eight of a team answered it', () => {
    const both = { ...photos, record: { answered: 1, right: 0 } };
    const shown = publish([...group(20, 'red', both), ...group(20, 'blue', both)]).filter(
      ({ team, topic }) => team && topic,
    );
    expect(shown.map(({ measure, team, topic, part, whole }) => [measure, team, topic, part, whole])).toEqual([
      ['awareness', 'blue', 'photos', 40, 60],
      ['awareness', 'blue', 'record', 0, 20],
      ['awareness', 'red', 'photos', 40, 60],
      ['awareness', 'red', 'record', 0, 20],
    ]);
  });

  test('how many had something flagged, and of eight of these how much was put right, by team and category', () => {
    const told = { name: { answered: 2, right: 1 } };
    const people = [
      ...group(30, 'red', {}),
      ...group(10, 'red', {}, true, told),
      ...group(30, 'blue', {}),
      ...group(3, 'blue', {}, true, told),
      ...group(3, 'blue', {}, false, told),
    ];
    expect(short(publish(people))).toEqual([
      'told all 15/75',
      'told blue 5/35',
      'told red 10/40',
      // Six of blue are left of the whole: red covers them.
      'practice all 15/30',
      'practice name 15/30',
    ]);
  });
});

const published = (part: number, whole: number, change: Partial<Published> = {}): Published => ({
  measure: 'awareness',
  team: null,
  topic: null,
  part,
  whole,
  ...change,
});

test('a period is the sum of its months, coverage is of the last', () => {
  const months = [
    [published(20, 40), published(10, 50, { measure: 'coverage' })],
    [],
    [published(40, 40), published(30, 40, { measure: 'coverage' }), published(0, 40, { topic: 'photos' })],
  ];
  expect(figuresOf(months, { team: null, topic: null })).toMatchObject({
    awareness: { percent: 75, answers: 80 },
    months: 2,
    coverage: { active: 40, answered: 30, share: { percent: 75 } },
  });
  expect(figuresOf(months, { team: null, topic: 'photos' })).toMatchObject({
    awareness: { bound: 'or-less' },
    coverage: null,
  });
  expect(figuresOf(months, { team: 'red', topic: null })).toEqual({
    awareness: null,
    months: 0,
    coverage: null,
    told: null,
    putRight: null,
  });
  expect(namesIn(months, 'topic')).toEqual(['photos']);
});

test('several teams are told as one, month by month, and no other is in it', () => {
  const of = (team: string | null, part: number, topic: string | null = null) => published(part, 50, { team, topic });
  const months = [
    [of(null, 50), of('red', 10), of('blue', 20), of('green', 40), of('red', 5, 'photos'), of(null, 45, 'photos')],
    [of('green', 40), of('blue', 20)],
    [of('green', 40)],
  ];
  expect(together(months, ['red', 'blue'], 'own')).toEqual([
    [published(30, 100, { team: 'own' }), published(5, 50, { team: 'own', topic: 'photos' })],
    [published(20, 50, { team: 'own' })],
    [],
  ]);
});

describe('every pair of filters: measure, team or topic, and any of the months', () => {
  const TOPICS = ['photos', 'record'];
  const TEAMS = ['red', 'blue', 'green'];
  const marks = fc.constantFrom<Marks | null>(null, { answered: 1, right: 1 }, { answered: 2, right: 0 });
  const month = fc.record({ active: fc.boolean(), flagged: fc.boolean(), photos: marks, record: marks });
  const some = fc.record({
    count: fc.constantFrom(1, 1, 2, 7, 8, 9, 20),
    team: fc.constantFrom('red', 'red', 'blue', 'blue', 'green', null),
    months: fc.tuple(month, month),
  });
  /** Groups of people who are alike, through two months. */
  const people = fc
    .array(some, { minLength: 2, maxLength: 12, size: 'max' })
    .map((groups) => groups.flatMap((one) => Array.from({ length: one.count }, () => one)));

  const FILTERS = [
    { team: null, topic: null },
    ...TEAMS.map((team) => ({ team, topic: null })),
    ...TOPICS.map((topic) => ({ team: null, topic })),
    ...TEAMS.flatMap((team) => TOPICS.map((topic) => ({ team, topic }))),
  ].flatMap((one) => [[0], [1], [0, 1]].map((which) => ({ ...one, which })));
  type Someone = Pick<typeof some extends fc.Arbitrary<infer One> ? One : never, 'team' | 'months'>;

  /** What a figure counts of somebody: which answers in which month, or that they were there. */
  const factsOf = (
    { team, months }: Someone,
    figure: { measure: Published['measure']; team: string | null; topic: string | null; shown: number[] },
  ): string => {
    if (figure.team !== null && team !== figure.team) return '';
    const facts = figure.shown.flatMap((at) => {
      const { active = false, flagged = false, ...topics } = months[at] ?? {};
      const answered = Object.keys(withoutNull(topics));
      if (figure.measure === 'told') return active ? [`${at} there, ${flagged}`] : [];
      if (figure.measure === 'coverage') return active ? [`${at} there, ${answered.length > 0}`] : [];
      return answered
        .filter((topic) => figure.topic === null || topic === figure.topic)
        .map((topic) => `${at} ${topic}`);
    });
    return facts.join();
  };

  test('differs by nobody or by eight people or more', () => {
    fc.assert(
      fc.property(people, (all) => {
        const months = [0, 1].map((at) =>
          publish(
            all.map(({ team, months }) => {
              const { active = false, flagged = false, ...topics } = months[at] ?? {};
              return someone(team, withoutNull(topics), active, flagged ? { name: { answered: 1, right: 0 } } : {});
            }),
          ),
        );
        for (const one of months.flat()) expect([one.part % 5, one.whole % 5]).toEqual([0, 0]);
        for (const measure of ['awareness', 'coverage', 'told'] as const) {
          const figures = FILTERS.flatMap(({ team, topic, which }) => {
            const shown = which.filter((at) =>
              months[at]?.some((one) => one.measure === measure && one.team === team && one.topic === topic),
            );
            return shown.length > 0 ? [all.map((one) => factsOf(one, { measure, team, topic, shown }))] : [];
          });
          for (const one of figures)
            for (const other of figures) {
              const apart = one.filter((facts, at) => facts !== other[at]).length;
              expect(apart === 0 || apart >= 8, `${apart} people`).toBe(true);
            }
        }
      }),
      { numRuns: 500 },
    );
  });
});

const withoutNull = (topics: Record<string, Marks | null>): Record<string, Marks> =>
  Object.fromEntries(Object.entries(topics).flatMap(([topic, marks]) => (marks ? [[topic, marks]] : [])));
