import type { Nudging } from '../policy/nudging.ts';
import type { Category, Level, SpanType } from '../policy/types.ts';

type Flagged = Exclude<Level, 'clear'>;

/** What is known of a flagged message when it is decided whether its poster is told. */
export interface Flag {
  readonly level: Flagged;
  readonly categories: readonly Category[];
  readonly findings: readonly SpanType[];
  readonly mode: 'watch' | 'nudge';
  readonly channel: string;
  readonly thread: string | null;
  /** Length of the message. */
  readonly characters: number;
}

/** Something of this person's that was flagged before. */
export interface Past extends Omit<Flag, 'mode'> {
  readonly id: string;
  readonly at: Date;
  /** Whether a notice went out, or is on its way, for it. */
  readonly told: boolean;
  readonly answer: 'fixed' | 'not-patient' | 'needed' | null;
}

/** Why nobody is told. */
export type Held = 'watch' | 'repeat' | 'interval' | 'burst' | 'budget' | 'disputed';

export interface Plan {
  /** The notice that goes out, or null where it is recorded only. */
  readonly notice: 'first' | 'left' | null;
  readonly held: Held | null;
  /** The incident of the same message that this one goes on from. */
  readonly repeatOf: string | null;
  /** The told incident whose burst this one belongs to. */
  readonly burstOf: string | null;
}

export interface Known {
  /** The version of the same message that was recorded last. */
  readonly earlier: Past | undefined;
  /** This person's other flagged messages of the last day or interval, whichever is longer. */
  readonly recent: readonly Past[];
  readonly now: Date;
  /** Start of the day that the budget counts. */
  readonly dayStart: Date;
  readonly nudging: Nudging;
}

/**
 * Whether a flagged message gets a notice. Pure. Identical warnings stop being read, so: an edit that leaves the same in is
 * not told again; what was disputed isn't said twice; a burst is summed up; the same kind in the same place waits for
 * the interval; and a day has a budget. The last two never hold an urgent one.
 */
export function plan(flag: Flag, known: Known): Plan {
  const { earlier, recent, now, nudging } = known;
  const send = (notice: 'first' | 'left', repeatOf: string | null = null): Plan => ({
    notice,
    held: null,
    repeatOf,
    burstOf: null,
  });
  const hold = (held: Held, of: Partial<Plan> = {}): Plan => ({
    notice: null,
    held,
    repeatOf: null,
    burstOf: null,
    ...of,
  });

  const worse = earlier === undefined || isWorse(flag, earlier);
  if (flag.mode === 'watch') return hold('watch', { repeatOf: worse ? null : earlier.id });
  if (!worse)
    return earlier.told && isLess(flag, earlier) ? send('left', earlier.id) : hold('repeat', { repeatOf: earlier.id });
  if (recent.some((past) => past.answer === 'not-patient' && isSameAgain(flag, past))) return hold('disputed');

  const toldHere = recent.filter((past) => past.told && past.channel === flag.channel);
  const burst = toldHere.find(({ at }) => now.getTime() - at.getTime() < nudging['burst-seconds'] * 1000);
  if (burst !== undefined && earlier === undefined) return hold('burst', { burstOf: burst.id });
  if (flag.level === 'urgent') return send('first');

  const since = now.getTime() - nudging['interval-minutes'] * 60_000;
  const toldOf = new Set(toldHere.filter(({ at }) => at.getTime() >= since).flatMap(({ categories }) => categories));
  if (flag.categories.every((category) => toldOf.has(category))) return hold('interval');
  const today = recent.filter(({ told, level, at }) => told && level === 'nudge' && at >= known.dayStart);
  return today.length >= nudging['daily-budget'] ? hold('budget') : send('first');
}

const isWorse = (flag: Flag, earlier: Past): boolean =>
  (flag.level === 'urgent' && earlier.level === 'nudge') ||
  flag.categories.some((category) => !earlier.categories.includes(category));

const isLess = (flag: Flag, earlier: Past): boolean =>
  (flag.level === 'nudge' && earlier.level === 'urgent') ||
  earlier.categories.some((category) => !flag.categories.includes(category));

/** The same words again, as far as can be told without keeping them: in the same thread, as long, with the same in it. */
const isSameAgain = (flag: Flag, past: Past): boolean =>
  past.channel === flag.channel &&
  past.thread === flag.thread &&
  past.characters === flag.characters &&
  same(past.categories, flag.categories) &&
  same(past.findings, flag.findings);

const same = (one: readonly string[], other: readonly string[]): boolean =>
  one.length === other.length && one.every((each) => other.includes(each));
