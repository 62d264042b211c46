import type { App, Receiver } from '@slack/bolt';
import { isValidSlackRequest } from '@slack/bolt';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import express from 'express';
import { z } from 'zod';
import type { Log } from '../../log.ts';

/**
 * Bolt's own receivers answer Slack before the listeners have run, so that a message whose claim can't be stored is
 * lost: https://github.com/slackapi/bolt-js/issues/2788. This one answers 200 once they have finished and 500 where
 * they failed, upon which Slack sends the event again (at once, after a minute, after five).
 */
export interface EventsReceiver extends Receiver {
  readonly router: Router;
}

export interface ReceiverOptions {
  readonly signingSecret: string;
  /** Event types with a listener; the others are answered 200 and left alone. */
  readonly eventTypes: ReadonlySet<string>;
  readonly log: Log;
}

const REPLAY_WINDOW_SECONDS = 5 * 60;

/**
 * An edit carries its text four times (before and after, as text and as blocks), 40,000 characters at most, escaped
 * as six bytes each where they aren't English: close to 1 MB, and what is refused for its size is lost.
 */
const BODY_LIMIT = '2mb';

const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url_verification'), challenge: z.string() }),
  z.object({ type: z.literal('app_rate_limited'), team_id: z.string().optional() }),
  z.object({ type: z.literal('event_callback'), event: z.looseObject({ type: z.string() }) }),
]);

export function createReceiver({ signingSecret, eventTypes, log }: ReceiverOptions): EventsReceiver {
  let app: App | undefined;

  const receive = async (req: Request, res: Response): Promise<void> => {
    const text = Buffer.isBuffer(req.body) ? req.body.toString() : '';
    const fault = signatureFault(req, text, signingSecret);
    if (fault) {
      log.warn('slack.request_refused', { reason: fault });
      refuse(res, 401, 'The Slack signature is missing, wrong, or more than five minutes away from the time here.');
      return;
    }

    const body = parseJson(text);
    if (body === undefined) {
      log.warn('slack.request_refused', { reason: 'not_json' });
      refuse(res, 400, 'The body is not valid JSON.');
      return;
    }
    const parsed = request.safeParse(body);
    if (!parsed.success) {
      log.warn('slack.request_refused', { reason: 'unknown_kind' });
      refuse(res, 400, 'The body is not a kind of Slack request that is answered here.');
      return;
    }

    switch (parsed.data.type) {
      case 'url_verification':
        res.json({ challenge: parsed.data.challenge });
        return;
      case 'app_rate_limited':
        // Messages of that minute were not sent to us and will not be.
        log.error('slack.events_withheld', { tenant: parsed.data.team_id ?? 'unknown' });
        res.sendStatus(200);
        return;
      case 'event_callback': {
        const { event } = parsed.data;
        if (eventTypes.has(event.type)) await dispatch(req, res, body, event);
        else res.sendStatus(200);
      }
    }
  };

  const dispatch = async (req: Request, res: Response, body: unknown, event: Record<string, unknown>) => {
    if (!app) throw new Error('Bolt has not been given this receiver.');
    const retry = Number(req.get('x-slack-retry-num') ?? Number.NaN);
    const retryReason = req.get('x-slack-retry-reason');
    try {
      await app.processEvent({
        body: { ...(body as Record<string, unknown>), event: withoutNulls(event) },
        ...(Number.isInteger(retry) ? { retryNum: retry } : {}),
        ...(retryReason === undefined ? {} : { retryReason }),
        // Bolt calls it before the listeners run. The answer is given below, when they have.
        ack: async () => {},
      });
    } catch (error) {
      log.error('slack.event_failed', { error, attempt: Number.isInteger(retry) ? retry : 0 });
      refuse(res, 500, 'The event could not be taken; please send it again.');
      return;
    }
    res.sendStatus(200);
  };

  const router = express.Router();
  router.post(
    '/slack/events',
    express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false }),
    receive,
    unreadable,
  );
  return {
    router,
    init: (bolt) => {
      app = bolt;
    },
    // The server is not ours: main starts and stops it.
    start: async () => {},
    stop: async () => {},
  };
}

/** Bolt's check is in constant time but lets timestamps of the future pass. */
function signatureFault(req: Request, body: string, signingSecret: string): 'timestamp' | 'signature' | undefined {
  const timestamp = Number(req.get('x-slack-request-timestamp') ?? Number.NaN);
  const now = Date.now() / 1000;
  if (!(Math.abs(now - timestamp) <= REPLAY_WINDOW_SECONDS)) return 'timestamp';
  const headers = { 'x-slack-signature': req.get('x-slack-signature') ?? '', 'x-slack-request-timestamp': timestamp };
  return isValidSlackRequest({ signingSecret, body, headers }) ? undefined : 'signature';
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Bolt looks into an event's user, channel and item and throws where one is null. */
function withoutNulls(event: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}

const unreadable: ErrorRequestHandler = (error: { status?: number; type?: string }, _req, res, next) => {
  if (error.type === 'entity.too.large') refuse(res, 413, 'The body is larger than 2 MB.');
  else if (error.status !== undefined && error.status < 500) refuse(res, error.status, 'The body could not be read.');
  else next(error);
};

function refuse(res: Response, status: number, sentence: string): void {
  res.status(status).type('text/plain').send(sentence);
}
