/** Whose phone or e-mail it is, a patient's or relative's or the work's own: weak cues around it, added up for each side. */
import { BUILDING, SAID, STAFF_ROLE, UNIT } from './lexicons/tags.ts';
import type { Person } from './people.ts';
import type { Mark, Reading } from './reading.ts';
import { after, before, between, LONGEST_MARK, tokenAt } from './reading.ts';
import type { Said } from './said.ts';

const SOMEBODYS =
  /\b(?:wife|husband|hubby|partner|mum|mam|mom|mother|dad|father|parents?|son|sons|daughter|daughters|brother|sister|nephew|niece|gran|nan|nana|granddaughter|grandson|grandad|next of kin|nok|family|carer|neighbour|her|hers|him|his|she|he|them|their|house phone|home phone|home number|landline|pt|patient|client|tenant|girl|lad|lady|gent)(?:'s|s)?\b/;
const WORKS =
  /\b(?:my (?:own |work |new |own )*(?:mob(?:ile)?|phone|number|no|email|cell)|ring me|call me|text me|on me|reach me|contact me|i'm on|am on|that's me|this is me|ext|extension|desk|office|line|helpline|hotline|bleep|switch(?:board)?|control room|bridge|opt(?:ion)? ?\d|secretary|sec|reception|ward's|ward is|service|services|crisis (?:line|number)|interpreting|out of hours|duty|guardian|payroll|queries|enquiries|bookings?|appointments line|team|dept|department|helpdesk|service desk|freedom to speak|on call|manager|dr|doctor|nurse|engineer|supplier|site|lounge|hub|portal|meeting|dial|conference|volunteers|staff|lab|mortuary|pharmacy|hospice|surgery|practice|work (?:mobile|mob|phone|number)|contact is|courier|for your noticeboard|leaflet|ra on|gold|silver|locum list|messages to|our (?:phone|number|new)|phones|number has changed|phone number is|send (?:it|them|the \w+|all) to|email the|lead|comms|press|estates|security|it on|hr on|rota|agency|training|course|invoice|orders?|stock|delivery|rep|driver|venue|taxi firm|union|chaplaincy|sponsor\w*|tickets?|rsvp)\b/;
/** Said behind the number. */
const WORKS_AFTER =
  /\b(?:that's me|ext|opt(?:ion)? ?\d|if the bleep|not the office|til \d|24\/7|out of hours|office hours|for (?:appointments|queries|bookings?|orders)|locum|our \w+ lead|(?:is|he's|she's) our|on call|duty)\b/;
const THEIRS_AFTER = /\b(?:her|his|daughter|son|wife|husband|mum|dad|she|he|him|pt|patient)\b/;
/** A relative or a possessive with little between it and the number. */
const THEIRS_BESIDE =
  /\b(?:her|his|their|mother|father|mum|mam|dad|wife|husband|partner|sons?|daughters?|brother|sister|niece|nephew|nan|gran|carer|nok|next of kin)(?:'s)?\b[^,.;]{0,24}[,:]? ?$/;
/** The writer's own, or plainly an office's. */
const OWN =
  /\b(?:my|ring me|call me|text me|on me|reach me|ext|extension|desk|office|line|helpline|bleep|switch(?:board)?|control room|bridge|opt|secretary|sec|reception|ward's|fax|guardian|payroll|queries|enquiries|helpdesk|leaflet|noticeboard|locum list|number has changed|gold|silver)\b/;
const WORK_EMAIL =
  /@(?:[\w-]+\.)*(?:nhs|gov|police|ac)\.|@[\w.-]*(?:nhs|trust|hospital|council|gov|hospice|ambulance|police|school|university|college|surgery|practice|health|care|moor|homes?\.|^st[a-z]{4,})/;
/** Where people have an address of their own. */
const HOME_EMAIL =
  /@(?:[\w-]*(?:mail|inbox|outlook|live|yahoo|icloud|aol|btinternet|talk|sky|post|web|proton|me)[\w-]*|example)\.|@example\./;
/** Shared inboxes are named for what they do. */
const INBOX =
  /^(?:pals|mash|ig|hr|it|payroll|rostering|bookings?|enquir\w+|info|admin|reception|referrals?|duty|team|office|comms|service\w*|helpdesk|support|training|library|recruitment|safeguarding|complaints|feedback|e-?roster\w*|rota|secretar\w+|switchboard|pharmacy|estates|procurement|finance|orders|sales|accounts|events|jobs|news|press)[.\w-]*@/;
const CALL_BACK =
  /\b(?:call back|callback|ring (?:her|him|them|back)|ring (?:mum|dad)|rang from|was from|phoned from|called from|next of kin|nok|front sheet|correct (?:one|number)|wrong number|letter goes to|zoom link|video (?:call|consult\w*)|gave me|replies? to|reachable|asking (?:if|for|about)|wants a call|no answer on|interpreter)\b/;
const NEAR = 46;
const FAR = 400;
const NEAR_SAID = 120;
const OWNERS = 7;
const ENOUGH = 1;

export function isPatients(reading: Reading, mark: Mark, all: readonly Person[], said: readonly Said[]): boolean {
  const { lower, tokens } = reading;
  const shown = lower.slice(mark.start, mark.end);
  const isEmail = mark.type === 'email';
  if (isEmail && (INBOX.test(shown) || (WORK_EMAIL.test(shown) && !HOME_EMAIL.test(shown)))) return false;
  const left =
    before(reading, mark.start, NEAR)
      .split(/\n|[.!?] /)
      .at(-1) ?? '';
  const right = (after(reading, mark.end, 40).split(/\n|[.!?](?: |$)/)[0] ?? '').slice(0, 40);
  let points = 0;
  if (SOMEBODYS.test(left)) points += THEIRS_BESIDE.test(left) ? 3 : 2;
  else if (THEIRS_AFTER.test(right)) points += /^,? ?that'?s (?:her|him|them)\b/.test(right) ? 2.5 : 1.25;
  if (CALL_BACK.test(left) || CALL_BACK.test(right)) points += 1.25;
  if (isEmail && HOME_EMAIL.test(shown)) points += 1;
  const near = between(said, mark.start - NEAR_SAID, mark.start + NEAR_SAID).length;
  if (near > 0) points += near > 1 ? 1 : 0.75;
  const owner = nearest(mark, all);
  if (owner?.role === 'patient') points += 1.5;
  else if (owner?.role === 'staff') points -= Math.abs(mark.start - owner.end) < 14 ? 2.5 : 1;
  else if (owner !== undefined) points += 0.5;
  if (all.some(({ role, placed }) => role === 'patient' && placed)) points += 0.5;
  if (WORKS.test(left)) points -= OWN.test(left) ? 2.5 : 1.5;
  if (WORKS_AFTER.test(right)) points -= 1.5;
  // "ring the stoma nurse on", "pharmacy are on": whoever stands before the number owns it.
  const at = tokenAt(tokens, mark.start);
  const owners = tokens.slice(Math.max(0, at - OWNERS), at);
  if (owners.some(({ tags }) => (tags & (STAFF_ROLE | UNIT | BUILDING)) !== 0 && (tags & SAID) === 0)) points -= 0.75;
  return points >= ENOUGH;
}

function nearest(mark: Mark, all: readonly Person[]): Person | undefined {
  let best: Person | undefined;
  let distance = FAR;
  for (const person of between(all, mark.start - FAR - LONGEST_MARK, mark.end + FAR)) {
    if (person.form === 'single' && person.role === 'unknown' && person.confidence < 0.5) continue;
    const gap = person.end <= mark.start ? mark.start - person.end : person.start - mark.end;
    if (gap < distance) [best, distance] = [person, gap];
  }
  return best;
}
