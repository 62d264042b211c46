/**
 * Staff or patient? The same name is a colleague after "ask" and a patient before "'s TTOs". Each cue around a
 * name counts for one side; what decides is the sum. Pure, and looks at one sentence around the name only. Longer
 * than most files, since the two sides' cues are read against each other.
 */
import type { NameMark } from './detectors/name.ts';
import { ending } from './ending.ts';
import {
  BED,
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
  UNIT,
} from './lexicons/tags.ts';
import { between, has, LONGEST_MARK, type Mark, type Reading } from './reading.ts';
import { type Setting, setting } from './role/cues.ts';
import { odds, type Rules } from './role/weigh.ts';
import { isNameOfStaff } from './staff-names.ts';
import type { Token } from './tokens.ts';

export interface Person extends NameMark {
  readonly role: 'patient' | 'staff' | 'unknown';
  /** Sum of the patient's cues less that of the staff's. */
  readonly score: number;
  readonly rules: Rules;
  /** Stands right beside a bed, an age, a number or a date of birth. */
  readonly placed: boolean;
}

/** A single name that is on the lists of names and no ordinary word; initials with full stops. */
const SURE_OF_NAME = 0.45;
/** Log odds beyond which a name is taken for one or the other. */
const PATIENT = 0.2;
const PLAIN = 4;
const STAFF = -0.8;
const DOTTED = 0.8;
/** A patient's score that no "and" takes away. */
const PLAINLY = 1.5;
/** Words of the longest phrase that asks or thanks. */
const LONGEST_ASK = 6;
/** The staff directory has that name. */
const LISTED = 5;
/** Tokens behind a name in which a colleague's verb counts. */
const REACH = 6;
const NEAR = 3;
const RIGHT = 90;
const LEFT = 48;

/** What is told of a patient right after the name: comes, lies, refuses, is ill, needs, dies. */
const PATIENT_AFTER =
  /^(?:'s|s)?[,]? ?(?:(?:has|had|is|was|who|she|he|just|still|also|now|only|again|then|got|are|been|being|will|be|would|may|should) ){0,4}(?:needs?\b|needing|needed|refus\w+|declin\w+|attend\w+|present\w* (?:with|to|at)|disclos\w+|died|admitted|discharg\w+|fell|fallen|collapsed|vomit\w*|bled|bleeding|fitt\w+|lives|absconded|transferred|deteriorat\w+|desat\w*|spitting|spat|scream\w+|cry\w+|crying|awaiting|wander\w+|off (?:her|his) (?:legs|feet|food)|on the floor|turned up|walked in\w*|arrived|came in|coming in|brought in|left before|left without|dna'?d|running (?:late|\d+ ?(?:mins?|minutes)? ?late) for (?:his|her)|would (?:like|love|rather|prefer)|missing|not (?:eating|drinking|answering|in|engaging|responding|himself|herself|well)|due (?:for|his|her|in|a)|booked (?:for|in)|listed for|ready for|fit for|for (?:theatre|discharge|ct|mri|x|scan|transfer|transport|home|surgery|echo|bloods|review)|waiting (?:for|on|in|at)|asking (?:for|if|can|about|to)|wants (?:to (?:stop|go|die|self|leave|know|see|speak|talk|make)|her|his|a (?:call|doctor|second|home|female|male|dr)|the (?:chaplain|doctor|results))|hit|swung|punched|kicked|bit|threatened|grabbed|(?:a|an|the|our) (?:\w+ )?(?:patient|pt|resident|client)|under (?:the|our|dr)|known to|deaf|blind|diabetic|pregnant|confused|agitated|settled|stable|poorly|unwell|comfortable|withdrew|consented|recover\w+|(?:lost|broken|broke|hurt|cut|burnt|burned|injured|dislocated|fractured|twisted|banged|bumped|scalded) (?:her|his)|tolerat\w+|going (?:home|to theatre|for)|gone to theatre|home (?:today|tomorrow|on)|back (?:from|on the ward|in)|moved (?:from|to)|seen in|discussed at|suffers|takes|took (?:an|her|his|tablets)|stopped (?:taking|her|his)|started on|allergic|nil by mouth|nbm|rang (?:re|about|in|again|the|us|for)|called (?:re|about|the|again|for)|has rung|(?:a|an|her|his|two|another) (?:fall|scan|baby|stroke|seizure|\w+ectomy|\w+oscopy|section|miscarriage|biopsy|op|bleed)|having (?:a|an|her|his)|with (?:sats|a temp|chest))\b/;
