import { page } from './here.js';

const OURS = `/try/sessions/${page.dataset.session}`;

/** Resolves to what the server answered; rejects with a sentence for the person. */
export async function ask(method, path, body) {
  let response;
  try {
    response = await fetch(`${OURS}/${path}`, {
      method,
      ...(body ? { headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) } : {}),
    });
  } catch {
    throw new Error('The server does not answer.');
  }
  const answer = await response.json().catch(() => ({}));
  if (response.ok) return answer;
  throw new Error(answer.error ?? 'The server could not take it.');
}

export const openStream = () => new EventSource(`${OURS}/notices`);
