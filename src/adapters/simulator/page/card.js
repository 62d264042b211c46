import { byId } from './here.js';

let cards = 0;

/** A private card: heading, paragraphs, and a safer text with the buttons to copy it or to use it. */
export function makeCard({ kind, level, language, title, first, heading, paragraphs, picture, suggestion, link }, use) {
  const card = byId('card').content.firstElementChild.cloneNode(true);
  const at = (selector) => card.querySelector(selector);
  cards += 1;
  card.classList.add(`try-notice--${kind}`, `try-notice--${level}`);
  card.lang = language;
  card.setAttribute('aria-label', `${title}. Only ${first} can see this. ${heading}`);
  card.setAttribute('aria-describedby', `card-${cards}`);
  at('[data-paragraphs]').id = `card-${cards}`;
  at('[data-who]').textContent = `${title} · Only ${first} can see this`;
  at('[data-heading]').textContent = heading;
  at('[data-paragraphs]').append(...paragraphs.map(paragraphOf));
  if (picture) at('[data-picture]').append(imageOf(picture));
  if (link) at('[data-paragraphs]').append(linkTo(link));
  if (suggestion !== null) showSuggestion(at('[data-suggestion]'), suggestion, use);
  return card;
}

function imageOf({ url, alt }) {
  const image = document.createElement('img');
  image.src = url;
  image.alt = alt;
  return image;
}

function paragraphOf(text) {
  const paragraph = document.createElement('p');
  paragraph.textContent = text;
  return paragraph;
}

function linkTo({ label, url }) {
  const line = document.createElement('p');
  const anchor = document.createElement('a');
  anchor.href = url;
  anchor.textContent = label;
  line.append(anchor);
  return line;
}

function showSuggestion(box, suggestion, use) {
  const text = box.querySelector('[data-suggested]');
  const copied = box.querySelector('[data-copied]');
  text.textContent = suggestion;
  box.hidden = false;
  box.querySelector('[data-use]').addEventListener('click', () => use(suggestion));
  box.querySelector('[data-copy]').addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(suggestion);
      copied.textContent = 'Copied.';
    } catch {
      // Browsers may keep the clipboard from a page; what is selected can always be copied.
      getSelection().selectAllChildren(text);
      copied.textContent = 'Your browser did not let us copy it. It is selected, so you can copy it yourself.';
    }
  });
}
