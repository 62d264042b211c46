/** The evidence pack as tables with sentences: the page, the PDF and the CSV show the same. Pure. */
import { awarenessOf } from '../../../scores/awareness.ts';
import { coverageOf } from '../../../scores/coverage.ts';
import { ENOUGH, needsRefresher } from '../../../scores/needs.ts';
import { figuresOf, MONTHS, namesIn } from '../../../scores/period.ts';
import type { Published } from '../../../scores/publish.ts';
import type { PolicyVersion } from '../../../store/policy-versions.ts';
import type { RefresherMonth } from '../../../store/refresher-months.ts';
import type { ListCount, MonthCount } from '../../../store/rule-counts.ts';
import type { Organisation } from '../../../store/scores.ts';
import { sayMoment, sayMonth, saySpan } from '../../london.ts';
import { count, NOT_SHOWN, sayRange, sayShare } from '../../shares.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { PLATFORM_WORDS } from '../home/words.ts';

export interface Evidence {
  /** A year of full months, oldest first. */
  readonly months: readonly string[];
  readonly organisations: readonly {
    readonly organisation: Organisation;
    readonly published: readonly (readonly Published[])[];
  }[];
  readonly counts: readonly MonthCount[];
  readonly list: readonly ListCount[];
  readonly refreshers: readonly RefresherMonth[];
  readonly policies: readonly (PolicyVersion & { readonly since: Date })[];
  readonly madeAt: Date;
}

