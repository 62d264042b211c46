/**
 * The cues around a name that tell a patient from a colleague: how it is written, what stands right before and behind
 * it, what its clause and its message speak of. Each is weak; `weights.json` says how much each counts. Cues are word
 * classes and function words only, so that none remembers a sentence. Pure, and bounded work for each name.
 */
import type { NameMark } from '../detectors/name-words.ts';
import { CURIOUS, PRONOUN, RECORD, SOCIAL, WORK } from '../lexicons/cues.ts';
import {
  BED,
  NAME,
  PATIENT_VERB,
  PERSON,
  SAID,
  SENSITIVE,
  STAFF_ROLE,
  STAFF_TITLE,
  STAFF_VERB,
  TITLE,
  TO_STAFF,
  WORD,
  WORD_NAME,
} from '../lexicons/tags.ts';
import { has, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';
import {
  AHEAD,
  AHEAD_MARK,
  BEFORE,
  BEFORE_ENDING,
  BEFORE_KIND,
  BEFORE_WORD,
  BEHIND,
  BEHIND_MARK,
  EARLIER_WORD,
  type Ending,
  FORM,
  MARKS,
  NEXT,
  NEXT_ENDING,
  NEXT_KIND,
  NEXT_WORD,
  OF_FORM,
  OWNS,
  SECOND,
  SECOND_ENDING,
  SECOND_WORD,
  type SettingCue,
} from './cue-names.ts';

export type Note = (cue: string) => void;

/** What is asked once of a message, and counts for each of its names. */
export interface Setting {
  readonly names: number;
  readonly cues: readonly SettingCue[];
}

const REACH = 8;

const isSubject = (word: string): boolean => word === 'she' || word === 'he';
const isHers = (word: string): boolean => word === 'her' || word === 'his' || word === 'him' || word === 'hers';
const isYou = (word: string): boolean => word === 'you' || word === 'your' || word === 'u' || word === 'ya';
const isWe = (word: string): boolean => word === 'we' || word === 'us' || word === 'our' || word === "we're";
const isMe = (word: string): boolean => word === 'i' || word === 'me' || word === 'my' || word === "i'm";

/** `found`: how many names the message has. */
export function setting(reading: Reading, found: number): Setting {
  const { tags, cues, lower } = reading;
  const noted: SettingCue[] = [];
  if ((tags & SAID) === 0) noted.push('nothing said');
  if ((tags & SENSITIVE) !== 0) noted.push('sensitive somewhere');
  if ((tags & PERSON) !== 0) noted.push('person somewhere');
  if ((tags & STAFF_ROLE) !== 0) noted.push('role somewhere');
  if ((tags & BED) !== 0) noted.push('bed somewhere');
  if ((cues & PRONOUN) !== 0) noted.push('pronoun somewhere');
  if ((cues & WORK) !== 0) noted.push('work somewhere');
  if ((cues & SOCIAL) !== 0) noted.push('social somewhere');
  if ((cues & RECORD) !== 0) noted.push('record somewhere');
  if ((cues & CURIOUS) !== 0) noted.push('curious somewhere');
  if (lower.includes('?')) noted.push('question');
  if (lower.includes('!')) noted.push('exclaimed');
  if (found >= 4) noted.push('many names');
  else if (found >= 2) noted.push('some names');
  return { names: found, cues: noted };
}

export function cuesOf({ tokens }: Reading, name: NameMark, { cues }: Setting, note: Note): void {
  const first = tokens[name.first] as Token;
  const last = tokens[name.last] as Token;
  const form = name.professional ? 'professional' : name.form;
  note(FORM[form]);
  if (first.shape === 'lower') note('lower');
  if (first.shape === 'UPPER' && name.form !== 'initials') note('upper');
  if (name.form === 'single') {
    if (!has(first, NAME)) note('single no name');
    if (has(first, WORD) && !has(first, WORD_NAME)) note('single word');
    if (has(first, WORD_NAME)) note('single word name');
    if (first.opens) note('single opens');
  }
  for (const cue of cues) {
    note(cue);
    if (name.form === 'titled' || name.form === 'full') note(OF_FORM[form][cue]);
  }
  const closed = behind(tokens, name, note);
  ahead(tokens, name, note);
  if (last.possessive) note('possessive');
  if (closed) note('ends');
}

/** What stands behind the name, in its sentence. Whether nothing does. */
function behind(tokens: readonly Token[], name: NameMark, note: Note): boolean {
  const last = tokens[name.last] as Token;
  const next = tokens[name.last + 1];
  if (next === undefined || next.line !== last.line) {
    note('line end');
    return true;
  }
  const nextWord = NEXT_WORD.get(next.word);
  if (nextWord !== undefined) note(nextWord);
  else if (next.kind === 'word') note(next.shape === 'Capital' ? 'next Capital' : NEXT_ENDING[ending(next.word)]);
  else note(NEXT_KIND[next.kind]);
  for (const [cue, tag] of last.possessive ? OWNS : NEXT) if (has(next, tag)) note(cue);
  const second = tokens[name.last + 2];
  if (second !== undefined && second.sentence === last.sentence) {
    const secondWord = SECOND_WORD.get(second.word);
    if (secondWord !== undefined) note(secondWord);
    else if (second.kind === 'number') note('second number');
    else note(SECOND_ENDING[ending(second.word)]);
    for (const [cue, tag] of SECOND) if (has(second, tag)) note(cue);
  }
  let seen = 0;
  let marks = 0;
  for (let at = name.last + 1; at <= name.last + REACH && at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.sentence !== last.sentence) break;
    if (token.word === ',') note('comma behind');
    seen |= token.phrase > 1 || !token.inside ? token.tags : 0;
    marks |= isSubject(token.word)
      ? 1
      : isHers(token.word)
        ? 2
        : isYou(token.word)
          ? 4
          : isWe(token.word)
            ? 8
            : isMe(token.word)
              ? 16
              : token.kind === 'number'
                ? 32
                : 0;
    if (token.phrase > 2 && has(token, PATIENT_VERB)) note('patient phrase behind');
    if (token.phrase > 2 && has(token, STAFF_VERB)) note('staff phrase behind');
  }
  for (const [cue, tag] of BEHIND) if ((seen & tag) !== 0) note(cue);
  for (const [label, bit] of MARKS) if ((marks & bit) !== 0) note(BEHIND_MARK[label]);
  return false;
}

