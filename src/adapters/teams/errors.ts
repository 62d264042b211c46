import { z } from 'zod';
import type { Receipt } from '../../chat.ts';

/** Teams has not taken the call for certain: try again later, or never this way. */
export type Refusal = Exclude<Receipt, { status: 'accepted' }>;

/** What the connector answered, as far as it says whether the call was taken. */
export interface Answer {
  readonly status: number;
  /** As the header has it. */
  readonly retryAfter: string | null;
  readonly body: unknown;
}

/** Teams may or may not have taken the call. Its message holds nothing of what was sent or answered. */
export class OutcomeUnknown extends Error {
  override readonly name = 'OutcomeUnknown';
  readonly code: string;
  constructor(code: string) {
    super(`It is not known whether Teams took the call (${code}).`);
    this.code = code;
  }
}

const SOON_SECONDS = 5;
const BUSY_SECONDS = 30;
const REPAIR_SECONDS = 300;
const MOST_SECONDS = 3_600;

/** https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit: to be tried again, as late as Retry-After says. */
const BUSY = new Set([412, 429, 502, 503, 504]);
/** Turned back at the door, whether it says when to come back or not. The others may have come through and failed after. */
const NEVER_TAKEN = new Set([412, 429]);

/** Never connected, so that nothing was handed over. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'ENETUNREACH', 'EHOSTUNREACH', 'ENOTOKEN']);

const named = z.object({ error: z.object({ code: z.string().regex(/^[\w.-]{1,60}$/) }) });

/** The connector's own code where it has one. Its messages quote what they choked on. */
export function reasonOf({ status, body }: Answer): string {
  const parsed = named.safeParse(body);
  return parsed.success ? `${status}_${parsed.data.error.code}` : `http_${status}`;
}

/**
 * Reads an answer that is no 2xx. `repeatable`: done twice it would be the same, as an update is. Throws `OutcomeUnknown` where
 * it can't be known whether Teams took the call and it matters: Teams answers some posts with a 502 that it has delivered.
 */
export function readRefusal(answer: Answer, repeatable: boolean, chance: number = Math.random()): Refusal {
  const { status, retryAfter } = answer;
  const reason = reasonOf(answer);
  const said = secondsOf(retryAfter);
  if (NEVER_TAKEN.has(status)) return later(said ?? (status === 412 ? SOON_SECONDS : BUSY_SECONDS), reason, chance);
  if (BUSY.has(status) && said !== null) return later(said, reason, chance);
  if (status >= 500 || status === 408) {
    if (!repeatable) throw new OutcomeUnknown(reason);
    return later(said ?? BUSY_SECONDS, reason, chance);
  }
  // The installation is at fault, for everyone alike, until an administrator puts it right; or something on the way is.
  if (status === 401 || status < 400) return later(REPAIR_SECONDS, reason, chance);
  return { status: 'unreachable', reason };
}

const failed = z.object({ code: z.string().regex(/^[\w.-]{1,60}$/) });

/** Reads what a call threw. */
export function readFault(error: unknown, repeatable: boolean, chance: number = Math.random()): Refusal {
  const code = failed.safeParse(error).data?.code ?? (error instanceof Error ? error.name : 'unknown');
  if (NOT_CONNECTED.has(code) || repeatable)
    return later(code === 'ENOTOKEN' ? REPAIR_SECONDS : BUSY_SECONDS, code, chance);
  throw new OutcomeUnknown(code);
}

/** As late as was asked for, and up to half as late again by chance, so that those who were put off don't come back together. */
function later(seconds: number, reason: string, chance: number): Refusal {
  return {
    status: 'later',
    afterSeconds: Math.ceil(Math.min(Math.max(seconds, 1), MOST_SECONDS) * (1 + chance / 2)),
    reason,
  };
}

/** Seconds, or a date. */
function secondsOf(retryAfter: string | null): number | null {
  if (retryAfter === null || retryAfter.trim() === '') return null;
  const seconds = Number(retryAfter);
  if (Number.isFinite(seconds)) return Math.max(seconds, 0);
  const at = Date.parse(retryAfter);
  return Number.isNaN(at) ? null : Math.max((at - Date.now()) / 1000, 0);
}
