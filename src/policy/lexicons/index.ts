/** All word lists in one dictionary: a word (or the first word of a phrase) → its tags and what may follow it. */
import { readFileSync } from 'node:fs';
import { DRUGS, PROCEDURES, TESTS } from './care.ts';
import { CONDITIONS } from './conditions.ts';
import { BACKGROUNDS, EVENTS, FAMOUS, JOBS } from './crowd.ts';
import * as cue from './cues.ts';
import { DIGIT_WORDS, MULTIPLIERS } from './digits.ts';
import { DISEASES } from './diseases.ts';
import * as medicines from './drugs.ts';
import * as investigations from './investigations.ts';
import { ABBREVIATIONS, CALENDAR_WORDS, EPONYMS, PRODUCTS } from './never.ts';
import * as crowd from './occupations.ts';
import * as patients from './patient-verbs.ts';
import * as people from './people.ts';
import { BEDS, BUILDINGS, STREETS, UNITS, WARD_NAMES } from './places.ts';
import * as procedures from './procedures.ts';
import { DEATH_TERMS, SENSITIVE_TERMS } from './sensitive.ts';
import * as staff from './staff-roles.ts';
import * as colleagues from './staff-verbs.ts';
import { SYMPTOMS } from './symptoms.ts';
import * as tags from './tags.ts';

export interface Entry {
  /** Tags when the word stands for itself (and ends a phrase, where `next` is walked). */
  tags: number;
  cues: number;
  next: Map<string, Entry> | undefined;
}

export interface Lexicon {
  get(word: string): Entry | undefined;
}

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

function add(lexicon: Map<string, Entry>, term: string, mask: number, cues: number): void {
  const words = term.match(WORD) ?? [];
  let level = lexicon;
  for (const [at, word] of words.entries()) {
    const entry = level.get(word) ?? { tags: 0, cues: 0, next: undefined };
    level.set(word, entry);
    if (at === words.length - 1) {
      entry.tags |= mask;
      entry.cues |= cues;
    } else {
      entry.next ??= new Map();
      level = entry.next;
    }
  }
}

/**
 * The compiled lists by the first two letters of their words, still packed: scripts/lexicons.ts says how. A line
 * that shares one character or none with the one before begins a new pair.
 */
function packed(name: string): Map<string, string> {
  const chunks = new Map<string, string>();
  let letter = '';
  for (const chunk of readFileSync(new URL(name, import.meta.url), 'utf8').split(/\n(?=[01])/)) {
    if (chunk.startsWith('0')) letter = chunk[1] as string;
    const whole = chunk.startsWith('0') ? chunk : `0${letter}${chunk.slice(1)}`;
    const pair = /^0([^\n]{1,2})/.exec(whole)?.[1] ?? '';
    chunks.set(pair, whole);
  }
  return chunks;
}

function* unpacked(chunk: string | undefined): Generator<string> {
  let word = '';
  for (const line of chunk === undefined ? [] : chunk.split('\n')) {
    if (line === '') continue;
    word = word.slice(0, line.charCodeAt(0) - 48) + line.slice(1);
    yield word;
  }
}

/** Our own lists are read at once, the general ones pair by pair of letters as they are met: a cold start waits for neither. */
export function loadLexicon(): Lexicon {
  const lexicon = new Map<string, Entry>();
  const put = (term: string, mask: number, cues: number): void => add(lexicon, term, mask, cues);
  for (const [list, mask] of LISTS)
    for (const term of terms(list)) {
      put(term, mask, 0);
      if ((mask & TAKES_PLURAL) !== 0 && bearsPlural(term)) put(`${term}s`, mask, 0);
    }
  for (const [list, cues] of CUES)
    for (const term of terms(list)) {
      put(term, 0, cues);
      if (cues === cue.ILL && bearsPlural(term)) put(`${term}s`, 0, cues);
    }

  const lists = [
    [packed('names.txt'), tags.NAME],
    [packed('words.txt'), tags.WORD],
  ] as const;
  const shared = new Map(
    [tags.NAME, tags.WORD, tags.NAME | tags.WORD].map((mask) => [mask, { tags: mask, cues: 0, next: undefined }]),
  );
  const meet = (pair: string): void => {
    for (const [list, mask] of lists)
      for (const word of unpacked(list.get(pair))) {
        const entry = lexicon.get(word);
        if (entry === undefined) lexicon.set(word, shared.get(mask) as Entry);
        else if (shared.get(entry.tags) === entry) lexicon.set(word, shared.get(entry.tags | mask) as Entry);
        else entry.tags |= mask;
      }
  };
  /** Pairs already met: a table for ASCII, since every word asks, and a set for the rest. */
  const met = new Uint8Array(ASCII * ASCII);
  const metBeyond = new Set<string>();
  return {
    get(word) {
      const first = word.charCodeAt(0);
      const second = word.length > 1 ? word.charCodeAt(1) : 0;
      if (first < ASCII && second < ASCII) {
        if (met[first * ASCII + second] === 0) {
          met[first * ASCII + second] = 1;
          meet(word.slice(0, 2));
        }
      } else if (!metBeyond.has(word.slice(0, 2))) {
        metBeyond.add(word.slice(0, 2));
        meet(word.slice(0, 2));
      }
      return lexicon.get(word);
    },
  };
}

const ASCII = 128;

const terms = (list: string): string[] =>
  list
    .split(/[,\n]/)
    .map((term) => term.trim())
    .filter((term) => term !== '');
const bearsPlural = (term: string): boolean => term.length >= SHORTEST_PLURAL && /[a-rt-z]$/.test(term);
