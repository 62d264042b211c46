import express, { type RequestHandler, type Response } from 'express';
import type { Log } from '../../../log.ts';
import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { decide, exportDecisions, findTriage, listTriage } from '../../../store/triage.ts';
import { type Viewer, viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import { asCsv } from './export.ts';
import { readDecision } from './form.ts';
import { presentDetail, presentList } from './present.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  /** Judges a note before it is kept. */
  readonly mayBeKept: (words: string) => boolean;
  readonly render: Render;
  readonly log: Log;
}

const PER_PAGE = 50;
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** `/triage`: the Guardian's list, each item with its history, and what is decided about it. */
export function triagePages({ pages, db, mayBeKept, render, log }: Parts): void {
  pages.get('/triage', (async (req, res) => {
    const open = req.query.show !== 'done';
    const asked = Number(req.query.page);
    const number = Number.isSafeInteger(asked) && asked > 0 && asked < 10_000 ? asked : 0;
    const items = await listTriage(db, viewerOf(res).scope, {
      open,
      limit: PER_PAGE + 1,
      page: number,
      perPage: PER_PAGE,
    });
    const page = presentList(items.slice(0, PER_PAGE), { open, number, more: items.length > PER_PAGE }, new Date());
    render(res, 'dashboard/pages/triage/list.njk', { page });
  }) satisfies RequestHandler);

  pages.get('/triage/decisions.csv', async (_req, res) => {
    const viewer = viewerOf(res);
    const csv = asCsv(await exportDecisions(db, viewer.scope));
    await audit(db, viewer, { action: 'triage.exported' });
    res
      .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="decisions.csv"' })
      .type('text/csv; charset=utf-8')
      .send(csv);
  });

  const find = async ({ scope }: Viewer, id: string) => {
    const found = UUID.test(id) ? await findTriage(db, scope, id) : undefined;
    if (!found)
      throw new Problem(404, 'Not on the list', 'There is no such item: it may be older than what is kept.', '/triage');
    return found;
  };
  /** However it is asked for, a look is in the log: a form that is refused shows the item, too. */
  const show = async (
    res: Response,
    id: string,
    problem: { error: string; field: string; note: string } | null = null,
  ) => {
    const viewer = viewerOf(res);
    const found = await find(viewer, id);
    await audit(db, viewer, { action: 'triage.viewed', subject: `triage:${found.item.id}` });
    render(res, 'dashboard/pages/triage/item.njk', { page: presentDetail(found, new Date(), problem) });
  };

  pages.get('/triage/:id', (req, res) => show(res, String(req.params.id)));

  pages.post('/triage/:id', express.urlencoded({ extended: false, limit: 20_000 }), async (req, res) => {
    const id = String(req.params.id);
    const { item } = await find(viewerOf(res), id);
    const read = readDecision(req.body, mayBeKept);
    if ('error' in read) {
      const note = typeof req.body?.note === 'string' ? req.body.note : '';
      await show(res.status(400), id, { ...read, note });
      return;
    }
    await decide(db, item, read.decision, { actor: viewerOf(res), now: new Date() });
    log.info('triage.decided', { kind: read.decision.action });
    res.redirect(303, `/triage/${id}`);
  });
}
