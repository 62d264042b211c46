import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Log } from '../log.ts';
import type { Render } from './layout.ts';

/** What ends a request. */
export const PROBLEM_PAGE = 'dashboard/problem.njk';

/** Ends a request with one clear sentence. `message` is shown as it is. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly status: number;
  readonly heading: string;
  /** Where to try again, if that can help. */
  readonly again: string | undefined;
  constructor(status: number, heading: string, sentence: string, again?: string) {
    super(sentence);
    this.status = status;
    this.heading = heading;
    this.again = again;
  }
}

/**
 * The last handlers of the program: a page that isn't there, and whatever was thrown on the way. A
 * list and no Router, since Express passes an error by every router.
 */
export function problemPages(render: Render, log: Log): [RequestHandler, ErrorRequestHandler] {
  const notFound: RequestHandler = () => {
    throw new Problem(
      404,
      'Page not found',
      'There is no page at this address. Check it, or start from the first page.',
    );
  };
  const failed: ErrorRequestHandler = (error, req, res, _next) => {
    const problem = describe(error);
    // The address that was asked for is not logged: people type anything into it.
    if (problem.status >= 500) log.error('page.failed', { method: req.method, status: problem.status, error });
    if (res.headersSent) {
      res.destroy();
      return;
    }
    res.status(problem.status);
    // A browser that opens a page asks for HTML first; a script that takes anything gets JSON.
    if (req.accepts(['json', 'html']) === 'html') render(res, PROBLEM_PAGE, { problem });
    else res.set('Cache-Control', 'no-store').json({ error: problem.message });
  };
  return [notFound, failed];
}

/** PostgreSQL keeps no U+0000: as text, and within JSON. No keyboard has it, yet a copied text or a script may. */
const NOT_KEPT: readonly unknown[] = ['22021', '22P05'];

function describe(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (NOT_KEPT.includes((error as { code?: unknown } | null)?.code)) {
    return new Problem(
      400,
      'That can’t be kept',
      'There is a sign in what you sent that can’t be seen or kept (U+0000). Go back, write it anew where you copied it from elsewhere, and try again.',
    );
  }
  const status = (error as { status?: unknown } | null)?.status;
  if (typeof status === 'number' && status >= 400 && status < 500) {
    return new Problem(
      status,
      'That request can’t be read',
      'Quietword could not read what your browser sent. Go back and try again.',
    );
  }
  return new Problem(
    500,
    'Sorry, something went wrong',
    'Nothing that you did. Try again in a minute; if it stays like this, tell whoever runs Quietword.',
  );
}
