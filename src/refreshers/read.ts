/** Reads what a trainer wrote: a refresher that can be kept, or what is wrong with it, field by field. Pure. */
import type { Category, Language } from '../policy/types.ts';
import type { Bank } from '../quizzes/bank.ts';
import { TOPIC_OF } from '../quizzes/choose.ts';
import { TOPICS, type Topic } from '../quizzes/topics.ts';
import type { RefresherAudience } from '../store/tables.ts';
import { readQuestion } from './read-question.ts';
import { type Draft, type Fault, type Field, LONGEST, type Written } from './refresher.ts';

export interface Checks {
  /** Whether a trainer's words may be kept: nobody is named in them, and nothing points to a patient. */
  readonly mayBeKept: (words: string, language?: Language) => boolean;
  readonly bank: Bank;
}

export type Read<T> = { readonly ok: T } | { readonly faults: readonly Fault[] };

export function readRefresher(written: Written, checks: Checks): Read<Draft> {
  const faults: Fault[] = [];
  const text = textReader(checks, faults);
  const title = { en: text('title', written.title.en, 'a title'), cy: text('title-cy', written.title.cy) };
  const words = { en: text('words', written.words.en, 'the words'), cy: text('words-cy', written.words.cy) };
  const isWelsh = title.cy !== '' || words.cy !== '';
  const welsh = (field: Field, value: string, what: string) => {
    if (isWelsh && value === '')
      faults.push({ field, sentence: `Write ${what} in Welsh too, or leave all of the Welsh out.` });
  };
  welsh('title-cy', title.cy, 'the title');
  welsh('words-cy', words.cy, 'the words');

  const alt = { en: '', cy: '' };
  if (written.picture !== null) {
    alt.en = text('alt', written.alt.en, 'what the picture shows, for people who can’t see it');
    alt.cy = text('alt-cy', written.alt.cy);
    welsh('alt-cy', alt.cy, 'what the picture shows');
  }
  const topic = (Object.keys(TOPICS) as Topic[]).find((known) => known === written.topic);
  if (!topic) faults.push({ field: 'topic', sentence: 'Choose what the refresher is about.' });
  const question = readQuestion(written.question, { ...checks, topic: written.topic, isWelsh, text, faults });
  const audience = readAudience(written.audience, faults);
  const category = (Object.keys(TOPIC_OF) as Category[]).find((known) => known === written.category) ?? null;
  if (written.category !== null && category === null)
    faults.push({ field: 'category', sentence: 'Choose one of the kinds of incident in the list.' });
  if (category !== null && written.campaign !== null)
    faults.push({
      field: 'category',
      sentence: 'A refresher of a campaign has a week of its own: choose that or a kind of incident.',
    });
  if (faults.length > 0 || !topic) return { faults };
  return {
    ok: {
      topic,
      said: { en: { title: title.en, words: words.en }, cy: isWelsh ? { title: title.cy, words: words.cy } : null },
      picture: written.picture,
      alt: written.picture === null ? null : { en: alt.en, cy: isWelsh ? alt.cy : null },
      question,
      acknowledge: written.acknowledge,
      audience,
      category,
      campaign: written.campaign,
    },
  };
}

/** Gives the text as it is kept, and notes what is wrong with it. `what`: it is needed, and asked for by this name. */
export type TextReader = (field: Field, value: string, what?: string) => string;

function textReader({ mayBeKept }: Checks, faults: Fault[]): TextReader {
  return (field, value, what) => {
    const text = value.replace(/\r\n?/g, '\n').trim();
    const longest = LONGEST[field.replace(/-cy$|-\d/g, '') as keyof typeof LONGEST];
    const fault = (sentence: string) => void faults.push({ field, sentence });
    if (text === '') {
      if (what !== undefined) fault(`Write ${what}.`);
    } else if ([...text].length > longest) {
      fault(`This has ${[...text].length} characters, and may have ${longest}.`);
    } else if (!mayBeKept(text, field.endsWith('-cy') ? 'cy' : 'en')) {
      fault(
        'This may name or point to a person. Take out names, numbers, addresses and dates of birth: a refresher speaks of nobody.',
      );
    }
    return text;
  };
}

const MOST_CHOSEN = 100;
const LONGEST_CHOSEN = 200;

function readAudience(audience: RefresherAudience, faults: Fault[]): RefresherAudience {
  const chosen = audience.kind === 'teams' ? audience.teams : audience.kind === 'roles' ? audience.roles : null;
  const fault = (sentence: string) => void faults.push({ field: 'audience', sentence });
  if (audience.kind === 'weak' && audience.topic === '') fault('Choose the topic.');
  if (chosen === null) return audience;
  const names = [...new Set(chosen.map((name) => name.trim()).filter((name) => name !== ''))];
  if (names.length === 0) fault(`Choose at least one ${audience.kind === 'teams' ? 'team' : 'role'}.`);
  if (names.length > MOST_CHOSEN || names.some((name) => name.length > LONGEST_CHOSEN))
    fault(`Choose at most ${MOST_CHOSEN}.`);
  return audience.kind === 'teams' ? { kind: 'teams', teams: names } : { kind: 'roles', roles: names };
}
