import express, { type RequestHandler, type Response } from 'express';
import { z } from 'zod';
import type { Platform } from '../../../chat.ts';
import type { Log } from '../../../log.ts';
import type { EntityEngine } from '../../../policy/index.ts';
import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { importStaff } from '../../../store/staff-import.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import { type Multipart, multipart } from '../../multipart.ts';
import type { Pages } from '../../pages.ts';
import type { FieldError } from '../roles/form.ts';
import { checkList } from './check.ts';
import { presentForm, presentPreview } from './present.ts';
import { decode, type Fault, type Good } from './read.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  /** The organisation of a platform, where a setting names it. */
  readonly tenants: Partial<Record<Platform, string>>;
  readonly engine: () => EntityEngine;
  readonly render: Render;
  readonly log: Log;
}

const LARGEST_FILE = 5_000_000;
/** In a form a byte takes three at most (`%2C`). */
const LARGEST_FORM = 3 * LARGEST_FILE + 1000;

const keepForm = z.object({
  csv: z
    .string({ error: 'Choose a file' })
    .min(1, 'Choose a file')
    .max(LARGEST_FILE, 'The file must have at most 5 MB'),
  keep: z.enum(['good', 'all'], { error: 'Choose what to keep' }),
});

/** `/admin/people/import`: a list of people and teams as CSV; shown first, then kept. Between the two it is in the page, and nowhere else. */
export function importPages({ pages, db, tenants, engine, render, log }: Parts): void {
  const showForm = (res: Response, error: FieldError | null) =>
    render(res.status(error ? 400 : 200), 'dashboard/pages/import/form.njk', { page: presentForm(error) });

  const preview = async (res: Response, csv: string, error: FieldError | null = null) => {
    const reading = await checkList(db, viewerOf(res), tenants, engine(), csv);
    if ('refused' in reading) showForm(res, { field: 'file', text: reading.refused });
    else showPreview(res, reading, csv, error);
  };
  const showPreview = (
    res: Response,
    reading: { readonly good: readonly Good[]; readonly faults: readonly Fault[] },
    csv: string,
    error: FieldError | null,
  ) =>
    render(res.status(error ? 400 : 200), 'dashboard/pages/import/preview.njk', {
      page: presentPreview(reading, csv, error),
    });

  pages.get('/admin/people/import', (_req, res) => showForm(res, null));

  const upload: RequestHandler = async (req, res) => {
    const { file } = req.body as Multipart;
    if (file === null) showForm(res, { field: 'file', text: 'Choose a file' });
    else if (file.isTooLarge) showForm(res, { field: 'file', text: 'The file must have at most 5 MB' });
    else await preview(res, decode(file.bytes));
  };

  const keep: RequestHandler = async (req, res) => {
    const viewer = viewerOf(res);
    const read = keepForm.safeParse(req.body ?? {});
    if (!read.success) {
      const issue = read.error.issues[0];
      const text = issue?.message ?? 'Choose what to keep';
      if (issue?.path[0] === 'keep' && typeof req.body?.csv === 'string')
        await preview(res, req.body.csv, { field: 'keep', text });
      else showForm(res, { field: 'file', text });
      return;
    }
    // Read again: what a browser sends back is no proof of what was shown.
    const reading = await checkList(db, viewer, tenants, engine(), read.data.csv);
    if ('refused' in reading) return showForm(res, { field: 'file', text: reading.refused });
    const { good, faults } = reading;
    if (read.data.keep === 'all' && faults.length > 0)
      return showPreview(res, reading, read.data.csv, {
        field: 'keep',
        text: 'Nothing was kept, since not all rows are good',
      });
    if (good.length === 0)
      return showPreview(res, reading, read.data.csv, { field: 'keep', text: 'There is no good row to keep' });
    await db.transaction().execute(async (trx) => {
      await importStaff(
        trx,
        good.map(({ person }) => person),
        new Date(),
      );
      await audit(trx, viewer, { action: 'people.imported', detail: `${good.length}-kept-${faults.length}-refused` });
    });
    log.info('people.imported', { count: good.length });
    res.redirect(303, `/admin/people?imported=${good.length}`);
  };

  const form = express.urlencoded({ extended: false, limit: LARGEST_FORM, parameterLimit: 10 });
  pages.post(
    '/admin/people/import',
    (req, res, next) =>
      req.is('multipart/form-data')
        ? multipart({ file: 'file', largest: LARGEST_FILE })(req, res, next)
        : form(req, res, next),
    (req, res, next) => (req.is('multipart/form-data') ? upload : keep)(req, res, next),
  );
}