/** What is told of a colleague right after the name. */
const STAFF_AFTER =
  /^(?:'s|s)?[,]? ?(?:(?:is|are|has|will|who|who's|was|'ll|he's|she's|just|also|still|now|has just|and i|and me|be|been|kindly|can|is now|hasn't|isn't|doesn't) ){0,3}(?:cover\w*|teach\w*|lead(?:s|ing)?\b|consenting|operating|scrub\w*|on call|oncall|on-call|on (?:for us|tonight|this weekend|til|till|until|from)|rostered|hosting|chairing|chairs|running|runs|join\w*|retir\w+|leaves us|winning|won|awarded|promoted|shortlisted|called in sick|phoned in sick|rang in sick|off sick|on (?:annual leave|a\/l|leave|lates?|earlies|nights?|days|the (?:late|early|desk|bleep|phone|rota)|shift|duty|breaks?)|off (?:with|w|w\/|cos|because|due|after|following|poorly|ill|sick|having|today|tomorrow|until|til|till|the on call|tonight|next|on)|swap\w*|confirm\w*|emailed|will (?:email|send|bring|cover|do|be|ring|come|chair)|organis\w+|review\w*|assess\w*|prescrib\w*|clerk\w*|bleep\w*|approv\w*|signed|supervis\w*|doing\b|does\b|says (?!no|yes|she|he)|said (?!no|yes|she|he)|reckons|thinks|wants (?:bloods|obs|abpi\w*|everyone|everybody|all|us|the|it|these|them)|prefers|fixed|sorted|baked|made (?:a|the|some|cakes)|knows|kens|aware|checked|chas\w+|ordered|deliver\w*|speak\w*|answers|authoris\w*|caught|gave me|showed|told (?:me|us|them)|taking (?:majors|minors|calls|over)|doubling|floating|starts? (?:\d|on|with us|as|monday|in|her|his|next)|starting (?:as|on|with)|shadow\w*|bringing|brings|brought|holding the bleep|has the (?:keys|bleep|phone)|had them|finished (?:her|his) (?:module|course|training)|passed (?:her|his)|qualified|in charge|speaking|presenting (?:at|on|the)|at the desk today|late start|running (?:late|\d+ ?(?:mins?|minutes)?(?: late| behind)?)(?! for (?:his|her|the)|, (?:his|her) \w+ (?:repair|op|scan))|ready to|working|works (?:in|with|for|on)|here (?:from|,)|here\b|from (?:pharmacy|procurement|reception|finance|payroll|hr|it|ig|estates|the (?:landlord|council|agency|lab|supplier|company))|in (?:pharmacy|procurement|reception|finance|payroll|hr|booking|radiology|records|comms|estates|switchboard|coding|stores|occy health|medical records|medicines))\b/;
