import { TRIAGE_STATES } from '../../../store/tables.ts';
import { POSTER, type TriageItem, type TriageLogEntry } from '../../../store/triage.ts';
import { sayMoment } from '../../london.ts';
import { sayActor } from '../../who-did.ts';
import { AUDIENCE_WORDS, CATEGORY_WORDS, PLATFORM_WORDS } from '../home/words.ts';
import { actionWords, KIND_WORDS, STATE_WORDS } from './words.ts';

const COUNT = new Intl.NumberFormat('en-GB');
const HOUR = 3_600_000;
const ACTOR_WORDS: Readonly<Record<string, string>> = {
  quietword: 'Quietword',
  [POSTER]: 'The person who posted',
};
/** UK GDPR, article 33: from when the organisation knows of a breach. */
const CLOCK_HOURS = 72;

/** "31 hours left of 72", or that they are over; null where nobody started the clock. */
export function sayClock(startedAt: Date | null, now: Date): { text: string; over: boolean } | null {
  if (startedAt === null) return null;
  const left = CLOCK_HOURS - (now.getTime() - startedAt.getTime()) / HOUR;
  if (left <= 0)
    return {
      text: `The ${CLOCK_HOURS} hours are over since ${sayMoment(new Date(startedAt.getTime() + CLOCK_HOURS * HOUR))}`,
      over: true,
    };
  const hours = Math.floor(left);
  const some = hours < 1 ? 'Less than an hour' : hours === 1 ? '1 hour' : `${hours} hours`;
  return { text: `${some} left of ${CLOCK_HOURS}`, over: false };
}

export function presentItem(item: TriageItem, now: Date) {
  const { id, kind, level, state, categories, platform, audience, readers, channel, link, putRight } = item;
  return {
    id,
    kind: KIND_WORDS[kind],
    urgent: level === 'urgent',
    what:
      level === 'clear'
        ? 'Nothing that Quietword would have flagged'
        : categories.map((one) => CATEGORY_WORDS[one]).join(' · '),
    place: `${PLATFORM_WORDS[platform]}, channel ${channel}`,
    audience: AUDIENCE_WORDS[audience] + (readers === null ? '' : `, ${COUNT.format(readers)} people`),
    when: sayMoment(item.raisedAt),
    posted: item.postedAt && sayMoment(item.postedAt),
    state: STATE_WORDS[state],
    clock: sayClock(item.clockStartedAt, now),
    putRight: putRight === null ? null : putRight === 'edited' ? 'Edited by now' : 'Deleted by now',
    // The simulator's people are known by their page, too.
    reporter: platform === 'simulator' ? item.reporter?.replace(/^.*\./, '') : item.reporter,
    // Only what a platform's own adapter made: nothing that a person typed.
    link: link !== null && /^https:\/\//.test(link) ? link : null,
    platform: PLATFORM_WORDS[platform],
  };
}

export function presentList(
  items: readonly TriageItem[],
  page: { open: boolean; number: number; more: boolean },
  now: Date,
) {
  return {
    items: items.map((item) => presentItem(item, now)),
    open: page.open,
    newer: page.number > 0 ? page.number - 1 : null,
    older: page.more ? page.number + 1 : null,
  };
}

export function presentDetail(
  { item, history }: { item: TriageItem; history: readonly TriageLogEntry[] },
  now: Date,
  problem: { error: string; field: string; note: string } | null,
) {
  return {
    item: presentItem(item, now),
    running: item.clockStartedAt !== null,
    history: history.map((entry) => ({
      when: sayMoment(entry.at),
      who: ACTOR_WORDS[entry.actor] ?? sayActor(entry.actor),
      what: actionWords(entry),
      note: entry.note,
    })),
    states: TRIAGE_STATES.map((state) => ({ value: state, text: STATE_WORDS[state].text })),
    state: item.state,
    problem,
  };
}
