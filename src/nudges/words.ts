import type { Audience, Category, SpanType } from '../policy/types.ts';

/**
 * The words of the notice. Plain English for a tired reader, on the poster's side. None says that
 * patient data is banned: messaging about care can be right, and each names a better way.
 */
type Flagged = 'nudge' | 'urgent';

export const HEADING: Record<Flagged, string> = {
  nudge: 'A quiet word',
  urgent: 'A quiet word: please look at this now',
};

export const LEAD: Record<Flagged, string> = {
  nudge: 'Your message seems to have',
  urgent: 'Your message seems to point to one person. It has',
};

export const CLOSING =
  'Nobody else was told, and no copy of your message is kept. If this is wrong, you need do nothing.';

export const KINDS: Record<Category, string> = {
  'patient-number': 'a number that belongs to one patient',
  name: 'a patient’s or relative’s name',
  'date-of-birth': 'a date of birth',
  address: 'a home address',
  'phone-or-email': 'a patient’s or relative’s phone number or e-mail',
  image: 'a picture that may show a patient or their details',
  mosaic: 'details that together could point to one person',
  complaint: 'a remark about someone who could be recognised',
  deceased: 'news of a death that could be traced to one person',
  access: 'a shared log-in, or a record opened without need',
  'wrong-recipient': 'patient details that went to the wrong place',
  'staff-health': 'a colleague’s private news',
  'unapproved-app': 'a plan to move patient details to another app',
};

export const NUMBERS: Partial<Record<SpanType, string>> = {
  'nhs-number': 'an NHS number',
  'chi-number': 'a CHI number',
  'hc-number': 'a Health and Care number',
  mrn: 'a hospital number',
  'ni-number': 'a National Insurance number',
};

const RECORD = 'Please edit it out now, and put it in the patient’s record, where the team can find it.';
const GENTLE =
  'Could you edit it, so that nobody could tell who it is about? The full details belong in the patient’s record.';
const PICTURE = 'Please delete the picture here and add it to the patient’s record by your approved way.';
const RECALL =
  'Please delete it if you can, and tell your information governance team. An early word is easily put right.';
const COLLEAGUE = 'Could you edit or delete it? It is theirs to tell, in their own time.';
const ACCESS =
  'If a log-in was shared, please change it. If you are not sure about a record, ask your information governance team.';
const APP =
  'Please keep it to the apps that your organisation has approved. If none of them will do, your manager would like to know.';
const KIND = 'Could you edit or delete it? People who knew them, or they themselves, may read it one day.';

export const ADVICE: Record<Flagged, Record<Category, string>> = {
  nudge: {
    'patient-number': 'Could you check it, and edit it out? The number is safe in the patient’s record.',
    name: GENTLE,
    'date-of-birth': GENTLE,
    address: GENTLE,
    'phone-or-email': GENTLE,
    image: PICTURE,
    mosaic: GENTLE,
    complaint: KIND,
    deceased: KIND,
    access: ACCESS,
    'wrong-recipient': RECALL,
    'staff-health': COLLEAGUE,
    'unapproved-app': APP,
  },
  urgent: {
    'patient-number': RECORD,
    name: RECORD,
    'date-of-birth': RECORD,
    address: RECORD,
    'phone-or-email': RECORD,
    image: PICTURE,
    mosaic: RECORD,
    complaint: RECORD,
    deceased: RECORD,
    access: RECORD,
    'wrong-recipient': RECALL,
    'staff-health': COLLEAGUE,
    'unapproved-app': RECORD,
  },
};

/** Who can see it, first of all: the audience reminder is what works best. */
export function readersIn(audience: Audience, readers: number | null): string {
  if (audience === 'direct') return 'The person you wrote to can read this.';
  const people =
    readers === null ? AUDIENCE_ONLY[audience] : `${readers === 1 ? '1 person' : `${COUNT.format(readers)} people`}`;
  const outside = audience === 'external' && readers !== null ? ', some of them from outside your organisation' : '';
  return `${people} can read this channel${outside}.`;
}

const COUNT = new Intl.NumberFormat('en-GB');

const AUDIENCE_ONLY: Record<Exclude<Audience, 'direct'>, string> = {
  'care-team': 'Everyone in the team',
  organisation: 'Many people across your organisation',
  external: 'People from outside your organisation',
};
