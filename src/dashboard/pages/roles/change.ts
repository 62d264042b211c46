import { audit } from '../../../store/audit.ts';
import type { Db } from '../../../store/database.ts';
import { giveRole, takeRole } from '../../../store/role-grants.ts';
import type { Viewer } from '../../access.ts';
import type { FieldError, RoleForm } from './form.ts';

/** Gives or takes a role, with its line in the audit log; or says why not. */
export async function changeRole(db: Db, viewer: Viewer, change: RoleForm): Promise<FieldError | null> {
  const { action, subject, role } = change;
  if (viewer.realm === 'local')
    return { field: 'subject', text: 'Sign-in is not set up, so there is nobody to give a role to' };
  // So that there is always one, and nobody shuts themself out by a slip.
  if (action === 'take' && role === 'admin' && subject === viewer.subject)
    return { field: 'role', text: 'You can’t take the admin role from yourself: another admin can' };
  const key = { tenant: viewer.realm, subject };
  await db.transaction().execute(async (trx) => {
    const changed = action === 'give' ? await giveRole(trx, key, role, viewer.subject) : await takeRole(trx, key, role);
    if (changed)
      await audit(trx, viewer, {
        action: action === 'give' ? 'role.given' : 'role.taken',
        subject: `account:${subject}`,
        detail: role,
      });
  });
  return null;
}
