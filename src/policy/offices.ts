/** Addresses of work or of the writer, and no patient's home: weak cues around the address, added up for each side. */
import type { Person } from './people.ts';
import type { Reading } from './reading.ts';

/** Where work is done, meets, moves or is delivered; each different word counts. */
const WORK =
  /\b(?:our|we|we're|us|office|base|premises|mov(?:ed?|es|ing) (?:to|from)|relocat\w+|moved|now (?:at|in)|venue|standby|clinics?|held|meeting|meet|training|course|teaching|study day|drop-?in|jabs?|vaccin\w+|staff|board ?room|trading estate|industrial|business park|retail park|hq|headquarters|head office|deliver\w*|deliver(?:y|ies)|returns|collect(?:ion)?|stores?|depot|warehouse|library|open day|interviews?|induction|invoices?|boiler|landlord|contractors?|engineers?|suppliers?|ltd|site|sat ?nav|postcode (?:for|is)|entrance|car ?park|parking|stationery|conference|party|leaving (?:do|drinks)|cake|bake|curry|pub|restaurant|quiz|fundrais\w*|template|letterhead|surgery (?:is|at|moves)|practice|pharmacy|hub|centre|team|open(?:s|ing)?|closed|closes|hours|appt needed|no appointment|book(?:ing)?|tickets?|bring|everyone|all welcome|reception|alarm|meter|skip|van|pick me up|my (?:place|house|flat|address)|i'm at|live at mine|address for|new address)\b/g;
/** Somebody is at home there. */
const HOME =
  /\b(?:lives?|lived|living|home|house|discharg\w+|visits?|visiting|key ?safe|door code|no answer|no reply|no access|carers?|care calls?|hoist|commode|hospital bed|dressings?|tenant|welfare|ambulance|crew|police|patient|pt|client|resident|service user|lady|gent|gentleman|bloke|chap|she|he|her|hers|his|him|housebound|mum|dad|wife|husband|son|daughter|family|neighbours?|baby|child|kids?|tto'?s?|meds|insulin|catheter|bloods|falls?|fell|fallen|dob|nhs|gp|address on|next of kin|nok|meals|referral|safeguarding|palliative|end of life|pick ?up|transport|taxi|urgent)\b/g;
const AROUND = 140;
/** Plainly somebody's, or plainly an office's, whatever else is said. */
const PLAINLY_OFFICE =
  /\b(?:office (?:is|at|move)|our (?:new )?(?:office|base|address|premises)|new (?:venue|premises|base|office)|venue (?:for|is)|trading estate|industrial|business park|pick me up|invoices?|my (?:place|house|flat))\b/;
const PLAINLY_HOME = /\b(?:lives (?:at|in|alone|with)|discharged? (?:to|home)|welfare check|home visit|found at)\b/;

const different = (text: string, pattern: RegExp): number => new Set(text.match(pattern)).size;

/** `said`: something is said of somebody's health. */
export function isOffice(
  { lower }: Reading,
  start: number,
  end: number,
  alive: readonly Person[],
  said: boolean,
): boolean {
  const around = `${lower.slice(Math.max(0, start - AROUND), start)} · ${lower.slice(end, end + AROUND)}`;
  let home = different(around, HOME) + (said ? 0.5 : 0);
  if (PLAINLY_HOME.test(around)) home += 2;
  for (const { role, form } of alive) if (role === 'patient') home += form === 'single' ? 1 : 2;
  if (/^flat\b/.test(lower.slice(start, end))) home += 1;
  let work = different(around, WORK);
  if (PLAINLY_OFFICE.test(around)) work += 3;
  // A hall, a church, a centre right before the number.
  if (
    /\b(?:hall|centre|church|house|building|library|hotel|inn|school|surgery|clinic|unit|suite|college|club)[,:]? ?(?:at |on )?$/.test(
      lower.slice(0, start),
    )
  )
    work += 1;
  return work >= home + 1 || (work > home && home < 1);
}
