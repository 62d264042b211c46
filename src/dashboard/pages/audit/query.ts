import { z } from 'zod';
import { AUDIT_ACTIONS } from '../../../store/audit.ts';

const query = z.object({
  actor: z
    .string({ error: 'Write one sign-in id' })
    .trim()
    .max(255, 'The sign-in id must have at most 255 characters')
    .regex(/^\S*$/, 'A sign-in id has no spaces')
    .default(''),
  action: z.enum([...AUDIT_ACTIONS, ''], { error: 'Choose an action from the list' }).default(''),
  before: z.coerce
    .number({ error: 'The page must be one that a link of this page leads to' })
    .int('The page must be one that a link of this page leads to')
    .positive('The page must be one that a link of this page leads to')
    .max(Number.MAX_SAFE_INTEGER, 'The page must be one that a link of this page leads to')
    .optional(),
});

export type AuditQuery = z.infer<typeof query>;

/** What was asked of the log, or one sentence on what can't be. */
export function readQuery(
  given: unknown,
): { readonly query: AuditQuery } | { readonly error: { readonly text: string; readonly field: string } } {
  const parsed = query.safeParse(given);
  if (parsed.success) return { query: parsed.data };
  const issue = parsed.error.issues[0];
  return { error: { text: issue?.message ?? 'Check the filter', field: String(issue?.path[0] ?? 'actor') } };
}
