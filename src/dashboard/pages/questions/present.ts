import type { Question } from '../../../quizzes/bank.ts';
import { TOPICS, type Topic } from '../../../quizzes/topics.ts';
import { sayDate } from '../../london.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import type { Need } from '../training/need.ts';
import type { Entry } from './shelf.ts';

export const SHOWN = ['asked', 'review', 'own', 'welsh', 'retired'] as const;
export type ShownOnly = (typeof SHOWN)[number];

export interface Asked {
  readonly search: string;
  readonly topic: string;
  readonly show: ShownOnly;
}

interface Tag {
  readonly text: string;
  readonly colour: string;
}

const SOON_DAYS = 60;

/** `today`: 2026-11-30. */
export function tagsOf({ question, original, change, retired, welsh }: Entry, today: string): Tag[] {
  const soon = new Date(Date.parse(today) + SOON_DAYS * 86_400_000).toISOString().slice(0, 10);
  const tags: Tag[] = [];
  if (retired) tags.push({ text: 'Not asked', colour: 'grey' });
  else if (question.review < today) tags.push({ text: 'Review overdue', colour: 'red' });
  else if (question.review < soon) tags.push({ text: 'Review soon', colour: 'yellow' });
  if (!original) tags.push({ text: 'Our own', colour: 'blue' });
  else if (change && change.content !== null) tags.push({ text: 'Changed here', colour: 'aqua-green' });
  if (!welsh) tags.push({ text: 'English only', colour: 'orange' });
  return tags;
}

/** The list, by topic: what is needed most first. */
export function presentList(entries: readonly Entry[], needs: readonly Need[], asked: Asked, today: string) {
  const wanted = entries.filter((entry) => isWanted(entry, asked, today));
  const topics = needs.flatMap((need) => {
    const questions = wanted.filter(({ question }) => question.topic === need.topic);
    if (questions.length === 0 && (asked.topic !== need.topic || asked.search !== '')) return [];
    const inUse = entries.filter(({ question, retired }) => question.topic === need.topic && !retired).length;
    return [
      {
        topic: need.topic,
        title: TOPIC_WORDS[need.topic],
        need: need.tag,
        known: need.known,
        few:
          inUse < TOPICS[need.topic]
            ? `${inUse} of at least ${TOPICS[need.topic]} questions are left: people will meet the same ones again soon.`
            : null,
        questions: questions.map((entry) => ({
          id: entry.question.id,
          stem: entry.question.variants[0]?.said.en.stem ?? entry.question.id,
          ways: entry.question.variants.length,
          review: sayDate(entry.question.review),
          tags: tagsOf(entry, today),
        })),
      },
    ];
  });
  const overdue = entries.filter(({ question, retired }) => !retired && question.review < today).length;
  return {
    asked,
    topics,
    count: wanted.length,
    overdue,
    topicItems: [{ value: '', text: 'All topics', selected: asked.topic === '' }, ...topicItems(asked.topic)],
    showItems: [
      { value: 'asked', text: 'Questions that are asked' },
      { value: 'review', text: 'For review now or soon' },
      { value: 'own', text: 'Our own and changed ones' },
      { value: 'welsh', text: 'Without Welsh' },
      { value: 'retired', text: 'Not asked any more' },
    ].map((item) => ({ ...item, selected: item.value === asked.show })),
  };
}

export const topicItems = (chosen: string) =>
  (Object.keys(TOPICS) as Topic[])
    .map((topic) => ({ value: topic as string, text: TOPIC_WORDS[topic], selected: topic === chosen }))
    .sort((one, other) => one.text.localeCompare(other.text));

function isWanted(entry: Entry, { search, topic, show }: Asked, today: string): boolean {
  const { question, original, change, retired, welsh } = entry;
  if (topic !== '' && question.topic !== topic) return false;
  if (retired !== (show === 'retired')) return false;
  if (show === 'review' && !tagsOf(entry, today).some(({ text }) => text.startsWith('Review'))) return false;
  if (show === 'own' && original && (!change || change.content === null)) return false;
  if (show === 'welsh' && welsh) return false;
  const words = search.toLowerCase().split(/\s+/);
  const text = textOf(question);
  return words.every((word) => text.includes(word));
}

const textOf = ({ id, source, variants }: Question): string =>
  [
    id,
    source.en,
    ...variants.flatMap(({ said }) =>
      [said.en, said.cy].flatMap(({ stem, options, rationale }) => [
        stem,
        rationale,
        ...options.map(({ text }) => text),
      ]),
    ),
  ]
    .join(' ')
    .toLowerCase();
