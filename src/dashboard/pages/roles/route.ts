import express, { type Response } from 'express';
import type { SignInConfig } from '../../../config.ts';
import type { EntityEngine } from '../../../policy/index.ts';
import type { Db } from '../../../store/database.ts';
import { listGrants } from '../../../store/role-grants.ts';
import { viewerOf } from '../../access.ts';
import type { Render } from '../../layout.ts';
import type { Pages } from '../../pages.ts';
import { changeRole } from './change.ts';
import { type FieldError, readRoleForm } from './form.ts';
import { presentRoles } from './present.ts';

interface Parts {
  readonly pages: Pages;
  readonly db: Db;
  readonly signIn: SignInConfig | undefined;
  readonly engine: () => EntityEngine;
  readonly render: Render;
}

const EMPTY = { subject: '', role: '' };

/** `/admin/sign-in`: where people sign in, what gives which role, and who was given one. */
export function rolePages({ pages, db, signIn, engine, render }: Parts): void {
  const show = async (res: Response, filled = EMPTY, errors: readonly FieldError[] = []) =>
    render(res, 'dashboard/pages/roles/view.njk', {
      page: presentRoles(signIn, await listGrants(db, viewerOf(res).realm), filled, errors),
    });

  pages.get('/admin/sign-in', (_req, res) => show(res));

  pages.post('/admin/sign-in', express.urlencoded({ extended: false, limit: 4000 }), async (req, res) => {
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    const filled = { subject: text(req.body?.subject), role: text(req.body?.role) };
    const read = readRoleForm(req.body, engine());
    const errors = 'errors' in read ? read.errors : [await changeRole(db, viewerOf(res), read.form)];
    const told = errors.filter((error) => error !== null);
    if (told.length > 0) await show(res.status(400), filled, told);
    else res.redirect(303, '/admin/sign-in');
  });
}
