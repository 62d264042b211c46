/**
 * What others may know somebody by: job, fame, faith, family tie, a life told in a clause, an event. Each has a
 * weight for the mosaic: 1 narrows the crowd, 2 may single somebody out for people from there.
 */
import { BODY, DOCUMENT, NOTED, VENUE } from '../lexicons/cues.ts';
import { NICKNAME, TIE } from '../lexicons/hints.ts';
import {
  BACKGROUND,
  BED,
  CALENDAR,
  EVENT,
  FAME,
  JOB,
  KIN,
  PERSON,
  SAID,
  STAFF_ROLE,
  UNIT,
  WORD,
} from '../lexicons/tags.ts';
import { has, inOrder, type Mark, matches, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';

export interface DescriptorMark extends Mark {
  readonly weight: 1 | 2;
}

const LONGEST = 10;
const STOPS =
  /^(?:[.,;:!?()–-]|is|has|was|are|were|with|wants|needs|came|died|says|again|and|but|so|as|please|pls|can|will)$/;
const DEFINITE = /^(?:the|that|our|retired|ex|former|your|local|famous|this|her|him|another)$/;
/** Clauses that say where somebody lies or what was done for them: no life of their own. */
const IN_CARE =
  /^(?:states?|stated|reports?|reported|complain\w*|consumes?|developed|underwent|suffer\w*|in|on|at|has|had|is|was|are|were|needs?|needed|wants?|wanted|came|comes?|went|goes|going|got|gets|keeps|kept|came in|refus\w+|declin\w+|won't|can't|doesn't|didn't|isn't|hasn't|rang|rings?|called|calls|phoned|just|should|could|would|will|may|might|i|we|you|they|dr|missed|dna'?d|attended|presented|fell|died|arrested|left|looks?|looked|seems?|might|takes?|took|said|says|thinks|lives alone|does not|did not|lost|broke|usually|already|still|also|ate|slept)$/;
/** Verbs of a clause that tell who somebody is, though they are ordinary. */
const OF_LIFE =
  /^(?:runs?|ran|owns?|owned|plays?|played|does|did|reads?|used|drives?|drove|teaches|taught|sings?|sang|won|wins|works?|worked|sells?|sold|wears?|makes?|made|keeps|kept|bred|breeds|cuts?|saved|rescued|survived|spent|slapped|spoke|dresses|dressed|writes|wrote|rides|rode|rode|coaches|coached|manages|managed|trains|trained|judges|judged|founded|built|builds|paints|painted|conducts|fishes|farms|farmed|bakes|baked|brews|stood|stands|swims|swam|ran|lives|lived|brought|served|got|came|fell|jumped|collapsed|crashed|climbed|cycled|always|was on|walks|walked|feeds|fed|busks|busked)$/;
const LIFE_OBJECT = SAID | UNIT;
/** "my ex", "Priya from pharmacy's mum", "the mayor's wife": a tie that colleagues know. */
const OWNED =
  /[\p{L}'-]{2,16} (?:from|in|on) (?:pharmacy|finance|theatres?|radiology|reception|estates|hr|it|switchboard|procurement|payroll|the kitchens?|catering|security|records|comms|days|nights|housekeeping|ed|icu|itu|physio|maternity|x-?ray|admin|portering|the desk|ward \w+)'s (?:mum|mam|dad|wife|husband|son|daughter|sister|brother|nan|gran|partner|mother|father|auntie|aunt|uncle|grandad|boyfriend|girlfriend|ex|cousin|niece|nephew|neighbour)|(?:the|our|that|a) [\p{L}-]{2,18}'s (?:wife|husband|widow|partner|agent|boyfriend|girlfriend|fiancee?)/u;
const OTHER_TIES =
  /(?:our|the|one of (?:the|our)) (?:ceo|chief exec|medical director|chair|matron|consultant|manager|sister|ward manager|boss|porter|nurse|doctor|midwife|receptionist)s?'?s? (?:mum|mam|dad|wife|husband|son|daughter|partner|mother|father|brother|sister|nan|gran)|(?:twins|triplets|baby)'s? (?:dad|mum)|(?:head|manager|owner|captain|chair|secretary|keeper|leader|president) of (?:the |our )?(?:[\p{L}']+ ){0,2}(?:school|primary|college|pub|club|shop|farm|church|choir|band|council|society|scouts|team)|(?<!\bi )used to (?:be|run|teach|own|drive|play|work)(?! (?:so|a bit|able|very|fine|ok|five|six|\d))(?: (?!in|on|with)[\p{L}'-]+){1,4}|(?:does|reads|did|presents) the (?:weather|news|traffic|sport)[\w ]{0,22}|the one (?:with|who|that|from|off) [a-z' -]{3,28}|only (?:[\p{L}]+ ){1,2}(?:family|couple|woman|man|lad|girl|person|household)(?: (?:on|in) the \p{L}+)?|married to [a-z' ]{3,24}|famil(?:y|ies) with the \p{L}+|first \p{L}+ (?:bishop|mayor|woman|man) (?:in|to)|year \d{1,2} at \p{L}+|(?:ex-|(?<=(?:our|the|an|her|his|their|retired|that) )ex )(?!partner|wife|husband|smoker|boyfriend|girlfriend|premie?|prem|ivdu|user|drinker|patient)[a-z]{4,14}|former [a-z]{4,14}|(?:crane|lorry|bus|taxi|train|tram|van|forklift|tractor|school|factory|shop|farm|care|steel|dock|rail|post office|radio|tv|opera|jazz|folk|football|rugby|cricket|golf|tennis|darts|snooker|swimming|driving|dance|music|pe|maths|science|art|history|primary|nursery|parish|town|county|borough) (?:driver|worker|player|captain|singer|teacher|instructor|coach|clerk|presenter|owner|assistant|mayor|champion|councillor|keeper|hand|star|manager)(?= from| who| at|'s| off|,| in)|retired (?!from|and|now|last|early|after|since|about|some|years)[a-z]{4,14}(?: [a-z]{4,12}(?= in| on| from| with| who|,|'))?/u;
const tiesOf = (...ties: readonly RegExp[]): RegExp =>
  new RegExp(`\\b(?:${ties.map(({ source }) => source).join('|')})(?![\\p{L}])`, 'gu');
export const TIES = tiesOf(OWNED, OTHER_TIES);
/** Without those that need an 's, which try every word as somebody's name. */
const TIES_OF_NOBODY = tiesOf(OTHER_TIES);
/** "ukulele lady", "budgie man": a nickname made of a thing. */
const NICKNAMED =
  /\b(?:our|the) ((?!old|young|poor|same|other|lovely|nice|new|first|last|next|right|wrong|only|big|little|elderly|dear|whole|good|bad|best|sick|pregnant|dying|ward|home|black|white|asian|blind|deaf|angry|rude|confused|unwell|stroke|sepsis|diabetic|dementia|trauma|palliative|male|female|cleaning|front|health|catering|delivery|union|care|heating|drinks|maintenance|second|third|young|wee|duty|night|other|fridge|water|repair|lift|parking|post|window|insurance|sales|sandwich|theatre|surgical|medical|cancer|covid|chest|overdose|section|large|small|tall|short|amputee|fracture|discharge|transfer|overnight|jaundiced|drunk|homeless|unknown|single|married|widowed|named|agency)[a-z]{4,12}) (?:lady|man|woman|guy|lad|bloke)\b/g;

/** What somebody once was narrows; what they are to us, or do on the news, tells. */
const PAST = /^(?:retired|ex|former)\b/;

const SOMEBODY = new Set(['her', 'him', 'them', 'one', 'couple']);
const SHORTEST = 3;
const LONGEST_OF_THEM = 6;
/** The length first, since the words of most tokens need not be cut out for it. */
const isSomebody = (token: Token): boolean => {
  const length = token.end - token.start;
  return length >= SHORTEST && length <= LONGEST_OF_THEM && SOMEBODY.has(token.word);
};

type Add = (start: number, end: number, weight: 1 | 2) => void;

export function descriptors(reading: Reading): DescriptorMark[] {
  const marks: DescriptorMark[] = [];
  const { lower, tokens, tags, cues, hints } = reading;
  let covered: Uint8Array | undefined;
  const add: Add = (start, end, weight) => {
    covered ??= new Uint8Array(lower.length);
    if (covered.subarray(start, end).includes(1)) return;
    covered.fill(1, start, end);
    marks.push({ type: 'descriptor', start, end, confidence: weight === 2 ? 0.7 : 0.5, weight });
  };
  if ((tags & (PERSON | KIN)) !== 0 || (cues & (VENUE | NOTED)) !== 0)
    for (const [at, token] of tokens.entries())
      if (has(token, PERSON | KIN) || isSomebody(token)) told(reading, at, add);
  if ((hints & TIE) !== 0)
    for (const { 0: shown, index } of matches(lower.includes("'s ") ? TIES : TIES_OF_NOBODY, lower))
      add(index, index + shown.length, PAST.test(shown) ? 1 : 2);
  if ((tags & PERSON) !== 0 && (hints & NICKNAME) !== 0)
    for (const { 0: shown, index } of matches(NICKNAMED, lower)) add(index, index + shown.length, 2);
  if ((tags & (JOB | EVENT | BACKGROUND)) !== 0 || (cues & NOTED) !== 0)
    for (const [at, token] of tokens.entries()) known(reading, at, token, add);
  if ((tags & SAID) !== 0) for (let at = 1; at < tokens.length; at++) trade(tokens, at, add);
  return marks.length < 2 ? marks : inOrder(marks);
}

/** "the chap who runs the chippy", "the fella from the phone shop", "her off the parish council", "lady from St Aidan's". */
function told({ tokens }: Reading, at: number, add: Add): void {
  const person = tokens[at] as Token;
  let next = at + person.phrase;
  const link = tokens[next];
  if (link === undefined || link.sentence !== person.sentence || person.possessive) return;
  if (/^(?:who|that|what|whose)$/.test(link.word)) {
    const verb = tokens[next + 1];
    if (verb === undefined) return;
    const seen = tokens.slice(next + 1, clause(tokens, next + 1) + 1);
    const life =
      seen.some((token) => (token.cues & VENUE) !== 0) ||
      OF_LIFE.test(verb.word) ||
      link.word === 'whose' ||
      !IN_CARE.test(verb.word);
    const end = clause(tokens, next + 1);
    if (
      !life ||
      end - next < 3 ||
      seen.some(
        (token) => has(token, LIFE_OBJECT) && !has(token, BACKGROUND) && !seen.some(({ cues }) => (cues & VENUE) !== 0),
      )
    )
      return;
    add((tokens[determiner(tokens, at)] as Token).start, (tokens[end] as Token).end, 2);
  } else if (
    /^(?:pulled|found|rescued|hit|stabbed|shot|knocked|run|dragged|fished|airlifted|thrown|trapped|pushed|dug|struck)$/.test(
      link.word,
    )
  ) {
    const end = clause(tokens, next);
    if (end - next >= 2) add((tokens[determiner(tokens, at)] as Token).start, (tokens[end] as Token).end, 2);
  } else if (link.word === 'with' && /^(?:the|a|an|his|her|that|all)$/.test(tokens[next + 1]?.word ?? '')) {
    // "the man with the parrot": what somebody has with them, unless it is an illness or a part of the body.
    const end = clause(tokens, next + 1);
    const owned = tokens.slice(next + 2, end + 1);
    if (
      owned.length > 0 &&
      owned.length <= 4 &&
      !owned.some(
        (token) => has(token, SAID | UNIT | KIN | PERSON | STAFF_ROLE) || (token.cues & (BODY | DOCUMENT)) !== 0,
      )
    )
      add((tokens[determiner(tokens, at)] as Token).start, (tokens[end] as Token).end, 1);
  } else if (/^(?:from|off|at|of|by|outside|behind|above|in)$/.test(link.word)) {
    next++;
    if (/^(?:the|our|that|a)$/.test(tokens[next]?.word ?? '')) next++;
    const end = clause(tokens, next - 1);
    const venue = tokens
      .slice(next, Math.min(end + 1, next + 5))
      .some((token) => (token.cues & VENUE) !== 0 || has(token, EVENT));
    const place = tokens[next];
    if (venue) add((tokens[determiner(tokens, at)] as Token).start, (tokens[end] as Token).end, 2);
    else if (
      /^(?:from|off|of)$/.test(link.word) &&
      place !== undefined &&
      place.shape === 'Capital' &&
      !has(place, CALENDAR | UNIT | SAID) &&
      !(has(place, WORD) && place.opens)
    )
      add(place.start, (tokens[Math.min(end, next + 2)] as Token).end, 1);
  }
}

/** The article or adjective before "lad" in "that young lad". */
function determiner(tokens: readonly Token[], at: number): number {
  let from = at;
  while (
    from > 0 &&
    at - from < 2 &&
    /^(?:old|young|lovely|poor|wee|little|big|dear|ghanaian|polish)$/.test(tokens[from - 1]?.word ?? '')
  )
    from--;
  return from;
}

function known(reading: Reading, at: number, token: Token, add: Add): void {
  const { tokens } = reading;
  if (token.inside) return;
  const last = at + token.phrase - 1;
  const next = tokens[last + 1];
  const before = tokens[at - 1];
  if ((token.cues & NOTED) !== 0) add(token.start, (tokens[last] as Token).end, 2);
  else if (has(token, JOB)) job(tokens, at, last, add);
  else if (has(token, EVENT)) {
    const start = somebodyIn(tokens, at);
    if (start === undefined || tokens[start - 1]?.word === 'my') return;
    const end = next !== undefined && /^(?:at|on|in|by)$/.test(next.word) ? clause(tokens, last + 1) : last;
    add((tokens[start] as Token).start, (tokens[end] as Token).end, 2);
  } else if (has(token, BACKGROUND) && (has(next, PERSON) || has(before, PERSON | KIN)))
    add(token.start, (tokens[last] as Token).end, 1);
}

function job(tokens: readonly Token[], at: number, last: number, add: Add): void {
  const token = tokens[at] as Token;
  const before = tokens[at - 1];
  const next = tokens[last + 1];
  if (token.shape === 'UPPER' && has(token, FAME) && before !== undefined && DEFINITE.test(before.word)) {
    add(token.start, (tokens[last] as Token).end, 2);
    return;
  }
  if (token.shape === 'UPPER' || (token.shape === 'Capital' && before?.shape === 'Capital' && !before.opens)) return;
  // "Rev", "Mrs Baker", "Ward Manager": in a name or a title it is no job of a patient.
  if (token.shape === 'Capital' && !(token.opens && token.phrase > 1) && !has(token, FAME)) return;
  if (token.shape === 'Capital' && has(next, PERSON) === false && next?.shape === 'Capital') return;
  const from =
    next !== undefined && next.sentence === token.sentence && /^(?:from|at|who|off|of|that|in)$/.test(next.word);
  const beyond = tokens[last + 2];
  const named =
    from &&
    beyond !== undefined &&
    beyond.kind !== 'number' &&
    !has(beyond, UNIT) &&
    (beyond.shape === 'Capital' ||
      (beyond.word === 'the' && !has(tokens[last + 3], UNIT | SAID)) ||
      OF_LIFE.test(beyond.word));
  const ours = before !== undefined && /^(?:retired|ex|former|that|old|our|local)$/.test(before.word);
  if (has(token, STAFF_ROLE) && !ours && !named) return;
  const definite = before !== undefined && DEFINITE.test(before.word);
  const start =
    before !== undefined && /^(?:retired|ex|former|old|local)$/.test(before.word) ? before.start : token.start;
  const end = named ? clause(tokens, last + 1) : last;
  add(
    start,
    (tokens[end] as Token).end,
    named || (has(token, FAME) && definite) || (ours && before?.word !== 'our') ? 2 : 1,
  );
}

/** "the thatcher from Marl Green", "the biker from last night": trades that are on no list, by how such words end. */
const TRADE =
  /^(?!(?:other|another|number|matter|letter|order|driver|paper|water|dinner|summer|winter|corner|centre|river|consultant|carer|registrar|doctor|manager|porter|member|sister|mother|father|brother|daughter|helper|offer|folder|poster|printer|computer|trolley|hoover|either|whether|after|over|under|never|ever|monitor|error|floor|door|major|minor|senior|junior|prior|visitor|cancer|ulcer|fever|shoulder|finger|liver|bladder|catheter|ventilator|defibrillator|scanner|freezer|locker|starter|leader|user|buzzer|tracker|planner|provider|supplier|courier|woman|human|former|better|later|earlier|newer|older|younger|bigger|smaller|lower|upper|inner|outer|further|person|list|assist|waist|wrist|fist|chest|first|worst|best|last|past|post|test|rest|guest|request|specialist|therapist|pharmacist|receptionist|physiotherapist|checklist|waitlist)$)[a-z]{4,}(?:er|or|ist|man|woman|smith|wright|keeper|maker|ician)$/;
function trade(tokens: readonly Token[], at: number, add: Add): void {
  const token = tokens[at] as Token;
  const next = tokens[at + 1];
  if (
    token.shape !== 'lower' ||
    has(token, JOB | PERSON | KIN | SAID | UNIT | STAFF_ROLE | BED) ||
    next === undefined ||
    !/^(?:from|who|off|that)$/.test(next.word) ||
    !DEFINITE.test(tokens[at - 1]?.word ?? '') ||
    !TRADE.test(token.word)
  )
    return;
  const end = clause(tokens, at + 1);
  const place = tokens[at + 2];
  if (end - at < 2 || has(place, UNIT | STAFF_ROLE | SAID) || has(tokens[at + 3], UNIT | STAFF_ROLE)) return;
  add(token.start, (tokens[end] as Token).end, 2);
}

/** To the end of "from St Mark's", "who came off at Saturday's races". */
function clause(tokens: readonly Token[], from: number): number {
  let at = from;
  while (at + 1 < tokens.length && at - from < LONGEST) {
    const next = tokens[at + 1] as Token;
    if (next.sentence !== (tokens[from] as Token).sentence || STOPS.test(next.word)) break;
    at++;
  }
  return at;
}

/** "the lad from Sunday's pile-up", "family in the house fire": an event counts where somebody was in it. */
function somebodyIn(tokens: readonly Token[], at: number): number | undefined {
  for (let back = at - 1; back >= 0 && back >= at - 8; back--) {
    const token = tokens[back] as Token;
    if (token.sentence !== tokens[at]?.sentence || /^(?:patients?|pts?)$/.test(token.word)) return undefined;
    if (
      has(token, PERSON | KIN | JOB) ||
      /^(?:old|yo|casualty|driver|passenger|biker|cyclist|rider|pedestrian|victim|survivor)$/.test(token.word)
    )
      return back;
  }
  return undefined;
}
