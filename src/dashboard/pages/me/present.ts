import { ownAwareness } from '../../../scores/awareness.ts';
import type { Completion } from '../../../scores/completion.ts';
import type { OwnAccount, OwnCredit, OwnIncident, OwnMark } from '../../../store/own.ts';
import { londonDate, sayMoment } from '../../london.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';
import { AUDIENCE_WORDS, CATEGORY_WORDS, PLATFORM_WORDS } from '../home/words.ts';
import { CHALLENGE_WORDS, CREDIT_WORDS, outcomeWords } from './words.ts';

const COUNT = new Intl.NumberFormat('en-GB');
export const topicWords = (topic: string): string => (TOPIC_WORDS as Readonly<Record<string, string>>)[topic] ?? topic;

export function presentIncident(incident: OwnIncident) {
  const { id, at, level, categories, audience, readers, challenged } = incident;
  return {
    id,
    what: categories.map((category) => CATEGORY_WORDS[category]).join(' · '),
    urgent: level === 'urgent',
    day: londonDate(at),
    audience: AUDIENCE_WORDS[audience] + (readers === null ? '' : `, ${COUNT.format(readers)} people`),
    outcome: outcomeWords(incident),
    challenge: challenged === null ? null : CHALLENGE_WORDS[challenged],
  };
}

/** `since`: as far back as an own score looks. */
export function presentMine(
  own: {
    readonly account: OwnAccount;
    readonly incidents: readonly OwnIncident[];
    readonly marks: readonly OwnMark[];
    readonly credits: readonly OwnCredit[];
    readonly completion: Completion;
    readonly streak: number;
  },
  { since, now }: { readonly since: Date; readonly now: Date },
) {
  const { account, marks, credits, completion } = own;
  const counted = marks.filter(({ question, firstSeen, at }) => question !== null && firstSeen && at >= since);
  const score = ownAwareness(counted.map(({ topic, correct }) => ({ topic, right: correct })));
  const pausedUntil = account.pausedUntil !== null && account.pausedUntil > now ? account.pausedUntil : null;
  return {
    held: heldOn(account),
    incidents: own.incidents.map(presentIncident),
    score: {
      answered: score.answered,
      right: score.right,
      topics: score.topics.map(({ topic, right, answered }) => ({ name: topicWords(topic), right, answered })),
    },
    answers: marks.slice(0, 50).map(({ at, topic, correct }) => ({
      day: londonDate(at),
      topic: topicWords(topic),
      mark: correct ? 'Right' : 'Not right',
    })),
    credits: credits.map(({ kind, at }) => ({ text: CREDIT_WORDS[kind], day: londonDate(at) })),
    streak: own.streak === 0 ? null : own.streak === 1 ? '1 week' : `${own.streak} weeks`,
    completion: presentCompletion(completion),
    choices: choicesOf(account, pausedUntil),
    pausedUntil: pausedUntil && londonDate(pausedUntil),
    sharedSince: account.recordsSharedAt && londonDate(account.recordsSharedAt),
  };
}

const choicesOf = (account: OwnAccount, pausedUntil: Date | null) => ({
  language: account.language ?? 'en',
  questions: pausedUntil ? 'pause' : 'on',
  'quiet-from': account.quietFrom ?? '',
  'quiet-to': account.quietTo ?? '',
  share: account.recordsSharedAt ? 'yes' : 'no',
});

const presentCompletion = ({ complete, done, missing, until }: Completion) => ({
  complete,
  until: until && londonDate(until),
  done: done.length,
  topics: done.length + missing.length,
  missing: missing.map(topicWords),
});

const PARTS = 8;
const HOURS_A_PART = 3;
const clock = (hour: number): string => `${String(hour % 24).padStart(2, '0')}:00`;

/** The parts of the week of `seen_parts`, as people say them. */
export function sayParts(bits: number): string | null {
  const parts = Array.from({ length: 2 * PARTS }, (_, at) => at).filter((at) => (bits & (1 << at)) !== 0);
  if (parts.length === 0) return null;
  const say = (at: number) => {
    const hour = (at % PARTS) * HOURS_A_PART;
    return `${at < PARTS ? 'weekdays' : 'weekends'} ${clock(hour)} to ${clock(hour + HOURS_A_PART)}`;
  };
  return parts.map(say).join(', ');
}

/** A line for each thing that is kept with the account; what isn't known has none. */
function heldOn(account: OwnAccount): { key: { text: string }; value: { text: string } }[] {
  const { platform, user, name, email, jobTitle, team, joinedOn, timeZone, awayUntil } = account;
  const lines: [string, string | null][] = [
    ['Account', `${user} in ${PLATFORM_WORDS[platform]}`],
    ['Name', name],
    ['Email', email],
    ['Job', jobTitle],
    ['Team', team],
    ['Joined', joinedOn && londonDate(new Date(joinedOn))],
    ['Time zone', timeZone],
    ['Away until', awayUntil && sayMoment(awayUntil)],
    ['Seen here first', londonDate(account.firstSeenAt)],
    ['Posted last', account.lastSeenAt && sayMoment(account.lastSeenAt)],
    ['Hours in which you were seen posting lately', sayParts(account.seenParts)],
  ];
  return lines.flatMap(([key, value]) => (value === null ? [] : [{ key: { text: key }, value: { text: value } }]));
}
