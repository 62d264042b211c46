/**
 * Staff or patient? The same name is a colleague after "ask" and a patient before "'s TTOs". Each cue around a
 * name counts for one side; what decides is the sum. Pure, and looks at a few tokens on each side only.
 */

import type { NameMark } from './detectors/name.ts';
import {
  BED,
  CALENDAR,
  DEATH,
  KIN,
  PATIENT_THING,
  PATIENT_VERB,
  PERSON,
  SAID,
  STAFF_ROLE,
  STAFF_THING,
  STAFF_VERB,
  TO_STAFF,
} from './lexicons/tags.ts';
import { has, type Mark, type Reading } from './reading.ts';
import type { Token } from './tokens.ts';

export interface Person extends NameMark {
  readonly role: 'patient' | 'staff' | 'unknown';
  /** Sum of the patient's cues less that of the staff's. */
  readonly score: number;
  /** Stands right beside a bed, an age, a number or a date of birth. */
  readonly placed: boolean;
}

const NEAR = 3;
/** Where a colleague works, after "from" or in brackets. */
const DEPARTMENT =
  /^(?:pharmacy|procurement|reception|finance|payroll|hr|it|ig|estates|facilities|booking|bookings|records|radiology|physio|therapies|theatres?|labs?|path|micro|comms|switchboard|switch|transport|security|catering|stores|supplies|training|education|coding|informatics|admin|occy|occupational|housekeeping|dispensary|bank|agency|rostering|pals|governance|audit|research|us|the|our|vascular|urology|ortho|orthopaedics|cardiology|renal|haem|haematology|oncology|respiratory|gastro|neuro|derm|dermatology|ent|plastics|max|maxfax|paeds|obs|anaesthetics|surgery|medicine|crisis|procurement|head|school|social|dietetics|oncall|nights|days|days|lates|earlies|station)$/;