/** Words of training and celebration: the sentence is about a colleague. */
const CAREER =
  /\b(?:congrat\w*|well done|welcome|please welcome|retir\w+|leaving do|years (?:in|of service|with)|joins us|who joins|new starter|module|competenc\w+|study day|appraisal|revalidation|induction|sign(?:ed)? off|pre-?reg|queen's nurse|award|lead nurse|buns|cakes? (?:in|at)|messages to|ext \d|bleep \d|gmc|nmc|pin\b|speakers?|teaching)\b/;
/** A rota or a list of who is on. */
const ROTA =
  /\b(?:rota|off duty|on call|on-call|lates?|earlies|nights) (?:w\/c|for|this week|next week|tonight|list|is|=|:)|\brota\b.{0,60}\n|\b(?:night|day|late|early) crew\b|\bcovering\b/;
/** Where a colleague works, after "from", "in" or a bracket. */
const DEPARTMENT =
  /^(?:pharmacy|procurement|reception|finance|payroll|hr|it|ig|estates|facilities|booking|bookings|records|radiology|physio|therapies|theatres?|labs?|path|micro|comms|switchboard|switch|transport|security|catering|stores|supplies|training|education|coding|informatics|admin|occy|occupational|housekeeping|dispensary|bank|agency|rostering|pals|governance|audit|research|vascular|urology|ortho|orthopaedics|cardiology|renal|haem|haematology|oncology|respiratory|gastro|neuro|derm|dermatology|ent|plastics|maxfax|paeds|anaesthetics|medicine|crisis|head|school|social|dietetics|nights|days|lates|earlies|station|health|driver|actor)$/;
const ASKED =
  /^,? ?(?:can|could|would|will|are|have|did|do|any|pls|please|where|what|how|u ok|you)\b ?(?:you|u|ya|someone|we|i|your|any|pls|please|chance|the|to|ok|on|free|around)/;
const LEFT_STAFF = ending(
  /(?:@|\b(?:thanks|thank you|cheers|ta|well done|congrats|congratulations|welcome|ask|asked|tell|told|ring|bleep|page|email|message|contact|speak to|chat to|talk to|check with|liaise with|discuss with|with|via|cc|by|and me|me and|hi|hiya|hello|hey|dear|morning|afternoon|evening|see|find|grab|shout|let|remind|give it to|from|to|keys with|card for|collection for|is (?:now )?(?:with|by)|ask for|led by|run by|signed|regards|love|speakers?|host|your|our own|sister|led)) $/,
);
const LEFT_PATIENT = ending(
  /(?:\b(?:re|about|regarding|patient|pt|resident|client|service user|gentleman|lady|notes for|bed for|bloods for|tto'?s for|ttas for|meds for|script for|scan for|consent for|transport for|referral for|letter for|results? for|appointment for|appt for|discharge for|form for|number for|address for|dob for|placement for|interpreter for|visit for|chart for|seen|seeing|clerked|cannulate|reviewed?|discharge|admit|admitting|nurse|transfer|moving|family of|son of|daughter of|wife of|mum of|mother of|husband of|parents of|relatives of|carer for|late|poor|looking for|missing|visit|visiting|look(?:ing)? at|handover for|update on|news on|concerns? (?:about|for)|worried about|plan for|funeral (?:of|for)|bless|pick up|collect|has got|anyone got|took|feed|wash|turn|hoist|our|any sign of|alert|contact list needs doing:) )$/,
);
/** What is arranged for, or said to, nobody but a patient; whatever follows: "package of care for Mrs Day starts Monday". */
const CARE_FOR = ending(
  /\b(?:package of care|care package|best interests?(?: meeting| decision| assessment)?|family meeting|case conference|visiting|chaperone|continuing healthcare|chc|(?:transport|ambulance|bed|echo|scan|ct|mri|x-?ray|endoscopy) (?:booked|arranged|needed)) for $|\b(?:dnar|dnacpr|resus status|resuscitation|escalation|ceilings? of care|prognosis|diagnosis) (?:was |been )?(?:discussed|agreed|explained) (?:with|to) $/,
);
/** A consultant's name, Mr or Dr: whose patient it is, who saw them. */
const LEFT_CONSULTANT = ending(
  /\b(?:under|d\/w|dw|discussed with|reviewed by|seen by|signed by|referred by|clerked by|advised by|advice from|operated on by|per|on behalf of|sec(?:retary)? (?:to|of|for)|reg(?:istrar)? (?:to|for)|clinic with|appointment with|appt with|consultant is|list is|from the|landlord|contractor|our (?:new )?\w+) $/,
);
/** A relative of the person named, somewhere behind the name. */
const FAMILY =
  /\b(?:her|his|their|the) (?:mum|mam|dad|wife|husband|partner|son|daughter|brother|sister|cousin|family|parents|nan|gran|niece|nephew|carer|neighbour)\b/;

/** Everybody named, with what they are. `company`, in order: beds, ages, numbers, births, a patient's when beside the name. */
export function people(
  reading: Reading,
  names: readonly NameMark[],
  company: readonly Mark[],
  colleagues: ReadonlySet<string>,
): Person[] {
  if (names.length === 0) return [];
  const career = CAREER.test(reading.lower) || ROTA.test(reading.lower);
  const whole = setting(reading, names.length);
  const told = names.map((name) =>
    weigh(reading, name, company, career, whole, isNameOfStaff(colleagues, reading.lower.slice(name.start, name.end))),
  );
  for (const [at, name] of told.entries()) {
    const earlier = told[at - 1];
    if (
      earlier?.role === 'staff' &&
      name.score < PLAINLY &&
      /^ ?(?:and|&|\+|or) ?$/.test(reading.lower.slice(earlier.end, name.start))
    )
      told[at] = { ...name, role: 'staff' };
  }
  const known = new Map<string, Person['role']>();
  for (const name of told)
    if (name.role === 'patient' || (name.role === 'staff' && !name.professional))
      known.set(key(reading, name), name.role);
  // Joined to a colleague by "and": "d/w Dr Shah and Mr Brook". The same name again is the same person.
  return told.map((name) =>
    name.role === 'unknown' ? { ...name, role: known.get(key(reading, name)) ?? 'unknown' } : name,
  );
}

const key = ({ tokens }: Reading, { last }: NameMark): string => tokens[last]?.word ?? '';

function weigh(
  reading: Reading,
  name: NameMark,
  company: readonly Mark[],
  career: boolean,
  whole: Setting,
  listed: boolean,
): Person {
  const placed = between(company, name.start - LONGEST_MARK, name.end + FURTHEST).some((mark) =>
    isBeside(reading, name, mark),
  );
  const right = reading.lower.slice(name.end, sentenceEnd(reading, name)).slice(0, RIGHT);
  const left = reading.lower.slice(Math.max(name.start - LEFT, sentenceStart(reading, name)), name.start);
  const patient = patientCues(reading, name, left, right) + (placed ? 4 : 0);
  const staff = staffCues(reading, name, left, right, career) + (name.professional ? 5 : 0) + (listed ? LISTED : 0);
  const rules = { patient, staff };
  const score = odds(reading, name, whole, placed, rules);
  // Somebody of the directory of whom more is told as of a colleague than as of a patient: that needs no weighing.
  const role = listed && staff - LISTED > patient ? 'staff' : roleOf(name, score, placed, rules);
  return { ...name, score, rules, placed, role };
}

function roleOf(name: NameMark, score: number, placed: boolean, { patient, staff }: Rules): Person['role'] {
  if (placed && patient > staff) return 'patient';
  // What is plain needs no weighing.
  if (patient - staff >= PLAIN && !name.professional && name.confidence >= SURE_OF_NAME) return 'patient';
  // Without a bed or an age beside it, a word that may not be a name at all is nobody yet.
  const sure =
    placed ||
    name.form === 'full' ||
    name.form === 'titled' ||
    (name.form === 'single' ? name.confidence >= SURE_OF_NAME : name.confidence >= DOTTED);
  if (score > PATIENT && sure) return 'patient';
  return score < STAFF ? 'staff' : 'unknown';
}

function sentenceEnd({ tokens, text }: Reading, { last }: NameMark): number {
  const { sentence } = tokens[last] as Token;
  for (let at = last + 1; at < tokens.length && at < last + 20; at++)
    if ((tokens[at] as Token).sentence !== sentence) return (tokens[at - 1] as Token).end;
  return Math.min(text.length, (tokens[last] as Token).end + RIGHT + 2);
}

function sentenceStart({ tokens }: Reading, { first }: NameMark): number {
  const { sentence } = tokens[first] as Token;
  let at = first;
  while (at > 0 && first - at < 10 && (tokens[at - 1] as Token).sentence === sentence) at--;
  return (tokens[at] as Token).start;
}

/** Code units between a name and a bed that is its own. */
const FURTHEST = 18;

/** Beside: next to it, or with only "in", "is in", a comma or a bracket between. */
function isBeside({ lower }: Reading, name: NameMark, mark: Mark): boolean {
  const follows = mark.start >= name.end;
  if (!follows && mark.end > name.start) return false;
  const gap = follows ? lower.slice(name.end, mark.start) : lower.slice(mark.end, name.start);
  if (gap.length > FURTHEST || gap.includes('\n')) return false;
  return follows
    ? /^(?:'s|'|s)?[ ,;:(\-–/]*(?:["']?[ ,;:(]*(?:is |up |over |down |still |who's |round |out |back )?(?:in|on|at|of|from|into|dob|d\.o\.b\.?|born|nhs|nhs no|chi|mrn|hosp no|h&c|ni|aged?) ?)?[ :(,\-–]*$/.test(
        gap,
      )
    : /^(?:[ ,;:)\-–=.]*|[ ,]*(?:is|has|=) )$/.test(gap);
}

function patientCues({ tokens }: Reading, name: NameMark, left: string, right: string): number {
  const last = tokens[name.last] as Token;
  const next = tokens[name.last + 1];
  const before = tokens[name.first - 1];
  let cues = name.form === 'titled' && !name.professional ? 1.5 : 0;
  if (PATIENT_AFTER.test(right) || isToldPhrase(tokens, name, PATIENT_VERB)) cues += 2.5;
  if (CARE_FOR(left)) cues += 4;
  else if (LEFT_PATIENT(left) || asksAbout(tokens, name, PATIENT_VERB)) cues += 2;
  if (before !== undefined && before.sentence === last.sentence && has(before, PERSON | KIN)) cues += 2.5;
  if (FAMILY.test(right)) cues += 1.5;
  if (
    /^ (?:has|had|having|has had|needs|wants|lost) (?:her|his) /.test(right) &&
    saidWithin(tokens, name.last + 2, 8, last.sentence)
  )
    cues += 1.5;
  if (next === undefined || next.sentence !== last.sentence) return cues;
  if (last.possessive) {
    const owned = tokens
      .slice(name.last + 1, name.last + 1 + NEAR)
      .find((token) => has(token, KIN | SAID | PATIENT_THING | STAFF_THING));
    if (has(owned, KIN)) cues += 4;
    else if (has(owned, SAID) && !has(owned, STAFF_THING)) cues += 4;
    else if (has(owned, PATIENT_THING) && !has(owned, STAFF_THING)) cues += 3;
  }
  const beyond = tokens[name.last + 2];
  // "Jomar is nwb", "Florin has sepsis".
  if (
    /^(?:is|has|had|was|on|gets|got)$/.test(next.word) &&
    (has(beyond, SAID) || has(tokens[name.last + 3], SAID)) &&
    !has(beyond, STAFF_VERB | STAFF_ROLE)
  )
    cues += 1;
  if (has(next, DEATH)) cues += 4;
  else if (has(next, SAID) && !has(next, STAFF_VERB)) cues += 2;
  else if (has(next, PATIENT_VERB) && !has(next, STAFF_VERB) && saidWithin(tokens, name.last + 2, 8, last.sentence))
    cues += 1.5;
  else if (
    /^[,(\-–:]$/.test(next.word) &&
    (beyond?.kind === 'number' || has(beyond, KIN | DEATH) || (has(beyond, SAID) && !has(beyond, STAFF_ROLE)))
  )
    cues += 2;
  if (
    /^(?:in|on|at)$/.test(next.word) &&
    (has(beyond, UNIT) || (beyond?.word === 'the' && has(tokens[name.last + 3], UNIT)))
  )
    cues += 1.5;
  return cues;
}

function staffCues({ tokens }: Reading, name: NameMark, left: string, right: string, career: boolean): number {
  const last = tokens[name.last] as Token;
  const next = tokens[name.last + 1];
  const beyond = tokens[name.last + 2];
  const before = tokens[name.first - 1];
  const weight = name.form === 'titled' ? 1 : name.form === 'full' ? 2 : 3;
  if (CARE_FOR(left)) return 0;
  let cues = 0;
  if (left.endsWith('@')) cues += 5;
  else if (LEFT_CONSULTANT(left)) cues += 3;
  else if (LEFT_STAFF(left)) cues += weight;
  if (before !== undefined && before.sentence === last.sentence) {
    const earlier = tokens[name.first - 2];
    if (has(before, STAFF_ROLE) && before.word !== 'team') cues += 3;
    else if (
      /^(?:is|are|=|:|and|&|or|the|,)$/.test(before.word) &&
      has(earlier, STAFF_ROLE) &&
      earlier?.word !== 'team'
    )
      cues += 2;
    else if (has(before, TO_STAFF) && !has(before, BED | SAID)) cues += weight / 2;
  }
  if (
    before !== undefined &&
    (before.kind === 'sign' || before.sentence !== last.sentence) &&
    endsMessage(tokens, name.last)
  )
    cues += 3;
  if (asksAbout(tokens, name, TO_STAFF)) cues += weight;
  if (isToldPhrase(tokens, name, STAFF_VERB)) cues += 2.5;
  else if (has(tokens[name.last + 1], STAFF_VERB) && !has(tokens[name.last + 1], SAID)) cues += 1;
  if (ASKED.test(right)) cues += 4;
  if (STAFF_AFTER.test(right)) cues += 3;
  if (name.form !== 'titled' && career) cues += 2;
  else if (name.form === 'titled' && CAREER.test(right)) cues += 2;
  if (next === undefined || next.sentence !== last.sentence) return cues;
  if (last.possessive && !has(next, KIN)) {
    const thing = [next, beyond].find((token) => has(token, STAFF_THING | PATIENT_THING | SAID));
    if (has(thing, STAFF_THING) && !has(thing, KIN)) cues += 4;
  }
  if (/^[(,\-–/]$/.test(next.word) && beyond !== undefined) {
    if ((has(beyond, STAFF_ROLE) && !has(beyond, SAID)) || (next.word === '(' && DEPARTMENT.test(beyond.word)))
      cues += 4;
    else if (/^(?:our|the|my|a)$/.test(beyond.word) && has(tokens[name.last + 3], STAFF_ROLE)) cues += 4;
  }
  if (has(next, STAFF_ROLE) && !has(next, SAID | BED)) cues += 2.5;
  if (/^(?:from|in|at)$/.test(next.word) && DEPARTMENT.test(beyond?.word ?? '')) cues += 3;
  if (
    name.form !== 'titled' &&
    /^(?:and|&|\+|or|,|\/)$/.test(next.word) &&
    beyond?.shape === 'Capital' &&
    !beyond.opens &&
    !has(beyond, SAID)
  )
    cues += name.form === 'full' ? 0.5 : 1.5;
  return cues;
}

/** A phrase of the lexicon that ends right before the name: "bloods for", "keys are with". */
function asksAbout(tokens: readonly Token[], name: NameMark, tag: number): boolean {
  for (let at = Math.max(0, name.first - LONGEST_ASK); at < name.first; at++) {
    const token = tokens[at] as Token;
    if (token.phrase > 1 && at + token.phrase === name.first && has(token, tag)) return true;
  }
  return false;
}

/** A phrase of the lexicon soon behind the name: "is off her food", "is covering the bleep". */
function isToldPhrase(tokens: readonly Token[], name: NameMark, tag: number): boolean {
  const { sentence } = tokens[name.last] as Token;
  for (let at = name.last + 1; at <= name.last + REACH && at < tokens.length; at++) {
    const token = tokens[at] as Token;
    if (token.sentence !== sentence || has(token, PERSON | BED)) return false;
    if (token.phrase > 1 && has(token, tag)) return true;
  }
  return false;
}

/** The last name of a message, with nothing behind it but kisses and faces: who signed it. */
function endsMessage(tokens: readonly Token[], last: number): boolean {
  for (let at = last + 1; at < tokens.length; at++) {
    const { kind, word } = tokens[at] as Token;
    if (kind !== 'sign' && !/^x+$/.test(word)) return false;
  }
  return true;
}

function saidWithin(tokens: readonly Token[], from: number, reach: number, sentence: number): boolean {
  for (let at = from; at < from + reach && at < tokens.length; at++)
    if (tokens[at]?.sentence === sentence && has(tokens[at], SAID)) return true;
  return false;
}