export interface Table {
  readonly title: string;
  readonly says: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export interface Section {
  readonly title: string;
  /** What it is evidence of, in the words of the toolkit. */
  readonly outcome: string;
  readonly tables: readonly Table[];
}

/** Where a section has no table so far. */
export const NOTHING_YET = 'No figures yet. They are made when a month is over, where eight people or more answered.';

export interface Pack {
  readonly title: string;
  readonly period: string;
  readonly made: string;
  readonly about: readonly string[];
  readonly sections: readonly Section[];
}

export function packOf(evidence: Evidence): Pack {
  const { months, organisations, madeAt } = evidence;
  const several = organisations.length > 1;
  const placed = organisations.map(({ organisation: { platform, tenant }, published }) => ({
    place: several ? ` (${PLATFORM_WORDS[platform]}, ${tenant})` : '',
    published,
  }));
  return {
    title: 'Evidence for the Data Security and Protection Toolkit',
    period: saySpan(months[0] ?? '', months.at(-1) ?? ''),
    made: sayMoment(madeAt),
    about: [
      'This pack is what Quietword knows of training on messaging and of what was posted. It supports outcome B6 (staff awareness and training) of the CAF-aligned toolkit, and the record of incidents. It says nothing of other training.',
      'Figures of people are of groups of eight or more, to the nearest 5. No message and no name is kept, and none is here.',
    ],
    sections: [
      {
        title: 'Training needs',
        outcome: 'B6.b: needs are analysed. What staff know by topic, the weakest first.',
        tables: placed.map(({ place, published }) => needs(place, published, months)),
      },
      {
        title: 'Delivery',
        outcome: 'B6.b: training is delivered. Questions of the week, and refreshers.',
        tables: [
          ...placed.map(({ place, published }) => delivery(place, published, months)),
          refreshersTable(evidence.refreshers, months),
        ],
      },
      {
        title: 'Evaluation',
        outcome: 'B6.b: what training changes is measured, with questions that people had not seen before.',
        tables: placed.map(({ place, published }) => evaluation(place, published, months)),
      },
      {
        title: 'Incidents and near misses',
        outcome: 'B6.a: a just culture, in which people put right and raise what went wrong. Exact counts.',
        tables: [incidents(evidence.counts, months), raised(evidence.list, months)],
      },
      {
        title: 'Policy versions',
        outcome: 'Which rules were in force, and since when.',
        tables: [
          {
            title: 'Policies that ran',
            says: 'The latest first. The mark names the file’s exact content.',
            head: ['Policy', 'Version', 'In force from', 'Mark'],
            rows: evidence.policies.map(({ name, version, since, digest }) => [
              name,
              version,
              sayMoment(since),
              digest,
            ]),
          },
        ],
      },
    ],
  };
}

const topicName = (topic: string): string => (TOPIC_WORDS as Readonly<Record<string, string>>)[topic] ?? topic;
const sayMonthOf = (month: string): string => `${sayMonth(month)} ${month.slice(0, 4)}`;

function needs(place: string, published: readonly (readonly Published[])[], months: readonly string[]): Table {
  const last = published.slice(-MONTHS);
  const topics = namesIn(
    last.map((month) => month.filter(({ measure, team }) => measure === 'awareness' && team === null)),
    'topic',
  )
    .map((topic) => ({ topic, awareness: figuresOf(last, { team: null, topic }).awareness }))
    .sort((a, b) => (a.awareness?.percent ?? 101) - (b.awareness?.percent ?? 101));
  const weak = topics.filter(({ awareness }) => needsRefresher(awareness)).length;
  return {
    title: `What staff know by topic${place}`,
    says: `${saySpan(months.at(-MONTHS) ?? '', months.at(-1) ?? '')}. A topic needs a refresher where even the upper end of its likely range is below ${ENOUGH}%: ${weak === 0 ? 'none does' : weak === 1 ? 'one does' : `${weak} do`}.`,
    head: ['Topic', 'Right', 'Likely range', 'Answers', 'Needs a refresher'],
    rows: topics.map(({ topic, awareness }) => [
      topicName(topic),
      awareness ? sayShare(awareness) : NOT_SHOWN,
      awareness ? sayRange(awareness) : '',
      awareness ? count(awareness.answers) : '',
      needsRefresher(awareness) ? 'Yes' : 'No',
    ]),
  };
}

const find = (month: readonly Published[] | undefined, measure: Published['measure']) =>
  month?.find((one) => one.measure === measure && one.team === null && one.topic === null);

function delivery(place: string, published: readonly (readonly Published[])[], months: readonly string[]): Table {
  return {
    title: `Questions of the week${place}`,
    says: 'Staff who were seen posting in the month, and how many of them answered a question.',
    head: ['Month', 'Active staff', 'Answered', 'Share', 'Answers'],
    rows: months.map((month, at) => {
      const [covered, known] = [find(published[at], 'coverage'), find(published[at], 'awareness')];
      const share = covered ? coverageOf(covered.whole, covered.part).share : null;
      return [
        sayMonthOf(month),
        covered ? count(covered.whole) : NOT_SHOWN,
        covered ? count(covered.part) : NOT_SHOWN,
        share ? sayShare(share) : NOT_SHOWN,
        known ? count(known.whole) : NOT_SHOWN,
      ];
    }),
  };
}

function refreshersTable(refreshers: readonly RefresherMonth[], months: readonly string[]): Table {
  return {
    title: 'Refreshers',
    says: 'Refreshers that trainers sent, how many people got one, and how many said that they had read it.',
    head: ['Month', 'Refreshers', 'Sent to', 'Read'],
    rows: months.map((month) => {
      const found = refreshers.find((one) => one.month === month);
      return [sayMonthOf(month), ...[found?.refreshers, found?.sent, found?.acknowledged].map((n) => count(n ?? 0))];
    }),
  };
}

function evaluation(place: string, published: readonly (readonly Published[])[], months: readonly string[]): Table {
  const of = (from: number, to?: number) => figuresOf(published.slice(from, to), { team: null, topic: null }).awareness;
  const [before, after] = [of(0, MONTHS), of(-MONTHS)];
  return {
    title: `What staff know over the year${place}`,
    says:
      before && after
        ? `In the first three months ${sayShare(before)} of answers were right (${sayRange(before)}), in the last three ${sayShare(after)} (${sayRange(after)}).`
        : 'Too few answers in the first or the last three months to compare them.',
    head: ['Month', 'Right', 'Likely range', 'Answers'],
    rows: months.map((month, at) => {
      const one = find(published[at], 'awareness');
      const awareness = one ? awarenessOf({ answered: one.whole, right: one.part }) : null;
      return [
        sayMonthOf(month),
        awareness ? sayShare(awareness) : NOT_SHOWN,
        awareness ? sayRange(awareness) : '',
        awareness ? count(awareness.answers) : '',
      ];
    }),
  };
}

function incidents(counts: readonly MonthCount[], months: readonly string[]): Table {
  return {
    title: 'Messages that could identify someone',
    says: 'Messages that were read, those that could identify someone, and how many of these their posters put right.',
    head: ['Month', 'Read', 'Flagged', 'Of these urgent', 'Put right'],
    rows: months.map((month) => {
      const found = counts.find((one) => one.month === month);
      return [
        sayMonthOf(month),
        ...[found?.read, found?.flagged, found?.urgent, found?.putRight].map((n) => count(n ?? 0)),
      ];
    }),
  };
}

function raised(list: readonly ListCount[], months: readonly string[]): Table {
  const sum = (month: string, wanted: (one: ListCount) => boolean) =>
    count(list.filter((one) => one.month === month && wanted(one)).reduce((all, { items }) => all + items, 0));
  return {
    title: 'What came before the Guardian',
    says: 'By the month in which it was raised. Near misses are raised by those who posted; a breach is what a person decided to be one.',
    head: ['Month', 'Raised', 'Near misses', 'Reported by others', 'Disputed', 'Breaches', 'Open'],
    rows: months.map((month) => [
      sayMonthOf(month),
      sum(month, () => true),
      sum(month, ({ kind }) => kind === 'near-miss'),
      sum(month, ({ kind }) => kind === 'report'),
      sum(month, ({ kind }) => kind === 'disputed'),
      sum(month, ({ state }) => state === 'breach'),
      sum(month, ({ state }) => state === 'new' || state === 'looking'),
    ]),
  };
}
