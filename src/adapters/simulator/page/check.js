import { makeCard } from './card.js';
import { announce, byId, chosen, firstNameOf, person, reveal } from './here.js';
import { languageOf } from './language.js';
import { ask } from './server.js';

const writing = byId('text');
const place = byId('checked');

/** What Quietword would say to what is being written. It goes once it is posted, or somebody else is chosen. */
export function forgetCheck() {
  place.replaceChildren();
  byId('not-checked').hidden = true;
}

export async function check({ channel, readers, text, attachments }) {
  const who = person();
  const language = languageOf(who);
  const still = () => who === person() && channel === chosen('channel').value && text === writing.value;
  byId('not-checked').hidden = true;
  try {
    const answer = await ask('POST', 'checks', { audience: channel, readers, language, text, attachments });
    if (still()) showChecked({ ...answer, kind: 'check', language, title: 'Checked', first: firstNameOf(who) });
  } catch (error) {
    byId('not-checked').textContent = `Not checked: ${error.message}`;
    byId('not-checked').hidden = false;
  }
}

function showChecked(answer) {
  const card = makeCard(answer, (text) => {
    writing.value = text;
    forgetCheck();
    writing.focus();
    announce('Your draft has the safer text now.');
  });
  const at = (selector) => card.querySelector(selector);
  at('[data-left]').textContent = answer.left ?? '';
  at('[data-left]').hidden = answer.left === null;
  at('[data-since]').textContent = 'You have changed your draft since.';
  at('[data-close]').hidden = false;
  at('[data-close]').addEventListener('click', () => {
    forgetCheck();
    writing.focus();
  });
  place.replaceChildren(card);
  card.focus({ preventScroll: true });
  reveal(card);
}

writing.addEventListener('input', () => {
  const card = place.firstElementChild;
  if (!card) return;
  card.querySelector('[data-since]').hidden = false;
  card.classList.add('try-notice--before');
});
