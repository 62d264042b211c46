/**
 * How fast Teams may be spoken to: https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. What is within it goes at once
 * or waits its turn here; what would wait long is put off. Each process keeps its own pace; Teams' 429 holds for all of them.
 */
export interface Pace {
  /** Resolves to null when it may be sent, or to how many seconds later it should be asked again. */
  turn(thread: string): Promise<number | null>;
  /** Teams asked for patience: in this thread, or (null) altogether. */
  rest(thread: string | null, seconds: number): void;
}

/** At most `count` within so many milliseconds, in one thread. */
const THREAD: readonly Window[] = [
  { count: 7, ms: 1_000 },
  { count: 8, ms: 2_000 },
  { count: 60, ms: 30_000 },
  { count: 1_800, ms: 3_600_000 },
];
const TENANT: readonly Window[] = [{ count: 50, ms: 1_000 }];

interface Window {
  readonly count: number;
  readonly ms: number;
}

/** Of all together: longer than it takes a burst to go by, and far less than a job may take. */
const LONGEST_WAIT_MS = 15_000;
/** For one thread no longer than for the next second or two: who waits here holds up notices to others. */
const LONGEST_IN_THREAD_MS = 2_500;
const SWEEP_EVERY_MS = 60_000;

export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}
const CLOCK: Clock = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** `threads`: those that were spoken in lately. */
export function createPace({ now, sleep }: Clock = CLOCK, threads = new Map<string, Line>()): Pace {
  const tenant = createLine(TENANT);
  let sweptAt = now();
  const lineOf = (thread: string): Line => {
    if (now() - sweptAt > SWEEP_EVERY_MS) {
      sweptAt = now();
      for (const [key, line] of threads) if (line.isIdle(sweptAt)) threads.delete(key);
    }
    const line = threads.get(thread) ?? createLine(THREAD);
    threads.set(thread, line);
    return line;
  };
  const waitIn = async (line: Line, longest: number): Promise<number | null> => {
    const wait = line.take(now(), longest);
    if (wait > longest) return Math.ceil(wait / 1000);
    if (wait > 0) await sleep(wait);
    return null;
  };
  return {
    turn: async (thread) => (await waitIn(lineOf(thread), LONGEST_IN_THREAD_MS)) ?? waitIn(tenant, LONGEST_WAIT_MS),
    rest: (thread, seconds) => (thread === null ? tenant : lineOf(thread)).rest(now() + seconds * 1000),
  };
}

interface Line {
  /** Milliseconds until there is a place, which is taken unless they are more than `most`. */
  take(now: number, most: number): number;
  rest(until: number): void;
  isIdle(now: number): boolean;
}

function createLine(windows: readonly Window[]): Line {
  const longest = Math.max(...windows.map(({ ms }) => ms));
  const most = Math.max(...windows.map(({ count }) => count));
  /** When the last ones went or will go, in order. */
  let times: number[] = [];
  let restsUntil = 0;
  return {
    take(now, mostWait) {
      let at = Math.max(now, restsUntil, times.at(-1) ?? 0);
      for (const { count, ms } of windows) {
        const before = times.at(-count);
        if (before !== undefined) at = Math.max(at, before + ms);
      }
      if (at - now <= mostWait) {
        times.push(at);
        if (times.length > most * 2) times = times.slice(-most);
      }
      return at - now;
    },
    rest(until) {
      restsUntil = Math.max(restsUntil, until);
    },
    isIdle: (now) => restsUntil <= now && (times.at(-1) ?? 0) + longest <= now,
  };
}
