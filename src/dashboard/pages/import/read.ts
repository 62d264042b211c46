import { setImmediate as others } from 'node:timers/promises';
import { CsvError, parse } from 'csv-parse/sync';
import type { Platform } from '../../../chat.ts';
import type { EntityEngine } from '../../../policy/index.ts';
import type { StaffGiven } from '../../../store/staff-import.ts';
import { COLUMNS, type Column, createMayStand, type MayStand, NEEDED, readCell, readPlatform } from './columns.ts';

export const MOST_ROWS = 20_000;

/** Why a row can't be kept. `line`: of the file, from 1. */
export interface Fault {
  readonly line: number;
  readonly reason: string;
}

export interface Good {
  readonly line: number;
  readonly person: StaffGiven;
}

export type Reading =
  | { readonly good: readonly Good[]; readonly faults: readonly Fault[] }
  /** Nothing of it can be read. */
  | { readonly refused: string };

interface Known {
  readonly platforms: readonly Platform[];
  /** The one organisation of a platform; undefined where there are several, or none yet. */
  readonly tenantOf: (platform: Platform) => string | undefined;
  /** Whether somebody may bring in people of this organisation. */
  readonly mayWrite: (tenant: string) => boolean;
  /** Each cell is judged: a list of staff may hold nothing of a patient. */
  readonly engine: EntityEngine;
}

/** So many are judged before messages have their turn: a few milliseconds. */
const ROWS_AT_ONCE = 25;

/** UTF-8, or what older Excel writes. */
export function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder('windows-1252').decode(bytes);
  }
}

/** Reads a list of people, row by row: each is good, or has a reason why not. */
export async function readList(text: string, known: Known): Promise<Reading> {
  const table = tableOf(text);
  if ('refused' in table) return table;
  const { columns, rows } = table;
  const good: Good[] = [];
  const faults: Fault[] = [];
  const seen = new Map<string, number>();
  const mayStand = createMayStand(known.engine);
  for (const [index, { cells, line }] of rows.entries()) {
    if (index % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) await others();
    const read = cells.length > columns.length ? tooMany(columns) : readRow(columns, cells, known, mayStand);
    if ('reasons' in read) {
      faults.push({ line, reason: read.reasons.join('; ') });
      continue;
    }
    const key = JSON.stringify([read.person.tenant, read.person.platform, read.person.user]);
    const first = seen.get(key);
    if (first !== undefined) faults.push({ line, reason: `the same person as in line ${first}` });
    else {
      seen.set(key, line);
      good.push({ line, person: read.person });
    }
  }
  return { good, faults };
}

const tooMany = (columns: readonly Column[]) => ({
  reasons: [`it has more cells than the ${columns.length} columns: is a comma without quotes in it?`],
});

interface Table {
  readonly columns: readonly Column[];
  readonly rows: readonly { readonly cells: readonly string[]; readonly line: number }[];
}

function tableOf(text: string): Table | { readonly refused: string } {
  // A workbook is a ZIP, a picture has its own mark: no list of text holds a zero byte.
  if (text.includes('\0')) return { refused: 'This is not a CSV file: in Excel choose Save as, then CSV UTF-8' };
  const first = text.slice(0, text.search(/[\r\n]|$/));
  // Excel writes semicolons where the comma is for decimals.
  const delimiter = first.includes(';') && !first.includes(',') ? ';' : ',';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    const options = { bom: true, delimiter, relax_column_count: true, skip_empty_lines: true, info: true } as const;
    // The types of the library leave out what `info` makes of each record.
    records = parse(text, options) as unknown as typeof records;
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = typeof error.lines === 'number' ? ` (line ${error.lines})` : '';
    return { refused: `The file is no CSV that can be read${line}: check its quotes` };
  }
  const [head, ...body] = records;
  if (!head) return { refused: 'The file is empty' };
  const names = head.record.map((name) => name.trim().toLowerCase());
  const unknown = names.filter((name) => !COLUMNS.includes(name as Column));
  if (unknown.length > 0)
    return { refused: `The first line must name the columns; these are not known: ${unknown.map(short).join(', ')}` };
  const missing = NEEDED.filter((name) => !names.includes(name));
  if (missing.length > 0) return { refused: `The first line must also name ${missing.join(' and ')}` };
  if (new Set(names).size < names.length) return { refused: 'The first line names a column twice' };
  if (body.length === 0) return { refused: 'There are no people below the first line' };
  if (body.length > MOST_ROWS) return { refused: 'The list must have at most 20,000 people: bring in several' };
  return {
    columns: names as Column[],
    rows: body.map(({ record, info }) => ({ cells: record, line: info.lines })),
  };
}

const short = (name: string) => (name === '' ? 'a column without a name' : name.slice(0, 40));

function readRow(
  columns: readonly Column[],
  cells: readonly string[],
  { platforms, tenantOf, mayWrite }: Known,
  mayStand: MayStand,
): { readonly person: StaffGiven } | { readonly reasons: readonly string[] } {
  const reasons: string[] = [];
  const values = new Map<Column, string | null>();
  let platform: Platform | undefined;
  for (const [index, column] of columns.entries()) {
    const cell = cells[index] ?? '';
    const read = column === 'platform' ? readPlatform(cell, platforms) : readCell(column, cell, mayStand);
    if ('fault' in read) reasons.push(read.fault);
    else if (column === 'platform') platform = read.value as Platform;
    else if (read.value !== undefined) values.set(column, read.value);
  }
  const user = values.get('user');
  if (!user && !reasons.some((reason) => reason.startsWith('user'))) reasons.push('user is missing');
  const tenant = values.get('tenant') ?? (platform && tenantOf(platform));
  if (platform && !tenant) reasons.push('tenant is missing: there is not exactly one organisation that it could be');
  else if (tenant && !mayWrite(tenant)) reasons.push('tenant is not yours');
  const [joined, left] = [values.get('joined'), values.get('left')];
  if (joined && left && left < joined) reasons.push('left is before joined');
  if (values.has('manager') && sameId(values.get('manager'), user)) reasons.push('manager is the person themself');
  if (!platform || !user || !tenant || reasons.length > 0) return { reasons };
  return {
    person: {
      tenant,
      platform,
      user: idOf(platform, user),
      fields: {
        ...given('name', values.get('name')),
        ...given('email', values.get('email')),
        ...given('job_title', values.get('job title')),
        ...given('team', values.get('team')),
        ...given('manager', values.get('manager') && idOf(platform, values.get('manager') as string)),
        ...given('joined_on', joined),
        ...given('left_on', left),
      },
    },
  };
}

/** Microsoft's ids are kept in lower case. */
const idOf = (platform: Platform, id: string) => (platform === 'teams' ? id.toLowerCase() : id);
const sameId = (one: string | null | undefined, other: string | null | undefined) =>
  one?.toLowerCase() === other?.toLowerCase();

const given = (name: keyof StaffGiven['fields'], value: string | null | undefined) =>
  value === undefined ? {} : { [name]: value };
