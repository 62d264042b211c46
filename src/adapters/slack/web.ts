import type { Logger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import type { WebClientOptions } from '@slack/web-api';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';

/** Slack waits three seconds for the answer to an event, and what is looked up meanwhile is part of them. */
const LOOK_UP_TIMEOUT_MS = 2_000;
const NOTICE_TIMEOUT_MS = 10_000;
const UNSAID_RETRY_SECONDS = 30;
const DIRECTORY_TIMEOUT_MS = 30_000;
const DIRECTORY_TRIES = 6;

/**
 * Options of the clients for look-ups, for notices, for refreshers and for the directory. Clients of their own: a rate limit on the
 * one must not hold up the others. But for the last none retries nor waits by itself; those who call know better when to try again.
 */
export function clientOptions(
  config: SlackConfig,
  log: Log,
): Readonly<Record<'lookUps' | 'notices' | 'directory', WebClientOptions>> {
  const shared: WebClientOptions = {
    ...(config.apiUrl === undefined ? {} : { slackApiUrl: config.apiUrl }),
    logger: silenced(log),
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
    fetch: fetchSayingWhen,
  };
  return {
    lookUps: { ...shared, timeout: LOOK_UP_TIMEOUT_MS },
    notices: { ...shared, timeout: NOTICE_TIMEOUT_MS },
    // For which nobody waits.
    directory: {
      ...shared,
      timeout: DIRECTORY_TIMEOUT_MS,
      retryConfig: { retries: DIRECTORY_TRIES - 1 },
      rejectRateLimitedCalls: false,
    },
  };
}

/** Bolt and web-api log request bodies, which hold what was said: only that they had something to say is kept. */
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

/** A 429 that doesn't say when to come back reaches us as an error without a code: this one always says so. */
const fetchSayingWhen: typeof fetch = async (input, init) => {
  const response = await fetch(input, init);
  if (response.status !== 429 || Number.parseInt(response.headers.get('retry-after') ?? '', 10) >= 0) return response;
  await response.body?.cancel();
  return new Response(null, { status: 429, headers: { 'retry-after': String(UNSAID_RETRY_SECONDS) } });
};
