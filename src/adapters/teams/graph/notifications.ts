import { createHash, timingSafeEqual } from 'node:crypto';
import express, { type ErrorRequestHandler, type Request, type Response, type Router } from 'express';
import { z } from 'zod';
import type { Log } from '../../../log.ts';
import { decrypt } from './decrypt.ts';
import { reasonOf, statusOf } from './errors.ts';
import { type Located, locate } from './resource.ts';
import type { Take } from './take.ts';

/** Messages of 28 KB, encrypted, in base64, some hundreds of them at once. */
const BODY_LIMIT = '10mb';
/** Graph's own has some 130 characters. */
const LONGEST_HANDSHAKE = 1_000;

const encrypted = z.object({ data: z.string(), dataKey: z.string(), dataSignature: z.string() });
const item = z.object({
  subscriptionId: z.string().regex(/^[\w-]{1,100}$/),
  clientState: z.string().nullish(),
  tenantId: z.string().nullish(),
  changeType: z.string().nullish(),
  resource: z.string().nullish(),
  lifecycleEvent: z.string().nullish(),
  encryptedContent: encrypted.nullish(),
});
type Item = z.infer<typeof item>;
const body = z.object({ value: z.array(item).min(1), validationTokens: z.array(z.string()).nullish() });

export interface NotificationsOptions {
  readonly tenant: string;
  readonly clientState: string;
  /** PEM. */
  readonly key: string;
  readonly isGenuine: (tokens: readonly string[]) => Promise<boolean>;
  readonly take: Take;
  /** The message at a place, from Graph; rejects as its client does. */
  readonly read: (located: Located) => Promise<unknown>;
  /** A message of this subscription came. */
  readonly seen: (subscription: string) => Promise<void>;
  /** `reauthorizationRequired`, `subscriptionRemoved` or `missed`. */
  readonly lifecycle: (subscription: string, event: string) => Promise<void>;
  readonly log: Log;
}

/**
 * What Microsoft Graph tells: `POST /graph/notifications`. Answered 202 once what must be remembered is stored, 503 where it
 * can't be, upon which Graph tells it again for up to four hours.
 */
export function notificationRoutes(options: NotificationsOptions): Router {
  const { log } = options;

  const handle = async (req: Request, res: Response): Promise<void> => {
    const handshake = req.query.validationToken;
    if (handshake !== undefined) {
      if (typeof handshake !== 'string' || handshake.length > LONGEST_HANDSHAKE) {
        return say(res, 400, 'The validation token is not one of Microsoft Graph.');
      }
      // As plain text, so that nobody's browser takes it for anything else.
      return say(res, 200, handshake);
    }
    const parsed = body.safeParse(req.body);
    if (!parsed.success) return say(res, 400, 'The body is not a notification of Microsoft Graph.');
    const { value, validationTokens } = parsed.data;
    const ours = value.filter((one) => isOurs(one, options));
    if (ours.length < value.length) log.warn('graph.notification_refused', { reason: 'client_state' });
    if (ours.length === 0) return say(res, 401, 'The client state is not the one that we gave.');
    try {
      // Tokens come with what holds messages; the rest has nothing in it but a subscription's id.
      if (ours.some(isMessage) && !(await options.isGenuine(validationTokens ?? []))) {
        log.warn('graph.notification_refused', { reason: 'validation_token' });
        return say(res, 401, 'The validation tokens do not show that Microsoft Graph sent this.');
      }
      const results = await Promise.allSettled(ours.map((one) => takeItem(one, options)));
      const failed = results.find((result) => result.status === 'rejected');
      if (failed) throw failed.reason;
      res.status(202).end();
    } catch (error) {
      log.error('graph.notification_failed', { reason: reasonOf(error), error });
      say(res, 503, 'The notification could not be taken; please send it again.');
    }
  };

  const router = express.Router();
  router.post('/graph/notifications', express.json({ limit: BODY_LIMIT }), handle, unreadable);
  return router;
}

const isMessage = (one: Item): boolean => !one.lifecycleEvent;

/** In constant time whatever the length, and for our tenant. */
function isOurs(one: Item, { clientState, tenant }: NotificationsOptions): boolean {
  const hash = (text: string) => createHash('sha256').update(text).digest();
  const known = timingSafeEqual(hash(one.clientState ?? ''), hash(clientState));
  return known && (!one.tenantId || one.tenantId.toLowerCase() === tenant);
}

async function takeItem(one: Item, options: NotificationsOptions): Promise<void> {
  if (one.lifecycleEvent) return options.lifecycle(one.subscriptionId, one.lifecycleEvent);
  const located = locate(one.resource ?? '');
  const change = { type: changeOf(one.changeType) };
  const message = open(one, options) ?? (await look(located, change.type, options));
  if (message !== undefined) await options.take(change, message);
  await options.seen(one.subscriptionId);
}

function changeOf(type: string | null | undefined): 'created' | 'updated' | 'deleted' {
  return type === 'created' || type === 'deleted' ? type : 'updated';
}

function open({ encryptedContent }: Item, { key, log }: NotificationsOptions): unknown {
  if (!encryptedContent) return undefined;
  try {
    return decrypt(encryptedContent, key);
  } catch (error) {
    // Encrypted to an older certificate, most likely: Graph is asked for the message itself.
    log.warn('graph.not_decrypted', { error });
    return undefined;
  }
}

/** What couldn't be read in the notification itself. A message that is gone by now is one that was deleted. */
async function look(
  located: Located | undefined,
  change: 'created' | 'updated' | 'deleted',
  { read, log }: NotificationsOptions,
): Promise<unknown> {
  if (!located) {
    log.warn('graph.message_ignored', { reason: 'malformed' });
    return undefined;
  }
  if (change === 'deleted') return remains(located);
  try {
    return await read(located);
  } catch (error) {
    if (statusOf(error) === 404) return remains(located);
    if (statusOf(error) === 403) {
      log.error('graph.message_unread', { reason: reasonOf(error), error });
      return undefined;
    }
    throw error;
  }
}

/** A deleted message as Graph would give it. */
function remains({ where, place }: Located): unknown {
  const now = new Date().toISOString();
  return {
    id: place.message,
    createdDateTime: now,
    deletedDateTime: now,
    ...(where.team === null
      ? { chatId: where.channel }
      : { channelIdentity: { teamId: where.team, channelId: where.channel } }),
  };
}

function say(res: Response, status: number, text: string): void {
  res.status(status).type('text/plain').set('x-content-type-options', 'nosniff').send(text);
}

const unreadable: ErrorRequestHandler = (error: { status?: number; type?: string }, _req, res, next) => {
  if (error.type === 'entity.too.large') say(res, 413, 'The body is larger than 10 MB.');
  else if (error.status !== undefined && error.status < 500) say(res, error.status, 'The body could not be read.');
  else next(error);
};
