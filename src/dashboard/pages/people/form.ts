import { z } from 'zod';
import { GIVEN_ROLES } from '../../../roles.ts';
import type { FieldError } from '../roles/form.ts';

const role = z.enum(GIVEN_ROLES, { error: 'Choose a role' });
const team = z
  .string({ error: 'Write the name of a team' })
  .trim()
  .min(1, 'Write the name of a team')
  .max(200, 'The team must have at most 200 characters');

const form = z.discriminatedUnion(
  'action',
  [
    z.object({ action: z.literal('give-role'), role }),
    z.object({ action: z.literal('take-role'), role }),
    z.object({ action: z.literal('give-team'), team }),
    z.object({ action: z.literal('take-team'), team }),
  ],
  { error: 'Choose what to do' },
);

export type PersonForm = z.infer<typeof form>;

/** What an admin changes of somebody, or one sentence on what can't be used of it. */
export function readPersonForm(given: unknown): { readonly form: PersonForm } | { readonly error: FieldError } {
  const parsed = form.safeParse(given ?? {});
  if (parsed.success) return { form: parsed.data };
  const issue = parsed.error.issues[0];
  const field = issue?.path[0] === 'action' || issue?.path[0] === undefined ? 'team' : String(issue.path[0]);
  return { error: { field, text: issue?.message ?? 'Choose what to do' } };
}
