/** The page "For you": asks Teams who looks, and Quietword for what is kept of them. */
const page = document.getElementById('page');
const teams = globalThis.microsoftTeams;

/** @param {string} name @param {string} text @param {object} [more] */
const element = (name, text, more = {}) => Object.assign(document.createElement(name), { textContent: text, ...more });

/** Its message is one sentence for whoever looks; those of others are for nobody. */
class Refused extends Error {}

const refuse = (sentence) => () => {
  throw new Refused(sentence);
};

/** Each call with a token of its own: Teams keeps and renews it. */
async function ask(path, options = {}) {
  const token = await teams.authentication
    .getAuthToken()
    .catch(
      refuse(
        'Teams did not say who you are. Open this page again; if that does not help, tell whoever looks after Teams.',
      ),
    );
  const headers = { authorization: `Bearer ${token}`, ...options.headers };
  const response = await fetch(`/teams/tab/${path}`, { ...options, headers }).catch(
    refuse('Sorry, that did not reach us. Please try again in a minute.'),
  );
  const answer = await response.json();
  if (!response.ok) throw new Refused(answer.error);
  return answer;
}

/** The rows of a table: what, and how often. */
function table(caption, rows) {
  const all = element('table', '');
  all.append(element('caption', caption));
  const body = element('tbody', '');
  for (const { label, count } of rows) {
    const row = element('tr', '');
    row.append(element('th', label, { scope: 'row' }), element('td', String(count)));
    body.append(row);
  }
  all.append(body);
  return all;
}

/** A link that Teams opens in the browser: pages that ask to sign in can't be framed. */
function elsewhere(text, href) {
  const line = element('p', '');
  line.append(element('a', text, { href, target: '_blank', rel: 'noopener noreferrer' }));
  return line;
}

function show({ language, words, ownPage, told, counts, kinds }) {
  document.documentElement.lang = language;
  document.title = `${words.title} – Quietword`;
  const languages = element('fieldset', '');
  languages.append(element('legend', words.language));
  for (const [code, name] of [
    ['en', 'English'],
    ['cy', 'Cymraeg'],
  ]) {
    const button = element('button', name, { type: 'button', lang: code });
    button.setAttribute('aria-pressed', String(code === language));
    button.addEventListener('click', () => choose(code));
    languages.append(button);
  }
  const raised = counts.some(({ count }) => count > 0);
  page.replaceChildren(
    element('h1', words.title),
    element('p', words.yours),
    ...(told === 0 ? [element('h2', words.period), element('p', words.nothing)] : []),
    ...(raised ? [table(words.period, counts)] : []),
    ...(kinds.length > 0 ? [table(words.kinds, kinds)] : []),
    ...(ownPage === null ? [] : [elsewhere(words.ownPage, ownPage)]),
    element('p', words.check),
    languages,
  );
}

function fail(error) {
  const shown = error instanceof Refused ? error.message : 'Please open this page in Microsoft Teams.';
  page.replaceChildren(element('p', shown, { role: 'alert' }));
}

async function choose(language) {
  try {
    show(
      await ask('language', {
        method: 'PUT',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ language }),
      }),
    );
    document.querySelector(`button[lang="${language}"]`)?.focus();
  } catch (error) {
    fail(error);
  }
}

const theme = (name) => {
  document.documentElement.dataset.theme = name;
};

try {
  await teams.app.initialize();
  const { app } = await teams.app.getContext();
  theme(app.theme);
  teams.app.registerOnThemeChangeHandler(theme);
  show(await ask('mine'));
  teams.app.notifySuccess();
} catch (error) {
  fail(error);
}
