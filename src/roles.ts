/** Who somebody is to Quietword. Everyone who is signed in is staff. */
export const ROLES = ['staff', 'manager', 'trainer', 'guardian', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Those that are given to somebody. */
export const GIVEN_ROLES = ['manager', 'trainer', 'guardian', 'admin'] as const satisfies readonly Role[];
export type GivenRole = (typeof GIVEN_ROLES)[number];
