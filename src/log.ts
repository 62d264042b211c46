import { dirname } from 'node:path';
import { pino } from 'pino';

/**
 * A log that can't be handed text. Fields have fixed names, and a string value must look like an
 * id or a code (no spaces, at most 100 characters); anything else is written as `[refused]`.
 * Messages are fixed event names. Errors are written as their class, code and place in our
 * code, never with their message: database and HTTP errors quote the values they choked on.
 */
export interface LogFields {
  platform?: string;
  tenant?: string;
  channel?: string;
  message?: string;
  person?: string;
  incident?: string;
  refresher?: string;
  job?: string;
  kind?: string;
  level?: string;
  via?: string;
  status?: string | number;
  reason?: string;
  method?: string;
  route?: string;
  setting?: string;
  file?: string;
  line?: number;
  version?: string;
  count?: number;
  ms?: number;
  attempt?: number;
  error?: unknown;
}

export interface Log {
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'silent';

const CODE = /^[\w.:/@|-]{0,100}$/;

/** `destination`: a file path, or undefined for stdout. */
export function createLog(level: LogLevel, destination?: string): Log {
  const out = pino(
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    pino.destination({ dest: destination ?? 1, sync: true }),
  );
  const write =
    (severity: 'debug' | 'info' | 'warn' | 'error') =>
    (event: string, fields: LogFields = {}) =>
      out[severity](safeFields(fields), event);
  return { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') };
}

function safeFields(fields: LogFields): Record<string, unknown> {
  const safe: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(fields)) {
    if (key === 'error') safe[key] = describeError(value);
    else if (typeof value === 'number') safe[key] = value;
    else if (typeof value === 'string') safe[key] = CODE.test(value) ? value : '[refused]';
  }
  return safe;
}

/** Class, code and places in the code of an error: enough to find the line, nothing of what was said. */
export function describeError(error: unknown): { name: string; code?: string; at?: string[] } {
  if (!(error instanceof Error)) return { name: typeof error };
  const code = 'code' in error ? String(error.code) : undefined;
  return { name: error.name, ...(code !== undefined && CODE.test(code) ? { code } : {}), at: places(error) };
}

/** The stack repeats the message, which may look like a frame: it is cut off first, and only places are kept. */
function places(error: Error): string[] {
  const stack = error.stack ?? '';
  const message = stack.indexOf(error.message);
  const frames = message < 0 ? '' : stack.slice(message + error.message.length);
  return [...frames.matchAll(/^\s+at .*?((?:file:\/\/|\/|node:)[^\s()]+:\d+:\d+)\)?$/gm)]
    .map((match) => (match[1] as string).replace('file://', '').replace(ROOT, ''))
    .slice(0, 6);
}
const ROOT = `${dirname(import.meta.dirname)}/`;
