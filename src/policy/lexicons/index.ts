/** All word lists in one table: a word (or the first word of a phrase) → its tags and what may follow it. */
import { DRUGS, PROCEDURES, TESTS } from './care.ts';
import { CONDITIONS } from './conditions.ts';
import { BACKGROUNDS, EVENTS, FAMOUS, JOBS } from './crowd.ts';
import * as cue from './cues.ts';
import { DEATH_WORDS } from './death.ts';
import { DIGIT_WORDS, MULTIPLIERS } from './digits.ts';
import { DISEASES } from './diseases.ts';
import * as medicines from './drugs.ts';
import {
  GONE,
  GONE_WORDS,
  HANDED,
  HANDED_WORDS,
  MONTH,
  MONTH_WORDS,
  NICKNAME,
  NICKNAME_WORDS,
  TIE,
  TIE_WORDS,
} from './hints.ts';
import * as investigations from './investigations.ts';
import * as kin from './kin.ts';
import { MATERNITY } from './maternity.ts';
import { MENTAL_HEALTH } from './mental-health.ts';
import { ABBREVIATIONS, CALENDAR_WORDS, EPONYMS, PRODUCTS } from './never.ts';
import * as never from './never-people.ts';
import * as crowd from './occupations.ts';
import { unpack } from './packed.ts';
import * as patients from './patient-verbs.ts';
import * as people from './people.ts';
import { BEDS, BUILDINGS, STREETS, UNITS, WARD_NAMES } from './places.ts';
import * as procedures from './procedures.ts';
import { DEATH_TERMS, SENSITIVE_TERMS } from './sensitive.ts';
import { SENSITIVE_WIDE } from './sensitive-wide.ts';
import { SOCIAL_CARE } from './social-care.ts';
import * as staff from './staff-roles.ts';
import * as colleagues from './staff-verbs.ts';
import { SYMPTOMS } from './symptoms.ts';
import { hashOne, hashOther, ONE, OTHER, WordTable } from './table.ts';
import * as tags from './tags.ts';

export type { Lexicon } from './table.ts';

const LISTS: readonly (readonly [string, number])[] = [
  [CONDITIONS, tags.SAID],
  [DISEASES, tags.SAID],
  [SYMPTOMS, tags.SAID],
  [investigations.INVESTIGATIONS, tags.SAID],
  [procedures.PROCEDURES, tags.SAID],
  [medicines.DRUGS, tags.SAID],
  [TESTS, tags.SAID],
  [DRUGS, tags.SAID],
  [PROCEDURES, tags.SAID],
  [SENSITIVE_TERMS, tags.SAID | tags.SENSITIVE],
  [DEATH_TERMS, tags.SAID | tags.SENSITIVE | tags.DEATH],
  [DEATH_WORDS, tags.SAID | tags.SENSITIVE | tags.DEATH],
  [MATERNITY, tags.SAID | tags.SENSITIVE],
  [MENTAL_HEALTH, tags.SAID | tags.SENSITIVE],
  [SOCIAL_CARE, tags.SAID],
  [SENSITIVE_WIDE, tags.SAID | tags.SENSITIVE],
  [kin.KIN_WIDE, tags.KIN],
  [kin.PERSON_WORDS, tags.PERSON],
  [never.EPONYMS_WIDE, tags.EPONYM],
  [never.CLINICAL_EPONYMS, tags.EPONYM | tags.SAID],
  [never.DRUG_BRANDS, tags.SAID],
  [never.ORGANISATIONS, tags.PRODUCT],
  [people.TITLES, tags.TITLE],
  [people.STAFF_TITLES, tags.STAFF_TITLE],
  [people.STAFF_ROLES, tags.STAFF_ROLE],
  [staff.STAFF_ROLES, tags.STAFF_ROLE],
  [people.KIN_TERMS, tags.KIN],
  [people.PERSONS, tags.PERSON],
  [people.PATIENT_VERBS, tags.PATIENT_VERB],
  [patients.PATIENT_VERBS, tags.PATIENT_VERB],
  // Before a name, where the others come after it: one tag serves both.
  [patients.ABOUT_PATIENT, tags.PATIENT_VERB],
  [people.STAFF_VERBS, tags.STAFF_VERB],
  [colleagues.STAFF_VERBS, tags.STAFF_VERB],
  [people.TO_STAFF_WORDS, tags.TO_STAFF],
  [colleagues.ASKED_OF_STAFF, tags.TO_STAFF],
  [people.STAFF_THINGS, tags.STAFF_THING],
  [patients.STAFF_THINGS, tags.STAFF_THING],
  [people.PATIENT_THINGS, tags.PATIENT_THING],
  [patients.PATIENT_THINGS, tags.PATIENT_THING],
  [people.PARTICLES, tags.PARTICLE],
  [people.WEAK_MOCKERY, tags.GOSSIP],
  [people.WORD_NAMES, tags.WORD_NAME | tags.NAME],
  [BEDS, tags.BED],
  [UNITS, tags.UNIT],
  [STREETS, tags.STREET],
  [BUILDINGS, tags.BUILDING],
  [WARD_NAMES, tags.WARD_NAME],
  [JOBS, tags.JOB],
  [crowd.OCCUPATIONS, tags.JOB],
  [crowd.FAME, tags.JOB | tags.FAME],
  [crowd.COMMUNITY_EVENTS, tags.EVENT],
  [crowd.BACKGROUND_WIDE, tags.BACKGROUND],
  [FAMOUS, tags.JOB | tags.FAME],
  [EVENTS, tags.EVENT],
  [BACKGROUNDS, tags.BACKGROUND],
  [CALENDAR_WORDS, tags.CALENDAR],
  [EPONYMS, tags.EPONYM],
  [PRODUCTS, tags.PRODUCT],
  [ABBREVIATIONS, tags.SHORTHAND],
  [Object.keys(DIGIT_WORDS).concat(Object.keys(MULTIPLIERS)).join(), tags.DIGIT_WORD],
];

