import { z } from 'zod';
import { AUDIENCES, LANGUAGES } from '../../../policy/types.ts';

/** As long as the longest that a platform lets through, and then some. */
export const LONGEST_DRAFT = 100_000;
export const TOO_LONG = 'The message must have at most 100,000 characters';

const form = z.object({
  text: z
    .string({ error: 'Write the message that you want to check' })
    // Browsers send each line break as two characters.
    .transform((text) => text.replaceAll('\r\n', '\n'))
    .refine((text) => text.trim() !== '', 'Write the message that you want to check')
    .refine((text) => text.length <= LONGEST_DRAFT, TOO_LONG),
  where: z.enum(AUDIENCES, { error: 'Choose where the message would go' }),
  language: z.enum(LANGUAGES, { error: 'Choose the language of the answer' }),
});

export type CheckForm = z.infer<typeof form>;
type Field = keyof CheckForm;

/** What stands in the fields when the page is shown again. */
export type Filled = Record<Field, string>;
/** One sentence for each field that can't be used. */
export type Errors = Partial<Record<Field, string>>;

export function readForm(given: unknown): { readonly form: CheckForm } | { readonly errors: Errors } {
  const parsed = form.safeParse(given ?? {});
  if (parsed.success) return { form: parsed.data };
  const errors: Errors = {};
  for (const { path, message } of parsed.error.issues) errors[path[0] as Field] ??= message;
  return { errors };
}

export function filledIn(given: unknown, unset: Filled): Filled {
  const fields = (given ?? {}) as Record<string, unknown>;
  const value = (name: Field) => {
    const raw = fields[name];
    return typeof raw === 'string' ? raw : unset[name];
  };
  return { text: value('text'), where: value('where'), language: value('language') };
}
