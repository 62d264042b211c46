import { ErrorCode } from '@slack/web-api';
import { z } from 'zod';
import type { Receipt } from '../../chat.ts';

/** Slack has not taken the call for certain: try again later, or never this way. */
export type Refusal = Exclude<Receipt, { status: 'accepted' }>;

/** Slack may or may not have taken the call. Its message holds nothing of what was sent or answered. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
  readonly code: string;
  constructor(code: string) {
    super(`It is not known whether Slack took the call (${code}).`);
    this.code = code;
  }
}

const SOON_SECONDS = 30;
const REPAIR_SECONDS = 300;

/** Slack asks for patience: nothing is wrong with the call or the person. */
const BUSY = new Set([
  'ratelimited',
  'rate_limited',
  'message_limit_exceeded',
  'service_unavailable',
  'request_timeout', // Slack's name for a call that arrived truncated
  'team_added_to_org',
  'org_login_required',
]);

/** The installation is at fault, for everyone alike, until an administrator puts it right. */
const BROKEN_TOKEN = new Set([
  'invalid_auth',
  'not_authed',
  'account_inactive',
  'token_revoked',
  'token_expired',
  'not_allowed_token_type',
]);
const BROKEN_INSTALLATION = new Set([
  ...BROKEN_TOKEN,
  'missing_scope',
  'accesslimited',
  'team_access_not_granted',
  'two_factor_setup_required',
]);

/** Slack says of these that part of the call may have succeeded. */
const UNSURE = new Set(['fatal_error', 'internal_error']);

/** Never connected, so that nothing was handed over. */
const NOT_CONNECTED = new Set([
  'ECONNREFUSED',
  'ENOTFOUND',
  'EAI_AGAIN',
  'ENETUNREACH',
  'EHOSTUNREACH',
  'UND_ERR_CONNECT_TIMEOUT',
]);

const slackError = z.discriminatedUnion('code', [
  z.object({ code: z.literal(ErrorCode.RateLimitedError), retryAfter: z.number() }),
  z.object({
    code: z.literal(ErrorCode.PlatformError),
    // Where an answer isn't JSON, web-api puts the whole of it here.
    data: z.object({ error: z.string().regex(/^[a-z0-9_]{1,60}$/) }),
  }),
  z.object({ code: z.literal(ErrorCode.HTTPError), statusCode: z.number() }),
  z.object({ code: z.literal(ErrorCode.RequestError), original: z.object({ cause: z.unknown().optional() }) }),
]);
type SlackError = z.infer<typeof slackError>;

/**
 * Reads an error of a WebClient. Throws `OutcomeUnknown` where it can't be known whether Slack took the call: a
 * time-out, a connection that broke after the request, a server error.
 */
export function readRefusal(error: unknown): Refusal {
  const parsed = slackError.safeParse(error);
  if (!parsed.success) throw new OutcomeUnknown(error instanceof Error ? error.name : 'unknown');
  const known = parsed.data;
  switch (known.code) {
    case ErrorCode.RateLimitedError:
      return { status: 'later', afterSeconds: Math.max(1, known.retryAfter), reason: 'ratelimited' };
    case ErrorCode.PlatformError:
      return readPlatformError(known.data.error);
    case ErrorCode.HTTPError: {
      const reason = `http_${known.statusCode}`;
      if (known.statusCode >= 500 || known.statusCode === 408) throw new OutcomeUnknown(reason);
      // Not Slack, which answers 200 and 429 only: something on the way turned the call back.
      return { status: 'later', afterSeconds: REPAIR_SECONDS, reason };
    }
    case ErrorCode.RequestError:
      return { status: 'later', afterSeconds: SOON_SECONDS, reason: connectionFault(known) };
  }
}

/** Slack's own code for the refusal, such as `channel_not_found`; undefined where the error is another. */
export function slackCode(error: unknown): string | undefined {
  const parsed = slackError.safeParse(error);
  return parsed.success && parsed.data.code === ErrorCode.PlatformError ? parsed.data.data.error : undefined;
}

/** Whether the code says that the bot token itself is no good. */
export function isTokenFault(code: string): boolean {
  return BROKEN_TOKEN.has(code);
}

function readPlatformError(reason: string): Refusal {
  if (UNSURE.has(reason)) throw new OutcomeUnknown(reason);
  if (BUSY.has(reason)) return { status: 'later', afterSeconds: SOON_SECONDS, reason };
  if (BROKEN_INSTALLATION.has(reason)) return { status: 'later', afterSeconds: REPAIR_SECONDS, reason };
  return { status: 'unreachable', reason };
}

const systemError = z.object({ code: z.string(), syscall: z.string().optional() });

function connectionFault({ original }: Extract<SlackError, { code: ErrorCode.RequestError }>): string {
  const parsed = systemError.safeParse(original.cause);
  if (!parsed.success) throw new OutcomeUnknown(ErrorCode.RequestError);
  const { code, syscall } = parsed.data;
  if (!NOT_CONNECTED.has(code) && syscall !== 'connect') throw new OutcomeUnknown(code);
  return code;
}
