/** What others may know somebody by: job, fame, faith, family tie, an event. Each has a weight for the mosaic. */
import { BACKGROUND, EVENT, FAME, JOB, KIN, PERSON, STAFF_ROLE } from '../lexicons/tags.ts';
import { has, type Mark, type Reading } from '../reading.ts';
import type { Token } from '../tokens.ts';

export interface DescriptorMark extends Mark {
  /** 1: narrows the crowd. 2: may single somebody out on its own for people from there. */
  readonly weight: 1 | 2;
}

const LONGEST = 9;
const STOPS = /^(?:[.,;:!?()\-–]|is|has|was|are|in|on|with|wants|needs|came|died|says|again|who's|whos)$/;
const DEFINITE = /^(?:the|that|our|retired|ex|former|your|local|famous|this)$/;
const QUALIFIED = /^(?:from|at|who|off|of|that)$/;
/** A life told in a relative clause: who ran the tea bar, that came off his bike. */
const LIFE =
  /\b(?:lady|gent|gentleman|chap|bloke|fella|man|woman|girl|lad|lass|boy|couple|family|guy|one|patient|pt|dad|mum|her|him|kid) (?:who|that) (?:runs|ran|owns|owned|plays|played|does|did|reads|read|had|used to|drives|drove|teaches|taught|sings|sang|won|came off|fell|jumped|got (?:hit|stabbed|shot)|crashed|works at|worked at|lives (?:at|above|opposite|next)|spent|slapped|put|brought|spoke|tops|dressed|makes|made|sells|sold|wears|keeps|kept|bred|breeds|cut|cuts|saved|rescued|survived|collapsed at|was on)\b[^.!?,\n]{0,60}/g;
const KNOWN_BY =
  /\b(?:used to be (?:the )?[\w' -]{3,24}|does the weather[\w ]{0,20}|off (?:the|last night's) (?:telly|tv|news|radio|channel)[\w ]{0,18}|on the local (?:telly|news|radio)|the one with the [a-z ]{3,24}|only [a-z]+ (?:family|couple|woman|man|lad|girl) (?:on|in) the [a-z]+|married to [a-z ]{3,24}|(?:my|our) (?:ex|neighbour|next door neighbour|old teacher|sister in law|brother in law|mother in law|cousin|mate|friend|landlord|boss|hairdresser)(?:'s)?\b|[a-z]+ (?:from|in) (?:pharmacy|finance|theatres|radiology|reception|estates|hr|it|switchboard|procurement|payroll|stores|the kitchen|catering|security|records|comms)'s (?:mum|dad|wife|husband|son|daughter|sister|brother|nan|gran|partner|mother|father|auntie|aunt|uncle)|(?:our|the) (?:ceo|chief exec|medical director|chair|matron|consultant|manager)'s (?:mum|dad|wife|husband|son|daughter|partner|mother|father))/g;
/** "ukulele lady", "budgie man": a nickname made of a thing. */
const NICKNAMED =
  /\b(?:our|the) (?!old|young|poor|same|other|lovely|nice|new|first|last|next|right|wrong|only|big|little|elderly|dear|whole|good|bad|best|sick|ill|pregnant|dying|bed|ward|post|home|black|white|second|third|two|three|blind|deaf|angry|rude|confused|unwell|stroke|hip|sepsis|diabetic|dementia|trauma|palliative|male|female|tea|cleaning|front|health|catering|delivery|it|oh|union|care|heating|drinks|maintenance|van|milk|post)([a-z]{4,12}) (?:lady|man|woman|guy|lad|bloke)\b/g;

export function descriptors(reading: Reading): DescriptorMark[] {
  const marks: DescriptorMark[] = [];
  const { lower, tokens } = reading;
  const add = (start: number, end: number, weight: 1 | 2): void => {
    if (!marks.some((mark) => start < mark.end && end > mark.start))
      marks.push({ type: 'descriptor', start, end, confidence: weight === 2 ? 0.7 : 0.5, weight });
  };
  if ((reading.tags & (PERSON | KIN)) !== 0)
    for (const { 0: shown, index } of lower.matchAll(LIFE)) add(index, index + shown.length, 2);
  for (const { 0: shown, index } of lower.matchAll(KNOWN_BY)) add(index, index + shown.length, 2);
  if ((reading.tags & PERSON) !== 0)
    for (const { 0: shown, index } of lower.matchAll(NICKNAMED)) add(index, index + shown.length, 2);
  if ((reading.tags & (JOB | EVENT | BACKGROUND)) !== 0)
    for (const [at, token] of tokens.entries()) known(reading, at, token, add);
  return marks;
}

function known(
  reading: Reading,
  at: number,
  token: Token,
  add: (start: number, end: number, weight: 1 | 2) => void,
): void {
  const { tokens } = reading;
  if (token.inside) return;
  const last = at + token.phrase - 1;
  const next = tokens[last + 1];
  const before = tokens[at - 1];
  if (has(token, JOB)) {
    // "Rev", "Mrs Baker", "Ward Manager": in a name or a title it is no job of a patient.
    if (token.shape === 'Capital' && !token.opens && !has(token, FAME)) return;
    if (
      has(token, STAFF_ROLE) &&
      !(before !== undefined && /^(?:retired|ex|former|our|that)$/.test(before.word)) &&
      !(next !== undefined && /^(?:from|at)$/.test(next.word) && tokens[last + 2]?.shape === 'Capital')
    )
      return;
    const definite = before !== undefined && DEFINITE.test(before.word);
    const from = definite && !/^(?:the|our|your|this|that)$/.test(before?.word ?? '') ? before.start : token.start;
    const qualified =
      next !== undefined &&
      next.line === token.line &&
      QUALIFIED.test(next.word) &&
      !(next.word === 'at' && tokens[last + 2]?.kind === 'number');
    const end = qualified ? clause(tokens, last + 1) : last;
    add(from, (tokens[end] as Token).end, (qualified && end > last + 1) || (has(token, FAME) && definite) ? 2 : 1);
  } else if (has(token, EVENT)) {
    const start = eventStart(tokens, at);
    if (start === undefined) return;
    const end = next !== undefined && /^(?:at|on|in|by)$/.test(next.word) ? clause(tokens, last + 1) : last;
    add((tokens[start] as Token).start, (tokens[end] as Token).end, 2);
  } else if (has(token, BACKGROUND) && (has(next, PERSON) || has(before, PERSON | KIN))) {
    add(token.start, (tokens[last] as Token).end, 1);
  }
}

/** To the end of "from St Mark's", "who came off at Saturday's races". */
function clause(tokens: readonly Token[], from: number): number {
  let at = from;
  while (
    at + 1 < tokens.length &&
    at - from < LONGEST &&
    !(
      STOPS.test(tokens[at + 1]?.word ?? '') && !(tokens[at + 1]?.word === '.' && /^st$/.test(tokens[at]?.word ?? ''))
    ) &&
    tokens[at + 1]?.line === tokens[from]?.line
  )
    at++;
  return at;
}

/** "the lad from Sunday's pile-up", "family in the house fire": an event counts where somebody was in it. */
function eventStart(tokens: readonly Token[], at: number): number | undefined {
  for (let back = at - 1; back >= 0 && back >= at - 7; back--) {
    const token = tokens[back] as Token;
    if (/^[.!?\n]$/.test(token.word) || token.line !== tokens[at]?.line) return undefined;
    if (has(token, PERSON | KIN | JOB) || /^(?:old|yo|casualty)$/.test(token.word)) return back;
  }
  return undefined;
}
