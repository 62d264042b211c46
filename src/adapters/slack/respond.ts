import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import type { SlackNotice } from './notice.ts';

/** Shows something to whoever pressed a button or typed a command; false where it couldn't. Never rejects: what they chose is stored by then. */
export type Respond = (url: string | undefined, body: object) => Promise<boolean>;

/** Of the notice whose button was pressed. */
export function inItsPlace(notice: SlackNotice): object {
  return { replace_original: true, ...notice };
}

/** Where only that person sees it. */
export function besideIt(notice: SlackNotice, thread: string | undefined): object {
  const inThread = thread === undefined ? {} : { thread_ts: thread };
  return { response_type: 'ephemeral', replace_original: false, ...inThread, ...notice };
}

const SLACK = 'https://hooks.slack.com';
const TIMEOUT_MS = 5_000;

/**
 * Slack sends along where to answer (`response_url`: five times within half an hour). It is called only where it is
 * Slack's, so that nobody can have this server call another.
 */
export function createRespond({ apiUrl }: SlackConfig, log: Log): Respond {
  const origins = new Set([SLACK, ...(apiUrl === undefined ? [] : [new URL(apiUrl).origin])]);
  return async (url, body) => {
    if (url === undefined || !URL.canParse(url) || !origins.has(new URL(url).origin)) {
      log.warn('slack.reply_not_shown', { reason: url === undefined ? 'no_response_url' : 'response_url_refused' });
      return false;
    }
    try {
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      await response.body?.cancel();
      if (!response.ok) log.warn('slack.reply_not_shown', { status: response.status });
      return response.ok;
    } catch (error) {
      log.warn('slack.reply_not_shown', { reason: 'not_reached', error });
      return false;
    }
  };
}
