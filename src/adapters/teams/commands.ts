import type { Wish } from '../../chat.ts';
import type { Language } from '../../policy/types.ts';
import { type Card, card, heading, messageOf, plain, term } from './cards.ts';
import { CHECK, checkForm } from './check.ts';
import type { Desk } from './desk.ts';
import { activityOf } from './notice.ts';
import { type Activity, personOf } from './payloads.ts';
import { openRefresher } from './refresher.ts';
import { WORDS } from './words.ts';

/** What whoever adds the app for themselves is told unasked. */
export const GREETING = 'help';

/** What can be asked for in the chat with the app, in either language. */
const CHECKS = new Set([CHECK, 'gwirio']);
const REFRESHERS = new Set(['refresher', 'nodyn']);
const HELP = new Set([GREETING, 'cymorth']);
const WISHES = new Map<string, Wish['for']>([
  ['question', 'question'],
  ['cwestiwn', 'question'],
  ['figures', 'figures'],
  ['ffigurau', 'figures'],
]);
const LANGUAGE = new Map<string, Language>([
  ['cymraeg', 'cy'],
  ['welsh', 'cy'],
  ['english', 'en'],
  ['saesneg', 'en'],
]);

/**
 * One word, and nothing after it, so that nothing that somebody meant to say is taken for a command. Where others read, the app is
 * named beside it, as a colleague is.
 */
export const commandIn = (text: string): string =>
  text
    .replace(/^\s*@colleague\b|@colleague\s*$/, '')
    .trim()
    .replace(/^\//, '')
    .toLowerCase();

export const isCommand = (word: string): boolean =>
  CHECKS.has(word) || REFRESHERS.has(word) || HELP.has(word) || WISHES.has(word) || LANGUAGE.has(word);

/** Answers in the person's own chat. What can't be stored is said there, and the person asks again. */
export async function takeCommand(desk: Desk, activity: Activity, word: string): Promise<void> {
  const person = personOf(activity.from) ?? '';
  const language = await desk.languageOf(activity);
  if (REFRESHERS.has(word)) return openRefresher(desk, person, language);
  const wish = WISHES.get(word);
  if (wish) {
    const shown = await desk.inbound.onWish({ platform: 'teams', tenant: desk.tenant, person, for: wish }).then(
      (notice) => activityOf(notice, null),
      (error: unknown) => {
        desk.log.error('teams.command_failed', { error });
        return { type: 'message', text: WORDS[language].notTaken, textFormat: 'plain' };
      },
    );
    return desk.say(person, shown);
  }
  const chosen = LANGUAGE.get(word);
  if (chosen) {
    const sentence = await desk.inbound
      .onLanguage({ platform: 'teams', tenant: desk.tenant, person, language: chosen })
      .catch((error: unknown) => {
        desk.log.error('teams.command_failed', { error });
        return WORDS[language].notTaken;
      });
    return desk.say(person, { type: 'message', text: sentence, textFormat: 'plain' });
  }
  const shown = CHECKS.has(word)
    ? checkForm({ in: 'chat', here: false, language })
    : helpCard(language, word === '' || HELP.has(word));
  return desk.say(person, messageOf(shown));
}

/** `asked`: they asked for it, and weren't misunderstood. */
export function helpCard(language: Language, asked: boolean): Card {
  const { help, unknown } = WORDS[language];
  const { what, commands, report } = help;
  return card(language, [what, ...commands.map((one) => one.join(' – ')), report].join('\n'), [
    heading('Quietword'),
    ...(asked ? [] : plain(unknown)),
    ...plain(what),
    ...commands.map(([word, does]) => term(word, does)),
    ...plain(report),
  ]);
}
