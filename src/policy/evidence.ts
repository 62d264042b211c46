/**
 * What a message holds, before anything is decided: direct identifiers, what narrows the crowd, what is said,
 * and which situations its words describe. Built in one pass over the tokens; pure.
 */

import { isBirth } from './births.ts';
import { isPatients } from './contacts.ts';
import { type AddressMark, addresses } from './detectors/address.ts';
import { ages } from './detectors/age.ts';
import { ageBeside } from './detectors/age-beside.ts';
import { type DescriptorMark, descriptors } from './detectors/descriptor.ts';
import { emails } from './detectors/email.ts';
import { type LocationMark, locations } from './detectors/location.ts';
import { type NameMark, names } from './detectors/name.ts';
import { numbers } from './numbers.ts';
import { isOffice } from './offices.ts';
import { type Person, people } from './people.ts';
import type { Policy } from './policy.ts';
import { between, inOrder, LONGEST_MARK, type Mark, outside, type Reading, tokenAt } from './reading.ts';
import { type Said, said } from './said.ts';
import { acquaintances } from './signals/access.ts';
import { type Signals, signals } from './signals/index.ts';
import { isColleagueIll } from './signals/staff-health.ts';
import type { Attachment } from './types.ts';

export interface Evidence {
  /** Unique to one person: NHS, CHI, H&C, MRN, NI. */
  readonly numbers: readonly Mark[];
  /** Called an NHS number, and its check digit fails. */
  readonly badNumbers: readonly Mark[];
  /** Everybody named who isn't plainly a colleague. */
  readonly people: readonly Person[];
  readonly staff: readonly Person[];
  readonly births: readonly Mark[];
  readonly homes: readonly AddressMark[];
  /** Streets and postcodes that name no house. */
  readonly areas: readonly Mark[];
  /** Phones and e-mails of patients and their people. */
  readonly contacts: readonly Mark[];
  readonly locations: readonly LocationMark[];
  readonly ages: readonly Mark[];
  readonly descriptors: readonly DescriptorMark[];
  readonly said: readonly Said[];
  readonly signals: Signals;
  /** A colleague, named or by role, is said to have an illness. */
  readonly illColleague: boolean;
  /** The writer's own people, who are told of when their record is opened; found when asked for. No getter, which costs more than the search. */
  readonly acquaintances: () => readonly Mark[];
  readonly postcodes: readonly Mark[];
  /** Phones, e-mails, dates and streets, whosesoever they are. */
  readonly calls: readonly Mark[];
  readonly dates: readonly Mark[];
  readonly addresses: readonly AddressMark[];
  /** Code units; long messages tell of several people, so what is said counts only near the name. */
  readonly length: number;
}

export function gather(
  reading: Reading,
  attachments: readonly Attachment[],
  policy: Policy,
  colleagues: ReadonlySet<string> = NOBODY,
): Evidence {
  const found = policy.detectors.has('email') ? emails(reading) : [];
  const { unique, wrong, calls, codes, when } = numbers(reading, found, policy);
  const where = policy.detectors.has('address') ? addresses(reading, codes) : [];
  const inHome = outside(where);
  const old = ages(reading).filter(outside([...unique, ...when]));
  const beds = locations(reading)
    .filter(inHome)
    .filter(outside([...unique, ...codes, ...old]));
  const known = descriptors(reading).filter(inHome);

  const taken = flags(TAKEN, reading.tokens.length);
  for (const marks of [unique, wrong, found, calls, codes, where, beds, old, known])
    for (const mark of marks) take(reading, taken, mark);
  const named: NameMark[] = names(reading, taken);
  const aged = ageBeside(reading, named, taken);
  const company = inOrder<Mark>([
    ...unique,
    ...wrong,
    ...when,
    ...beds.filter(({ kind }) => kind !== 'unit'),
    ...old,
    ...aged,
    ...where,
    ...known,
  ]);
  const all = people(reading, named, company, colleagues);
  // What is told in "the lad who died at the gates" is said of him all the same, so descriptors stay in.
  const silent = flags(SILENT, reading.tokens.length);
  for (const marks of [
    unique,
    wrong,
    found,
    calls,
    codes,
    where,
    beds,
    old,
    all.filter(({ role }) => role !== 'staff'),
  ])
    for (const mark of marks) take(reading, silent, mark);
  const clinical = said(reading, silent);
  const alive = all.filter(({ role }) => role !== 'staff');
  const births = when.filter((date) => isBirth(reading, date, all, clinical.length > 0));
  return {
    numbers: unique,
    badNumbers: wrong,
    people: alive,
    staff: all.filter(({ role }) => role === 'staff'),
    births,
    homes: where.filter(({ home, start, end }) => home && !isOffice(reading, start, end, alive, clinical.length > 0)),
    areas: [
      ...where.filter(({ home }) => !home),
      ...codes.filter(
        (code) =>
          !between(where, code.start - LONGEST_MARK, code.start).some(({ home, end }) => home && code.start - end < 24),
      ),
    ],
    contacts: inOrder<Mark>([...calls, ...found]).filter((mark) => isPatients(reading, mark, all, clinical)),
    locations: beds,
    ages: [...old, ...aged],
    descriptors: known,
    said: clinical,
    signals: signals(
      reading,
      attachments,
      alive.some(({ role }) => role === 'patient') || beds.some(({ kind }) => kind === 'bed') || known.length > 0,
      unique.length > 0 || alive.some(({ form, confidence }) => form !== 'initials' && confidence >= 0.6),
      policy,
    ),
    illColleague: isColleagueIll(reading, all),
    acquaintances: () =>
      acquaintances(reading).map(([first, last]) => ({
        type: 'descriptor',
        start: reading.tokens[first]?.start ?? 0,
        end: reading.tokens[last]?.end ?? 0,
        confidence: 0.6,
      })),
    postcodes: codes,
    calls: [...calls, ...found],
    dates: when,
    addresses: where,
    length: reading.text.length,
  };
}

const NOBODY: ReadonlySet<string> = new Set();

/** A flag for each token of the message at hand, used again for the next one. */
const TAKEN = { flags: new Uint8Array(1024) };
const SILENT = { flags: new Uint8Array(1024) };
/** Looked at beyond the last token. */
const BEYOND = 8;

function flags(kept: { flags: Uint8Array }, length: number): Uint8Array {
  if (kept.flags.length < length + BEYOND) kept.flags = new Uint8Array((length + BEYOND) * 2);
  return kept.flags.fill(0, 0, length + BEYOND);
}

function take({ tokens }: Reading, taken: Uint8Array, mark: Mark): void {
  for (let at = tokenAt(tokens, mark.start); at < tokens.length && (tokens[at]?.start ?? mark.end) < mark.end; at++)
    taken[at] = 1;
}
