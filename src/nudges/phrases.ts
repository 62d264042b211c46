/** Pieces that notices, replies and checks are made of. They hold words of the policy and numbers, and nothing else. */
import type { Audience, Category, SpanType } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';

export const fill = (text: string, values: Readonly<Record<string, string>>): string =>
  text.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);

/** The next wording of the same thing each time. */
export const pick = (wordings: readonly string[], turn: number): string => wordings[turn % wordings.length] as string;

/** The most pressing first: one notice says one thing to do. */
const PRESSING: readonly Category[] = [
  'wrong-recipient',
  'image',
  'patient-number',
  'date-of-birth',
  'address',
  'phone-or-email',
  'name',
  'staff-health',
  'access',
  'unapproved-app',
  'deceased',
  'complaint',
  'mosaic',
];

export const foremost = (categories: readonly Category[]): Category =>
  PRESSING.find((category) => categories.includes(category)) ?? 'mosaic';

const IDENTIFY: ReadonlySet<Category> = new Set([
  'patient-number',
  'date-of-birth',
  'address',
  'phone-or-email',
  'name',
  'mosaic',
]);
/** More than one thing to take out, so that naming the first would leave the others in. A picture goes first, by itself. */
export const isSeveral = (categories: readonly Category[]): boolean =>
  IDENTIFY.has(foremost(categories)) && categories.filter((category) => IDENTIFY.has(category)).length > 1;

const NOT_OF_PATIENTS: ReadonlySet<Category> = new Set(['staff-health', 'access', 'unapproved-app', 'complaint']);
export const isOfPatients = (categories: readonly Category[]): boolean =>
  !categories.every((category) => NOT_OF_PATIENTS.has(category));

const MOST_KINDS = 3;

/** Kinds in plain words, each once; a longer list is not read at 4 a.m. */
export function kindsOf(categories: readonly Category[], findings: readonly SpanType[], words: Words): string {
  const numbers: Partial<Record<SpanType, Words['kinds'][Category]>> = words.numbers;
  const number = findings.map((type) => numbers[type]).find((kind) => kind !== undefined);
  const seen = PRESSING.filter((category) => categories.includes(category));
  const kinds = (seen.length > 0 ? seen : (['mosaic'] as const))
    .slice(0, MOST_KINDS)
    .map((category) => (category === 'patient-number' && number ? number : words.kinds[category]));
  const [last, ...before] = kinds.toReversed();
  if (before.length === 0) return last?.alone ?? '';
  return `${before
    .toReversed()
    .map(({ alone }) => alone)
    .join(', ')} ${last?.last}`;
}

/** Who can read a place, as far as the platform says. */
export interface Readers {
  readonly audience: Audience;
  readonly readers: number | null;
  readonly guests: number | null;
}

const ONE_TO_ONE = 2;
/** Thousands are set apart alike in English and Welsh. */
const COUNT = new Intl.NumberFormat('en-GB');

/** Who can see it, guests and outsiders named: of all that a notice says, this works best. */
export function readersIn(place: Readers, words: Words, turn: number): string {
  return fill(pick(wordingsFor(place, words.readers), turn), {
    n: COUNT.format(place.readers ?? 0),
    g: COUNT.format(place.guests ?? 0),
  });
}

function wordingsFor({ audience, readers, guests }: Readers, words: Words['readers']): readonly string[] {
  const hasGuests = (guests ?? 0) > 0;
  if (audience === 'direct' && (readers ?? ONE_TO_ONE) <= ONE_TO_ONE)
    return hasGuests ? words.directGuest : words.direct;
  if (readers === null) return words.unknown[hasGuests || audience === 'direct' ? 'external' : audience];
  if (hasGuests) return guests === 1 ? words.oneGuest : words.guests;
  if (audience === 'external') return words.outside;
  return readers === 1 ? words.one : words.many;
}

export const hasOutsiders = ({ audience, guests }: Readers): boolean => audience === 'external' || (guests ?? 0) > 0;
