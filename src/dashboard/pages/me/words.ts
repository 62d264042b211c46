import type { OwnIncident } from '../../../store/own.ts';
import type { TriageState } from '../../../store/tables.ts';

/** What became of a message, in words to the person who posted it. */
export function outcomeWords({ mode, held, answer, resolution }: OwnIncident): string {
  if (resolution === 'edited') return 'You put it right by editing it';
  if (resolution === 'deleted') return 'You put it right by deleting it';
  if (answer === 'not-patient') return 'You said that it isn’t about a patient';
  if (answer === 'needed') return 'You said that it is needed where it is';
  if (answer === 'fixed') return 'You said that you had put it right';
  if (mode === 'watch' || held === 'watch') return 'Recorded only. You were not told of it at the time';
  if (held !== null) return 'Recorded, and you were not told again';
  return 'Still there, as far as Quietword knows';
}

/** How a challenge stands. */
export const CHALLENGE_WORDS: Record<TriageState, string> = {
  new: 'You challenged this. Nobody has looked at it yet',
  looking: 'You challenged this. It is being looked at',
  breach: 'You challenged this. It was looked at, and counts as a breach',
  'no-breach': 'You challenged this. It was looked at, and is not a breach',
  closed: 'You challenged this. It was looked at and closed',
};

export const CREDIT_WORDS = {
  'fixed-early': 'Put right within minutes',
  'near-miss': 'Raised a near miss of your own',
} as const;
