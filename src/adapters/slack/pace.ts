/**
 * How fast refreshers go out. Slack takes "several hundred" messages a minute of an app and workspace, and says no more:
 * https://docs.slack.dev/apis/web-api/rate-limits/. These stay well below, so that a direct notice always finds room.
 */
export interface Pace {
  /** Resolves to null when the next may be sent, or to how many seconds later it should be asked again. */
  turn(): Promise<number | null>;
  /** Slack asked for patience. */
  rest(seconds: number): void;
}

const A_MINUTE = 240;
/** What would wait longer is put off: a job may not take long. */
const LONGEST_WAIT_MS = 15_000;

export interface Clock {
  readonly now: () => number;
  readonly sleep: (ms: number) => Promise<void>;
}
const CLOCK: Clock = { now: Date.now, sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)) };

/** Each process keeps its own pace; Slack's 429 holds for all of them. */
export function createPace({ now, sleep }: Clock = CLOCK): Pace {
  let next = 0;
  return {
    async turn() {
      const at = Math.max(now(), next);
      const wait = at - now();
      if (wait > LONGEST_WAIT_MS) return Math.ceil(wait / 1000);
      next = at + 60_000 / A_MINUTE;
      if (wait > 0) await sleep(wait);
      return null;
    },
    rest(seconds) {
      next = Math.max(next, now() + seconds * 1000);
    },
  };
}
