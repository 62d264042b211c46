import { CATEGORIES } from '../../../policy/types.ts';
import type { Bank } from '../../../quizzes/bank.ts';
import { type Fault, LONGEST } from '../../../refreshers/refresher.ts';
import type { Campaign } from '../../../store/campaigns.ts';
import type { Refresher } from '../../../store/refreshers.ts';
import type { Organisation } from '../../../store/scores.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { CATEGORY_WORDS } from '../home/words.ts';
import { topicItems } from '../questions/present.ts';
import { PLACES, type Typed } from './fields.ts';
import { organisationKey, organisationWords } from './parts.ts';
import { reachWords } from './words.ts';

interface Choices {
  readonly organisations: readonly Organisation[];
  readonly organisation: Organisation;
  readonly campaigns: readonly Campaign[];
  readonly teams: readonly string[];
  readonly roles: readonly string[];
  readonly bank: Bank;
  /** How many people these audiences reach now; null: it hangs on the topic. */
  readonly reach: { readonly everyone: number; readonly new: number; readonly weak: number | null };
}

/** Everything that the form shows. */
export function presentForm(
  refresher: Refresher | undefined,
  typed: Typed,
  faults: readonly Fault[],
  choices: Choices,
) {
  const errors: Record<string, string> = {};
  for (const { field, sentence } of faults) errors[field] ??= sentence;
  const heading = refresher ? 'Change a refresher' : 'Write a refresher';
  const text = (name: string) => ({
    name,
    value: typed.texts[name] ?? '',
    error: errors[name] === undefined ? undefined : { text: errors[name] },
  });
  const error = (name: string) => (errors[name] === undefined ? undefined : { text: errors[name] });
  return {
    heading,
    back: refresher ? `/refreshers/${refresher.id}` : '/refreshers',
    problems: Object.entries(errors).map(([field, sentence]) => ({
      text: sentence,
      href: `#${ANCHORS[field] ?? field}`,
    })),
    longest: LONGEST.words,
    organisations: refresher || choices.organisations.length < 2 ? null : organisationItems(choices),
    organisation: organisationKey(choices.organisation),
    text: Object.fromEntries(Object.keys(typed.texts).map((name) => [name, text(name)])),
    hasWelsh: Object.entries(typed.texts).some(([name, value]) => name.endsWith('-cy') && value !== ''),
    topics: [{ value: '', text: 'Choose a topic', selected: typed.topic === '' }, ...topicItems(typed.topic)],
    picture: typed.picture === '' ? null : `/pictures/${typed.picture}`,
    pictureId: typed.picture,
    from: typed.from,
    bank: bankItems(choices.bank, typed),
    places: PLACES,
    right: typed.right,
    rightItems: PLACES.map((place) => ({ value: String(place), text: String(place) })),
    acknowledge: typed.acknowledge,
    how: typed.category === '' ? 'sent' : 'offered',
    audience: typed.audience,
    audiences: audienceItems(choices.reach),
    teams: choices.teams.map((name) => ({ name, chosen: typed.teams.includes(name) })),
    roles: choices.roles.map((name) => ({
      name,
      chosen: typed.roles.some((role) => role.toLowerCase() === name.toLowerCase()),
    })),
    categories: CATEGORIES.map((value) => ({ value, text: CATEGORY_WORDS[value], selected: value === typed.category })),
    campaigns:
      choices.campaigns.length === 0
        ? null
        : [
            { value: '', text: 'None', selected: typed.campaign === '' },
            ...choices.campaigns.map(({ id, name }) => ({ value: id, text: name, selected: id === typed.campaign })),
          ],
    error: {
      topic: error('topic'),
      picture: error('picture'),
      question: error('question'),
      right: error('right'),
      audience: error('audience'),
      category: error('category'),
      when: error('when'),
    },
  };
}

const audienceItems = ({ everyone, new: starters, weak }: Choices['reach']) => [
  { value: 'everyone', text: 'Everyone', hint: { text: capital(reachWords('everyone', everyone)) } },
  {
    value: 'weak',
    text: 'Those who are not sure of its topic',
    hint: {
      text: `Fewer than six in ten of their answers were right. Nobody sees who they are${weak === null ? '' : `: ${reachWords('weak', weak)}`}`,
    },
  },
  {
    value: 'new',
    text: 'New starters, in their first fortnight',
    hint: { text: capital(reachWords('new', starters)) },
  },
];

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

/** Where a fault's field stands under another name. */
const ANCHORS: Readonly<Record<string, string>> = { when: 'campaign' };

const organisationItems = ({ organisations, organisation }: Choices) =>
  organisations.map((one) => ({
    value: organisationKey(one),
    text: organisationWords(one),
    selected: organisationKey(one) === organisationKey(organisation),
  }));

const LONGEST_ITEM = 90;

/** Each question of the bank once, those of the refresher's own topic first. */
function bankItems({ questions }: Bank, { question, topic }: Typed) {
  const sorted = [...questions].sort(
    (one, other) =>
      Number(other.topic === topic) - Number(one.topic === topic) ||
      TOPIC_WORDS[one.topic].localeCompare(TOPIC_WORDS[other.topic]),
  );
  const chosen = question.split('/')[0];
  return [
    { value: '', text: 'Choose a question', selected: question === '' },
    ...sorted.map(({ id, topic: about, variants }) => {
      const text = `${TOPIC_WORDS[about]}: ${variants[0]?.said.en.stem ?? id}`;
      const value = id === chosen ? question : id;
      return {
        value,
        text: text.length > LONGEST_ITEM ? `${text.slice(0, LONGEST_ITEM - 1)}…` : text,
        selected: id === chosen,
      };
    }),
  ];
}
