/** Whether a share is another afterwards than it was before. Pure. */
import { type Marks, wilson } from './awareness.ts';
import { LEAST_COUNTED, LEAST_PEOPLE } from './rounding.ts';

/** Shares from 0 to 1. */
export interface Change {
  readonly before: number;
  readonly after: number;
  /** Where after minus before lies, 19 times in 20. */
  readonly low: number;
  readonly high: number;
  /** `none`: it may well be chance. */
  readonly seen: 'up' | 'down' | 'none';
}

/**
 * The difference of two shares with its 95 % interval by R. G. Newcombe (1998, method 10), which is made of Wilson's: it holds
 * for rare things and small counts.
 */
export function changeOf(before: Marks, after: Marks): Change {
  const share = ({ right, answered }: Marks) => (answered === 0 ? 0 : right / answered);
  const [p1, p2] = [share(before), share(after)];
  const [w1, w2] = [wilson(before), wilson(after)];
  const low = p2 - p1 - Math.hypot(p2 - w2.low, w1.high - p1);
  const high = p2 - p1 + Math.hypot(w2.high - p2, p1 - w1.low);
  return { before: p1, after: p2, low, high, seen: low > 0 ? 'up' : high < 0 ? 'down' : 'none' };
}

/** What the people that a refresher reached did in as many weeks before it as after. */
interface Side {
  readonly incidents: number;
  readonly posters: number;
  readonly messages: number;
  readonly marks: Marks;
  readonly answerers: number;
}

export interface Effect {
  /** Incidents of its kinds, of all messages of the organisation. Null: too few people or messages to say. */
  readonly incidents: Change | null;
  /** Right answers on its topic, in variants that were new. Null: too few people or answers. */
  readonly awareness: Change | null;
}

const LEAST_MESSAGES = 1000;

/** A figure that less than eight people stand behind, on either side, is not given. */
export function effectOf(before: Side, after: Side): Effect {
  const sides = [before, after];
  const rate = ({ incidents, messages }: Side): Marks => ({ right: incidents, answered: messages });
  const posted = sides.every(
    ({ messages, posters, incidents }) => messages >= LEAST_MESSAGES && (incidents === 0 || posters >= LEAST_PEOPLE),
  );
  const answered = sides.every(({ marks, answerers }) => marks.answered >= LEAST_COUNTED && answerers >= LEAST_PEOPLE);
  return {
    incidents: posted ? changeOf(rate(before), rate(after)) : null,
    awareness: answered ? changeOf(before.marks, after.marks) : null,
  };
}
