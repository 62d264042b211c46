import { type GivenRole, ROLES, type Role } from '../roles.ts';

/** Where a role comes from. */
export type Source = 'everyone' | 'provider' | 'setting' | 'grant' | 'team';

export interface Known {
  /** As the identity provider says, by a role or a group. */
  readonly claimed: readonly GivenRole[];
  /** Given by an admin on a page. */
  readonly granted: readonly GivenRole[];
  /** Named in ADMIN_SUBJECTS. */
  readonly firstAdmin: boolean;
  readonly managesTeams: boolean;
}

/** Each role that somebody has, with where it comes from. */
export function rolesOf({ claimed, granted, firstAdmin, managesTeams }: Known): ReadonlyMap<Role, readonly Source[]> {
  const sources = (role: Role): Source[] => {
    const given = role as GivenRole;
    return [
      ...(role === 'staff' ? (['everyone'] as const) : []),
      ...(claimed.includes(given) ? (['provider'] as const) : []),
      ...(granted.includes(given) ? (['grant'] as const) : []),
      ...(role === 'admin' && firstAdmin ? (['setting'] as const) : []),
      ...(role === 'manager' && managesTeams ? (['team'] as const) : []),
    ];
  };
  return new Map(ROLES.map((role) => [role, sources(role)] as const).filter(([, from]) => from.length > 0));
}
