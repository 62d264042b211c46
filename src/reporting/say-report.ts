/** What a manager is told once a month: three figures, one suggestion, a link. Pure; of groups only. */
import type { PrivateNotice } from '../chat.ts';
import { fill } from '../nudges/phrases.ts';
import type { Language } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';
import type { Figures } from '../scores/period.ts';
import type { Share } from '../scores/rounding.ts';

export interface Told {
  readonly id: string;
  readonly language: Language;
  /** `2026-10`. */
  readonly month: string;
  /** Of their teams together. */
  readonly own: Figures;
  /** Of the whole organisation. */
  readonly all: Figures;
  /** What people call the topic on which a refresher would help most; null where nothing stands out. */
  readonly topic: string | null;
  readonly url: string;
}

const LOCALES = { en: 'en-GB', cy: 'cy' } as const;

/** Null where nothing may be said of their teams: a message without a figure is not worth reading. */
export function sayReport({ id, language, month, own, all, topic, url }: Told, words: Words): PrivateNotice | null {
  const { monthly } = words;
  if (!own.awareness && !own.coverage && !own.told) return null;
  const say = (share: Share) =>
    share.bound ? fill(monthly.bounds[share.bound], { share: `${share.percent}%` }) : `${share.percent}%`;
  const name = new Intl.DateTimeFormat(LOCALES[language], { month: 'long', timeZone: 'UTC' }).format(Date.parse(month));
  return {
    incident: id,
    kind: 'report',
    level: 'nudge',
    language,
    heading: fill(monthly.heading, { month: name }),
    paragraphs: [
      own.awareness && all.awareness
        ? fill(monthly.known, { share: say(own.awareness), all: say(all.awareness) })
        : monthly.knownNotShown,
      own.coverage
        ? fill(monthly.answered, { n: String(own.coverage.answered), of: String(own.coverage.active) })
        : monthly.answeredNotShown,
      own.told ? fill(monthly.told, { n: String(own.told.told), of: String(own.told.active) }) : monthly.toldNotShown,
      topic === null ? monthly.well : fill(monthly.suggestion, { topic }),
    ],
    suggestion: null,
    choices: [],
    asks: null,
    link: { label: monthly.link, url },
  };
}
