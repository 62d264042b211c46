/*
 * The chat of /try, one file since the browser fetches it as it is. It alone holds what was posted,
 * in `posts`: a reload forgets it. Posts, edits and deletions go to the server to be judged; private
 * notices come back on an event stream and are shown only while their person is chosen.
 */
const page = document.getElementById('try');
const session = page.dataset.session;
const byId = (id) => document.getElementById(id);
const composer = byId('composer');
const writing = byId('text');
const readers = byId('readers');
const fileType = byId('file-type');
const fileName = byId('file-name');

/** Posts in the order they were made; each holds its own element. */
const posts = [];
/** Incidents whose notice is on the page: the stream repeats itself after a lost connection. */
const told = new Set();
const readersOf = {};

const chosen = (name) => page.querySelector(`input[name="${name}"]:checked`);
const person = () => chosen('person').value;
const channel = () => chosen('channel').value;
const clock = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

// --- What the server is told -------------------------------------------------------------------

/** Resolves once the server has it; rejects with a sentence for the person. */
async function tell(post, method) {
  const { version, text, attachments } = post;
  const body = JSON.stringify({ version, person: post.person, readers: post.readers, text, attachments });
  let response;
  try {
    response = await fetch(`/try/sessions/${session}/channels/${post.channel}/messages/${post.number}`, {
      method,
      ...(method === 'PUT' ? { headers: { 'Content-Type': 'application/json' }, body } : {}),
    });
  } catch {
    throw new Error('The server does not answer.');
  }
  if (response.ok) return;
  const answer = await response.json().catch(() => ({}));
  throw new Error(answer.error ?? 'The server could not take it.');
}

/** Sends what the person did and keeps it until the server has it. Sending twice is harmless: it is claimed once. */
async function send(post, method, what) {
  post.state = 'sending';
  post.problem = '';
  show(post);
  try {
    await tell(post, method);
    post.state = method === 'DELETE' ? 'deleted' : 'sent';
  } catch (error) {
    post.state = 'failed';
    post.problem = `${what}: ${error.message}`;
    post.again = () => send(post, method, what);
  }
  show(post);
  if (post === posts.at(-1)) reveal(post.element);
}

function add(text, attachments) {
  const post = {
    number: posts.length + 1,
    version: 0,
    channel: channel(),
    person: person(),
    readers: Number(readers.value),
    text,
    attachments,
    notices: [],
    element: byId('post').content.firstElementChild.cloneNode(true),
  };
  fillIn(post);
  posts.push(post);
  showRoom();
  send(post, 'PUT', 'Not sent');
}

// --- One post ----------------------------------------------------------------------------------

function fillIn(post) {
  const at = (selector) => post.element.querySelector(selector);
  const who = chosen('person').dataset;
  const now = new Date();
  at('.try-avatar').textContent = who.initials;
  at('.try-avatar').classList.add(`try-avatar--${post.person}`);
  at('[data-name]').textContent = who.name;
  at('[data-role]').textContent = who.role;
  at('time').textContent = clock.format(now);
  at('time').dateTime = now.toISOString();
  at('[data-change]').addEventListener('click', () => startEdit(post));
  at('[data-remove]').addEventListener('click', () => send(post, 'DELETE', 'Not deleted'));
  at('[data-again]').addEventListener('click', () => post.again());
  at('[data-cancel]').addEventListener('click', () => stopEdit(post));
  at('[data-edit]').addEventListener('submit', (event) => {
    event.preventDefault();
    saveEdit(post);
  });
  postOnEnter(at('[data-edit] textarea'), () => saveEdit(post));
}

function show(post) {
  const at = (selector) => post.element.querySelector(selector);
  const mine = post.person === person();
  if (post.state === 'deleted') {
    showDeleted(post);
    return;
  }
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
  at('[data-actions]').hidden = !mine || post.editing || post.state !== 'sent';
  at('[data-notices]').hidden = !mine;
  for (const notice of post.notices) {
    notice.element.querySelector('[data-since]').hidden = notice.version === post.version;
    notice.element.classList.toggle('try-notice--before', notice.version !== post.version);
  }
}

