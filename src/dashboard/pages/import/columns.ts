import { z } from 'zod';
import type { Platform } from '../../../chat.ts';
import { type EntityEngine, mayBeId, mayBeListed } from '../../../policy/index.ts';

/** The columns of a list of people, as its first line names them. `platform` and `user` say who it is; an empty cell changes nothing. */
export const COLUMNS = [
  'platform',
  'user',
  'name',
  'email',
  'job title',
  'team',
  'manager',
  'joined',
  'left',
  'tenant',
] as const;
export type Column = (typeof COLUMNS)[number];
export const NEEDED = ['platform', 'user'] as const satisfies readonly Column[];

/** Takes away what is kept. */
const NOTHING = '-';

/** A number as long as those of patients: in a list of staff it is a slip. */
const LONG_NUMBER = /\d(?:[ -]?\d){8}/;

const words = (what: string) =>
  z
    .string()
    .max(200, `${what} must have at most 200 characters`)
    // Nor anything that a spreadsheet would run, should it be exported.
    .regex(/^[\p{L}\p{N}(“"'][^\p{Cc}]*$/u, `${what} must begin with a letter or a number`)
    .refine((value) => !LONG_NUMBER.test(value), `${what} must not hold a number of nine digits or more`);

const id = (what: string) =>
  z
    .string()
    .regex(/^[^\s\p{Cc}]{1,100}$/u, `${what} must be an id without spaces`)
    .regex(/\p{L}/u, `${what} must be the platform’s id, which has letters`);

const day = (what: string) =>
  z.string().transform((value, context) => {
    const [, d, m, y] = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value) ?? [];
    const iso = y ? `${y}-${m?.padStart(2, '0')}-${d?.padStart(2, '0')}` : value;
    if (/^\d{4}-\d{2}-\d{2}$/.test(iso) && new Date(`${iso}T00:00:00Z`).toJSON()?.startsWith(iso)) return iso;
    context.addIssue({ code: 'custom', message: `${what} must be a day such as 2026-03-05 or 05/03/2026` });
    return z.NEVER;
  });

const READERS: Record<Exclude<Column, 'platform'>, z.ZodType<string, string>> = {
  user: id('user'),
  name: words('name'),
  email: z
    .email({ error: 'email must be an address' })
    .max(254, 'email must have at most 254 characters')
    .toLowerCase(),
  'job title': words('job title'),
  team: words('team'),
  manager: id('manager'),
  joined: day('joined'),
  left: day('left'),
  tenant: id('tenant'),
};

/** What one cell says: a value, that what is kept goes (null), or nothing (undefined). */
export type Cell = { readonly value: string | null | undefined } | { readonly fault: string };

export function readCell(column: Exclude<Column, 'platform'>, text: string, mayStand: MayStand): Cell {
  const given = text.trim();
  if (given === '') return { value: undefined };
  if (given === NOTHING && column !== 'user' && column !== 'tenant') return { value: null };
  const read = READERS[column].safeParse(given);
  if (!read.success) return { fault: read.error.issues[0]?.message ?? `${column} can’t be read` };
  if (!mayStand(column, read.data)) return { fault: `${column} may say something of a patient` };
  return { value: read.data };
}

/** Whether a value may stand in a column of a list of staff. */
export type MayStand = (column: Exclude<Column, 'platform'>, value: string) => boolean;

/**
 * A number is looked for however it is written: the engine reads "nine nine nine, four one three, two oh seven five". For one
 * list, whose teams, jobs and managers come again and again: they are judged once.
 */
export function createMayStand(engine: EntityEngine): MayStand {
  const words = once((value) => mayBeListed(engine, value));
  const ids = once((value) => mayBeId(engine, value));
  return (column, value) => {
    if (column === 'joined' || column === 'left') return true;
    return column === 'name' || column === 'job title' || column === 'team' ? words(value) : ids(value);
  };
}

function once(judge: (value: string) => boolean): (value: string) => boolean {
  const judged = new Map<string, boolean>();
  return (value) => {
    const known = judged.get(value) ?? judge(value);
    judged.set(value, known);
    return known;
  };
}

export function readPlatform(
  text: string,
  platforms: readonly Platform[],
): { readonly value: Platform } | { readonly fault: string } {
  const given = text.trim().toLowerCase();
  const platform = platforms.find((one) => one === given);
  return platform ? { value: platform } : { fault: `platform must be ${platforms.join(' or ')}` };
}
