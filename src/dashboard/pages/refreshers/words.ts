import { reachShown } from '../../../scores/refreshers.ts';
import type { RefresherAudience, RefresherState } from '../../../store/tables.ts';
import { TOPIC_WORDS } from '../awareness/words.ts';

/** The codes of refreshers in plain words, and the colour of their tags. */
export const STATE_WORDS: Record<RefresherState, { text: string; colour: string }> = {
  draft: { text: 'Draft', colour: 'grey' },
  scheduled: { text: 'Scheduled', colour: 'blue' },
  sending: { text: 'On its way', colour: 'yellow' },
  done: { text: 'Sent', colour: 'green' },
  cancelled: { text: 'Cancelled', colour: 'red' },
};

/** Why a platform did not take it, as far as a trainer can do something about it. */
const REASON_WORDS: Record<string, string> = {
  cancelled: 'it was cancelled before their turn',
  'too-late': 'they were away for four weeks',
  'no-page': 'no page of the simulator was open',
  'platform-off': 'the platform is not connected now',
  not_a_person: 'not a person’s account',
  no_private_chat: 'they have no chat with the app',
  not_in_catalogue: 'the app is not in the organisation’s catalogue',
  channel_not_found: 'the app can’t write to them',
  user_not_found: 'there is no such account any more',
  account_inactive: 'the account is switched off',
  user_disabled: 'the account is switched off',
  unknown: 'the platform gave no reason',
};

/** A code that has no words is shown as it is: whoever runs Quietword knows it from the log. */
export const reasonWords = (reason: string): string => REASON_WORDS[reason] ?? `the platform says “${reason}”`;

export function audienceWords(audience: RefresherAudience): string {
  switch (audience.kind) {
    case 'everyone':
      return 'Everyone';
    case 'new':
      return 'New starters, in their first fortnight';
    case 'teams':
      return `Teams: ${audience.teams.join(', ')}`;
    case 'roles':
      return `Roles: ${audience.roles.join(', ')}`;
    case 'weak':
      return `Those who are not sure of “${(TOPIC_WORDS as Readonly<Record<string, string>>)[audience.topic] ?? audience.topic}”`;
  }
}

const COUNT = new Intl.NumberFormat('en-GB');

export const people = (number: number): string => (number === 1 ? '1 person' : `${COUNT.format(number)} people`);

/** "412 people", "fewer than eight people". */
export function reachWords(kind: RefresherAudience['kind'], number: number): string {
  const shown = reachShown({ kind }, number);
  if (shown === null) return 'fewer than eight people';
  return shown === 0 ? 'nobody at present' : `${kind === 'weak' ? 'about ' : ''}${people(shown)}`;
}
