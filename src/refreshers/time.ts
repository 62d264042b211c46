/** Whether now is the time to write to somebody. Pure. */
import type { Engine } from '../policy/types.ts';
import { before, MINUTE } from '../quizzes/desk.ts';
import { clockOf, isWithin } from '../quizzes/hours.ts';
import type { Copy } from '../store/refresher-recipients.ts';

export type Hours = Pick<Copy, 'flaggedAt' | 'awayUntil' | 'leftOn' | 'timeZone' | 'quietFrom' | 'quietTo'>;

/** Who is in hours of their own that are not free is looked at again so much later. */
const AGAIN = 15 * MINUTE;

/** `now`, from when on it may be tried again (null: at once, as far as the hand-out lets it), or that they have left. */
export function timeFor(
  at: Date,
  hours: Hours,
  policy: Engine['policy'],
): 'now' | 'left' | { readonly notBefore: Date | null } {
  const { flaggedAt, awayUntil, leftOn, timeZone, quietFrom: from, quietTo: to } = hours;
  if (leftOn !== null && new Date(leftOn) <= at) return 'left';
  if (awayUntil !== null && awayUntil > at) return { notBefore: awayUntil };
  const { free, time } = clockOf(at, timeZone, policy);
  if (!free || (from !== null && to !== null && isWithin(time, { from, to })))
    return { notBefore: new Date(at.getTime() + AGAIN) };
  const quietSince = before(at, policy.quizzing['after-incident-minutes'] * MINUTE);
  return flaggedAt === null || flaggedAt <= quietSince ? 'now' : { notBefore: null };
}
