import type { Category } from '../../../policy/types.ts';
import { awarenessOf } from '../../../scores/awareness.ts';
import { ENOUGH, needsRefresher } from '../../../scores/needs.ts';
import { type Figures, figuresOf, MONTHS, namesIn } from '../../../scores/period.ts';
import type { Published } from '../../../scores/publish.ts';
import { sayMonth, saySpan, startAfter } from '../../london.ts';
import { count, NOT_SHOWN, sayRange, sayShare } from '../../shares.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { CATEGORY_WORDS, PLATFORM_WORDS } from '../home/words.ts';
import type { TrendPoint } from './chart.ts';
import type { Sight, TeamsPage } from './find.ts';

const topicName = (topic: string): string => (TOPIC_WORDS as Readonly<Record<string, string>>)[topic] ?? topic;
const monthOf = new Intl.DateTimeFormat('en-GB', { month: 'short', timeZone: 'UTC' });

/** Where a team's page is. */
export const teamHref = ({ organisation }: Sight, team: string): string =>
  `/teams?${new URLSearchParams({ in: organisation.tenant, on: organisation.platform, team })}`;

const sayPeople = (part: number, whole: number): string => `about ${count(part)} of ${count(whole)}`;

const rowOf = ({ awareness, coverage, told }: Figures) => ({
  right: awareness ? sayShare(awareness) : NOT_SHOWN,
  range: awareness ? sayRange(awareness) : '',
  answered: coverage ? sayPeople(coverage.answered, coverage.active) : NOT_SHOWN,
  told: told ? sayPeople(told.told, told.active) : NOT_SHOWN,
});

/** The list: one section an organisation. `mayWrite`: who looks can send refreshers; `all`: sees every team. */
export function presentTeams(
  pages: readonly TeamsPage[],
  options: { query: string; page: number; names: readonly string[]; mayWrite: boolean; all: boolean },
) {
  const { query, page, names, mayWrite, all } = options;
  const last = names.at(-1) ?? '';
  return {
    period: saySpan(names[0] ?? '', last),
    month: sayMonth(last),
    next: startAfter(last),
    query,
    newer: page > 0 ? page - 1 : null,
    older: pages.some(({ more }) => more) ? page + 1 : null,
    all,
    sections: pages.map(({ sight, names: teams, months }, index) => ({
      id: `organisation-${index + 1}`,
      title: `${PLATFORM_WORDS[sight.organisation.platform].replace(/^the s/, 'S')}, ${sight.organisation.tenant}`,
      whole: rowOf(figuresOf(months, { team: null, topic: null })),
      teams: teams.map((team) => {
        const [weakest, ...more] = weakOf(months, team);
        const figures = figuresOf(months, { team, topic: null });
        return {
          name: team,
          href: teamHref(sight, team),
          ...rowOf(figures),
          help: needsRefresher(figures.awareness) || weakest !== undefined,
          why:
            weakest === undefined
              ? 'Needs a refresher'
              : `Refresher: ${topicName(weakest)}${more.length > 0 ? `, and ${more.length} more` : ''}`,
          write: mayWrite && weakest !== undefined ? writeHref(sight, team, weakest) : null,
        };
      }),
    })),
  };
}

/** Topics of which even the upper end of the likely range is low, the weakest first. */
function weakOf(months: readonly (readonly Published[])[], team: string): string[] {
  return topicsOf(months, team)
    .filter(({ figures }) => needsRefresher(figures.awareness))
    .map(({ topic }) => topic);
}

function topicsOf(months: readonly (readonly Published[])[], team: string) {
  const topics = namesIn(
    months.map((month) => month.filter((one) => one.team === team && one.measure === 'awareness')),
    'topic',
  );
  return topics
    .map((topic) => ({ topic, figures: figuresOf(months, { team, topic }) }))
    .sort((a, b) => (a.figures.awareness?.percent ?? 101) - (b.figures.awareness?.percent ?? 101));
}

/** Where a trainer writes a refresher for this team. */
const writeHref = ({ organisation: { platform, tenant } }: Sight, team: string, topic: string): string =>
  `/refreshers/new?${new URLSearchParams({ organisation: `${platform}/${tenant}`, topic, team })}`;

