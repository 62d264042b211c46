/** Whose phone or e-mail it is: a patient's or a relative's, or the work's own. */

import { BUILDING, SAID, STAFF_ROLE, UNIT } from './lexicons/tags.ts';
import type { Person } from './people.ts';
import type { Mark, Reading } from './reading.ts';
import { after, before, between, LONGEST_MARK, tokenAt } from './reading.ts';
import type { Said } from './said.ts';

const SOMEBODYS =
  /\b(?:wife|husband|hubby|partner|mum|mam|mom|mother|dad|father|parents?|son|sons|daughter|daughters|brother|sister|nephew|niece|gran|nan|nana|granddaughter|grandson|grandad|next of kin|nok|family|carer|neighbour|her|hers|him|his|she|he|them|their|house phone|home phone|home number|landline|pt|patient|client|tenant|girl|lad|lady|gent)(?:'s|s)?\b/;
const WORKS =
  /\b(?:my (?:own |work |new |own )*(?:mob(?:ile)?|phone|number|no|email|cell)|ring me|call me|text me|on me|reach me|contact me|i'm on|am on|that's me|this is me|ext|extension|desk|office|line|helpline|hotline|bleep|switch(?:board)?|control room|bridge|opt(?:ion)? ?\d|secretary|sec|reception|ward's|ward is|service|services|crisis (?:line|number)|interpreting|fax|out of hours|duty|guardian|payroll|queries|enquiries|bookings?|appointments line|team|dept|department|helpdesk|service desk|freedom to speak|on call|manager|dr|doctor|nurse|engineer|supplier|site|lounge|hub|portal|meeting|dial|conference|volunteers|staff|lab|mortuary|pharmacy|hospice|surgery|practice|work (?:mobile|mob|phone|number)|contact is|courier|supplier|for your noticeboard|leaflet|ra on|gold|silver|locum list|messages to|our (?:phone|number|new)|phones|number has changed|phone number is)\b/;
/** The writer's own, or plainly an office's. */
const OWN =
  /\b(?:my|ring me|call me|text me|on me|reach me|ext|extension|desk|office|line|helpline|bleep|switch(?:board)?|control room|bridge|opt|secretary|sec|reception|ward's|fax|guardian|payroll|queries|enquiries|helpdesk|leaflet|noticeboard|locum list|number has changed|gold|silver)\b/;
const WORK_EMAIL =
  /@(?:[\w-]+\.)*(?:nhs|gov|police|ac)\.|@[\w.-]*(?:nhs|trust|hospital|council|gov|hospice|ambulance|police|school|university|college|surgery|practice|health|care|moor|homes?\.)/;
/** Shared inboxes are named for what they do. */
const INBOX =
  /^(?:pals|mash|ig|hr|it|payroll|rostering|bookings?|enquir\w+|info|admin|reception|referrals?|duty|team|office|comms|service\w*|helpdesk|support|training|library|recruitment|safeguarding|complaints|feedback|e-?roster\w*|rota|secretar\w+|switchboard|pharmacy|estates|procurement|finance)[.\w-]*@/;
const CALL_BACK =
  /\b(?:call|ring|phone|text|callback|call back|ring back|rang from|was from|email|zoom link|letter goes to|writing|reply to|contact)\b/;
const NEAR = 46;
const FAR = 400;
const NEAR_SAID = 120;

export function isPatients(reading: Reading, mark: Mark, all: readonly Person[], said: readonly Said[]): boolean {
  const left =
    before(reading, mark.start, NEAR)
      .split(/\n|[.!?] /)
      .at(-1) ?? '';
  const right = (after(reading, mark.end, 40).split(/\n|[.!?](?: |$)/)[0] ?? '').slice(0, 40);
  if (mark.type === 'email' && INBOX.test(reading.lower.slice(mark.start, mark.end))) return false;
  if (
    mark.type === 'email' &&
    WORK_EMAIL.test(reading.lower.slice(mark.start, mark.end)) &&
    !/mail\./.test(reading.lower.slice(mark.start, mark.end))
  )
    return false;
  const theirs =
    SOMEBODYS.test(left) || /\b(?:her|his|daughter|son|wife|husband|mum|dad|she|he|him|pt|patient)\b/.test(right);
  const works =
    WORKS.test(left) ||
    /\b(?:that's me|ext|opt(?:ion)? ?\d|if the bleep|not the office|til \d|24\/7|out of hours|for (?:appointments|queries)|locum)\b/.test(
      right,
    );
  const owner = nearest(mark, all);
  if (owner?.role === 'staff' && (!theirs || Math.abs(mark.start - owner.end) < 14)) return false;
  if (theirs && !works) return true;
  if (owner !== undefined && owner.role === 'patient' && !works) return true;
  if (works && theirs && !OWN.test(left) && said.length > 0) return true;
  if (works)
    return (
      theirs &&
      /\b(?:her|his|mum's|mum|dad's|daughter's?|son's?|husband's?|wife's?|him|she|he)\b[^,.;]{0,22}$/.test(left)
    );
  // "ring the stoma nurse on", "pharmacy are on": whoever stands before the number owns it.
  const owners = reading.tokens.slice(
    Math.max(0, tokenAt(reading.tokens, mark.start) - 7),
    tokenAt(reading.tokens, mark.start),
  );
  if (
    !theirs &&
    owners.some((token) => (token.tags & (STAFF_ROLE | UNIT | BUILDING)) !== 0 && (token.tags & SAID) === 0)
  )
    return false;
  const near = between(said, mark.start - NEAR_SAID, mark.start + NEAR_SAID).length > 0;
  return near && (CALL_BACK.test(left) || CALL_BACK.test(right) || mark.type === 'email' || owner !== undefined);
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
