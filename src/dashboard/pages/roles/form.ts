import { z } from 'zod';
import { type EntityEngine, mayBeId } from '../../../policy/index.ts';
import { GIVEN_ROLES } from '../../../roles.ts';

const form = z.object({
  action: z.enum(['give', 'take'], { error: 'Choose whether to give or to take a role' }),
  subject: z
    .string({ error: 'Write a sign-in id' })
    .trim()
    .min(1, 'Write a sign-in id')
    .max(255, 'The sign-in id must have at most 255 characters')
    .regex(/^\S+$/, 'A sign-in id has no spaces'),
  role: z.enum(GIVEN_ROLES, { error: 'Choose a role' }),
});

export type RoleForm = z.infer<typeof form>;
export interface FieldError {
  readonly field: string;
  readonly text: string;
}

/** What an admin gives or takes, or one sentence for each field that can't be used. */
export function readRoleForm(
  given: unknown,
  engine: EntityEngine,
): { readonly form: RoleForm } | { readonly errors: readonly FieldError[] } {
  const parsed = form.safeParse(given ?? {});
  if (parsed.success) {
    // One that was given before this was asked may still be taken.
    if (parsed.data.action === 'take' || mayBeId(engine, parsed.data.subject)) return { form: parsed.data };
    return { errors: [{ field: 'subject', text: 'The sign-in id looks like the number of a patient' }] };
  }
  return { errors: parsed.error.issues.map(({ path, message }) => ({ field: String(path[0]), text: message })) };
}
