import type { Server } from 'node:http';
import type { Express } from 'express';
import type { Config } from './config.ts';

/** Its message is one sentence for whoever starts the program. */
class StartError extends Error {
  override readonly name = 'StartError';
}

/** Throws `StartError`, which names the setting. */
export function listen(app: Express, { host, port }: Pick<Config, 'host' | 'port'>): Promise<Server> {
  return new Promise((resolve, reject) => {
    const server = app.listen(port, host, (error?: NodeJS.ErrnoException) => {
      if (!error) return resolve(server);
      const reasons: Record<string, string> = {
        EADDRINUSE: `PORT ${port} is in use by another program: stop that one, or set PORT to another number.`,
        EACCES: `PORT ${port} needs more rights than this user has: set PORT to a number above 1023.`,
        EADDRNOTAVAIL: `HOST ${host} is not an address of this computer.`,
        ENOTFOUND: `HOST ${host} is not known.`,
      };
      reject(
        new StartError(reasons[error.code ?? ''] ?? `HOST ${host}, PORT ${port} can't be listened on (${error.code}).`),
      );
    });
  });
}

const LAST_ANSWERS_MS = 10_000;

/** Answers what has been asked, takes nothing new, and hangs up on whoever is still there after ten seconds. */
export function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => server.closeAllConnections(), LAST_ANSWERS_MS);
    server.close(() => {
      clearTimeout(timer);
      resolve();
    });
    server.closeIdleConnections();
  });
}
