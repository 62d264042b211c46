import { LEAST_PEOPLE } from './rounding.ts';
import { type Candidates, loneTeams, mixes, type Part, type Released } from './suppression.ts';

/** A team by a topic; null stands for all that have no figures of their own. */
export interface Cell<Person> {
  readonly team: string | null;
  readonly topic: string | null;
  readonly members: readonly Person[];
}

/**
 * Which teams may be shown by topic, beside what `releasable` lets stand. Whoever takes cells from the figures of their teams and
 * topics is left with what is in no shown cell: of each team and of each topic that must be nobody or eight people, and the teams
 * that have something left must be joined, as all had to be before. docs/scores.md has the proof.
 */
export function releasableCells<Person>(candidates: Candidates<Person>, released: Released): Cell<Person>[] {
  const table = tableOf(candidates, released);
  let shown = new Set(
    table.filter(({ team, topic, members }) => team !== null && topic !== null && members.length >= LEAST_PEOPLE),
  );
  while (shown.size > 0) {
    const back = mustGoBack(table, shown);
    if (back.size === 0) break;
    shown = shown.difference(back);
  }
  return [...shown];
}

function tableOf<Person>({ teams, topics }: Candidates<Person>, released: Released): Cell<Person>[] {
  const teamOf = new Map<Person, string | null>();
  for (const { name, members } of teams)
    for (const member of members) teamOf.set(member, name !== null && released.teams.has(name) ? name : null);
  const cells = new Map<string, { team: string | null; topic: string | null; members: Set<Person> }>();
  for (const { name, members } of topics) {
    const topic = name !== null && released.topics.has(name) ? name : null;
    for (const member of members) {
      const team = teamOf.get(member) ?? null;
      const key = JSON.stringify([team, topic]);
      const cell = cells.get(key) ?? { team, topic, members: new Set() };
      cells.set(key, cell);
      cell.members.add(member);
    }
  }
  return [...cells.values()].map(({ members, ...cell }) => ({ ...cell, members: [...members] }));
}

/** Cells that may not be shown beside the others; empty where all may. */
function mustGoBack<Person>(
  table: readonly Cell<Person>[],
  shown: ReadonlySet<Cell<Person>>,
): ReadonlySet<Cell<Person>> {
  const left = table.filter((cell) => !shown.has(cell));
  const [byTeam, byTopic] = [partsBy(left, 'team'), partsBy(left, 'topic')];
  const back = new Set([...smallestOf(byTeam, shown, 'team'), ...smallestOf(byTopic, shown, 'topic')]);
  if (back.size > 0) return back;
  const rest = byTeam.find(({ name }) => name === null) ?? { name: null, members: [] };
  const lone = loneTeams({ shown: byTeam.filter((part) => part !== rest), rest }, mixes(byTopic));
  if (lone.size === 0) return back;
  const names = new Set([...lone].map(({ name }) => name));
  const theirs = new Set([...shown].filter(({ team }) => names.has(team)));
  return theirs.size > 0 ? theirs : shown;
}

function partsBy<Person>(cells: readonly Cell<Person>[], by: 'team' | 'topic'): Part<Person>[] {
  return [...Map.groupBy(cells, (cell) => cell[by])].map(([name, some]) => ({
    name,
    members: [...new Set(some.flatMap(({ members }) => members))],
  }));
}

/** Of each team or topic with something left of too few: its smallest cell. */
function smallestOf<Person>(
  parts: readonly Part<Person>[],
  shown: ReadonlySet<Cell<Person>>,
  by: 'team' | 'topic',
): Cell<Person>[] {
  const few = new Set(parts.filter(({ members }) => members.length < LEAST_PEOPLE).map(({ name }) => name));
  const smallest = new Map<string | null, Cell<Person>>();
  for (const cell of shown) {
    const name = cell[by];
    const known = smallest.get(name);
    if (few.has(name) && (known === undefined || cell.members.length < known.members.length)) smallest.set(name, cell);
  }
  return [...smallest.values()];
}
