import type { TriageKind, TriageState } from '../../../store/tables.ts';
import type { TriageLogEntry } from '../../../store/triage.ts';

/** The codes of the list in plain words, and the colour of their tags. */
export const KIND_WORDS: Record<TriageKind, string> = {
  unfixed: 'Urgent, and still there after the reminder',
  unreachable: 'Urgent, and the person who posted can’t be told',
  disputed: 'The person who posted says it isn’t about a patient',
  report: 'Raised by somebody who saw it',
  'near-miss': 'Raised by the person who posted it',
  late: 'Urgent, and found too late to tell the person who posted',
};

export const STATE_WORDS: Record<TriageState, { text: string; colour: string }> = {
  new: { text: 'New', colour: 'blue' },
  looking: { text: 'Being looked at', colour: 'yellow' },
  breach: { text: 'A breach', colour: 'red' },
  'no-breach': { text: 'Not a breach', colour: 'green' },
  closed: { text: 'Closed', colour: 'grey' },
};

const ACTION_WORDS: Record<Exclude<TriageLogEntry['action'], 'state'>, string> = {
  raised: 'Put on the list',
  'clock-started': 'Started the 72-hour clock',
  'clock-stopped': 'Stopped the 72-hour clock',
  note: 'Wrote a note',
  'put-right': 'The message was put right',
};

/** A decision as the audit log has it, by its code. */
export const decisionWords = (code: string): string =>
  STATE_WORDS[code as TriageState]?.text ?? ACTION_WORDS[code as keyof typeof ACTION_WORDS] ?? code;

/** What was done, as a line of the history. */
export const actionWords = ({ action, state }: Pick<TriageLogEntry, 'action' | 'state'>): string =>
  action === 'state' ? `Set to: ${STATE_WORDS[state ?? 'new'].text}` : ACTION_WORDS[action];
