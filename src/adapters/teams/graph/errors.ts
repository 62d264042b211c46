import { GraphError } from '@microsoft/microsoft-graph-client';

/** What Graph answered, 0 where it didn't: the connection failed, it took too long, or no token was to be had. */
export function statusOf(error: unknown): number {
  return error instanceof GraphError && error.statusCode > 0 ? error.statusCode : 0;
}

/** A short code for the log: Graph's own where it has one. Its messages quote what they choked on. */
export function reasonOf(error: unknown): string {
  const status = statusOf(error);
  const code = error instanceof GraphError && typeof error.code === 'string' ? error.code : '';
  if (status > 0) return /^\w{1,60}$/.test(code) ? `${status}_${code}` : `http_${status}`;
  return error instanceof Error ? error.name : 'unknown';
}

/** Not done for certain, or no harm in doing it again: the answers that Microsoft asks to be tried later. */
const BUSY = new Set([0, 412, 429, 502, 503, 504]);
export const isBusy = (error: unknown): boolean => BUSY.has(statusOf(error));

const LONGEST_WAIT_SECONDS = 300;

/**
 * How long to wait before try number `attempt` + 1: as long as Graph says, else twice as long each time; and up to half as
 * much again by chance, so that those who were turned away together don't come back together.
 */
export function waitSeconds(said: string | null | undefined, attempt: number, chance: number): number {
  const seconds = Number.parseFloat(said ?? '');
  const wait = Number.isFinite(seconds) && seconds >= 0 ? Math.max(seconds, 0.1) : 2 ** (attempt - 1);
  return Math.min(wait, LONGEST_WAIT_SECONDS) * (1 + chance / 2);
}

export function retryAfterOf(error: unknown): string | null {
  return error instanceof GraphError ? (error.headers?.get('retry-after') ?? null) : null;
}
