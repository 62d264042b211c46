import { isValidSlackRequest } from '@slack/bolt';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import express from 'express';
import type { Log } from '../../log.ts';

/** Why a request is turned back: a status, a code for the log, and one sentence for whoever sent it. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, sentence: string) {
    super(sentence);
    this.status = status;
    this.code = code;
  }
}

/** 200, with JSON or with nothing at all: Slack takes any other body for an error of the form that it sent. */
export interface Answered {
  readonly body?: object;
  /** What is done once Slack has its answer. */
  readonly after?: () => Promise<void>;
}

/** `body`: what Slack sent, read as JSON, and not yet looked at. */
export type Take = (body: unknown) => Promise<Answered>;

export interface RouteOptions {
  readonly signingSecret: string;
  /** Told of all that is done with a request, its answer and what comes after. */
  readonly hold: (work: Promise<void>) => void;
  readonly log: Log;
}

const REPLAY_WINDOW_SECONDS = 5 * 60;

/**
 * An edit carries its text four times (before and after, as text and as blocks), 40,000 characters at most, escaped
 * as six bytes each where they aren't English: close to 1 MB, and what is refused for its size is lost.
 */
const BODY_LIMIT = '2mb';

/** Answers what Slack signed, once `take` has resolved. Of an event 200 says that what must be remembered is stored. */
export function signedRoute(
  path: string,
  { signingSecret, hold, log }: RouteOptions,
  take: (text: string, req: Request) => Promise<Answered>,
): Router {
  const answer = async (req: Request, res: Response): Promise<void> => {
    const text = Buffer.isBuffer(req.body) ? req.body.toString() : '';
    const fault = signatureFault(req, text, signingSecret);
    if (fault) {
      const sentence = 'The Slack signature is missing, wrong, or more than five minutes away from the time here.';
      throw new Refused(401, fault, sentence);
    }
    const { body, after } = await take(text, req);
    if (body) res.json(body);
    else res.status(200).end();
    await after?.();
  };

  const handle = (req: Request, res: Response): void => {
    const work = answer(req, res).catch((error: unknown) => {
      if (error instanceof Refused) log.warn('slack.request_refused', { reason: error.code, route: path });
      else log.error('slack.request_failed', { error, route: path });
      if (res.headersSent) return;
      if (error instanceof Refused) refuse(res, error.status, error.message);
      else refuse(res, 500, 'The request could not be taken; please send it again.');
    });
    hold(work);
  };

  const router = express.Router();
  router
    .route(path)
    .post(express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false }), handle, unreadable)
    .all((_req, res) => refuse(res.set('allow', 'POST'), 405, 'This address takes what Slack sends by POST only.'));
  return router;
}

/** Bolt's check is in constant time but lets timestamps of the future pass. */
function signatureFault(req: Request, body: string, signingSecret: string): 'timestamp' | 'signature' | undefined {
  const timestamp = Number(req.get('x-slack-request-timestamp') ?? Number.NaN);
  const now = Date.now() / 1000;
  if (!(Math.abs(now - timestamp) <= REPLAY_WINDOW_SECONDS)) return 'timestamp';
  const headers = { 'x-slack-signature': req.get('x-slack-signature') ?? '', 'x-slack-request-timestamp': timestamp };
  return isValidSlackRequest({ signingSecret, body, headers }) ? undefined : 'signature';
}

const unreadable: ErrorRequestHandler = (error: { status?: number; type?: string }, _req, res, next) => {
  if (error.type === 'entity.too.large') refuse(res, 413, 'The body is larger than 2 MB.');
  else if (error.status !== undefined && error.status < 500) refuse(res, error.status, 'The body could not be read.');
  else next(error);
};

function refuse(res: Response, status: number, sentence: string): void {
  res.status(status).type('text/plain').send(sentence);
}
