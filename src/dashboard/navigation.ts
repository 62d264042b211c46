import { mayOpen, type Route, type Viewer } from './access.ts';

type Page = Extract<Route, `GET ${string}`>;

/** The pages of the menu, in its order. */
const MENU: readonly { readonly page: Page; readonly text: string }[] = [
  { page: 'GET /', text: 'What happened' },
  { page: 'GET /triage', text: 'Triage' },
  { page: 'GET /awareness', text: 'Awareness' },
  { page: 'GET /training', text: 'Training' },
  { page: 'GET /me', text: 'My page' },
  { page: 'GET /teams', text: 'Teams' },
  { page: 'GET /check', text: 'Check a message' },
  { page: 'GET /admin', text: 'Admin' },
  { page: 'GET /try', text: 'Try it' },
];

/** The menu of who is looking: what they may open, and nothing else. Empty for who is not known. */
export function menuFor(viewer: Viewer | undefined, path: string, { simulator }: { simulator: boolean }) {
  if (!viewer) return [];
  return MENU.filter(({ page }) => mayOpen(viewer, page) && (page !== 'GET /try' || simulator)).map(
    ({ page, text }) => {
      const href = page.slice('GET '.length);
      return { href, text, current: href === path || (href !== '/' && path.startsWith(`${href}/`)) };
    },
  );
}
