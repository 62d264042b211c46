import type { Marks } from './awareness.ts';
import { releasableCells } from './cells.ts';
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
  /** What was flagged of theirs, each by the first of its categories, and how much of it they put right. */
  readonly flagged: ReadonlyMap<string, Marks>;
}

/** Counts of a month that may be shown, to the nearest 5. Once published they stay as they are, whoever joins, moves or leaves. */
export interface Published {
  /** `told`: who had something flagged. `practice`: what was flagged, by category for a topic. */
  readonly measure: 'awareness' | 'coverage' | 'told' | 'practice';
  /** Both null: the whole organisation. */
  readonly team: string | null;
  readonly topic: string | null;
  /** Right answers; people who answered; people who had something flagged; messages put right. */
  readonly part: number;
  /** Answers; active people; active people; messages flagged. */
  readonly whole: number;
}

/** What a month may show: nothing of a team of fewer than 8 active people, and nothing from which one person could be worked out. */
export function publish(people: readonly MonthOf[]): Published[] {
  const answered = people.filter(hasAnswered);
  const active = people.filter((person) => person.active);
  const teams = teamsOf(active);
  const ofActive = (measure: Published['measure'], has: (person: MonthOf) => boolean) =>
    shown(measure, active, teams, NO_TOPICS, (some) => [some.filter(has).length, some.length]);
  return [
    ...shown('awareness', answered, teams, ({ topics }) => topics, sumOf('topics')),
    // A month without any answer is one in which nobody was asked.
    ...(answered.length > 0 ? ofActive('coverage', hasAnswered) : []),
    ...ofActive('told', wasFlagged),
    ...shown('practice', people.filter(wasFlagged), teams, ({ flagged }) => flagged, sumOf('flagged')),
  ];
}

function shown(
  measure: Published['measure'],
  people: readonly MonthOf[],
  teams: ReadonlySet<string>,
  topicsOf: (person: MonthOf) => ReadonlyMap<string, Marks>,
  count: (some: readonly MonthOf[], topic: string | null) => readonly [part: number, whole: number],
): Published[] {
  const inTeams = Map.groupBy(people, ({ team }) => (team !== null && teams.has(team) ? team : null));
  const inTopics = new Map<string, MonthOf[]>();
  for (const person of people)
    for (const topic of topicsOf(person).keys()) {
      const some = inTopics.get(topic);
      if (some) some.push(person);
      else inTopics.set(topic, [person]);
    }
  const parts = (groups: ReadonlyMap<string | null, readonly MonthOf[]>) =>
    [...groups].map(([name, members]) => ({ name, members }));
  const candidates = { teams: parts(inTeams), topics: parts(inTopics) };
  const released = releasable(candidates);
  const figure = (team: string | null, topic: string | null, some: readonly MonthOf[]): Published => {
    const [part, whole] = count(some, topic);
    return { measure, team, topic, part: toFive(part), whole: toFive(whole) };
  };
  return [
    ...(released.whole ? [figure(null, null, people)] : []),
    ...[...released.teams].sort().map((team) => figure(team, null, inTeams.get(team) ?? [])),
    ...[...released.topics].sort().map((topic) => figure(null, topic, inTopics.get(topic) ?? [])),
    ...releasableCells(candidates, released)
      .map(({ team, topic, members }) => figure(team, topic, members))
      .sort((a, b) => (`${a.team}/${a.topic}` < `${b.team}/${b.topic}` ? -1 : 1)),
  ];
}

const NO_TOPICS = (): ReadonlyMap<string, Marks> => new Map();

/** Of one topic, or of all. */
const sumOf =
  (kind: 'topics' | 'flagged') =>
  (some: readonly MonthOf[], topic: string | null): readonly [number, number] => {
    const all = { right: 0, answered: 0 };
    for (const person of some)
      for (const [name, marks] of person[kind])
        if (topic === null || topic === name) {
          all.right += marks.right;
          all.answered += marks.answered;
        }
    return [all.right, all.answered];
  };

const wasFlagged = ({ flagged }: MonthOf): boolean => flagged.size > 0;
const hasAnswered = ({ topics }: MonthOf): boolean => topics.size > 0;

/** Teams of enough active people to be shown at all. */
function teamsOf(active: readonly MonthOf[]): Set<string> {
  const groups = Map.groupBy(active, ({ team }) => team);
  return new Set([...groups].flatMap(([team, { length }]) => (team !== null && length >= LEAST_PEOPLE ? [team] : [])));
}
