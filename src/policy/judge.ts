/**
 * The table of the labelling guide: evidence and audience in, hits out. Each rule says what it saw, how
 * grave that is and why; the engine puts them together. Pure.
 */
import type { Evidence } from './evidence.ts';
import type { Person } from './people.ts';
import { between, type Mark } from './reading.ts';
import type { Reason } from './reasons.ts';
import type { Audience, Category, Level } from './types.ts';

export interface Hit {
  readonly level: Exclude<Level, 'clear'>;
  readonly categories: readonly Category[];
  readonly reason: Reason;
}

/** What is said counts for a name in the whole of a short message, and only near it in a long one. */
const SHORT = 420;
const NEAR = 260;

export function judge(evidence: Evidence, audience: Audience): Hit[] {
  const hits = [
    ...numbers(evidence),
    ...named(evidence),
    ...births(evidence),
    ...homesAndContacts(evidence),
    ...pictures(evidence),
    ...partNames(evidence, audience),
    ...mosaic(evidence, audience),
    ...deceased(evidence, audience),
    ...complaints(evidence, audience),
    ...conduct(evidence),
    ...colleagues(evidence),
  ];
  return hits.length > 0 && evidence.signals.invented ? [] : hits;
}

const isNamed = ({ form, role, score }: Person): boolean =>
  (form === 'titled' || form === 'full') && (role === 'patient' || (role === 'unknown' && score >= 0));

const saidNear = ({ said, length }: Evidence, mark: Mark): boolean =>
  length <= SHORT ? said.length > 0 : between(said, mark.start - NEAR, mark.start + NEAR).length > 0;

function numbers({ numbers: found, badNumbers }: Evidence): Hit[] {
  const hits: Hit[] = [];
  if (found.length > 0) hits.push({ level: 'urgent', categories: ['patient-number'], reason: 'unique-number' });
  if (badNumbers.length > 0)
    hits.push({ level: 'nudge', categories: ['patient-number'], reason: 'number-fails-check' });
  return hits;
}

function named(evidence: Evidence): Hit[] {
  const hits: Hit[] = [];
  for (const person of evidence.people) {
    if (!isNamed(person)) continue;
    if (saidNear(evidence, person) || talkedOf(evidence))
      hits.push({ level: 'urgent', categories: ['name'], reason: 'named-with-health' });
    else if (person.role === 'patient') hits.push({ level: 'nudge', categories: ['name'], reason: 'named' });
  }
  return hits;
}

/** A complaint or mockery is said of somebody too. */
const talkedOf = ({ signals }: Evidence): boolean => signals.formalComplaint || signals.mockery || signals.venting;

/** Somebody whose name, of whatever form, belongs to the births, homes and contacts of the message. */
const anyone = ({ people }: Evidence): readonly Person[] =>
  people.filter(
    ({ role, form, confidence }) =>
      role === 'patient' ||
      form === 'titled' ||
      form === 'full' ||
      (role === 'unknown' && confidence >= 0.5 && form === 'single'),
  );

function births(evidence: Evidence): Hit[] {
  if (evidence.births.length === 0) return [];
  if (anyone(evidence).length > 0)
    return [{ level: 'urgent', categories: ['name', 'date-of-birth'], reason: 'birth-with-name' }];
  return [{ level: 'nudge', categories: ['date-of-birth'], reason: 'birth' }];
}

function homesAndContacts(evidence: Evidence): Hit[] {
  const hits: Hit[] = [];
  const some = anyone(evidence);
  const withName: Category[] = some.length > 0 ? ['name'] : [];
  const more = some.length > 0 || evidence.said.length > 0;
  if (evidence.homes.length > 0)
    hits.push(
      more
        ? { level: 'urgent', categories: ['address', ...withName], reason: 'home-with-more' }
        : { level: 'nudge', categories: ['address'], reason: 'home' },
    );
  if (evidence.contacts.length > 0)
    hits.push(
      more
        ? { level: 'urgent', categories: ['phone-or-email', ...withName], reason: 'contact-with-more' }
        : { level: 'nudge', categories: ['phone-or-email'], reason: 'contact' },
    );
  return hits;
}

const pictures = ({ signals }: Evidence): Hit[] =>
  signals.image ? [{ level: 'urgent', categories: ['image'], reason: 'picture' }] : [];

const isPart = ({ form }: Person): boolean => form === 'single' || form === 'initials';

/** "Room 1 on MAU": the unit is where the bed is, and not where somebody goes from it. */
const hasBedOfUnit = ({ locations }: Evidence): boolean =>
  locations.some(
    ({ kind, start, end }) =>
      kind === 'unit' &&
      locations.some((bed) => bed.kind === 'bed' && start - bed.end < BESIDE && bed.start - end < BESIDE),
  );
const BESIDE = 5;

/** Points of the mosaic: how far beds, wards, ages, places and what people are known by narrow the crowd. */
export function points(evidence: Evidence): { place: number; known: number } {
  const kinds = new Set(evidence.locations.map(({ kind }) => kind));
  const place =
    (kinds.has('bed') ? 1 : 0) +
    (kinds.has('ward') || hasBedOfUnit(evidence) ? 1 : kinds.has('unit') ? 0.5 : 0) +
    (evidence.ages.length > 0 ? 1 : 0) +
    (evidence.areas.length > 0 ? 1 : 0);
  const known = evidence.descriptors.reduce((sum, { weight }) => sum + weight, 0);
  return { place, known };
}