/** What stands before the name, in its sentence. */
function ahead(tokens: readonly Token[], name: NameMark, note: Note): void {
  const first = tokens[name.first] as Token;
  const before = tokens[name.first - 1];
  if (before === undefined || before.sentence !== first.sentence || before.line !== first.line) {
    note(before === undefined ? 'opens message' : 'opens sentence');
    return;
  }
  const beforeWord = BEFORE_WORD.get(before.word);
  if (beforeWord !== undefined) note(beforeWord);
  else if (before.kind === 'word')
    note(before.shape === 'Capital' ? 'before Capital' : BEFORE_ENDING[ending(before.word)]);
  else note(BEFORE_KIND[before.kind]);
  for (const [cue, tag] of BEFORE) if (has(before, tag)) note(cue);
  let seen = 0;
  let marks = 0;
  for (let at = name.first - 1; at >= name.first - REACH && at >= 0; at--) {
    const token = tokens[at] as Token;
    if (token.sentence !== first.sentence) break;
    seen |= token.tags & ~(TITLE | STAFF_TITLE);
    marks |= isYou(token.word) ? 4 : isWe(token.word) ? 8 : isMe(token.word) ? 16 : token.kind === 'number' ? 32 : 0;
    if (token.phrase > 1 && at + token.phrase === name.first) {
      if (has(token, PATIENT_VERB)) note('patient phrase before');
      if (has(token, TO_STAFF)) note('ask phrase before');
    }
  }
  const earlier = tokens[name.first - 2];
  const earlierWord = earlier?.sentence === first.sentence ? EARLIER_WORD.get(earlier.word) : undefined;
  if (earlierWord !== undefined) note(earlierWord);
  for (const [cue, tag] of AHEAD) if ((seen & tag) !== 0) note(cue);
  for (const [label, bit] of MARKS) if ((marks & bit) !== 0) note(AHEAD_MARK[label]);
}

/** How a word ends says what kind it is: a participle, a past, a third person. */
const ending = (word: string): Ending =>
  word.endsWith('ing') ? '-ing' : word.endsWith('ed') ? '-ed' : word.endsWith('s') ? '-s' : 'word';
