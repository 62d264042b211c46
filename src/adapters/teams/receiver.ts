import { type Activity as BotActivity, CloudAdapter } from 'botbuilder';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import express from 'express';
import { ZodError } from 'zod';
import type { Log } from '../../log.ts';
import { AGAIN, type Belief, createBelief } from './belief.ts';
import type { Answered } from './desk.ts';
import { type Activity, activity as activityShape } from './payloads.ts';
import { Refused } from './refused.ts';

/**
 * botbuilder's own `process` prints what fails, gives 500 for a bad signature, and 200 for a turn that failed where an error
 * handler is set. This answers 401 to whom it can't believe, 200 once a turn is done, and 500 where it failed, upon which Teams
 * may send the activity again.
 */
export interface ReceiverOptions {
  readonly appId: string;
  readonly openIdUrl: string;
  readonly take: (activity: Activity) => Promise<Answered>;
  readonly log: Log;
}

/** Teams' messages have 100 KB at most, with their HTML beside their text. */
const BODY_LIMIT = '1mb';

export function createReceiver({ appId, openIdUrl, take, log }: ReceiverOptions): Router {
  const adapter = new Adapter(createBelief(appId, openIdUrl), take);

  const answer = async (req: Request, res: Response): Promise<void> => {
    const sent = json(Buffer.isBuffer(req.body) ? req.body.toString() : '');
    const { status, body, after } = await adapter.run(req.get('authorization') ?? '', sent);
    res.status(status);
    if (body) res.json(body);
    else res.end();
    await after?.();
  };

  const handle = (req: Request, res: Response): Promise<void> =>
    answer(req, res).catch((error: unknown) => {
      // A card or a dialog that this Quietword doesn't send out.
      const refused =
        error instanceof ZodError ? new Refused(400, 'malformed', 'The value is none that is answered here.') : error;
      if (refused instanceof Refused) log.warn('teams.request_refused', { reason: refused.code });
      else log.error('teams.activity_failed', { error });
      if (res.headersSent) return;
      if (refused instanceof Refused) refuse(res, refused.status, refused.message);
      else refuse(res, 500, AGAIN);
    });

  const router = express.Router();
  router.post(
    '/api/messages',
    express.raw({ type: () => true, limit: BODY_LIMIT, inflate: false }),
    handle,
    unreadable,
  );
  return router;
}

class Adapter extends CloudAdapter {
  readonly #belief: Belief;
  readonly #take: ReceiverOptions['take'];
  constructor(belief: Belief, take: ReceiverOptions['take']) {
    super(belief.authentication);
    this.#belief = belief;
    this.#take = take;
  }

  async run(header: string, sent: unknown): Promise<Answered> {
    const parsed = activityShape.safeParse(sent);
    // Whoever isn't believed learns nothing of what would be.
    const identity = await this.#belief.believe(header, (parsed.success ? sent : NOTHING) as BotActivity);
    if (!parsed.success) throw new Refused(400, 'malformed', 'The body is not an activity of Teams.');
    const activity = parsed.data;
    let answered: Answered = { status: 200 };
    const invoked = await this.processActivity(identity, sent as BotActivity, async (context) => {
      answered = await this.#take(activity);
      if (activity.type !== 'invoke') return;
      await context.sendActivity({ type: 'invokeResponse', value: { status: answered.status, body: answered.body } });
    });
    return { ...answered, ...(invoked ? { status: invoked.status, body: invoked.body as object } : {}) };
  }
}

const NOTHING = { channelId: 'msteams', serviceUrl: '' };

const unreadable: ErrorRequestHandler = (error: { status?: number; type?: string }, _req, res, next) => {
  if (error.type === 'entity.too.large') refuse(res, 413, 'The body is larger than 1 MB.');
  else if (error.status !== undefined && error.status < 500) refuse(res, error.status, 'The body could not be read.');
  else next(error);
};

function refuse(res: Response, status: number, sentence: string): void {
  res.status(status).type('text/plain').send(sentence);
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
