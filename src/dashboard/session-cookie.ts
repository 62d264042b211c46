import { createHash, randomBytes } from 'node:crypto';
import type { CookieOptions, Request, Response } from 'express';
import { SESSION_LIMIT } from '../store/sessions.ts';
import { readCookie } from './cookie.ts';

/** What a sign-in under way must find again when the person comes back from the identity provider. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly returnTo: string;
}

const PENDING_LIMIT = 10 * 60_000;

/**
 * The two cookies of the dashboard. Over https they carry the `__Host-` prefix, so that no other
 * host of the same domain can plant one. Lax: the way back from the identity provider is a cross-site link.
 */
export function createCookies(https: boolean) {
  const prefix = https ? '__Host-' : '';
  const options: CookieOptions = { httpOnly: true, secure: https, sameSite: 'lax', path: '/' };
  const session = `${prefix}quietword`;
  const pending = `${prefix}quietword-sign-in`;
  return {
    /** A new random token: `give` hands it to the browser; its SHA-256 is what may be stored. */
    issue(): { readonly tokenHash: Uint8Array; give(res: Response): void } {
      const token = randomBytes(32).toString('base64url');
      return {
        tokenHash: hash(token),
        give: (res) => void res.cookie(session, token, { ...options, maxAge: SESSION_LIMIT }),
      };
    },
    /** The hash of the token that came with the request. */
    presented(req: Request): Uint8Array | undefined {
      const token = readCookie(req, session);
      return token === undefined ? undefined : hash(token);
    },
    forget(res: Response): void {
      res.clearCookie(session, options);
    },
    keepPending(res: Response, value: PendingSignIn): void {
      const text = Buffer.from(JSON.stringify(value)).toString('base64url');
      res.cookie(pending, text, { ...options, maxAge: PENDING_LIMIT });
    },
    /** Given once: the cookie goes with the answer. */
    takePending(req: Request, res: Response): PendingSignIn | undefined {
      res.clearCookie(pending, options);
      const text = readCookie(req, pending);
      if (text === undefined) return undefined;
      try {
        return JSON.parse(Buffer.from(text, 'base64url').toString()) as PendingSignIn;
      } catch {
        return undefined;
      }
    },
  };
}

export type Cookies = ReturnType<typeof createCookies>;

function hash(token: string): Uint8Array {
  return createHash('sha256').update(token).digest();
}