/** A part of a name that has more of a patient's company than of a colleague's, before many readers. */
/** Initials with full stops are hardly ever a colleague's. */
const HARDLY = -1.5;
const LIKELY = -0.2;
const SURE = 0.6;
const PLAIN = 0.2;
const HALF_SURE = 0.45;
const DOTTED = 0.8;

function partNames(evidence: Evidence, audience: Audience): Hit[] {
  const wide = audience === 'organisation' || audience === 'external';
  const { place, known } = points(evidence);
  for (const person of evidence.people) {
    if (!isPart(person) || !saidNear(evidence, person)) continue;
    if (person.role === 'patient' && (person.placed || place + known >= 1))
      return [{ level: 'nudge', categories: ['name', 'mosaic'], reason: 'part-name-with-more' }];
    if (
      wide &&
      (person.role === 'patient' ||
        (person.form === 'initials' && person.confidence >= DOTTED && person.score >= HARDLY) ||
        (person.score >= LIKELY && person.confidence >= (person.form === 'initials' ? DOTTED : SURE)) ||
        (person.score >= PLAIN && person.form === 'single' && person.confidence >= HALF_SURE))
    )
      return [{ level: 'nudge', categories: ['name'], reason: 'part-name' }];
  }
  return [];
}

/** Points of the mosaic that single somebody out. */
const ENOUGH = 2;

function mosaic(evidence: Evidence, audience: Audience): Hit[] {
  if (evidence.said.length === 0) return [];
  const { place, known } = points(evidence);
  const sensitive = evidence.said.some((said) => said.sensitive);
  const closed = audience === 'care-team' || audience === 'direct';
  // In a ward's own channel beds and ages are routine; only what somebody is known by adds up.
  const sum = closed ? (known > 0 ? known + place : 0) : known + place;
  // Somebody known for something, in a department: few enough where many read.
  if (!closed && known >= 1 && place >= 0.5) return [{ level: 'nudge', categories: ['mosaic'], reason: 'mosaic' }];
  if (sum >= ENOUGH) return [{ level: 'nudge', categories: ['mosaic'], reason: 'mosaic' }];
  if (audience === 'external' && sensitive && sum >= 1)
    return [{ level: 'nudge', categories: ['mosaic'], reason: 'one-clue-sensitive' }];
  return [];
}

const singledOut = (evidence: Evidence): boolean =>
  evidence.people.some(({ role }) => role === 'patient') ||
  evidence.descriptors.length > 0 ||
  evidence.locations.some(({ kind }) => kind === 'bed');

function deceased(evidence: Evidence, audience: Audience): Hit[] {
  const wide = audience === 'organisation' || audience === 'external';
  if (!evidence.said.some(({ death }) => death)) return [];
  if (
    evidence.people.some(isNamed) ||
    evidence.descriptors.length > 0 ||
    (evidence.people.some(({ role }) => role === 'patient') && points(evidence).place >= 1) ||
    (wide && points(evidence).place >= 2)
  )
    return [{ level: 'nudge', categories: ['deceased'], reason: 'deceased' }];
  return [];
}

function complaints(evidence: Evidence, audience: Audience): Hit[] {
  const { signals } = evidence;
  const hits: Hit[] = [];
  if (signals.disciplinary) hits.push({ level: 'nudge', categories: ['complaint'], reason: 'colleague' });
  const out = singledOut(evidence);
  const ofStaff = evidence.staff.some(({ professional }) => professional);
  if ((out || ofStaff || (signals.somebody && audience !== 'care-team')) && signals.formalComplaint)
    hits.push({ level: 'nudge', categories: ['complaint'], reason: 'complaint' });
  else if ((out || signals.somebody) && signals.mockery)
    hits.push({ level: 'nudge', categories: ['complaint'], reason: 'complaint' });
  else if (
    out &&
    (signals.venting ||
      (signals.laughing && (signals.grumble || evidence.said.length === 0) && !signals.wrongRecipient))
  )
    hits.push({ level: 'nudge', categories: ['complaint'], reason: 'complaint' });
  return hits;
}

function conduct({ signals }: Evidence): Hit[] {
  const hits: Hit[] = [];
  if (signals.wrongRecipient) hits.push({ level: 'nudge', categories: ['wrong-recipient'], reason: 'wrong-recipient' });
  if (signals.sharedLogin) hits.push({ level: 'nudge', categories: ['access'], reason: 'shared-login' });
  else if (signals.snooping) hits.push({ level: 'nudge', categories: ['access'], reason: 'snooping' });
  if (signals.unapprovedApp) hits.push({ level: 'nudge', categories: ['unapproved-app'], reason: 'unapproved-app' });
  return hits;
}

const colleagues = ({ illColleague }: Evidence): Hit[] =>
  illColleague ? [{ level: 'nudge', categories: ['staff-health'], reason: 'staff-health' }] : [];
