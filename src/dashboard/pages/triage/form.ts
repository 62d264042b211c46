import { z } from 'zod';
import { TRIAGE_STATES } from '../../../store/tables.ts';
import type { Decision } from '../../../store/triage.ts';

export const LONGEST_NOTE = 500;

const form = z.discriminatedUnion(
  'action',
  [
    z.object({ action: z.literal('state'), state: z.enum(TRIAGE_STATES, { error: 'Choose what it is' }) }),
    z.object({ action: z.literal('clock-started') }),
    z.object({ action: z.literal('clock-stopped') }),
    z.object({
      action: z.literal('note'),
      note: z
        .string({ error: 'Write a note' })
        .trim()
        .min(1, 'Write a note')
        .max(LONGEST_NOTE, `The note must have at most ${LONGEST_NOTE} characters`),
    }),
  ],
  { error: 'Choose what to do' },
);

/** What a person decided, or one sentence on what can't be used of it. `mayBeKept` judges a note before it is kept. */
export function readDecision(
  given: unknown,
  mayBeKept: (words: string) => boolean,
): { readonly decision: Decision } | { readonly error: string; readonly field: string } {
  const parsed = form.safeParse(given ?? {});
  if (!parsed.success) {
    const issue = parsed.error.issues[0];
    return { error: issue?.message ?? 'Choose what to do', field: String(issue?.path[0] ?? 'state') };
  }
  if (parsed.data.action === 'note' && !mayBeKept(parsed.data.note))
    return {
      error:
        'The note seems to say who somebody is, so it was not kept: write it without names, numbers or dates of birth',
      field: 'note',
    };
  return { decision: parsed.data };
}
