/**
 * What a message holds, before anything is decided: direct identifiers, what narrows the crowd, what is said,
 * and which situations its words describe. Built in one pass over the tokens; pure.
 */

import { isBirth } from './births.ts';
import { isColleagueIll } from './colleagues.ts';
import { isPatients } from './contacts.ts';
import { type AddressMark, addresses } from './detectors/address.ts';
import { ages } from './detectors/age.ts';
import { ageBeside } from './detectors/age-beside.ts';
import { chiNumbers } from './detectors/chi-number.ts';
import { dates } from './detectors/dates.ts';
import { type DescriptorMark, descriptors } from './detectors/descriptor.ts';
import { emails } from './detectors/email.ts';
import { hcNumbers } from './detectors/hc-number.ts';
import { type LocationMark, locations } from './detectors/location.ts';
import { mrns } from './detectors/mrn.ts';
import { type NameMark, names } from './detectors/name.ts';
import { nhsNumbers } from './detectors/nhs-number.ts';
import { niNumbers } from './detectors/ni-number.ts';
import { phones } from './detectors/phone.ts';
import { postcodes } from './detectors/postcode.ts';
import { tenDigits } from './detectors/ten-digits.ts';
import { ILL } from './lexicons/cues.ts';
import { isOffice } from './offices.ts';
import { type Person, people } from './people.ts';
import type { Policy } from './policy.ts';
import { between, inOrder, LONGEST_MARK, type Mark, type Reading, tokenAt } from './reading.ts';
import { type Said, said } from './said.ts';
import { acquaintances } from './signals/access.ts';
import { type Signals, signals } from './signals/index.ts';
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
  /** Where illnesses stand that a colleague may have. */
  readonly illNear: readonly { readonly start: number }[];
  /** The writer's own people, who are told of when their record is opened. */
  readonly acquaintances: readonly Mark[];
  readonly postcodes: readonly Mark[];
  /** Code units; long messages tell of several people, so what is said counts only near the name. */
  readonly length: number;
}

const overlaps = (a: Mark, b: Mark): boolean => a.start < b.end && b.start < a.end;
const outside = (others: readonly Mark[]): ((mark: Mark) => boolean) => {
  if (others.length === 0) return () => true;
  const ordered = inOrder(others);
  return (mark) => !between(ordered, mark.start - LONGEST_MARK, mark.end).some((other) => overlaps(mark, other));
};

export function gather(reading: Reading, attachments: readonly Attachment[], policy: Policy): Evidence {
  const ten = tenDigits(reading);
  const nhs = nhsNumbers(reading, ten);
  const hc = hcNumbers(reading, ten).filter(outside(nhs));
  const chi = chiNumbers(reading, ten).filter(outside([...nhs.filter(({ valid }) => valid), ...hc]));
  const free = outside(chi);
  const wrong = nhs.filter((mark) => !mark.valid && free(mark));
  const national: Mark[] = [...nhs.filter(({ valid }) => valid), ...chi, ...hc, ...niNumbers(reading)];
  const found = emails(reading);
  const calls = phones(reading).filter(outside([...national, ...wrong]));
  const codes = postcodes(reading);
  const when = dates(reading).filter(outside([...national, ...calls]));
  const hospital = mrns(reading, policy.numbers, [...national, ...wrong, ...calls, ...codes, ...when, ...found]);
  const numbers = [...national, ...hospital];
  const where = addresses(reading, codes);
  const inHome = outside(where);
  const old = ages(reading).filter(outside([...numbers, ...when]));
  const beds = locations(reading)
    .filter(inHome)
    .filter(outside([...numbers, ...codes, ...old]));
  const known = descriptors(reading).filter(inHome);

  const taken = new Uint8Array(reading.tokens.length);
  for (const marks of [numbers, wrong, found, calls, codes, where, beds, old, known])
    for (const mark of marks) take(reading, taken, mark);
  const named: NameMark[] = names(reading, taken);
  const aged = ageBeside(reading, named, taken);
  const company = inOrder<Mark>([
    ...numbers,
    ...wrong,
    ...when,
    ...beds.filter(({ kind }) => kind !== 'unit'),
    ...old,
    ...aged,
    ...where,
    ...known,
  ]);
  const all = people(reading, named, company);
  // What is told in "the lad who died at the gates" is said of him all the same, so descriptors stay in.
  const silent = new Uint8Array(reading.tokens.length);
  for (const marks of [
    numbers,
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
    numbers,
    badNumbers: wrong,
    people: alive,
    staff: all.filter(({ role }) => role === 'staff'),
    births,
    homes: where.filter(({ home, start }) => home && !isOffice(reading, start, alive)),
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
      alive.some(({ role }) => role === 'patient') || beds.length > 0 || known.length > 0,
      policy,
    ),
    illColleague: isColleagueIll(reading, all),
    get illNear() {
      return reading.tokens.filter(({ cues }) => (cues & ILL) !== 0);
    },
    get acquaintances(): Mark[] {
      return acquaintances(reading).map(([first, last]) => ({
        type: 'descriptor',
        start: reading.tokens[first]?.start ?? 0,
        end: reading.tokens[last]?.end ?? 0,
        confidence: 0.6,
      }));
    },
    postcodes: codes,
    length: reading.text.length,
  };
}

function take({ tokens }: Reading, taken: Uint8Array, mark: Mark): void {
  for (let at = tokenAt(tokens, mark.start); at < tokens.length && (tokens[at]?.start ?? mark.end) < mark.end; at++)
    taken[at] = 1;
}