/** The ingredients of situations; a term may be in several. */
const CUES: readonly (readonly [string, number])[] = [
  [CONDITIONS, cue.ILL],
  [DISEASES, cue.ILL],
  [cue.OWN_ILLNESS, cue.ILL],
  [cue.WORK_TERMS, cue.WORK],
  [cue.SECRETS, cue.SECRET],
  [cue.LOOKS, cue.LOOK],
  [cue.RECORDS, cue.RECORD],
  [cue.CURIOSITY, cue.CURIOUS],
  [cue.ACQUAINTANCES, cue.ACQUAINTED],
  [cue.RIGHTS, cue.RIGHTFUL],
  [cue.LOGINS, cue.LOGIN],
  [cue.SHARES, cue.SHARE],
  [cue.LOCKS, cue.LOCKED],
  [cue.FORBIDS, cue.FORBID],
  [cue.SLIPS, cue.SLIP],
  [cue.PRIVATES, cue.PRIVATE],
  [cue.PICTURES, cue.PICTURE],
  [cue.DOCUMENTS, cue.DOCUMENT],
  [cue.DETAILS_SHOWN, cue.DETAILS],
  [cue.BODY_PARTS, cue.BODY],
  [cue.THINGS, cue.THING],
  [cue.NAMELESS_TERMS, cue.NAMELESS],
  [cue.MOCKERY_TERMS, cue.MOCK],
  [cue.FORMAL_TERMS, cue.FORMAL],
  [cue.DISCIPLINE_TERMS, cue.DISCIPLINE],
  [cue.INVENTED_TERMS, cue.INVENTED],
  [cue.WATCHED_TERMS, cue.INVENTED],
  [cue.REAL_TERMS, cue.REAL],
  [cue.SOCIALS, cue.SOCIAL],
  [cue.CLINICALS, cue.CLINICAL],
  [cue.PRONOUNS, cue.PRONOUN],
  [cue.VENUES, cue.VENUE],
  [cue.KNOWN_TO_ALL, cue.NOTED],
  [cue.LAUGHS, cue.LAUGH],
  [people.WORD_SURNAMES, cue.SURNAME_WORD],
];

/** A plural is understood for lists of things, where the word is long enough to bear one. */
const TAKES_PLURAL = tags.SAID | tags.PERSON | tags.JOB | tags.KIN | tags.STAFF_ROLE;
const SHORTEST_PLURAL = 4;

