import { makeCard } from './card.js';
import { announce, byId, channel, firstNameOf, person, posts, reveal } from './here.js';
import { goesWithPost, isDeleted, show, startEdit } from './post.js';
import { ask, openStream } from './server.js';

/** Notices that came by the stream, by incident and kind: it repeats itself after a lost connection. */
const told = new Set();

export function listen() {
  const stream = openStream();
  stream.addEventListener('open', () => {
    byId('lost').hidden = true;
  });
  stream.addEventListener('error', () => {
    byId('lost').textContent = 'The connection was lost. Private notices will show once it is back.';
    byId('lost').hidden = false;
    // The browser tries again by itself but where the server answered with an error.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
  stream.addEventListener('message', (event) => receive(JSON.parse(event.data)));
}

function receive(notice) {
  // What is about no post stands under the person's latest.
  const post = notice.message === null ? latestOf(notice.person) : posts[notice.message - 1];
  const key = `${notice.incident} ${notice.kind}`;
  if (!post || told.has(key) || (isDeleted(post) && goesWithPost(notice))) return;
  told.add(key);
  const before = standingAt(post, notice.place);
  const hadFocus = before?.element.contains(document.activeElement);
  const entry = put(post, notice, before, true);
  if (post.person !== person() || post.channel !== channel()) return;
  if (hadFocus) entry.element.focus();
  else announce(`${entry.element.ariaLabel} ${notice.paragraphs.join(' ')}`, notice.language);
  reveal(entry.element);
}

/** What somebody asked for, under their latest post; false where they have none. */
export function showAsked(who, notice) {
  const post = latestOf(who);
  if (!post) return false;
  const place = notice.incident === '' ? 'asked' : 'quiz';
  const entry = put(post, { ...notice, place }, standingAt(post, place), true);
  told.add(`${notice.incident} ${notice.kind}`);
  if (person() === who) {
    entry.element.focus({ preventScroll: true });
    reveal(entry.element);
  }
  return true;
}

const latestOf = (who) => posts.findLast((post) => post.person === who && !isDeleted(post));
const standingAt = (post, place) => post.notices.find((entry) => entry.place === place);

/** Puts a notice under its post: in the place of one before it, beside that, or last. */
function put(post, notice, before, replaces) {
  const { incident, kind, place } = notice;
  const entry = { incident, kind, place, version: post.version };
  const card = { ...notice, title: 'Quietword', first: firstNameOf(post.person) };
  entry.element = makeCard(card, (text) => startEdit(post, text));
  addChoices(post, entry, notice);
  if (before) {
    before.beside?.remove();
    if (replaces) before.element.replaceWith(entry.element);
    else before.element.after(entry.element);
  } else post.element.querySelector('[data-notices]').append(entry.element);
  // What stands beside a notice answers it, and goes with it.
  if (before && !replaces) before.beside = entry.element;
  else post.notices = [...post.notices.filter((other) => other !== before), entry];
  show(post);
  return entry;
}

function addChoices(post, entry, { choices, asks }) {
  const at = (selector) => entry.element.querySelector(selector);
  for (const { action, label, style } of choices) {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = `try-choice try-choice--${action === 'back' ? 'quiet' : style}`;
    button.textContent = label;
    button.addEventListener('click', () => press(post, entry, action, null));
    at('[data-choices]').append(button);
  }
  at('[data-choices]').hidden = choices.length === 0;
  if (!asks) return;
  const form = at('[data-asks]');
  const field = form.querySelector('input');
  form.hidden = false;
  form.querySelector('[data-label]').textContent = asks.label;
  form.querySelector('button').textContent = asks.submit;
  field.maxLength = asks.longest;
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (field.value.trim() === '') field.focus();
    else press(post, entry, asks.action, field.value);
  });
}

/** One choice at a time; one that did not get through says so, and can be pressed again. */
async function press(post, entry, action, words) {
  if (entry.element.ariaBusy === 'true') return;
  const failed = entry.element.querySelector('[data-failed]');
  entry.element.ariaBusy = 'true';
  failed.hidden = true;
  try {
    const { number, text, attachments } = post;
    const message = { number, deleted: isDeleted(post), text, attachments };
    const reply = await ask('POST', 'answers', {
      person: post.person,
      incident: entry.incident,
      action,
      words,
      message,
    });
    const { place } = entry;
    const before = standingAt(post, place);
    const answer = put(post, { ...reply.notice, place }, before, reply.replaces && before === entry);
    if (post.person === person() && post.channel === channel()) answer.element.focus({ preventScroll: true });
    reveal(answer.element);
  } catch (error) {
    failed.textContent = `That did not get through: ${error.message} Nothing was lost: press it again.`;
    failed.hidden = false;
  } finally {
    entry.element.ariaBusy = null;
  }
}
