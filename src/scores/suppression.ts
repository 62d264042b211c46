import { canPair } from './pairs.ts';
import { LEAST_PEOPLE } from './rounding.ts';

/**
 * Which figures of one month may stand beside each other. Whoever sees some of them can add and subtract: what comes out must be
 * about nobody, or about eight people or more. Rounding alone doesn't do that: between two figures that differ by one person, a
 * jump of five tells. Two months need no such care, since an answer belongs to one of them: a longer period is shown as their sum.
 */
export interface Part<Person> {
  /** Null: no figure of it is ever shown (of people whose team nobody knows). */
  readonly name: string | null;
  /** Those of whom it counts something. */
  readonly members: readonly Person[];
}

/** Two ways in which parts add up to a whole. Somebody is in one team, and may be in several topics. */
export interface Candidates<Person> {
  readonly teams: readonly Part<Person>[];
  readonly topics: readonly Part<Person>[];
}

export interface Released {
  readonly whole: boolean;
  readonly teams: ReadonlySet<string>;
  readonly topics: ReadonlySet<string>;
}

/** What may be shown: the whole, and as many parts as can be, the larger ones first. docs/scores.md has the proof. */
export function releasable<Person>({ teams, topics }: Candidates<Person>): Released {
  const people = new Set(teams.flatMap(({ members }) => members));
  if (people.size < LEAST_PEOPLE) return { whole: false, teams: new Set(), topics: new Set() };
  const byTopic = split(topics);
  let byTeam = split(teams);
  if (byTopic.shown.length > 0) {
    // Topics that only some teams answered tell of the few in other teams who did: teams with nothing in common give way.
    const isMixed = mixes(topics);
    for (let lone = loneTeams(byTeam, isMixed); lone.size > 0; lone = loneTeams(byTeam, isMixed))
      byTeam = split(
        teams,
        byTeam.shown.filter((team) => !lone.has(team)),
      );
  }
  return { whole: true, teams: namesOf(byTeam), topics: namesOf(byTopic) };
}

/** Parts that may be shown, the larger ones first, and who is in others: what is shown leaves of the whole what these count. */
interface Split<Person> {
  readonly shown: readonly Part<Person>[];
  readonly rest: Part<Person>;
}

/** What is left of the whole can be worked out: the smallest part joins it until it is about nobody, or about enough. */
function split<Person>(
  parts: readonly Part<Person>[],
  allowed: readonly Part<Person>[] = parts.filter(isLarge).sort(largerFirst),
): Split<Person> {
  const shown = new Set(allowed);
  const rest = new Set(parts.filter((part) => !shown.has(part)).flatMap(({ members }) => members));
  for (const smallest of allowed.toReversed()) {
    if (rest.size === 0 || rest.size >= LEAST_PEOPLE) break;
    shown.delete(smallest);
    for (const member of smallest.members) rest.add(member);
  }
  return { shown: [...shown], rest: { name: null, members: [...rest] } };
}

const isLarge = ({ name, members }: Part<unknown>): boolean => name !== null && members.length >= LEAST_PEOPLE;

const largerFirst = (a: Part<unknown>, b: Part<unknown>): number =>
  b.members.length - a.members.length || ((a.name ?? '') < (b.name ?? '') ? -1 : 1);

const namesOf = <Person>({ shown }: Split<Person>): Set<string> => new Set(shown.flatMap(({ name }) => name ?? []));

/** Teams that no chain of teams with something in common joins to the largest; those that are not shown count as one. */
export function loneTeams<Person>(
  { shown, rest }: Split<Person>,
  isMixed: (one: Part<Person>, other: Part<Person>) => boolean,
): Set<Part<Person>> {
  const [largest, ...others] = [...shown, ...(rest.members.length > 0 ? [rest] : [])].sort(largerFirst);
  const joined = largest ? [largest] : [];
  let apart = others;
  for (let before = -1; before !== apart.length; ) {
    before = apart.length;
    apart = apart.filter((part) => {
      const joins = joined.some((other) => isMixed(part, other));
      if (joins) joined.push(part);
      return !joins;
    });
  }
  // Where it is the rest that stands alone, the smallest team joins that.
  return new Set(apart.includes(rest) ? shown.slice(-1) : apart);
}

/** Whether eight of the one can be paired with eight of the other so that each pair has a topic in common. */
export function mixes<Person>(topics: readonly Part<Person>[]): (one: Part<Person>, other: Part<Person>) => boolean {
  const topicsOf = new Map<Person, Set<number>>();
  for (const [topic, { members }] of topics.entries())
    for (const member of members) topicsOf.set(member, (topicsOf.get(member) ?? new Set()).add(topic));
  const share = (one: Person, other: Person): boolean =>
    !(topicsOf.get(one)?.isDisjointFrom(topicsOf.get(other) ?? new Set()) ?? true);
  /** Topics that eight of a team answered: two teams with one of them in common need no closer look. */
  const common = new Map<Part<Person>, Set<number>>();
  const commonOf = (part: Part<Person>): Set<number> => {
    const known = common.get(part);
    if (known) return known;
    const counts = topics.map(() => 0);
    for (const member of part.members)
      for (const topic of topicsOf.get(member) ?? []) counts[topic] = (counts[topic] ?? 0) + 1;
    const found = new Set(counts.flatMap((count, topic) => (count >= LEAST_PEOPLE ? [topic] : [])));
    common.set(part, found);
    return found;
  };
  return (one, other) =>
    !commonOf(one).isDisjointFrom(commonOf(other)) || canPair(one.members, other.members, share, LEAST_PEOPLE);
}
