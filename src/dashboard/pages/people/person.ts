import express, { type Response } from 'express';
import { audit } from '../../../store/audit.ts';
import { londonDay } from '../../../store/counts.ts';
import { grantsOf } from '../../../store/role-grants.ts';
import { accountOf, findStaff, type StaffDetail, teamExists } from '../../../store/staff-search.ts';
import { giveTeam, listTeams, takeTeam } from '../../../store/team-managers.ts';
import { type Viewer, viewerOf } from '../../access.ts';
import { Problem } from '../../problems.ts';
import { changeRole } from '../roles/change.ts';
import type { FieldError } from '../roles/form.ts';
import { type PersonForm, readPersonForm } from './form.ts';
import { presentPerson, type Roles } from './present.ts';
import type { Parts } from './route.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
const MOST_TEAMS = 1000;
const EMPTY = { role: '', team: '' };

/** `/admin/people/:id`: one person, what the directory says of them, their roles and the teams that they manage. */
export function personPages({ pages, db, signIn, render, now }: Parts): void {
  const find = async ({ scope }: Viewer, id: string): Promise<StaffDetail> => {
    const person = UUID.test(id) ? await findStaff(db, scope, id) : undefined;
    if (!person) throw new Problem(404, 'Nobody by that id', 'There is no such person here.', '/admin/people');
    return person;
  };

  /** By whom they signed in last; before that, by their account of the platform, where people sign in with it. */
  const rolesOf = async ({ realm }: Viewer, person: StaffDetail): Promise<Roles> => {
    const account = await accountOf(db, realm, person);
    const subject = account?.subject ?? (signIn && platformOf(signIn.issuer) === person.platform ? person.user : null);
    const granted = subject === null ? [] : await grantsOf(db, { tenant: realm, subject });
    return { subject, signedInAt: account?.at ?? null, granted };
  };

  /** However it is asked for, a look is in the log: a form that is refused shows the person, too. */
  const show = async (
    res: Response,
    person: StaffDetail,
    { error = null, filled = EMPTY }: { error?: FieldError | null; filled?: typeof EMPTY } = {},
  ) => {
    const viewer = viewerOf(res);
    await audit(db, viewer, { action: 'person.viewed', subject: `person:${person.id}` });
    const scope = { platforms: [person.platform], tenants: [person.tenant] };
    const teams = (await listTeams(db, scope, MOST_TEAMS)).map(({ team }) => team);
    const page = presentPerson(person, await rolesOf(viewer, person), {
      teams,
      today: londonDay(now()),
      error,
      filled,
    });
    render(res, 'dashboard/pages/people/person.njk', { page });
  };

  const change = async (viewer: Viewer, person: StaffDetail, form: PersonForm): Promise<FieldError | null> => {
    if (form.action === 'give-role' || form.action === 'take-role') {
      const { subject } = await rolesOf(viewer, person);
      if (subject === null)
        return { field: 'role', text: 'They have not signed in yet, so there is no sign-in id to give a role to' };
      return changeRole(db, viewer, {
        action: form.action === 'give-role' ? 'give' : 'take',
        subject,
        role: form.role,
      });
    }
    const team = { tenant: person.tenant, team: form.team };
    if (form.action === 'give-team' && !(await teamExists(db, team)))
      return { field: 'team', text: 'Nobody is in a team of that name: choose one of the list' };
    await db.transaction().execute(async (trx) => {
      const give = form.action === 'give-team';
      const changed = await (give ? giveTeam : takeTeam)(trx, team, person.id);
      if (changed)
        await audit(trx, viewer, { action: give ? 'team.given' : 'team.taken', subject: `person:${person.id}` });
    });
    return null;
  };

  pages.get('/admin/people/:id', async (req, res) => {
    await show(res, await find(viewerOf(res), String(req.params.id)));
  });

  pages.post('/admin/people/:id', express.urlencoded({ extended: false, limit: 4000 }), async (req, res) => {
    const viewer = viewerOf(res);
    const person = await find(viewer, String(req.params.id));
    const read = readPersonForm(req.body);
    const error = 'error' in read ? read.error : await change(viewer, person, read.form);
    if (error === null) {
      res.redirect(303, `/admin/people/${person.id}`);
      return;
    }
    const text = (value: unknown) => (typeof value === 'string' ? value : '');
    await show(res.status(400), person, {
      error,
      filled: { role: text(req.body?.role), team: text(req.body?.team) },
    });
  });
}

/** The chat platform whose accounts sign in there: a person's id there is their sign-in id here. */
function platformOf(issuer: string): 'slack' | 'teams' | null {
  const { hostname } = new URL(issuer);
  if (hostname === 'slack.com') return 'slack';
  return hostname === 'login.microsoftonline.com' ? 'teams' : null;
}
