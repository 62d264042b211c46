/** "Sorry, wrong group": something about a patient went where it should not have. */
import { CLINICAL, DOCUMENT, PRIVATE, PRONOUN, RECORD, SLIP, VENUE } from '../lexicons/cues.ts';
import { GONE as GONE_HINT } from '../lexicons/hints.ts';
import { BED, KIN, PERSON, SAID, UNIT } from '../lexicons/tags.ts';
import type { Reading } from '../reading.ts';

/** A word of the slip itself, and not only "delete that" or "oops". */
const SENT =
  /\bwrong\b|\bmeant (?:for|to go|the other)\b|\b(?:was|were|wasn'?t|weren'?t|not) for\b|\bintended for\b|\bsupposed to (?:go|be for)\b|\bnot (?:for )?(?:you|u|here|this group|all of you|the whole)\b|\brepl(?:ied|y)[ -](?:to )?all\b|^recall\b(?! list)|\brecall (?:it|(?:that|the|my|this) (?:message|e-?mail|letter|post))\b|\bin error\b|\bby mistake\b|\bmis-?(?:sent|directed|fired)\b|\bauto-?(?:complete|fill)\b|\b(?:cc'?d|copied) in\b|\binstead\b|\bignore (?:that|this|my last|the message|the scan|the (?:long )?)|\bsome(?:one|body) else\b|\bun-?(?:read|see)\b|\bnot one of (?:yours|ours)\b|\banother (?:patient|person|family|lady|man|woman|gent)\b/;
/** Said without a word of apology. */
const PLAIN =
  /\bthe wrong (?!place|way|side|end|size|idea|dose|time|day|date|impression|answer|box|tube|bed|leg|arm|eye|limb|form|code)|\bwasn'?t for (?:u|you|here|this)\b|\bhow do i recall\b/;
/** What carries somebody's details. */
const PAPER =
  /\b(?:letters?|discharge|referrals?|drug charts?|notes|results?|scan|summar(?:y|ies)|handover|reports?|fax|forms?|envelope|script|prescription|(?:discharge|clinic|patient|handover|theatre|waiting|clinics|admissions?) lists?|spreadsheet|records?|care plan|charts|mar sheets?)\b/;
/** What becomes of it. */
export const GONE =
  /\b(?:faxed|e-?mailed|sent|posted|gone|went|delivered|landed|arrived|turned up|ended up|came|found its way|mixed up|swapped|handed|given|opened by|stuffed|got|received|put through)\b/;
/** Who had no business with it. */
const STRANGER =
  /\b(?:to|in|at|by|with|of) (?:an?|the|some|his|her|their|my|our)? ?(?:\w+ ){0,2}(?:wrong|neighbours?|landlord|stranger|shop|garage|school|office next door|firm|company|business|accountants?|solicitors?|estate agents?|taxi|takeaway|pub|bank|factory|newspaper|member of the public|whole|everyone|all staff|volunteers|previous|old|ex|relative)\b|\bother (?:person|patient|family|lady|gent|man|woman)'?s\b|\b(?:someone|somebody) else'?s\b|\banother (?:patient|person|family|lady|man|woman)'?s\b|\b(?:one|a) digit (?:out|wrong)\b|\b(?:old|previous) (?:address|flat|house)\b|\bto \+?0\d{3}|\b(?:all|whole)[- ](?:\w+ )?(?:staff|users|clinics|list|trust|team)\b|\binstead of\b|\bto (?:the|my|our) (?:football|netball|gym|family|mums?|parents?'?|school|running|rugby|cricket|church|book|quiz|friends?|girls|lads)\b|\bthe other'?s\b|\bparents'|\b(?:been sent|received|got|was given|were given|handed) (?:mrs?|ms|miss)? ?[\p{L}-]+'s (?:\w+ )?(?:letter|results?|notes|report|appointment|script|prescription|summary|discharge)\b|\bprevious (?:gp|practice|surgery)\b/u;
/** The sender's own life. */
const OWN_LIFE =
  /\bmy (?:husband|wife|mum|dad|sister|brother|mate|kids?|partner|son|daughter|boyfriend|girlfriend|dog|car)\b/;
const PLAINLY_OURS = CLINICAL | DOCUMENT | RECORD;

export function isWrongRecipient({ cues, tags, hints, lower }: Reading, somebody: boolean): boolean {
  const gone = (hints & GONE_HINT) !== 0 && GONE.test(lower);
  if (!gone && (cues & SLIP) === 0) return false;
  const paper = PAPER.test(lower);
  if (paper && gone && STRANGER.test(lower)) return true;
  if (
    (cues & (DOCUMENT | RECORD)) !== 0 &&
    (cues & VENUE) !== 0 &&
    paper &&
    gone &&
    / to (?:an?|the|some) /.test(lower)
  )
    return true;
  if (!((cues & SLIP) !== 0 && SENT.test(lower)) && !(gone && PLAIN.test(lower))) return false;
  const told = ((tags & PERSON) !== 0 && (tags & (SAID | BED)) !== 0) || paper;
  if (((cues & PRIVATE) !== 0 || OWN_LIFE.test(lower)) && !told) return false;
  return (
    told ||
    somebody ||
    (tags & PERSON) !== 0 ||
    (tags & (SAID | BED | KIN | UNIT)) !== 0 ||
    (cues & (PLAINLY_OURS | PRONOUN)) !== 0
  );
}
