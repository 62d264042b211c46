/** Looking where one has no need to know, and shared logins and smartcards. */
import {
  ACQUAINTED,
  CURIOUS,
  FORBID,
  LOCKED,
  LOGIN,
  LOOK,
  NOTED,
  PRONOUN,
  RECORD,
  RIGHTFUL,
  SHARE,
} from '../lexicons/cues.ts';
import { HANDED as HANDED_HINT } from '../lexicons/hints.ts';
import { BED, FAME, KIN, PERSON } from '../lexicons/tags.ts';
import { has, type Reading, together } from '../reading.ts';

const LENT =
  /\b(?:borrow\w*|lend\w*|lent|loan\w*|use (?:yours|mine|his|hers|theirs)|someone else's|can i use|shar(?:e|ed|ing)|logged in as|charted as|as (?:me|him|her))\b/;
/** Somebody's own card or password, offered or asked for. */
export const HANDED =
  /\b(?:(?:use|borrow|lend|lending|lent|give|gave|have|pass|text|send|share|sharing|using|used|on|under|with|pinch|nick) (?:me |us |him |her |them |you )?(?:my|your|ur|his|her|their|someone'?s|somebody'?s|anyone'?s|another) (?:\w+ ){0,2}(?:login|log ?in|log-in|password|passcode|pin|smartcard|smart card|card|fob|badge|credentials|account|access)\b|(?:log(?:ged|ging)? (?:me|him|her|us|them)? ?(?:in|on)(?: to \w+)? (?:as|with|under|using) (?:me|you|him|her|your|my|his|someone|somebody)))/;
const OWN_UP =
  /\b(?:i (?:did|gave|left|had|have|just|only|looked|went|was)|just use|my password|nobody tell|don't tell)\b/;
/** What one may look into without anybody's leave. */
const NO_RECORD =
  /\b(?:templates?|release notes|policy|policies|guidelines?|sops?|rota|e-?learning|training|update|agenda|minutes|menu|intranet|website|job (?:ad|advert|spec)|vacanc(?:y|ies)|newsletter|payslip|parking)\b/;

export const isSharedLogin = (reading: Reading): boolean =>
  (together(reading, LOGIN, SHARE) || ((reading.hints & HANDED_HINT) !== 0 && HANDED.test(reading.lower))) &&
  ((reading.cues & LOCKED) === 0 || LENT.test(reading.lower)) &&
  ((reading.cues & FORBID) === 0 || OWN_UP.test(reading.lower));

/** "my mum's", "our next door neighbour", "my sister-in-law's baby". */
export function acquaintances({ tokens }: Reading): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const [at, { word }] of tokens.entries()) {
    if (word !== 'my' && word !== 'our' && word !== 'your' && word !== "mum's") continue;
    for (let to = at + 1; to <= at + 3 && to < tokens.length; to++) {
      const token = tokens[to] as (typeof tokens)[number];
      if (token.kind === 'sign' || (word === 'your' && token.word === 'family')) break;
      if ((token.cues & ACQUAINTED) !== 0 || has(token, KIN)) {
        found.push([at, to + token.phrase - 1]);
        break;
      }
    }
  }
  const [first] = tokens;
  for (const [at, token] of tokens.entries())
    if (
      token.possessive &&
      has(token, KIN) &&
      token !== first &&
      !has(tokens[at - 1], KIN) &&
      !found.some(([, last]) => last === at) &&
      /^(?:mum|mam|dad|nan|gran|sis|bro|auntie|aunty)$/.test(token.word) &&
      /^(?:got|up|at|check|checked|looked|see|in|into|opened|read)$/.test(tokens[at - 1]?.word ?? '')
    )
      found.push([at, at]);
  return found;
}

/** Somebody's record was, or is to be, opened with no need to know. `somebody`: a name, a number, a bed. */
export function isSnooping(reading: Reading, somebody: boolean): boolean {
  const { cues, tags, lower } = reading;
  if ((cues & RECORD) === 0 || (cues & LOOK) === 0 || !together(reading, LOOK, RECORD)) return false;
  const known = acquaintances(reading).length > 0;
  const anyone =
    known || somebody || (tags & (PERSON | KIN | FAME | BED)) !== 0 || (cues & (PRONOUN | NOTED | ACQUAINTED)) !== 0;
  if (!anyone || (NO_RECORD.test(lower) && !known)) return false;
  if (!known && (cues & (CURIOUS | NOTED)) === 0 && (tags & FAME) === 0) return false;
  if ((cues & RIGHTFUL) !== 0 && !/\bnever know\b/.test(lower)) return false;
  return (
    (cues & FORBID) === 0 ||
    OWN_UP.test(lower) ||
    ((cues & CURIOUS) !== 0 && !/\b(?:you can't|do not|don't look|never look)\b/.test(lower))
  );
}