/** One team. `names`: a year of months. `mayWrite`: who looks can send refreshers. */
export function presentTeam(
  sight: Sight,
  { team, names, months: year }: { team: string; names: readonly string[]; months: readonly (readonly Published[])[] },
  mayWrite: boolean,
) {
  const months = year.slice(-MONTHS);
  const [own, all] = [figuresOf(months, { team, topic: null }), figuresOf(months, { team: null, topic: null })];
  const weak = weakOf(months, team);
  const last = names.at(-1) ?? '';
  const topics = topicsOf(months, team).map(({ topic, figures }) => ({
    name: topicName(topic),
    right: figures.awareness ? sayShare(figures.awareness) : NOT_SHOWN,
    range: figures.awareness ? sayRange(figures.awareness) : '',
    all: sayAwareness(figuresOf(months, { team: null, topic })),
    help: weak.includes(topic),
  }));
  return {
    team,
    period: saySpan(names.at(-MONTHS) ?? '', last),
    next: startAfter(last),
    enough: ENOUGH,
    shown: own.awareness !== null || own.coverage !== null || own.told !== null,
    figures: [
      {
        value: own.awareness ? sayShare(own.awareness) : NOT_SHOWN,
        label: own.awareness
          ? `of about ${count(own.awareness.answers)} answers were right, most likely ${sayRange(own.awareness)}. Whole organisation: ${sayAwareness(all)}`
          : 'Right answers: too few so far',
      },
      {
        value: own.coverage ? sayPeople(own.coverage.answered, own.coverage.active).replace('about ', '') : NOT_SHOWN,
        label: `people answered a question in ${sayMonth(last)}, to the nearest 5. Whole organisation: ${all.coverage?.share ? sayShare(all.coverage.share) : NOT_SHOWN.toLowerCase()}`,
      },
      {
        value: own.told ? sayPeople(own.told.told, own.told.active).replace('about ', '') : NOT_SHOWN,
        label: `people had a quiet word in ${sayMonth(last)}, to the nearest 5. Whole organisation: ${all.told?.share ? sayShare(all.told.share) : NOT_SHOWN.toLowerCase()}`,
      },
    ],
    mayWrite,
    isLow: needsRefresher(own.awareness),
    weak: weak.map((topic) => ({ name: topicName(topic), href: writeHref(sight, team, topic) })),
    topics,
    practice: practiceOf(months, team, own, all),
    trend: trendOf(names, year, team),
    wide: '',
    narrow: '',
    back: sight.own === null || sight.own.length > 1,
  };
}

const sayAwareness = ({ awareness }: Figures): string => (awareness ? sayShare(awareness) : NOT_SHOWN);

/** What was put right, of the team and by kind where eight of it posted such. */
function practiceOf(months: readonly (readonly Published[])[], team: string, own: Figures, all: Figures) {
  const kinds = namesIn(
    months.map((month) => month.filter((one) => one.team === team && one.measure === 'practice')),
    'topic',
  );
  const say = ({ putRight }: Figures) => (putRight ? sayShare(putRight) : NOT_SHOWN);
  return [
    { name: 'Everything that was flagged', own: say(own), all: say(all) },
    ...kinds.map((kind) => ({
      name: CATEGORY_WORDS[kind as Category] ?? kind,
      own: say(figuresOf(months, { team, topic: kind })),
      all: say(figuresOf(months, { team: null, topic: kind })),
    })),
  ];
}

function trendOf(names: readonly string[], year: readonly (readonly Published[])[], team: string) {
  const of = (month: readonly Published[] | undefined, who: string | null) => {
    const one = month?.find(({ measure, team, topic }) => measure === 'awareness' && team === who && topic === null);
    return one ? awarenessOf({ answered: one.whole, right: one.part }) : null;
  };
  const months = names.map((name, at) => ({ name, own: of(year[at], team), all: of(year[at], null) }));
  const points: TrendPoint[] = months.map(({ name, own, all }) => ({
    name: monthOf.format(Date.parse(name)),
    share: own?.percent ?? null,
    low: own?.range.low ?? null,
    high: own?.range.high ?? null,
    all: all?.percent ?? null,
  }));
  const known = months.filter(({ own }) => own !== null);
  const [first, last] = [known[0], known.at(-1)];
  const say = ({ name, own }: (typeof months)[number]) =>
    `${sayMonth(name)} ${name.slice(0, 4)}, with ${own ? sayShare(own) : ''}`;
  const sentence =
    known.length < 2 || !first || !last
      ? ''
      : `Of ${known.length} months that can be shown, the first was ${say(first)}, and the last ${say(last)}. The bars show where the true share of each month is likely to be.`;
  return {
    sentence,
    label: `Line chart of right answers by month. ${sentence}`,
    points,
    rows: months.map(({ name, own, all }) => ({
      month: `${sayMonth(name)} ${name.slice(0, 4)}`,
      own: own ? sayShare(own) : NOT_SHOWN,
      range: own ? sayRange(own) : '',
      all: all ? sayShare(all) : NOT_SHOWN,
    })),
  };
}
