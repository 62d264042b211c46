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
      if (now && now.innerHTML !== before.innerHTML) before.replaceWith(now);
    }
  } finally {
    // A network that is away for a while is asked again.
    setTimeout(look, EVERY_MS);
  }
};
setTimeout(look, EVERY_MS);
