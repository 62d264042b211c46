// While a refresher is on its way, its figures are read again, without the page being moved under anybody's hands.
const EVERY_MS = 5000;

const look = async () => {
  const section = document.querySelector('#progress[data-moving]');
  if (!section) return;
  try {
    const response = await fetch(location.pathname, { headers: { Accept: 'text/html' } });
    if (response.ok) {
      const page = new DOMParser().parseFromString(await response.text(), 'text/html');
      const [now, before] = [page.querySelector('#progress'), section];
      // What can be done with it changes with its state: then all of the page is new.
      if (now?.dataset.state !== before.dataset.state) location.reload();
      else if (now.innerHTML !== before.innerHTML) before.replaceWith(now);
    }
  } finally {
    // A network that is away for a while is asked again.
    setTimeout(look, EVERY_MS);
  }
};
setTimeout(look, EVERY_MS);
