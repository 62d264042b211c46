import type { App, Receiver } from '@slack/bolt';
import type { Router } from 'express';
import { z } from 'zod';
import { json } from './payloads.ts';
import { type Answered, Refused, type RouteOptions, signedRoute, type Take } from './requests.ts';

/**
 * Bolt's own receivers answer Slack before the listeners have run, so that a message whose claim can't be stored is
 * lost: https://github.com/slackapi/bolt-js/issues/2788. This one answers 200 once they have finished and 500 where
 * they failed, upon which Slack sends the event again (at once, after a minute, after five).
 */
export interface EventsReceiver extends Receiver {
  readonly router: Router;
}

export interface ReceiverOptions extends RouteOptions {
  /** Event types with a listener; the others are answered 200 and left alone. */
  readonly eventTypes: ReadonlySet<string>;
}

const request = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url_verification'), challenge: z.string() }),
  z.object({ type: z.literal('app_rate_limited'), team_id: z.string().optional() }),
  z.object({ type: z.literal('event_callback'), event: z.looseObject({ type: z.string() }) }),
]);

export function createReceiver({ eventTypes, ...options }: ReceiverOptions): EventsReceiver {
  const { log } = options;
  let app: App | undefined;

  const take: Take = async (text, req) => {
    const body = json(text);
    if (body === undefined) throw new Refused(400, 'not_json', 'The body is not valid JSON.');
    const parsed = request.safeParse(body);
    if (!parsed.success) {
      throw new Refused(400, 'unknown_kind', 'The body is not a kind of Slack request that is answered here.');
    }

    switch (parsed.data.type) {
      case 'url_verification':
        return { body: { challenge: parsed.data.challenge } };
      case 'app_rate_limited':
        // Messages of that minute were not sent to us and will not be.
        log.error('slack.events_withheld', { tenant: parsed.data.team_id ?? 'unknown' });
        return {};
      case 'event_callback': {
        const { event } = parsed.data;
        const retry = Number(req.get('x-slack-retry-num') ?? Number.NaN);
        const retryReason = req.get('x-slack-retry-reason');
        return eventTypes.has(event.type) ? dispatch(body, event, retry, retryReason) : {};
      }
    }
  };

  const dispatch = async (
    body: unknown,
    event: Record<string, unknown>,
    retry: number,
    retryReason: string | undefined,
  ): Promise<Answered> => {
    if (!app) throw new Error('Bolt has not been given this receiver.');
    try {
      await app.processEvent({
        body: { ...(body as Record<string, unknown>), event: withoutNulls(event) },
        ...(Number.isInteger(retry) ? { retryNum: retry } : {}),
        ...(retryReason === undefined ? {} : { retryReason }),
        // Bolt calls it before the listeners run. The answer is given when they have.
        ack: async () => {},
      });
      return {};
    } catch (error) {
      log.error('slack.event_failed', { error, attempt: Number.isInteger(retry) ? retry : 0 });
      throw new Refused(500, 'event_failed', 'The event could not be taken; please send it again.');
    }
  };

  return {
    router: signedRoute('/slack/events', options, take),
    init: (bolt) => {
      app = bolt;
    },
    // The server is not ours: main starts and stops it.
    start: async () => {},
    stop: async () => {},
  };
}

/** Bolt looks into an event's user, channel and item and throws where one is null. */
function withoutNulls(event: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null));
}
