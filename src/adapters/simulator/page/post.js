import { byId, chosen, onEnter, person, posts, reveal } from './here.js';
import { languageOf } from './language.js';
import { setUpReport, showReport } from './report.js';
import { ask } from './server.js';

/** Makes a post and sends it; who shows the room puts its element there. */
export function makePost({ channel, readers, text, attachments }) {
  const post = {
    number: posts.length + 1,
    version: 0,
    channel,
    person: person(),
    readers,
    text,
    attachments,
    notices: [],
    raised: {},
    element: byId('post').content.firstElementChild.cloneNode(true),
  };
  fillIn(post);
  posts.push(post);
  return post;
}

export const isDeleted = (post) => post.state === 'deleted';

/** A notice that asks something about a post goes with it; thanks, what sums up several posts, and a quiz stay. */
export const goesWithPost = ({ kind, place }) => kind !== 'thanks' && kind !== 'summary' && place !== 'quiz';

/** Sends what the person did and keeps it until the server has it. Sending twice is harmless: it is claimed once. */
export async function send(post, method, what) {
  post.state = 'sending';
  post.problem = '';
  show(post);
  const { version, readers, text, attachments } = post;
  const body = { version, person: post.person, readers, language: languageOf(post.person), text, attachments };
  try {
    await ask(method, `channels/${post.channel}/messages/${post.number}`, method === 'PUT' ? body : undefined);
    post.state = method === 'DELETE' ? 'deleted' : 'sent';
  } catch (error) {
    post.state = 'failed';
    post.problem = `${what}: ${error.message}`;
    post.again = () => send(post, method, what);
  }
  if (isDeleted(post)) showDeleted(post);
  else show(post);
  if (post === posts.at(-1)) reveal(post.element);
}

function fillIn(post) {
  const at = (selector) => post.element.querySelector(selector);
  const who = chosen('person').dataset;
  const now = new Date();
  at('.try-avatar').textContent = who.initials;
  at('.try-avatar').classList.add(`try-avatar--${post.person}`);
  at('[data-name]').textContent = who.name;
  at('[data-role]').textContent = who.role;
  at('time').textContent = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' }).format(now);
  at('time').dateTime = now.toISOString();
  at('[data-change]').addEventListener('click', () => startEdit(post, post.text));
  at('[data-remove]').addEventListener('click', () => send(post, 'DELETE', 'Not deleted'));
  at('[data-again]').addEventListener('click', () => post.again());
  at('[data-edit] [data-cancel]').addEventListener('click', () => stopEdit(post));
  at('[data-edit]').addEventListener('submit', (event) => {
    event.preventDefault();
    saveEdit(post);
  });
  onEnter(at('[data-edit] textarea'), () => saveEdit(post));
  setUpReport(post);
}

/** The post as the chosen person sees it. */
export function show(post) {
  const at = (selector) => post.element.querySelector(selector);
  const mine = post.person === person();
  at('[data-notices]').hidden = !mine;
  for (const notice of post.notices) showAge(notice, post);
  if (isDeleted(post)) return;
  at('[data-text]').textContent = post.text;
  at('[data-text]').hidden = post.editing || post.text === '';
  at('[data-file]').textContent = post.attachments.map(({ name }) => name).join(', ');
  at('[data-file]').hidden = post.attachments.length === 0;
  at('[data-edited]').hidden = post.version === 0;
  at('[data-edit]').hidden = !post.editing || !mine;
  at('[data-state]').hidden = post.state === 'sent';
  at('[data-state] span').textContent = post.state === 'sending' ? 'Sending…' : post.problem;
  at('[data-state]').classList.toggle('try-state--failed', post.state === 'failed');
  at('[data-again]').hidden = post.state !== 'failed';
  at('[data-actions]').hidden = post.editing || post.state !== 'sent';
  at('[data-change]').hidden = !mine;
  at('[data-remove]').hidden = !mine;
  showReport(post);
}

function showAge({ element, version, place }, post) {
  const stays = place === 'quiz' || element.matches('.try-notice--thanks, .try-notice--summary');
  const outdated = version !== post.version && !stays;
  element.querySelector('[data-since]').hidden = !outdated;
  element.classList.toggle('try-notice--before', outdated);
  if (isDeleted(post)) element.querySelector('[data-use]').hidden = true;
}

function showDeleted(post) {
  const gone = byId('gone').content.firstElementChild.cloneNode(true);
  post.text = '';
  post.attachments = [];
  post.notices = post.notices.filter((notice) => !goesWithPost(notice));
  gone.querySelector('[data-notices]').append(...post.notices.map(({ element }) => element));
  post.element.replaceWith(gone);
  post.element = gone;
  show(post);
  if (document.activeElement === document.body) gone.querySelector('p').focus();
}

export function startEdit(post, text) {
  post.editing = true;
  show(post);
  const field = post.element.querySelector('[data-edit] textarea');
  field.value = text;
  field.focus();
}

function stopEdit(post) {
  post.editing = false;
  show(post);
  post.element.querySelector('[data-change]').focus();
}

function saveEdit(post) {
  const text = post.element.querySelector('[data-edit] textarea').value;
  if (text.trim() === '' && post.attachments.length === 0) return;
  post.editing = false;
  if (text !== post.text) {
    post.text = text;
    post.version += 1;
    send(post, 'PUT', 'Your edit was not sent');
  } else show(post);
  post.element.focus({ preventScroll: true });
}
