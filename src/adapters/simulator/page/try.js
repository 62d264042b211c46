/*
 * The chat of /try. Posts, edits and deletions go to the server to be judged; private notices come back on an event
 * stream and are shown only while their person is chosen.
 */
import { check, forgetCheck } from './check.js';
import { byId, channel, chosen, onEnter, page, person, posts } from './here.js';
import { showLanguage } from './language.js';
import { listen } from './notices.js';
import { makePost, send, show } from './post.js';
import './wishes.js';

const composer = byId('composer');
const writing = byId('text');
const readers = byId('readers');
const fileType = byId('file-type');
const fileName = byId('file-name');
const readersOf = {};

/** The chosen channel as the chosen person sees it; a one-to-one chat is between that person and Dr Osei. */
function showRoom() {
  const { name } = chosen('channel').dataset;
  const { first } = chosen('person').dataset;
  const visible = posts.filter(
    (post) => post.channel === channel() && (post.channel !== 'direct' || post.person === person()),
  );
  byId('channel-name').textContent = name;
  byId('posts').setAttribute('aria-label', `Posts in ${name}`);
  byId('empty').textContent = `Nothing posted yet in ${name}. Try an example, or write your own.`;
  byId('empty').hidden = visible.length > 0;
  readers.value = readersOf[channel()] ?? chosen('channel').dataset.readers;
  writing.placeholder = `Write as ${first}`;
  byId('list').replaceChildren(...visible.map((post) => post.element));
  for (const post of visible) show(post);
}

/** What is being written, or undefined where there is nothing yet. */
function draft() {
  if (!readers.reportValidity()) return undefined;
  const attachments = fileType.value && fileName.value ? [{ name: fileName.value, type: fileType.value }] : [];
  if (writing.value.trim() === '' && attachments.length === 0) {
    writing.focus();
    return undefined;
  }
  return { channel: channel(), readers: Number(readers.value), text: writing.value, attachments };
}

function add(written) {
  const post = makePost(written);
  showLanguage();
  showRoom();
  send(post, 'PUT', 'Not sent');
}

function postDraft() {
  const written = draft();
  if (!written) return;
  add(written);
  writing.value = '';
  fileType.value = '';
  fileName.value = '';
  byId('attach').open = false;
  forgetCheck();
  writing.focus();
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  postDraft();
});
onEnter(writing, postDraft);
byId('check').addEventListener('click', () => {
  const written = draft();
  if (written) check(written);
});
page.addEventListener('change', (event) => {
  if (event.target.type !== 'radio') return;
  forgetCheck();
  showLanguage();
  showRoom();
});
readers.addEventListener('change', () => {
  if (readers.reportValidity()) readersOf[channel()] = readers.value;
});
fileType.addEventListener('change', () => {
  fileName.value = fileType.selectedOptions[0].dataset.name ?? '';
});
for (const example of page.querySelectorAll('.try-examples button')) {
  example.addEventListener('click', () => {
    const { text, file, type } = example.dataset;
    if (!readers.reportValidity()) return;
    const attachments = file ? [{ name: file, type }] : [];
    add({ channel: channel(), readers: Number(readers.value), text, attachments });
  });
}

page.hidden = false;
showLanguage();
showRoom();
listen();
