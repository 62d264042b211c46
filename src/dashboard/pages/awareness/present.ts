import { type Figures, figuresOf, namesIn } from '../../../scores/period.ts';
import type { Practice } from '../../../scores/practice.ts';
import { sayMonth, saySpan, startAfter } from '../../london.ts';
import { count, NOT_SHOWN, sayRange, sayShare } from '../../shares.ts';
import { PLATFORM_WORDS } from '../home/words.ts';
import type { Shown } from './figures.ts';
import { presentSurvey } from './survey.ts';
import { TOPIC_WORDS } from './words.ts';

/** Everything that the page says, in words and with its numbers written out. `last`: the last full month. */
export function presentAwareness(shown: readonly Shown[], months: readonly string[], practising: boolean) {
  const last = months.at(-1) ?? '';
  const sections = shown.map((one) => sectionOf(one, last)).filter((section) => section !== null);
  return {
    period: saySpan(months[0] ?? '', last),
    source: practising ? 'These are practice answers from “Try it”. No real channel is connected.' : undefined,
    next: startAfter(last),
    month: sayMonth(last),
    sections: sections.map((section, index) => ({
      ...section,
      id: `organisation-${index + 1}`,
      title: sections.length > 1 ? section.title : undefined,
    })),
  };
}

function sectionOf({ organisation, published, practice, surveys }: Shown, last: string) {
  const all = figuresOf(published, { team: null, topic: null });
  const answers = published.map((month) => month.filter(({ measure }) => measure === 'awareness'));
  const topics = namesIn(answers, 'topic').map((topic) => ({
    name: (TOPIC_WORDS as Readonly<Record<string, string>>)[topic] ?? topic,
    ...known(figuresOf(published, { team: null, topic })),
  }));
  const teams = namesIn(published, 'team').map((team) => {
    const figures = figuresOf(published, { team, topic: null });
    return { name: team, ...known(figures), answered: covered(figures) };
  });
  const survey = presentSurvey(surveys);
  if (all.months === 0 && all.coverage === null && survey === null) return null;
  return {
    title: `${PLATFORM_WORDS[organisation.platform].replace(/^the s/, 'S')}, ${organisation.tenant}`,
    known: [
      {
        value: all.awareness ? sayShare(all.awareness) : NOT_SHOWN,
        label: all.awareness
          ? `of ${count(all.awareness.answers)} answers were right. The true share is likely to be ${sayRange(all.awareness)}`
          : 'Right answers: too few so far',
      },
      {
        value: all.coverage?.share ? sayShare(all.coverage.share) : NOT_SHOWN,
        label: all.coverage
          ? `of staff answered in ${sayMonth(last)}: about ${count(all.coverage.answered)} of ${count(all.coverage.active)} who were seen posting`
          : 'Staff who answered: fewer than eight were seen posting',
      },
    ],
    topics: topics.sort((a, b) => a.order - b.order || a.name.localeCompare(b.name)),
    teams: teams.sort((a, b) => a.name.localeCompare(b.name)),
    practice: practiceRows(practice),
    survey,
  };
}

/** The weakest first, and what has no share last. */
const known = ({ awareness }: Figures) => ({
  right: awareness ? sayShare(awareness) : NOT_SHOWN,
  range: awareness ? sayRange(awareness) : '',
  answers: awareness ? count(awareness.answers) : '',
  order: awareness?.percent ?? Number.POSITIVE_INFINITY,
});

function covered({ coverage }: Figures): string {
  if (!coverage) return NOT_SHOWN;
  const of = `about ${count(coverage.answered)} of ${count(coverage.active)}`;
  return coverage.share ? `${sayShare(coverage.share)} (${of})` : of;
}

function practiceRows({ perThousand, fixed, medianMinutes, nearMisses }: Practice) {
  return [
    {
      text: 'Messages that could identify someone, in 1,000',
      value: perThousand === null ? NOT_SHOWN : String(perThousand),
    },
    { text: 'Put right by the person who posted', value: fixed ? sayShare(fixed) : NOT_SHOWN },
    {
      text: 'Half of these were put right within',
      value: medianMinutes === null ? NOT_SHOWN : sayMinutes(medianMinutes),
    },
    { text: 'Near misses that people raised themselves', value: nearMisses === 'few' ? 'A few' : count(nearMisses) },
  ];
}

function sayMinutes(minutes: number): string {
  if (minutes < 1) return 'a minute';
  if (minutes < 120) return minutes === 1 ? '1 minute' : `${minutes} minutes`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} hours` : `${count(Math.round(hours / 24))} days`;
}
