import type { RequestHandler } from 'express';
import type { SignInConfig } from '../../../config.ts';
import { audit } from '../../../store/audit.ts';
import { londonDay } from '../../../store/counts.ts';
import type { Db } from '../../../store/database.ts';
import { searchStaff } from '../../../store/staff-search.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { personPages } from './person.ts';
import { presentPeople } from './present.ts';
import { readQuery } from './query.ts';

export interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  readonly signIn: SignInConfig | undefined;
  readonly render: Render;
  readonly now: () => Date;
}

const PER_PAGE = 50;

/** `/admin/people`: whom Quietword knows, their roles and the teams that they manage. */
export function peoplePages(parts: Parts): void {
  const { pages, db, render, now } = parts;
  pages.get('/admin/people', (async (req, res) => {
    const viewer = viewerOf(res);
    const read = readQuery(req.query);
    const error = 'error' in read ? read.error : null;
    const today = londonDay(now());
    if (error === null) await audit(db, viewer, { action: 'people.searched' });
    const rows = error ? [] : await searchStaff(db, viewer.scope, { ...read.query, perPage: PER_PAGE });
    const count = Number(req.query.imported ?? Number.NaN);
    const imported = Number.isSafeInteger(count) && count >= 0 ? new Intl.NumberFormat('en-GB').format(count) : null;
    render(res.status(error ? 400 : 200), 'dashboard/pages/people/list.njk', {
      page: presentPeople(rows.slice(0, PER_PAGE), read.query, {
        more: rows.length > PER_PAGE,
        error,
        today,
        imported,
      }),
    });
  }) satisfies RequestHandler);
  personPages(parts);
}
