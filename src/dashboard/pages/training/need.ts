/** Which topics need teaching most: by what people know of them, and by what went wrong lately. Pure. */
import type { Category } from '../../../policy/types.ts';
import { TOPIC_OF } from '../../../quizzes/choose.ts';
import { TOPICS, type Topic } from '../../../quizzes/topics.ts';
import type { Awareness } from '../../../scores/awareness.ts';
import { ENOUGH, needsRefresher } from '../../../scores/needs.ts';
import type { CategoryCount } from '../../../store/category-counts.ts';

/** What one organisation knows of a topic, as it may be shown. */
export interface Known {
  /** How it is told apart from others, where there are several. */
  readonly place: string;
  readonly awareness: Awareness | null;
}

export interface Need {
  readonly topic: Topic;
  readonly tag: { readonly text: string; readonly colour: string };
  /** Sentences about what people know, one an organisation. */
  readonly known: readonly string[];
  /** A sentence about what went wrong, or null where nothing did. */
  readonly happened: string | null;
  readonly order: number;
}

/** Incidents are up where there were so many more than in the four weeks before, and so many at the least. */
const TIMES_UP = 1.25;
const LEAST_UP = 5;

export function needsOf(known: ReadonlyMap<Topic, readonly Known[]>, counts: readonly CategoryCount[]): Need[] {
  return (Object.keys(TOPICS) as Topic[])
    .map((topic) => needOf(topic, known.get(topic) ?? [], counts))
    .sort((one, other) => one.order - other.order);
}

function needOf(topic: Topic, known: readonly Known[], counts: readonly CategoryCount[]): Need {
  const figures = known.flatMap(({ awareness }) => awareness ?? []);
  const weakest = figures.sort((one, other) => one.percent - other.percent)[0];
  const { now, before } = happened(topic, counts);
  const isUp = now >= LEAST_UP && now > before * TIMES_UP;
  const kind = !weakest
    ? 'unknown'
    : figures.some(needsRefresher)
      ? 'weak'
      : figures.some(({ range }) => range.low < ENOUGH)
        ? 'unsure'
        : 'known';
  return {
    topic,
    tag: isUp && kind !== 'weak' ? TAGS.up : TAGS[kind],
    known: known.flatMap((one) => sayKnown(one, known.length > 1)),
    happened: now + before === 0 ? null : sayHappened(now, before),
    // The weakest first; what is on the rise before what nobody can say anything of yet; what is known last.
    order: ORDER[kind] + (weakest?.percent ?? 0) - (isUp ? RISE : 0),
  };
}

const ORDER = { weak: 0, unsure: 100, unknown: 200, known: 300 } as const;
const RISE = 150;

const TAGS = {
  weak: { text: 'Teach this', colour: 'red' },
  up: { text: 'Incidents are up', colour: 'orange' },
  unsure: { text: 'Not sure yet', colour: 'yellow' },
  unknown: { text: 'No figures yet', colour: 'grey' },
  known: { text: 'Well known', colour: 'green' },
} as const;

function sayKnown({ place, awareness }: Known, isOneOfSeveral: boolean): string[] {
  if (!awareness) return [];
  const { percent, bound, range } = awareness;
  const share = `${percent}%${bound === 'or-more' ? ' or more' : bound === 'or-less' ? ' or less' : ''}`;
  return [`${share} right, likely ${range.low}% to ${range.high}%${isOneOfSeveral ? ` (${place})` : ''}`];
}

const COUNT = new Intl.NumberFormat('en-GB');

function sayHappened(now: number, before: number): string {
  const some = now === 1 ? '1 incident' : `${COUNT.format(now)} incidents`;
  return `${some} in the last four weeks, ${COUNT.format(before)} in the four before`;
}

function happened(topic: Topic, counts: readonly CategoryCount[]): { now: number; before: number } {
  const of = counts.filter(({ category }) => TOPIC_OF[category as Category] === topic);
  const sum = (key: 'now' | 'before') => of.reduce((all, one) => all + one[key], 0);
  return { now: sum('now'), before: sum('before') };
}
