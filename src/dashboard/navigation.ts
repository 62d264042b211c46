import { mayOpen, type Route, type Viewer } from './access.ts';

type Page = Extract<Route, `GET ${string}`>;

/** The pages of the menu, in its order. `holds`: pages that are reached from there under other addresses. */
const MENU: readonly { readonly page: Page; readonly text: string; readonly holds?: readonly string[] }[] = [
  { page: 'GET /', text: 'What happened' },
  { page: 'GET /triage', text: 'Triage', holds: ['/disputes', '/rules', '/channels', '/evidence'] },
  { page: 'GET /awareness', text: 'Awareness' },
  { page: 'GET /training', text: 'Training', holds: ['/questions', '/refreshers', '/campaigns', '/learning-records'] },
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
    ({ page, text, holds = [] }) => {
      const href = page.slice('GET '.length);
      const lead = href === '/' ? holds : [href, ...holds];
      const active = lead.some((one) => path === one || path.startsWith(`${one}/`));
      return { href, text, current: href === path, active };
    },
  );
}
