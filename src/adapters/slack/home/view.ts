import type { Button, HomeView, KnownBlock } from '@slack/web-api';
import type { Language } from '../../../policy/types.ts';
import { buttons, heading, LONGEST, plain, section } from '../blocks.ts';
import { linkButton } from '../notice.ts';
import type { Own } from './own.ts';
import { HOME_WORDS } from './words.ts';

/** Before what is wished, in the `action_id` of a button of the Home tab. */
export const HOME = 'quietword-home:';
export type HomeWish = 'question' | 'language' | 'pause' | 'resume' | 'quiet-hours' | 'no-quiet-hours';

const LOCALES: Record<Language, string> = { en: 'en-GB', cy: 'cy-GB' };

/**
 * The app's Home tab of one person. Pure. `top`: what is shown first, such as the question that was asked for.
 * https://docs.slack.dev/reference/views/home-tab-views: 100 blocks at most, of which a notice takes fewer than 50.
 */
export function homeView(own: Own, top: readonly KnownBlock[] = []): HomeView {
  const words = HOME_WORDS[own.language];
  return {
    type: 'home',
    blocks: [
      ...(top.length === 0 ? [] : [...top, DIVIDER]),
      heading(words.title),
      section(words.yours),
      heading(words.month.title),
      section(monthLines(own)),
      heading(words.fixes.title),
      section(fixLines(own)),
      DIVIDER,
      heading(words.questions.title),
      ...questions(own),
      DIVIDER,
      heading(words.choices.title),
      ...choices(own),
      ...(own.page === null ? [] : [DIVIDER, ...buttons([linkButton({ label: words.page, url: own.page })])]),
    ],
  };
}

/** Where nothing can be read of anybody just then. */
export const onlySaying = (sentence: string): HomeView => ({ type: 'home', blocks: [section(sentence)] });

const DIVIDER: KnownBlock = { type: 'divider' };

const count = (label: string, number: number): string => `${label}: ${number}`;

function monthLines({ language, month }: Own): string {
  const { nothing, told, putRight } = HOME_WORDS[language].month;
  if (month.told === 0) return nothing;
  return [count(told, month.told), ...(month.putRight > 0 ? [count(putRight, month.putRight)] : [])].join('\n');
}

/** What is nothing to be thanked for isn't counted out. */
function fixLines({ language, lately }: Own): string {
  const words = HOME_WORDS[language].fixes;
  const lines = (['putRight', 'early', 'raised'] as const)
    .filter((what) => lately[what] > 0)
    .map((what) => count(words[what], lately[what]));
  if (lines.length > 0) return lines.join('\n');
  return lately.told > 0 ? words.stillTime : words.nothing;
}

function questions({ language, streak, waiting }: Own): KnownBlock[] {
  const words = HOME_WORDS[language].questions;
  return [
    section(streak > 0 ? count(words.streak, streak) : words.noStreak),
    ...(waiting ? [section(words.waiting)] : []),
    ...buttons([button('question', waiting ? words.show : words.ask, 'primary')]),
  ];
}

function choices(own: Own): KnownBlock[] {
  const words = HOME_WORDS[own.language].choices;
  const { pausedUntil, quietHours } = own;
  return [
    section(words.language),
    ...buttons([{ ...button('language', words.otherLanguage), value: own.language === 'en' ? 'cy' : 'en' }]),
    section(pausedUntil ? words.paused(sayDay(pausedUntil, own.language)) : words.asked),
    ...buttons([pausedUntil ? button('resume', words.resume) : button('pause', words.pause(own.pauseDays))]),
    section(quietHours ? words.quiet(quietHours.from, quietHours.to) : words.noQuiet),
    ...buttons([
      button('quiet-hours', words.setQuiet),
      ...(quietHours ? [button('no-quiet-hours', words.dropQuiet)] : []),
    ]),
  ];
}

function button(wish: HomeWish, label: string, style?: 'primary'): Button {
  return {
    type: 'button',
    action_id: `${HOME}${wish}`,
    text: plain(label, LONGEST.label),
    value: wish,
    ...(style ? { style } : {}),
  };
}

/** "24 December 2026", by the clocks in London. */
function sayDay(at: Date, language: Language): string {
  const how = { timeZone: 'Europe/London', dateStyle: 'long' } as const;
  return new Intl.DateTimeFormat(LOCALES[language], how).format(at);
}
