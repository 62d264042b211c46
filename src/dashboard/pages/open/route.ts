import { Router } from 'express';
import type { Config } from '../../../config.ts';
import type { Render } from '../../layout.ts';

/** What anybody may read without signing in: what is kept of people, and how well these pages can be used by everyone. */
export function openPages(render: Render, keep: Config['keep']): Router {
  const router = Router();
  router.get('/privacy', (_req, res) =>
    render(res, 'dashboard/pages/open/privacy.njk', { page: presentPrivacy(keep) }),
  );
  router.get('/accessibility', (_req, res) => render(res, 'dashboard/pages/open/accessibility.njk', {}));
  return router;
}

export function presentPrivacy({ events, rollUps }: Config['keep']) {
  const years = Math.floor(rollUps / 365);
  return {
    events: `${events} days`,
    rollUps: years * 365 + 1 >= rollUps ? (years === 1 ? '1 year' : `${years} years`) : `${rollUps} days`,
  };
}
