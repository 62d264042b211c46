import { audit, listAudit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { Problem } from '../../problems.ts';
import { auditAsCsv, filterOf, presentAudit } from './present.ts';
import { readQuery } from './query.ts';

const PER_PAGE = 100;
/** In one file: a spreadsheet opens no more lines than this by much. */
const MOST_EXPORTED = 500_000;

/** `/admin/audit`: who looked at the data of persons, and what admins changed. Reading it is a line of it, too. */
export function auditPages({ pages, db, render }: { pages: Pages; db: Db; render: Render }): void {
  pages.get('/admin/audit', async (req, res) => {
    const viewer = viewerOf(res);
    const read = readQuery(req.query);
    if ('error' in read) {
      const text = (value: unknown) => (typeof value === 'string' ? value : '');
      const filled = { actor: text(req.query.actor), action: text(req.query.action) };
      const page = presentAudit([], filled, { more: false, error: read.error });
      render(res.status(400), 'dashboard/pages/audit/view.njk', { page });
      return;
    }
    const { actor, action } = read.query;
    await audit(db, viewer, { action: 'audit.viewed' });
    const lines = await listAudit(db, viewer.realm, { ...filterOf(read.query), limit: PER_PAGE + 1 });
    const page = presentAudit(
      lines.slice(0, PER_PAGE),
      { actor, action },
      { more: lines.length > PER_PAGE, error: null },
    );
    render(res, 'dashboard/pages/audit/view.njk', { page });
  });

  pages.get('/admin/audit.csv', async (req, res) => {
    const viewer = viewerOf(res);
    const read = readQuery(req.query);
    if ('error' in read) throw new Problem(400, 'That can’t be exported', `${read.error.text}.`, '/admin/audit');
    await audit(db, viewer, { action: 'audit.exported' });
    const csv = auditAsCsv(await listAudit(db, viewer.realm, { ...filterOf(read.query), limit: MOST_EXPORTED }));
    res
      .set({ 'Cache-Control': 'no-store', 'Content-Disposition': 'attachment; filename="audit-log.csv"' })
      .type('text/csv; charset=utf-8')
      .send(csv);
  });
}
