import { type Activity as BotActivity, CloudAdapter, ConfigurationBotFrameworkAuthentication } from 'botbuilder';
import type { ErrorRequestHandler, Request, Response, Router } from 'express';
import express from 'express';
import { ZodError, z } from 'zod';
import type { Log } from '../../log.ts';
import type { Answered } from './desk.ts';
import { type Activity, activity as activityShape } from './payloads.ts';

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
const ISSUER = 'https://api.botframework.com';

/** Why a request is turned back: a status, a code for the log, and one sentence for whoever sent it. */
class Refused extends Error {
  override readonly name = 'Refused';
  readonly status: number;
  readonly code: string;
  constructor(status: number, code: string, sentence: string, cause?: unknown) {
    super(sentence, { cause });
    this.status = status;
    this.code = code;
  }
}

const NOT_BELIEVED = 'The token is missing, expired, or none that Teams gives to this app.';
const AGAIN = 'The activity could not be taken; please send it again.';

export function createReceiver({ appId, openIdUrl, take, log }: ReceiverOptions): Router {
  const authentication = new ConfigurationBotFrameworkAuthentication(
    {
      ToChannelFromBotLoginUrl: 'https://login.microsoftonline.com/botframework.com',
      ToChannelFromBotOAuthScope: ISSUER,
      ToBotFromChannelTokenIssuer: ISSUER,
      ToBotFromChannelOpenIdMetadataUrl: openIdUrl,
      ToBotFromEmulatorOpenIdMetadataUrl: openIdUrl,
      OAuthUrl: ISSUER,
      CallerId: '',
      ValidateAuthority: 'true',
    },
    {
      isValidAppId: async (id) => id === appId,
      isAuthenticationDisabled: async () => false,
      // What is said goes by connector.ts; botbuilder wants credentials all the same.
      createCredentials: async () => ({ signRequest: async (request) => request }),
    },
  );
  const adapter = new (class extends CloudAdapter {
    async run(header: string, sent: BotActivity, activity: Activity): Promise<Answered> {
      const identity = await authentication.authenticateRequest(sent, header).catch((error: unknown) => {
        throw readFault(error);
      });
      let answered: Answered = { status: 200 };
      const invoked = await this.processActivity(identity, sent, async (context) => {
        answered = await take(activity);
        if (activity.type !== 'invoke') return;
        await context.sendActivity({ type: 'invokeResponse', value: { status: answered.status, body: answered.body } });
      });
      return { ...answered, ...(invoked ? { status: invoked.status, body: invoked.body as object } : {}) };
    }
  })(authentication);

  const answer = async (req: Request, res: Response): Promise<void> => {
    const header = req.get('authorization') ?? '';
    if (!isOfTeams(header)) throw new Refused(401, 'token', NOT_BELIEVED);
    const sent = json(Buffer.isBuffer(req.body) ? req.body.toString() : '');
    const parsed = activityShape.safeParse(sent);
    if (!parsed.success) throw new Refused(400, 'malformed', 'The body is not an activity of Teams.');
    if (parsed.data.channelId !== 'msteams') throw new Refused(401, 'channel', NOT_BELIEVED);
    const { status, body, after } = await adapter.run(header, sent as BotActivity, parsed.data);
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

const claims = z.object({ iss: z.literal(ISSUER) });

/**
 * Whether a token says that it is the Bot Framework's, before its signature is looked at. botbuilder also takes tokens of its
 * emulator and of skills, which name no service; and it remembers the issuer of each such token, forged ones too, for ever.
 */
function isOfTeams(header: string): boolean {
  const [, payload] = /^Bearer [\w-]+\.([\w-]+)\.[\w-]+$/.exec(header) ?? [];
  return payload !== undefined && claims.safeParse(json(Buffer.from(payload, 'base64url').toString())).success;
}

const unavailable = z.union([z.object({ statusCode: z.literal(500) }), z.object({ name: z.literal('FetchError') })]);

/** What kept a token from being believed: where the keys couldn't be fetched it is our own fault, and may pass. */
function readFault(error: unknown): Refused {
  return unavailable.safeParse(error).success
    ? new Refused(503, 'keys_unavailable', AGAIN, error)
    : new Refused(401, 'token', NOT_BELIEVED, error);
}

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
