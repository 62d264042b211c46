import { z } from 'zod';
import { GIVEN_ROLES, type GivenRole } from './roles.ts';
import { together, web } from './setting.ts';

export interface SignInConfig {
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: string;
  /** The claim of the ID token that lists roles by their names. */
  readonly rolesClaim: string;
  /** Which group of the claim `groups` gives which role. */
  readonly roleGroups: readonly { readonly role: GivenRole; readonly group: string }[];
  /** Who is an admin from the start, by the identity provider's id. */
  readonly admins: readonly string[];
}

const listed = z.string().transform((text) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter((part) => part !== ''),
);

const roleGroups = listed.transform((pairs, context) =>
  pairs.flatMap((pair) => {
    const at = pair.indexOf('=');
    const role = GIVEN_ROLES.find((one) => one === pair.slice(0, at).trim());
    const group = pair.slice(at + 1).trim();
    if (at > 0 && role && group !== '') return [{ role, group }];
    context.addIssue({
      code: 'custom',
      message: `must be pairs such as guardian=1f0c…,trainer=9b2e… with the roles ${GIVEN_ROLES.join(', ')}`,
    });
    return [];
  }),
);

export const signInSettings = z.object({
  OIDC_ISSUER: web
    .refine((address) => !/^https:\/\/login\.microsoftonline\.com\/(common|organizations|consumers)\b/i.test(address), {
      error: 'must name one tenant of Entra: with common, organizations or consumers anybody could sign in',
    })
    .optional(),
  OIDC_CLIENT_ID: z.string().optional(),
  OIDC_CLIENT_SECRET: z.string().optional(),
  OIDC_ROLES_CLAIM: z.string().default('roles'),
  ROLE_GROUPS: roleGroups.optional(),
  ADMIN_SUBJECTS: listed.optional(),
});

/** Adds to `faults`, a sentence each. */
export function readSignIn(s: z.infer<typeof signInSettings>, faults: string[]): SignInConfig | undefined {
  faults.push(...together(s, ['OIDC_ISSUER', 'OIDC_CLIENT_ID', 'OIDC_CLIENT_SECRET'], 'Sign-in'));
  if (!s.OIDC_ISSUER || !s.OIDC_CLIENT_ID || !s.OIDC_CLIENT_SECRET) {
    for (const setting of ['ROLE_GROUPS', 'ADMIN_SUBJECTS'] as const)
      if (s[setting]) faults.push(`${setting} gives roles to who signs in, so it needs OIDC_ISSUER.`);
    return undefined;
  }
  return {
    issuer: s.OIDC_ISSUER,
    clientId: s.OIDC_CLIENT_ID,
    clientSecret: s.OIDC_CLIENT_SECRET,
    rolesClaim: s.OIDC_ROLES_CLAIM,
    roleGroups: s.ROLE_GROUPS ?? [],
    admins: s.ADMIN_SUBJECTS ?? [],
  };
}