const ASKED =
  /^(?:can|could|would|will|are|have|did|do|any|pls|please|u|you|ur|your|where|wheres|what|whats|how|how's)$/;
const YOU = /^(?:you|u|ya|someone|we|i|your|any|pls|please|the)$/;
const RE = /^(?:re|about|regarding|for|of|with|on|over|late|poor|bless)$/;
const ILL_VERB =
  /^(?:needs?|needed|refused|refuses|refusing|declined|declines|declining|attended|presented|presenting|disclosed|died|admitted|discharged|fell|collapsed|vomited|vomiting|bled|fitted|lives|absconded|transferred|deteriorated|desaturated|spitting|spat|screaming|crying|bleeding|awaiting|wandered|running|off|up|down)$/;

/** Everybody named, with what they are. `placed` marks (beds, ages, numbers, births) are a patient's company. */
export function people(reading: Reading, names: readonly NameMark[], company: readonly Mark[]): Person[] {
  const told = names.map((name) => weigh(reading, name, company));
  const patients = new Set(told.filter(({ role }) => role === 'patient').map((name) => key(reading, name)));
  const staff = new Set(
    told.filter(({ role, professional }) => role === 'staff' && !professional).map((name) => key(reading, name)),
  );
  // The same name later in the message is the same person.
  return told.map((name) =>
    name.role !== 'unknown'
      ? name
      : patients.has(key(reading, name))
        ? { ...name, role: 'patient' }
        : staff.has(key(reading, name))
          ? { ...name, role: 'staff' }
          : name,
  );
}

const key = ({ lower, tokens }: Reading, { last }: NameMark): string =>
  lower.slice(tokens[last]?.start, tokens[last]?.end);

function weigh(reading: Reading, name: NameMark, company: readonly Mark[]): Person {
  const { tokens } = reading;
  const last = tokens[name.last] as Token;
  const placed = company.some((mark) => isBeside(reading, name, mark));
  const patient = patientCues(tokens, name, last) + (placed ? 4 : 0);
  const staff = staffCues(reading, name, last) + (name.professional ? 5 : 0);
  const score = patient - staff;
  return { ...name, score, placed, role: roleOf(name, patient, staff) };
}

function roleOf(name: NameMark, patient: number, staff: number): Person['role'] {
  if (staff >= 2 && staff >= patient) return 'staff';
  if (name.form === 'titled') return patient >= staff ? 'patient' : 'staff';
  if (patient >= 2 && patient > staff) return 'patient';
  return staff > patient ? 'staff' : 'unknown';
}

/** Beside: next to it, or with only "in", "is in", a comma or a bracket between. */
function isBeside({ lower }: Reading, name: NameMark, mark: Mark): boolean {
  const gap =
    mark.start >= name.end
      ? lower.slice(name.end, mark.start)
      : mark.end <= name.start
        ? lower.slice(mark.end, name.start)
        : undefined;
  if (gap === undefined || gap.length > 16 || gap.includes('\n')) return false;
  return mark.start >= name.end
    ? /^(?:'s|'|s)?[ ,;:(\-–/]*(?:(?:is |up |over |down |still )?(?:in|on|at|of|from|into|dob|d\.o\.b\.?|born|nhs|nhs no|chi|mrn|hosp no|h&c|ni|aged?|who's|whos) ?)?[ :(,\-–]*$/.test(
        gap,
      )
    : /^(?:[ ,;:)\-–=.]*|[ ,]*(?:is|has|=) )$/.test(gap);
}

function patientCues(tokens: readonly Token[], name: NameMark, last: Token): number {
  let cues = name.form === 'titled' && !name.professional ? 1.5 : 0;
  const next = tokens[name.last + 1];
  const nextWord = next?.word ?? '';
  const before = tokens[name.first - 1];
  const sameLine = next !== undefined && next.line === last.line;
  if (last.possessive && sameLine) {
    const thing = tokens
      .slice(name.last + 1, name.last + 1 + NEAR)
      .findIndex((token) => has(token, KIN | SAID | PATIENT_THING | STAFF_THING));
    const owned = thing < 0 ? undefined : tokens[name.last + 1 + thing];
    if (has(owned, KIN)) cues += 4;
    else if (has(owned, SAID) && !has(owned, STAFF_THING)) cues += 4;
    else if (has(owned, PATIENT_THING) && !has(owned, STAFF_THING)) cues += 3;
  }
  if (sameLine && next !== undefined) {
    if (has(next, DEATH)) cues += 4;
    else if (ILL_VERB.test(nextWord)) cues += 2;
    else if (has(next, SAID) && !has(next, STAFF_VERB)) cues += 2;
    else if (has(next, PATIENT_VERB) && saidWithin(tokens, name.last + 2, 7, last.line)) cues += 2;
    else if (nextWord === ',' || nextWord === '(') {
      const beyond = tokens[name.last + 2];
      if (beyond?.kind === 'number' || has(beyond, KIN | DEATH) || (has(beyond, SAID) && !has(beyond, STAFF_ROLE)))
        cues += 2;
    } else if (next.kind === 'number' && !has(next, CALENDAR)) cues += 0.5;
  }
  if (before !== undefined && before.line === last.line) {
    if (has(before, PERSON) && before.shape !== 'none') cues += 3;
    if (RE.test(before.word))
      cues +=
        before.word === 'for'
          ? saidWithin(tokens, name.first - 6, 5, last.line) || thingWithin(tokens, name.first - 5, 4)
            ? 2
            : 0
          : before.word === 'late'
            ? 3
            : /^(?:re|about|regarding)$/.test(before.word)
              ? 2
              : 0.5;
    if (has(before, SAID) && !has(before, TO_STAFF | STAFF_VERB)) cues += 0.5;
    if (has(before, BED)) cues += 1;
  }
  return cues;
}

function staffCues({ tokens, lower }: Reading, name: NameMark, last: Token): number {
  let cues = 0;
  const next = tokens[name.last + 1];
  const beyond = tokens[name.last + 2];
  const before = tokens[name.first - 1];
  const earlier = tokens[name.first - 2];
  const first = tokens[name.first] as Token;
  const weight = name.form === 'titled' ? 1 : name.form === 'full' ? 2 : 3;
  if (before?.word === '@') cues += 5;
  if (before !== undefined && (before.line === first.line || before.word === ',')) {
    if (has(before, TO_STAFF) && !has(before, BED) && !(before.word === 'from' && has(earlier, SAID))) cues += weight;
    if (has(before, STAFF_ROLE) && before.word !== 'team') cues += 3;
    if (
      /^(?:is|are|=|:|with|and|&|or|the|to|the)$/.test(before.word) &&
      has(earlier, STAFF_ROLE) &&
      earlier?.word !== 'team'
    )
      cues += 2;
    if (/^(?:thanks|cheers|welcome|congratulations|congrats)$/.test(earlier?.word ?? '')) cues += 3;
    if (/^[,\-–]$/.test(before.word) && endsMessage(tokens, name.last)) cues += 3;
  } else if (before !== undefined && endsMessage(tokens, name.last)) cues += 3;
  if (next === undefined) return cues + (before !== undefined && /^[.!?,\-–]$/.test(before.word) ? 3 : 0);
  if (next.line !== last.line) return cues;
  if (last.possessive && !has(next, KIN)) {
    const thing = [next, beyond].find((token) => has(token, STAFF_THING | PATIENT_THING | SAID));
    if (has(thing, STAFF_THING) && !has(thing, KIN)) cues += 4;
  }
  if (/^[(,\-–/]$/.test(next.word) && beyond !== undefined) {
    if (has(beyond, STAFF_ROLE) || (DEPARTMENT.test(beyond.word) && next.word === '(')) cues += 4;
    else if (
      next.word === ',' &&
      ASKED.test(beyond.word) &&
      (YOU.test(tokens[name.last + 3]?.word ?? '') || /^(?:pls|please)$/.test(beyond.word))
    )
      cues += 4;
    else if (/^(?:our|the|my)$/.test(beyond.word) && has(tokens[name.last + 3], STAFF_ROLE)) cues += 4;
  }
  if (
    /^(?:from|in|at)$/.test(next.word) &&
    beyond !== undefined &&
    (DEPARTMENT.test(beyond.word) || has(beyond, STAFF_ROLE)) &&
    !has(beyond, BED)
  )
    cues += 3;
  if (has(next, STAFF_ROLE) && !has(next, SAID | BED)) cues += 3;
  if (ASKED.test(next.word) && YOU.test(beyond?.word ?? '')) cues += 4;
  if (has(next, STAFF_VERB) && !has(next, SAID)) cues += name.form === 'titled' ? 2 : 2.5;
  else if (
    /^(?:is|who|has|will|are|and|'s|back|was)$/.test(next.word) &&
    (has(beyond, STAFF_VERB) || has(beyond, STAFF_ROLE))
  )
    cues += 3;
  if (
    /^(?:who|is)$/.test(next.word) &&
    /^(?:is|now|our|the|your|joining)$/.test(beyond?.word ?? '') &&
    tokens.slice(name.last + 3, name.last + 7).some((token) => has(token, STAFF_ROLE))
  )
    cues += 4;
  if (
    name.form !== 'titled' &&
    /^(?:and|&|\+|or|,|\/)$/.test(next.word) &&
    beyond?.shape === 'Capital' &&
    !beyond.opens &&
    !has(beyond, SAID)
  )
    cues += name.form === 'full' ? 0.5 : 1.5;
  if (
    /\b(?:congrat\w*|well done|welcome|please welcome|retir\w+|leaving do|years in|joins us|who joins|started with us|starts with us|new starter|thank you to)\b/.test(
      lower,
    ) &&
    name.form !== 'titled'
  )
    cues += 2;
  return cues;
}

/** The last name of a message, with nothing behind it but kisses and faces: who signed it. */
function endsMessage(tokens: readonly Token[], last: number): boolean {
  for (let at = last + 1; at < tokens.length; at++)
    if (!/^(?:x+|\.|!|\p{Extended_Pictographic}|\p{S}|\p{C})$/u.test(tokens[at]?.word ?? '')) return false;
  return true;
}

function saidWithin(tokens: readonly Token[], from: number, reach: number, line: number): boolean {
  for (let at = Math.max(0, from); at < from + reach && at < tokens.length; at++)
    if (tokens[at]?.line === line && has(tokens[at], SAID)) return true;
  return false;
}

const thingWithin = (tokens: readonly Token[], from: number, reach: number): boolean =>
  tokens.slice(Math.max(0, from), Math.max(0, from + reach)).some((token) => has(token, PATIENT_THING));
