import type { Response } from 'express';
import type { ChatAdapter, Inbound, PrivateNotice } from '../../chat.ts';
import type { Log } from '../../log.ts';
import { DEMO_DIRECTORY } from './colleagues.ts';
import { Mailbox } from './mailbox.ts';
import { simulatorRoutes } from './routes.ts';

/** Answers with a page made from a template below `src/`. */
export type Render = (res: Response, template: string, context: object) => void;

export interface Simulator extends ChatAdapter {
  /** Ends the open connections of pages, so that the server can stop. */
  stop(): void;
}

/**
 * The port in a browser page: a chat to try, where nobody real reads. The page alone holds the text of its posts.
 * Quietword is in its channels from the start, so that it joins none: `announcement` is pinned in each.
 */
export function createSimulator(parts: {
  inbound: Omit<Inbound, 'onJoined'>;
  announcement: () => string;
  render: Render;
  log: Log;
}): Simulator {
  const mailbox = new Mailbox();
  return {
    platform: 'simulator',
    routes: () => simulatorRoutes({ ...parts, mailbox }),
    async sendPrivately(to, notice) {
      const [session = '', person = ''] = to.person.split('.');
      const message = to.message === '' ? null : Number(to.message.split('.')[1]);
      // The latest that is said about a post takes the place of what was said before; a summary speaks of others, too.
      const place =
        message === null ? placeOf(notice) : notice.kind === 'summary' ? `${message} and more` : String(message);
      const open = mailbox.deliver(session, { ...notice, message, person, place });
      return open ? { status: 'accepted', via: 'page', ref: place } : { status: 'unreachable', reason: 'no-page' };
    },
    // The page puts what is asked in the place of what was asked before by itself.
    async change() {
      return true;
    },
    async announce() {
      return { status: 'accepted', via: 'page', ref: null };
    },
    directories: async () => [DEMO_DIRECTORY],
    stop: () => mailbox.close(),
  };
}

/** Of what is about no post: a question takes the place of the one before it, a refresher stands by itself. */
const placeOf = ({ kind, incident }: PrivateNotice): string => (kind === 'refresher' ? incident : 'quiz');
