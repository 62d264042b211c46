import type { PrivateNotice } from '../chat.ts';
import type { Audience, Category, SpanType } from '../policy/types.ts';
import { ADVICE, CLOSING, HEADING, KINDS, LEAD, NUMBERS, readersIn } from './words.ts';

/** What a notice is made of: kinds and counts, never the message. */
export interface NoticeFacts {
  readonly id: string;
  readonly level: 'nudge' | 'urgent';
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly audience: Audience;
  readonly readers: number | null;
}

/** The most pressing piece of advice first: one notice says one thing to do. */
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

/** In this order: who can see it, what was seen in kinds, what to do. Pure. */
export function compose(facts: NoticeFacts): PrivateNotice {
  const foremost = PRESSING.find((category) => facts.categories.includes(category)) ?? 'mosaic';
  return {
    incident: facts.id,
    level: facts.level,
    heading: HEADING[facts.level],
    paragraphs: [
      readersIn(facts.audience, facts.readers),
      `${LEAD[facts.level]} ${list(kindsOf(facts))}.`,
      ADVICE[facts.level][foremost],
      CLOSING,
    ],
  };
}

/** At most three kinds, each once, in plain words: a longer list is not read at 4 a.m. */
function kindsOf({ categories, findings }: NoticeFacts): string[] {
  const number = findings.map((type) => NUMBERS[type]).find((words) => words !== undefined);
  const kinds = PRESSING.filter((category) => categories.includes(category)).map((category) =>
    category === 'patient-number' && number ? number : KINDS[category],
  );
  return kinds.length > 0 ? kinds.slice(0, 3) : [KINDS.mosaic];
}

function list(items: readonly string[]): string {
  return items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;
}
