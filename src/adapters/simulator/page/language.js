import { announce, byId, person } from './here.js';
import { ask } from './server.js';

/** In which language Quietword speaks with each person. */
const languages = {};
const field = byId('language');

export const languageOf = (id) => languages[id] ?? 'en';

export function showLanguage() {
  field.value = languageOf(person());
  byId('language-said').textContent = '';
}

field.addEventListener('change', async () => {
  const who = person();
  const language = field.value;
  const said = byId('language-said');
  try {
    const answer = await ask('PUT', `people/${who}/language`, { language });
    languages[who] = language;
    if (who !== person()) return;
    said.lang = language;
    said.textContent = answer.said;
    announce(answer.said, language);
  } catch (error) {
    if (who !== person()) return;
    showLanguage();
    said.lang = 'en';
    said.textContent = `Not changed: ${error.message}`;
    announce(said.textContent);
  }
});
