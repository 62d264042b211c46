/** Who is chosen, where they are, and what the page holds. */
export const page = document.getElementById('try');
export const byId = (id) => document.getElementById(id);

/** Posts in the order they were made; each holds its own element. The page alone has them: a reload forgets them. */
export const posts = [];

export const chosen = (name) => page.querySelector(`input[name="${name}"]:checked`);
export const person = () => chosen('person').value;
export const channel = () => chosen('channel').value;
export const firstNameOf = (id) => page.querySelector(`input[name="person"][value="${id}"]`).dataset.first;

/** Said to a screen reader, once it is done with what it reads. */
export function announce(text, language = 'en') {
  const status = byId('announce');
  status.lang = language;
  status.textContent = text;
}

export function reveal(element) {
  element.scrollIntoView({ block: 'nearest' });
}

/** Enter sends, as chats do; not while an input method is composing a character. */
export function onEnter(field, act) {
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    act();
  });
}
