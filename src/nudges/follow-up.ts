import type { Nudging } from '../policy/nudging.ts';
import { nextWorkingMoment } from './quiet-hours.ts';

/** An urgent incident when its reminder or its turn on the Guardian's list is due. */
export interface Open {
  readonly resolution: 'edited' | 'deleted' | null;
  readonly answer: 'fixed' | 'not-patient' | 'needed' | null;
  /** How the latest version of the message was judged: an edit may have left only a nudge. */
  readonly latest: 'nudge' | 'urgent';
  /** Belongs to a burst that was summed up: the summary was its reminder. */
  readonly inBurst: boolean;
  /** An edit made it worse, and is followed up by itself. */
  readonly superseded: boolean;
}

export type FollowUpStep = 'reminder' | 'triage';

export type FollowUp = { readonly do: 'remind' | 'raise' | 'nothing' } | { readonly do: 'wait'; readonly until: Date };

/**
 * What is due. Pure. Who says that it is fixed, that it isn't about a patient or why it is needed isn't reminded; who says
 * that it is fixed, and nothing was seen to change, comes before the Guardian all the same.
 */
export function followUp(step: FollowUpStep, open: Open, now: Date, nudging: Nudging): FollowUp {
  if (open.resolution !== null || open.superseded || open.latest !== 'urgent') return { do: 'nothing' };
  if (step === 'triage') return { do: open.answer === null || open.answer === 'fixed' ? 'raise' : 'nothing' };
  if (open.answer !== null || open.inBurst) return { do: 'nothing' };
  const due = nextWorkingMoment(now, nudging);
  return due > now ? { do: 'wait', until: due } : { do: 'remind' };
}
