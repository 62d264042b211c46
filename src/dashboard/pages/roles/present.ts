import type { SignInConfig } from '../../../config.ts';
import { GIVEN_ROLES, type GivenRole } from '../../../roles.ts';
import type { Grant } from '../../../store/role-grants.ts';
import { sayMoment } from '../../london.ts';
import { ROLE_WORDS } from '../account/present.ts';
import { tabsFor } from '../admin/tabs.ts';
import type { FieldError } from './form.ts';

export const roleItems = (chosen: string) =>
  GIVEN_ROLES.map((role) => ({
    value: role,
    text: ROLE_WORDS[role].name,
    hint: { text: ROLE_WORDS[role].about },
    checked: role === chosen,
  }));

export function presentRoles(
  signIn: SignInConfig | undefined,
  grants: readonly Grant[],
  filled: { readonly subject: string; readonly role: string },
  errors: readonly FieldError[],
) {
  const groupsOf = (role: GivenRole) =>
    signIn?.roleGroups.filter((one) => one.role === role).map(({ group }) => group) ?? [];
  return {
    tabs: tabsFor('/admin/sign-in'),
    on: signIn !== undefined,
    issuer: signIn?.issuer ?? '',
    rolesClaim: signIn?.rolesClaim ?? '',
    admins: signIn?.admins ?? [],
    mapping: GIVEN_ROLES.map((role) => ({ role, name: ROLE_WORDS[role].name, groups: groupsOf(role) })),
    grants: grants.map(({ subject, name, role, by, at }) => ({
      subject,
      name: name ?? 'Has not signed in yet',
      role,
      roleName: ROLE_WORDS[role].name,
      by,
      when: sayMoment(at),
    })),
    roles: roleItems(filled.role),
    filled,
    errors: errors.map(({ field, text }) => ({ text, href: `#${field}` })),
    errorOf: Object.fromEntries(errors.map(({ field, text }) => [field, { text }])),
  };
}
