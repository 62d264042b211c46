import express, { type Response } from 'express';
import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import type { DeadLetters } from '../../../store/dead-letters.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { presentJobs } from './present.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  readonly jobs: DeadLetters;
  readonly render: Render;
}

/** `/admin/jobs`: what waits to be done, and what failed at its last try and can be started again. */
export function jobPages({ pages, db, jobs, render }: Parts): void {
  const show = async (res: Response, redriven: number | null, error: string | null) =>
    render(res, 'dashboard/pages/jobs/view.njk', {
      page: presentJobs(await jobs.states(viewerOf(res).scope.tenants), redriven, error),
    });

  pages.get('/admin/jobs', (req, res) => {
    const redriven = Number(req.query.redriven ?? Number.NaN);
    return show(res, Number.isSafeInteger(redriven) && redriven >= 0 ? redriven : null, null);
  });

  pages.post('/admin/jobs', express.urlencoded({ extended: false, limit: 1000 }), async (req, res) => {
    const viewer = viewerOf(res);
    const queue = String(req.body?.queue ?? '');
    const states = await jobs.states(viewer.scope.tenants);
    if (!states.some(({ name }) => name === queue)) {
      await show(res.status(400), null, 'Choose a queue of the list');
      return;
    }
    const moved = await jobs.redrive(queue, viewer.scope.tenants);
    await audit(db, viewer, { action: 'jobs.redriven', subject: `queue:${queue}`, detail: String(moved) });
    res.redirect(303, `/admin/jobs?redriven=${moved}`);
  });
}
