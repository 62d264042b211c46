/** "Sorry, wrong group": something about a patient went where it should not have. */
import { CLINICAL, DOCUMENT, PRIVATE, PRONOUN, RECORD, SLIP, VENUE } from '../lexicons/cues.ts';
import { BED, KIN, PERSON, SAID, UNIT } from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';

/** A word of the slip itself, and not only "delete that" or "oops". */
const SENT =
  /\bwrong\b|\bmeant (?:for|to go)\b|\b(?:was|were) for\b|\bintended for\b|\bsupposed to (?:go|be for)\b|\bnot (?:for )?(?:you|here|this group|all of you|the whole)\b|\brepl(?:ied|y)[ -](?:to )?all\b|^recall\b|\brecall (?:that|the|my|this) (?:message|email|letter|post)\b|\bin error\b|\bby mistake\b|\bmis-?(?:sent|directed|fired)\b|\bauto-?(?:complete|fill)\b|\b(?:cc'?d|copied) in\b|\bwent to (?:the )?\w+ (?:list|instead)|\binstead\b|\bignore (?:that|my last|the message|the scan|the (?:long )?)|\bsomeone else\b|\bsomebody else\b|\bun-?read\b|\bnot one of (?:yours|ours)\b/;
/** Papers that only patients have. */
const PAPER = /\b(?:letters?|discharge|referral|drug chart|notes|results?|scan|summary|handover|report)\b/;
/** Post, fax or mail that reached a shop. */
const ASTRAY = /\b(?:faxed|emailed|sent|posted|gone|went|delivered)\b[^.!?\n]{0,60}\bto (?:an?|the|some)\b/;
const WHAT = CLINICAL | DOCUMENT | PRONOUN | RECORD;

export function isWrongRecipient({ cues, tags, lower }: Reading, somebody: boolean): boolean {
  if ((cues & (DOCUMENT | RECORD)) !== 0 && (cues & VENUE) !== 0 && ASTRAY.test(lower)) return true;
  if ((cues & SLIP) === 0 || !SENT.test(lower)) return false;
  if ((cues & PRIVATE) !== 0 && (tags & (PERSON | KIN)) === 0 && (cues & PRONOUN) === 0 && !PAPER.test(lower))
    return false;
  return somebody || (tags & (PERSON | KIN | SAID | BED | UNIT)) !== 0 || (cues & WHAT) !== 0;
}
