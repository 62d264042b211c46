import { announce, person, reveal } from './here.js';
import { languageOf } from './language.js';
import { ask } from './server.js';

/** Raising a post that somebody saw, or a near miss of one's own, with or without a name. */
export function setUpReport(post) {
  const at = (selector) => post.element.querySelector(selector);
  at('[data-raise]').addEventListener('click', () => open(post, true));
  at('[data-report] [data-cancel]').addEventListener('click', () => {
    open(post, false);
    at('[data-raise]').focus();
  });
  at('[data-report]').addEventListener('submit', (event) => {
    event.preventDefault();
    raise(post, event.submitter.value === 'named');
  });
}

/** Each person has raised it or not; what they were answered is theirs to see. */
export function showReport(post) {
  const at = (selector) => post.element.querySelector(selector);
  const mine = post.person === person();
  const said = post.raised[person()];
  at('[data-raise]').textContent = mine ? 'Raise my own near miss' : 'Report';
  at('[data-raise]').hidden = said !== undefined;
  at('[data-report]').hidden = post.raising !== person() || post.editing;
  at('[data-report-about]').textContent = mine
    ? 'Raise a near miss of your own: it counts in your favour. Your Caldicott Guardian sees what kind of thing it was, never your words.'
    : 'Raise this post. Your Caldicott Guardian sees what kind of thing it is and where, never its words.';
  at('[data-said]').hidden = said === undefined;
  at('[data-said]').textContent = said?.text ?? '';
  at('[data-said]').lang = said?.language ?? 'en';
}

function open(post, yes) {
  post.raising = yes ? person() : undefined;
  post.element.querySelector('[data-report-failed]').hidden = true;
  showReport(post);
  if (!yes) return;
  post.element.querySelector('[data-report] button').focus({ preventScroll: true });
  reveal(post.element.querySelector('[data-report]'));
}

async function raise(post, named) {
  const at = (selector) => post.element.querySelector(selector);
  const who = person();
  const language = languageOf(who);
  const { readers, text, attachments } = post;
  const body = { person: who, author: post.person, named, readers, language, text, attachments };
  at('[data-report-failed]').hidden = true;
  try {
    const { said } = await ask('POST', `channels/${post.channel}/messages/${post.number}/reports`, body);
    post.raised[who] = { text: said, language };
    post.raising = undefined;
    showReport(post);
    announce(said, language);
    if (who === person()) at('[data-said]').focus();
  } catch (error) {
    at('[data-report-failed]').textContent = `Not reported: ${error.message} You can press it again.`;
    at('[data-report-failed]').hidden = false;
  }
}
