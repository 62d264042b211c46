import type { Platform } from '../../../chat.ts';
import type { ClearCount, IncidentCount } from '../../../store/summary.ts';
import { sayDay, sayShortDay } from '../../london.ts';
import { AUDIENCE_WORDS, CATEGORY_WORDS, OUTCOME_WORDS, outcomeOf, PLATFORM_WORDS } from './words.ts';

export interface HomeData {
  /** The days shown, oldest first, today last. */
  readonly days: readonly string[];
  readonly platforms: readonly Platform[];
  readonly incidents: readonly IncidentCount[];
  readonly clear: readonly ClearCount[];
}

/** Practice posts never mix with real ones: the simulator's figures show only where nothing else is on. */
export function shownPlatforms(platforms: readonly Platform[]): Platform[] {
  const real = platforms.filter((platform) => platform !== 'simulator');
  return real.length > 0 ? real : [...platforms];
}

/** Everything that the page says, in words and with its numbers written out. */
export function presentHome({ days, platforms, incidents, clear }: HomeData) {
  const today = days.at(-1) ?? '';
  const todays = incidents.filter((row) => row.day === today);
  const read = (rows: readonly IncidentCount[], clears: readonly ClearCount[]) =>
    total(rows) + clears.reduce((sum, row) => sum + row.clear, 0);
  const readToday = read(
    todays,
    clear.filter((row) => row.day === today),
  );
  const readInAll = read(incidents, clear);
  const flagged = total(incidents);

  return {
    today: sayDay(today),
    source: readInAll === 0 ? undefined : sourceOf(platforms),
    start: readInAll === 0 ? gettingStarted(platforms) : undefined,
    quiet: readInAll > 0 && flagged === 0,
    periods:
      readInAll === 0
        ? []
        : [
            { title: 'Today', figures: figures(readToday, todays) },
            { title: 'Last 30 days', figures: figures(readInAll, incidents) },
          ],
    chart: flagged === 0 ? undefined : chartOf(days, incidents),
    tables:
      flagged === 0
        ? []
        : [
            {
              title: 'What was seen',
              hint: 'One message can show several of these.',
              rows: rowsBy(
                incidents,
                today,
                (row) => row.categories,
                (category) => ({ text: CATEGORY_WORDS[category] }),
              ),
            },
            {
              title: 'Where it was posted',
              rows: rowsBy(
                incidents,
                today,
                (row) => [row.audience],
                (audience) => ({ text: AUDIENCE_WORDS[audience] }),
              ),
            },
            {
              title: 'What came of it',
              rows: rowsBy(
                incidents,
                today,
                (row) => [outcomeOf(row)],
                (outcome) => OUTCOME_WORDS[outcome],
              ),
            },
            ...disputesOf(incidents, today),
          ],
  };
}

/** What posters said isn't about a patient counts against what was seen: where there is much of it, the policy is too eager. */
function disputesOf(incidents: readonly IncidentCount[], today: string) {
  const rows = rowsBy(
    incidents.filter(({ answer }) => answer === 'not-patient'),
    today,
    (row) => row.categories,
    (category) => ({ text: CATEGORY_WORDS[category] }),
  );
  return rows.length === 0
    ? []
    : [{ title: 'What was disputed', hint: 'The person who posted said that it isn’t about a patient.', rows }];
}

function figures(read: number, rows: readonly IncidentCount[]) {
  const fixed = total(rows.filter((row) => row.resolution !== null));
  return [
    { value: say(read), label: read === 1 ? 'message read' : 'messages read' },
    { value: say(total(rows)), label: 'could identify someone' },
    { value: say(fixed), label: 'put right by the person who posted' },
  ];
}

function chartOf(days: readonly string[], incidents: readonly IncidentCount[]) {
  const ofDay = days.map((day) => {
    const rows = incidents.filter((row) => row.day === day);
    const urgent = total(rows.filter((row) => row.level === 'urgent'));
    return { day, name: sayShortDay(day), nudge: total(rows) - urgent, urgent, all: total(rows) };
  });
  const urgent = ofDay.reduce((sum, day) => sum + day.urgent, 0);
  const nudge = ofDay.reduce((sum, day) => sum + day.nudge, 0);
  const busiest = ofDay.reduce((best, day) => (day.all >= best.all ? day : best));
  const messages = nudge + urgent === 1 ? '1 message' : `${say(nudge + urgent)} messages`;
  const sentence = `Over 30 days ${messages} could identify someone: ${say(urgent)} urgent and ${say(nudge)} for a nudge. The busiest day was ${busiest.name}, with ${say(busiest.all)}.`;
  return { label: `Bar chart. ${sentence}`, sentence, days: ofDay };
}

/** One row for each word that `sortInto` gives, the most frequent first; an incident may count in several. */
function rowsBy<Key extends string, Words extends object>(
  incidents: readonly IncidentCount[],
  today: string,
  sortInto: (row: IncidentCount) => readonly Key[],
  words: (key: Key) => Words,
) {
  const counts = new Map<Key, { today: number; month: number }>();
  for (const row of incidents) {
    for (const key of sortInto(row)) {
      const count = counts.get(key) ?? { today: 0, month: 0 };
      count.month += row.count;
      if (row.day === today) count.today += row.count;
      counts.set(key, count);
    }
  }
  return [...counts]
    .sort(([, a], [, b]) => b.month - a.month)
    .map(([key, count]) => ({ ...words(key), today: say(count.today), month: say(count.month) }));
}

function sourceOf(platforms: readonly Platform[]): string | undefined {
  const shown = shownPlatforms(platforms);
  if (shown.length === 0) return undefined;
  if (shown.includes('simulator')) return 'These are practice posts from “Try it”. No real channel is connected.';
  return `From ${shown.map((platform) => PLATFORM_WORDS[platform]).join(' and ')}.`;
}

function gettingStarted(platforms: readonly Platform[]) {
  const shown = shownPlatforms(platforms);
  if (shown.length === 0) {
    return {
      text: 'Nothing is connected, so there is nothing to show. Set SLACK_SIGNING_SECRET and SLACK_BOT_TOKEN to connect Slack, or SIMULATOR to on to try Quietword in your browser, and start it again.',
    };
  }
  if (shown.includes('simulator')) {
    return {
      text: 'Nobody has posted anything yet. Post as one of an invented ward team and see what Quietword would say to them; what happens there is counted here.',
      link: { href: '/try', text: 'Try it' },
    };
  }
  return {
    text: `Quietword is set up for ${shown.map((platform) => PLATFORM_WORDS[platform]).join(' and ')}, and has read nothing in the last 30 days. Invite it to a channel: it reads only where it is a member.`,
  };
}

function total(rows: readonly IncidentCount[]): number {
  return rows.reduce((sum, row) => sum + row.count, 0);
}

const number = new Intl.NumberFormat('en-GB');
function say(count: number): string {
  return number.format(count);
}
