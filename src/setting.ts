import { z } from 'zod';

/** Kinds of settings, and what is said of those that only make sense together. */

export const url = (protocols: string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be an address that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`,
  });

export const web = url(['https:', 'http:']);
/** Ends in a slash, whether it was given with one or not. */
export const folder = web.transform((text) => (text.endsWith('/') ? text : `${text}/`));
export const switched = z.enum(['on', 'off'], { error: 'must be on or off' });

/** A number of days within bounds. */
export const days = (least: number, most: number) => {
  const error = `must be a whole number of days from ${least} to ${most}`;
  return z.coerce.number({ error }).int(error).min(least, error).max(most, error);
};

/** One sentence where some of them are set and others missing. */
export function together(given: Readonly<Record<string, unknown>>, names: readonly string[], what: string): string[] {
  const missing = names.filter((name) => given[name] === undefined);
  if (missing.length === 0 || missing.length === names.length) return [];
  const all = names.join(names.length === 2 ? ' and ' : ', ');
  return [`${what} needs ${all} together: ${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} missing.`];
}
