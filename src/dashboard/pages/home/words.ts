import type { Platform } from '../../../chat.ts';
import type { Audience, Category } from '../../../policy/types.ts';
import type { IncidentCount } from '../../../store/summary.ts';

/** The codes of the store in plain words, and the colour of their tags. */
export const PLATFORM_WORDS: Record<Platform, string> = {
  slack: 'Slack',
  teams: 'Microsoft Teams',
  simulator: 'the simulator',
};

export const CATEGORY_WORDS: Record<Category, string> = {
  'patient-number': 'NHS number or other patient number',
  name: 'A patient’s name',
  'date-of-birth': 'Date of birth',
  address: 'Home address',
  'phone-or-email': 'Phone number or email',
  image: 'Photo, scan or picture of notes',
  mosaic: 'Details that together point to one person',
  complaint: 'Complaint or gossip about a person',
  deceased: 'Someone who has died',
  access: 'Records opened without need, or a shared login',
  'wrong-recipient': 'Sent to the wrong person or group',
  'staff-health': 'A colleague’s own health',
  'unapproved-app': 'A move to an app that is not approved',
};

export const AUDIENCE_WORDS: Record<Audience, string> = {
  'care-team': 'A care team’s own channel',
  organisation: 'A channel for the whole organisation',
  external: 'A channel with guests or another organisation',
  direct: 'A message to one person',
};

type Outcome =
  | 'edited'
  | 'deleted'
  | 'disputed'
  | 'needed'
  | 'told'
  | 'on-its-way'
  | 'unreachable'
  | 'uncertain'
  | 'watched'
  | 'summed-up'
  | 'left';

export const OUTCOME_WORDS: Record<Outcome, { text: string; colour: string; tag: string }> = {
  edited: { tag: 'Put right', colour: 'green', text: 'Edited by the person who posted' },
  deleted: { tag: 'Put right', colour: 'green', text: 'Deleted by the person who posted' },
  disputed: { tag: 'Disputed', colour: 'purple', text: 'Told, and said not to be about a patient' },
  needed: { tag: 'Needed', colour: 'white', text: 'Told, and needed where it is' },
  told: { tag: 'Told', colour: 'yellow', text: 'Told in private, and still as it was posted' },
  'on-its-way': { tag: 'Waiting', colour: 'blue', text: 'A private notice is on its way' },
  unreachable: { tag: 'Not told', colour: 'orange', text: 'No private way to reach them' },
  uncertain: { tag: 'Not sure', colour: 'orange', text: 'The notice may not have arrived' },
  watched: { tag: 'Watched', colour: 'grey', text: 'Recorded only: this rule tells nobody yet' },
  'summed-up': { tag: 'Told', colour: 'yellow', text: 'Told with others, in one notice' },
  left: { tag: 'No notice', colour: 'grey', text: 'Not told again so soon' },
};

/** Putting it right outweighs what was answered, and that how the notice fared. */
export function outcomeOf(row: Pick<IncidentCount, 'resolution' | 'answer' | 'held' | 'delivery' | 'mode'>): Outcome {
  if (row.resolution !== null) return row.resolution;
  if (row.answer === 'not-patient') return 'disputed';
  if (row.answer === 'needed') return 'needed';
  switch (row.delivery) {
    case 'sent':
      return 'told';
    case 'waiting':
    case 'handed':
      return 'on-its-way';
    case 'unreachable':
    case 'uncertain':
      return row.delivery;
    case 'held':
      if (row.mode === 'watch') return 'watched';
      return row.held === 'burst' ? 'summed-up' : 'left';
  }
}
