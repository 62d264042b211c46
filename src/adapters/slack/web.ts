import { setTimeout as sleep } from 'node:timers/promises';
import { type Logger, LogLevel, WebClient, type WebClientOptions } from '@slack/web-api';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import { createPace, type Lane, type Pace } from './pace.ts';

/**
 * What a call may take in all, its wait for a turn included. Slack waits three seconds for the answer to an event, and what is
 * looked up meanwhile is part of them.
 */
const TIMEOUT_MS: Record<Lane, number> = {
  'look-ups': 2_000,
  nudges: 10_000,
  broadcasts: 25_000,
  directory: 30_000,
  home: 10_000,
};
/** What would wait longer is put off instead, and comes back by the queue. */
const LONGEST_WAIT_MS: Record<Lane, number> = {
  'look-ups': 0,
  nudges: 0,
  broadcasts: 15_000,
  directory: 0,
  home: 5_000,
};
/** Nobody waits for the directory: it is asked again, and waits where Slack says so. */
const DIRECTORY_RETRIES = 5;
const UNSAID_RETRY_SECONDS = 30;
/** Slack has never been seen to ask for more than some minutes; a nudge isn't put off for a day by a wrong header. */
const LONGEST_RETRY_SECONDS = 3_600;

/** One client for each lane: what one waits for never holds up another. */
export type Clients = Readonly<Record<Lane, WebClient>>;

/** The clients of one workspace, which share its pace. */
export function createClients(config: ApiConfig, log: Log, token: string): Clients {
  const pace = createPace();
  const client = (lane: Lane) => new WebClient(token, clientOptions(config, log, lane, pace));
  return {
    'look-ups': client('look-ups'),
    nudges: client('nudges'),
    broadcasts: client('broadcasts'),
    directory: client('directory'),
    home: client('home'),
  };
}

type ApiConfig = Pick<SlackConfig, 'apiUrl'>;

/** But for the directory, a client with these neither retries nor waits long by itself; those who call know better when to. */
export function clientOptions({ apiUrl }: ApiConfig, log: Log, lane: Lane, pace = createPace()): WebClientOptions {
  return {
    ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }),
    logger: silenced(log),
    retryConfig: { retries: lane === 'directory' ? DIRECTORY_RETRIES : 0 },
    rejectRateLimitedCalls: lane !== 'directory',
    timeout: TIMEOUT_MS[lane],
    fetch: pacedFetch(pace, lane),
  };
}

/** Slack's libraries log request bodies, which hold what was said: only that they had something to say is kept. */
export function silenced(log: Log): Logger {
  return {
    debug: () => {},
    info: () => {},
    warn: () => log.warn('slack.sdk_warning'),
    error: () => log.error('slack.sdk_error'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}

/** Waits for its turn, or says at once how long it would be, as Slack does. */
function pacedFetch(pace: Pace, lane: Lane): typeof fetch {
  return async (input, init) => {
    const method = String(input).split('/').at(-1) ?? '';
    const wait = pace.turn(method, lane, LONGEST_WAIT_MS[lane]);
    if (wait > LONGEST_WAIT_MS[lane]) return limited(Math.ceil(wait / 1000));
    if (wait > 0) {
      await sleep(wait, undefined, init?.signal ? { signal: init.signal } : {});
      const resting = pace.resting(method, lane);
      if (resting > 0) return limited(Math.ceil(resting / 1000));
    }
    const response = await fetch(input, init);
    if (response.status !== 429) return response;
    await response.body?.cancel();
    const asked = Number.parseInt(response.headers.get('retry-after') ?? '', 10);
    const seconds = asked >= 0 ? Math.min(asked, LONGEST_RETRY_SECONDS) : UNSAID_RETRY_SECONDS;
    pace.rest(method, lane, seconds);
    return limited(seconds);
  };
}

/** One that doesn't say when to come back would reach us as an error without a code. */
function limited(seconds: number): Response {
  return new Response(null, { status: 429, headers: { 'retry-after': String(seconds) } });
}
