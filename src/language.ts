import type { Inbound } from './chat.ts';
import type { House } from './house.ts';
import { setLanguage } from './store/people.ts';

/** Keeps the language in which somebody wants to be spoken to, and says so in it. */
export function createLanguage({ engine, db }: Pick<House, 'engine' | 'db'>): Inbound['onLanguage'] {
  return async ({ tenant, platform, person, language }) => {
    await setLanguage(db, { tenant, platform, user: person }, language);
    return engine().policy.wording[language].languageChosen;
  };
}
