import type { NoticeKind } from '../chat.ts';

/** The state of a notice when a delivery job takes it up. */
export interface Handover {
  readonly kind: Exclude<NoticeKind, 'reply' | 'quiz' | 'refresher' | 'report'>;
  readonly delivery: 'waiting' | 'handed' | 'sent' | 'unreachable' | 'uncertain' | 'held';
  /** Times it was handed over, or tried to be. */
  readonly attempts: number;
  readonly level: 'nudge' | 'urgent';
  readonly resolution: 'edited' | 'deleted' | null;
  readonly answer: 'fixed' | 'not-patient' | 'needed' | null;
  /** How many messages it speaks of that are still there. */
  readonly messages: number;
}

/**
 * What a delivery job does with its incident.
 * - `send`: hand it to the platform.
 * - `send-again`: it was handed over and the answer is lost (we died, or the platform did not
 *   answer). Nobody can tell whether the person saw it; an urgent one is worth saying twice.
 * - `uncertain`: the same of a nudge, which is not; it is left at that, and the incident says so.
 * - `hold`: the person has put it right, or answered, before we spoke.
 * - `skip`: another job has dealt with it.
 */
export type Step = 'send' | 'send-again' | 'uncertain' | 'hold' | 'skip';

/** Pure. `attempt` is the incident's count when the job was enqueued, `lastTry` that of the job's own retries. */
export function nextStep(notice: Handover, attempt: number, lastTry: boolean): Step {
  const { delivery, attempts } = notice;
  if (attempts === attempt && (delivery === 'waiting' || delivery === 'unreachable')) {
    return isOver(notice) ? 'hold' : 'send';
  }
  // Handed over by this very job, which never recorded the answer.
  if (attempts === attempt + 1 && delivery === 'handed') {
    return notice.level === 'urgent' && notice.kind !== 'thanks' && !isOver(notice) && !lastTry
      ? 'send-again'
      : 'uncertain';
  }
  return 'skip';
}

/** Whether there is nothing left to say. */
function isOver({ kind, resolution, answer, messages }: Handover): boolean {
  switch (kind) {
    case 'thanks':
      return resolution === null;
    case 'summary':
      return messages === 0;
    case 'reminder':
      return resolution !== null || answer !== null;
    case 'first':
    case 'left':
      return resolution !== null;
  }
}

const MINUTE = 60;
const UNREACHABLE_WAITS = [5 * MINUTE, 30 * MINUTE, 120 * MINUTE, 480 * MINUTE, 1440 * MINUTE];
const LATER_ATTEMPTS = 30;

/** Seconds until someone who could not be reached is tried again; null once a day and a half has gone by. */
export function waitForUnreachable(attempts: number): number | null {
  return UNREACHABLE_WAITS[attempts - 1] ?? null;
}

/**
 * Seconds until the platform is asked again: what it asked for, and longer each time that it puts
 * us off, up to a quarter of an hour. Null after some seven hours of being put off.
 */
export function waitForLater(attempts: number, askedSeconds: number): number | null {
  if (attempts > LATER_ATTEMPTS) return null;
  return Math.max(askedSeconds, Math.min(2 ** (attempts - 1), 15 * MINUTE), 1);
}