function showDeleted(post) {
  const gone = document.createElement('li');
  gone.className = 'try-gone';
  gone.tabIndex = -1;
  gone.textContent = 'This post was deleted.';
  post.text = '';
  post.attachments = [];
  post.element.replaceWith(gone);
  post.element = gone;
  if (document.activeElement === document.body) gone.focus();
}

function startEdit(post) {
  post.editing = true;
  show(post);
  const field = post.element.querySelector('[data-edit] textarea');
  field.value = post.text;
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
  if (text !== post.text) {
    post.text = text;
    post.version += 1;
    send(post, 'PUT', 'Your edit was not sent');
  }
  stopEdit(post);
  byId('posts').focus();
}

// --- The private notices -----------------------------------------------------------------------

function listen() {
  const stream = new EventSource(`/try/sessions/${session}/notices`);
  stream.addEventListener('open', () => {
    byId('lost').hidden = true;
  });
  stream.addEventListener('error', () => {
    byId('lost').textContent = 'The connection was lost. Private notices will show once it is back.';
    byId('lost').hidden = false;
    // The browser tries again by itself but where the server answered with an error.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 5000);
  });
  stream.addEventListener('message', (event) => showNotice(JSON.parse(event.data)));
}

function showNotice({ incident, message, person: whose, level, heading, paragraphs }) {
  const post = posts[message - 1];
  if (!post || post.state === 'deleted' || told.has(incident)) return;
  told.add(incident);
  const element = byId('notice').content.firstElementChild.cloneNode(true);
  const first = page.querySelector(`input[name="person"][value="${whose}"]`).dataset.first;
  const who = `Quietword · Only ${first} can see this`;
  element.classList.add(`try-notice--${level}`);
  element.setAttribute('aria-label', `Private notice. Only ${first} can see this.`);
  element.querySelector('[data-who]').textContent = who;
  element.querySelector('[data-heading]').textContent = heading;
  for (const text of paragraphs) {
    const paragraph = document.createElement('p');
    paragraph.textContent = text;
    element.querySelector('[data-paragraphs]').append(paragraph);
  }
  post.notices.push({ element, version: post.version });
  post.element.querySelector('[data-notices]').append(element);
  show(post);
  if (whose !== person() || post.channel !== channel()) return;
  byId('announce').textContent = `Private notice. Only ${first} can see this. ${heading} ${paragraphs.join(' ')}`;
  reveal(element);
}

function reveal(element) {
  element.scrollIntoView({ block: 'nearest' });
}

// --- The room ----------------------------------------------------------------------------------

/** The chosen channel as the chosen person sees it; a one-to-one chat is between that person and Dr Osei. */
function showRoom() {
  const { name } = chosen('channel').dataset;
  const first = chosen('person').dataset.first;
  const visible = posts.filter(
    (post) => post.channel === channel() && (post.channel !== 'direct' || post.person === person()),
  );
  byId('channel-name').textContent = name;
  byId('posts').setAttribute('aria-label', `Posts in ${name}`);
  byId('empty').textContent = `Nothing posted yet in ${name}. Try an example below, or write your own.`;
  byId('empty').hidden = visible.length > 0;
  readers.value = readersOf[channel()] ?? chosen('channel').dataset.readers;
  writing.placeholder = `Write as ${first}`;
  byId('list').replaceChildren(...visible.map((post) => post.element));
  for (const post of visible) show(post);
}

/** Enter posts, as chats do; not while an input method is composing a character. */
function postOnEnter(field, act) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    act();
  });
}

function post() {
  if (!readers.reportValidity()) return;
  const attachments = fileType.value && fileName.value ? [{ name: fileName.value, type: fileType.value }] : [];
  if (writing.value.trim() === '' && attachments.length === 0) {
    writing.focus();
    return;
  }
  add(writing.value, attachments);
  writing.value = '';
  fileType.value = '';
  fileName.value = '';
  byId('attach').open = false;
  writing.focus();
}

composer.addEventListener('submit', (event) => {
  event.preventDefault();
  post();
});
postOnEnter(writing, post);
page.addEventListener('change', (event) => {
  if (event.target.type === 'radio') showRoom();
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
    if (readers.reportValidity()) add(text, file ? [{ name: file, type }] : []);
  });
}

page.hidden = false;
showRoom();
listen();