/** The words of a phrase as the tokeniser cuts them. */
const WORD = /[\p{L}\p{M}\d]+(?:['-][\p{L}\p{M}\d]+)*|[^\s\p{L}\d]/gu;

/** Room for our own words and phrases; it grows. */
const OWN_ROWS = 1 << 17;

/** Words that the weights may know by themselves, the commonest ones apart. */
export interface Vocabulary {
  readonly words: readonly string[];
  readonly common: readonly string[];
}
const NO_FACTS: Facts = { mask: 0, cues: 0, hints: 0 };

/** Read whole, since it takes less than a tenth of a second. */
export function loadLexicon({ words, common }: Vocabulary): WordTable {
  const table = new WordTable(OWN_ROWS);
  for (const [list, mask] of LISTS) read(table, list, { mask, cues: 0, hints: 0 }, (mask & TAKES_PLURAL) !== 0);
  for (const [list, cues] of CUES) read(table, list, { mask: 0, cues, hints: 0 }, cues === cue.ILL);
  for (const [list, hints] of HINTS) read(table, list, { mask: 0, cues: 0, hints }, false);
  for (const [list, known] of [
    [words, 1],
    [common, 2],
  ] as const)
    for (const word of list) table.known[put(table, word, 0, word.length, NO_FACTS, false)] = known;
  unpack('names.txt', table, tags.NAME);
  unpack('words.txt', table, tags.WORD);
  return table;
}

const HINTS: readonly (readonly [string, number])[] = [
  [TIE_WORDS, TIE],
  [NICKNAME_WORDS, NICKNAME],
  [MONTH_WORDS, MONTH],
  [HANDED_WORDS, HANDED],
  [GONE_WORDS, GONE],
];

interface Facts {
  readonly mask: number;
  readonly cues: number;
  readonly hints: number;
}

const SPACE = 32;
const COMMA = 44;
const NEW_LINE = 10;
const SMALL_A = 97;
const SMALL_S = 115;
const SMALL_Z = 122;

/** Puts every term of a list in, and its plural where the list is of things. */
function read(table: WordTable, list: string, facts: Facts, isPlural: boolean): void {
  for (let from = 0, at = 0; at <= list.length; at++) {
    const code = at === list.length ? COMMA : list.charCodeAt(at);
    if (code !== COMMA && code !== NEW_LINE) continue;
    let to = at;
    while (from < to && list.charCodeAt(from) <= SPACE) from++;
    while (to > from && list.charCodeAt(to - 1) <= SPACE) to--;
    if (to > from) put(table, list, from, to, facts, isPlural);
    from = at + 1;
  }
}

/** Puts the term from `from` to `to` in and gives its row. Most are letters and spaces, and are hashed where they stand. */
function put(table: WordTable, list: string, from: number, to: number, facts: Facts, isPlural: boolean): number {
  let row = 0;
  let one = ONE;
  let other = OTHER;
  for (let at = from; at < to; at++) {
    const code = list.charCodeAt(at);
    if (code === SPACE && list.charCodeAt(at - 1) !== SPACE) {
      row = table.own(row, one, other);
      table.leads[row] = 1;
      one = ONE;
      other = OTHER;
    } else if (code >= SMALL_A && code <= SMALL_Z) {
      one = hashOne(one, code);
      other = hashOther(other, code);
    } else if (code !== SPACE) {
      const term = list.slice(from, to);
      const own = add(table, term, facts);
      if (isPlural && bearsPlural(term)) add(table, `${term}s`, facts);
      return own;
    }
  }
  const own = table.own(row, one, other);
  note(table, own, facts);
  if (isPlural && to - from >= SHORTEST_PLURAL && list.charCodeAt(to - 1) !== SMALL_S)
    note(table, table.own(row, hashOne(one, SMALL_S), hashOther(other, SMALL_S)), facts);
  return own;
}

/** A term with signs, digits or letters beyond ASCII. */
function add(table: WordTable, term: string, facts: Facts): number {
  let row = 0;
  for (const word of term.match(WORD) ?? []) {
    if (row !== 0) table.leads[row] = 1;
    let one = ONE;
    let other = OTHER;
    for (let at = 0; at < word.length; at++) {
      const code = word.charCodeAt(at);
      one = hashOne(one, code);
      other = hashOther(other, code);
    }
    row = table.own(row, one, other);
  }
  note(table, row, facts);
  return row;
}

function note(table: WordTable, row: number, { mask, cues, hints }: Facts): void {
  table.tags[row] = (table.tags[row] as number) | mask;
  table.cues[row] = (table.cues[row] as number) | cues;
  table.hints[row] = (table.hints[row] as number) | hints;
}

const bearsPlural = (term: string): boolean => term.length >= SHORTEST_PLURAL && /[a-rt-z]$/.test(term);
