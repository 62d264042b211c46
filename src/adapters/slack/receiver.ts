import type { Request } from 'express';
import express, { type Router } from 'express';
import type { TakeEvent } from './events.ts';
import { json } from './payloads.ts';
import { Refused, type RouteOptions, signedRoute, type Take } from './requests.ts';

/** What is done with what Slack sends, whichever way it comes: over HTTP, or by the socket of `socket.ts`. */
export interface Takers {
  readonly event: TakeEvent;
  /** The payload of a press, a form or a shortcut. */
  readonly interaction: Take;
  /** The fields of a command. */
  readonly command: Take;
}

/** Slack's three addresses. 200 is answered once what must be remembered is stored (`in-time.ts` has where not), and 500 where it can't be. */
export function createReceiver(options: RouteOptions, { event, interaction, command }: Takers): Router {
  return express
    .Router()
    .use(signedRoute('/slack/events', options, (text, req) => event(events(text), againOf(req))))
    .use(
      signedRoute('/slack/interactions', options, (text) =>
        interaction(json(new URLSearchParams(text).get('payload') ?? '')),
      ),
    )
    .use(signedRoute('/slack/commands', options, (text) => command(Object.fromEntries(new URLSearchParams(text)))));
}

function events(text: string): unknown {
  const body = json(text);
  if (body === undefined) throw new Refused(400, 'not_json', 'The body is not valid JSON.');
  return body;
}

function againOf(req: Request) {
  const attempt = Number(req.get('x-slack-retry-num') ?? 0);
  return { attempt: Number.isInteger(attempt) ? attempt : 0, reason: req.get('x-slack-retry-reason') };
}
