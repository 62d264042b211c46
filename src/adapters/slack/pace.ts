/**
 * Slack limits each method for each workspace, and says with 429 when to come back: https://docs.slack.dev/apis/web-api/rate-limits.
 * Broadcasts go out at a steady rate, well below what Slack lets one app post, and give way wherever a nudge was held up. Nudges and
 * look-ups go at once, whatever the broadcasts are waiting for. Each process keeps its own pace; Slack's 429 holds for all of them.
 */
export type Lane = 'look-ups' | 'nudges' | 'broadcasts' | 'directory' | 'home';

/** Of one workspace. */
export interface Pace {
  /** Milliseconds until the method may be called; a broadcast's turn is taken unless they are more than `most`. */
  turn(method: string, lane: Lane, most: number): number;
  /** Milliseconds that Slack asked for patience yet: whoever waited for a turn looks again. */
  resting(method: string, lane: Lane): number;
  /** Slack asked for patience. */
  rest(method: string, lane: Lane, seconds: number): void;
}

/** Slack lets an app post "several hundred" messages a minute in a workspace: broadcasts take 240, and leave the rest to nudges. */
const BROADCAST_EVERY_MS = 250;

export function createPace(now: () => number = Date.now): Pace {
  const rests = new Map<string, number>();
  const next = new Map<string, number>();
  const restOf = (method: string, lane: Lane) => rests.get(`${lane} ${method}`) ?? 0;
  const resting: Pace['resting'] = (method, lane) => {
    const until = Math.max(restOf(method, lane), lane === 'broadcasts' ? restOf(method, 'nudges') : 0);
    return Math.max(0, until - now());
  };
  return {
    turn(method, lane, most) {
      if (lane !== 'broadcasts') return resting(method, lane);
      const at = now();
      const turn = Math.max(at + resting(method, lane), next.get(method) ?? 0);
      if (turn - at <= most) next.set(method, turn + BROADCAST_EVERY_MS);
      return turn - at;
    },
    resting,
    rest(method, lane, seconds) {
      rests.set(`${lane} ${method}`, now() + seconds * 1000);
    },
  };
}
