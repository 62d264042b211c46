/** A colleague's own illness told to others. "Has called in sick" is the rota's business, and clear. */
import { ILL, SECRET, WORK } from '../lexicons/cues.ts';
import { BED, PERSON } from '../lexicons/tags.ts';
import { type Reading, together } from '../reading.ts';

const SICK_ONLY = /\b(?:called|calling|rung|rang|phoned|ringing) in sick\b|\boff sick\b/;

/** Words of work or of secrecy beside an illness; whose it is, `judge` asks of the names. */
export const isStaffIllness = (reading: Reading): boolean =>
  together(reading, ILL, WORK) || together(reading, ILL, SECRET);

export const isSickOnly = ({ lower }: Reading): boolean => SICK_ONLY.test(lower);

/** What may stand between a colleague and the illness they have: "is off with", "'s had a", "has been diagnosed with". */
const HAS =
  /^(?:'s|s)?,? (?:\p{L}+ ){0,2}?(?:is|has|had|having|got|gets|getting|was|been|being|on|with|diagnosed|'s|lost|having|waiting|struggling|suffering|recovering)\b/u;
const REACH = 8;

/** A colleague, at token `last`, is said to have something. Beds and patients between belong to somebody else. */
export function hasIllness({ lower, tokens }: Reading, last: number): boolean {
  const token = tokens[last];
  if (token === undefined || !HAS.test(lower.slice(token.end, token.end + 40))) return false;
  for (let at = last + 1; at <= last + REACH && at < tokens.length; at++) {
    const next = tokens[at] as (typeof tokens)[number];
    if (next.sentence !== token.sentence || (next.tags & (BED | PERSON)) !== 0) return false;
    if ((next.cues & ILL) !== 0) return true;
  }
  return false;
}
