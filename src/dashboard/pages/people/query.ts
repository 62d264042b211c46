import { z } from 'zod';

const query = z.object({
  words: z.string({ error: 'Write one name' }).max(100, 'The name must have at most 100 characters').default(''),
  team: z.string({ error: 'Write one team' }).max(200, 'The team must have at most 200 characters').default(''),
  page: z.coerce
    .number({ error: 'The page must be a number from 0 to 9,999' })
    .int('The page must be a number from 0 to 9,999')
    .min(0, 'The page must be a number from 0 to 9,999')
    .max(9999, 'The page must be a number from 0 to 9,999')
    .default(0),
});

export type PeopleQuery = z.infer<typeof query>;

/** What was asked for, or one sentence on what can't be, with what was typed. */
export function readQuery(
  given: Readonly<Record<string, unknown>>,
):
  | { readonly query: PeopleQuery }
  | { readonly error: { readonly text: string; readonly field: string }; readonly query: PeopleQuery } {
  const parsed = query.safeParse(given);
  if (parsed.success) return { query: parsed.data };
  const issue = parsed.error.issues[0];
  const text = (value: unknown) => (typeof value === 'string' ? value : '');
  return {
    error: { text: issue?.message ?? 'Check what you look for', field: String(issue?.path[0] ?? 'words') },
    query: { words: text(given.words), team: text(given.team), page: 0 },
  };
}
