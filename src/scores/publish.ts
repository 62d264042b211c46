import type { Marks } from './awareness.ts';
import { LEAST_PEOPLE, toFive } from './rounding.ts';
import { releasable } from './suppression.ts';

/** Somebody in one month. */
export interface MonthOf {
  /** Null where nobody says which. */
  readonly team: string | null;
  /** Seen posting. */
  readonly active: boolean;
  /** What they answered, by topic. */
  readonly topics: ReadonlyMap<string, Marks>;
}

/** Counts of a month that may be shown, to the nearest 5. Once published they stay as they are, whoever joins, moves or leaves. */
export interface Published {
  readonly measure: 'awareness' | 'coverage';
  /** Both null: the whole organisation. */
  readonly team: string | null;
  readonly topic: string | null;
  /** Right answers; people who answered. */
  readonly part: number;
  /** Answers; active people. */
  readonly whole: number;
}

/** What a month may show: nothing of a team of fewer than 8 active people, and nothing from which one person could be worked out. */
export function publish(people: readonly MonthOf[]): Published[] {
  const answered = people.filter(hasAnswered);
  // A month without any answer is one in which nobody was asked.
  if (answered.length === 0) return [];
  const active = people.filter((person) => person.active);
  const teams = teamsOf(active);
  return [
    ...shown('awareness', answered, { teams, topics: topicsOf(answered) }, (some, topic) => {
      const all = { right: 0, answered: 0 };
      for (const { topics } of some)
        for (const [name, marks] of topics)
          if (topic === null || topic === name) {
            all.right += marks.right;
            all.answered += marks.answered;
          }
      return [all.right, all.answered];
    }),
    ...shown('coverage', active, { teams, topics: [] }, (some) => [some.filter(hasAnswered).length, some.length]),
  ];
}

function shown(
  measure: Published['measure'],
  people: readonly MonthOf[],
  names: { readonly teams: ReadonlySet<string>; readonly topics: readonly string[] },
  count: (some: readonly MonthOf[], topic: string | null) => readonly [part: number, whole: number],
): Published[] {
  const inTeams = Map.groupBy(people, ({ team }) => (team !== null && names.teams.has(team) ? team : null));
  const inTopics = new Map(names.topics.map((topic) => [topic, people.filter(({ topics }) => topics.has(topic))]));
  const parts = (groups: ReadonlyMap<string | null, readonly MonthOf[]>) =>
    [...groups].map(([name, members]) => ({ name, members }));
  const released = releasable({ teams: parts(inTeams), topics: parts(inTopics) });
  const figure = (team: string | null, topic: string | null, some: readonly MonthOf[]): Published => {
    const [part, whole] = count(some, topic);
    return { measure, team, topic, part: toFive(part), whole: toFive(whole) };
  };
  return [
    ...(released.whole ? [figure(null, null, people)] : []),
    ...[...released.teams].sort().map((team) => figure(team, null, inTeams.get(team) ?? [])),
    ...[...released.topics].sort().map((topic) => figure(null, topic, inTopics.get(topic) ?? [])),
  ];
}

const hasAnswered = ({ topics }: MonthOf): boolean => topics.size > 0;

function topicsOf(people: readonly MonthOf[]): string[] {
  const names = new Set<string>();
  for (const { topics } of people) for (const topic of topics.keys()) names.add(topic);
  return [...names];
}

/** Teams of enough active people to be shown at all. */
function teamsOf(active: readonly MonthOf[]): Set<string> {
  const groups = Map.groupBy(active, ({ team }) => team);
  return new Set([...groups].flatMap(([team, { length }]) => (team !== null && length >= LEAST_PEOPLE ? [team] : [])));
}
