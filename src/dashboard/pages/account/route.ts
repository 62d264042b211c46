import type { RequestHandler } from 'express';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import { presentAccount } from './present.ts';

/** `/account`: who one is here, which roles one has and why, and what they open. */
export function accountPage({ render, simulator }: { render: Render; simulator: boolean }): RequestHandler {
  return (_req, res) =>
    render(res, 'dashboard/pages/account/view.njk', { page: presentAccount(viewerOf(res), { simulator }) });
}
