import type { Response } from 'express';
import type { ChatAdapter, OnMessage } from '../../chat.ts';
import type { Log } from '../../log.ts';
import { Mailbox } from './mailbox.ts';
import { simulatorRoutes } from './routes.ts';

/** Answers with a page made from a template below `src/`. */
export type Render = (res: Response, template: string, context: object) => void;

export interface Simulator extends ChatAdapter {
  /** Ends the open connections of pages, so that the server can stop. */
  stop(): void;
}

/**
 * The port in a browser page: a chat to try, where nobody real reads. People are named
 * `<session of the page>.<member of the team>`, messages `<session>.<number>`; the page alone holds
 * their text.
 */
export function createSimulator(parts: { onMessage: OnMessage; render: Render; log: Log }): Simulator {
  const mailbox = new Mailbox();
  return {
    platform: 'simulator',
    routes: () => simulatorRoutes({ ...parts, mailbox }),
    async sendPrivately(to, notice) {
      const [session = '', person = ''] = to.person.split('.');
      const message = Number(to.message.split('.')[1]);
      const open = mailbox.deliver(session, { ...notice, message, person });
      return open ? { status: 'accepted', via: 'page' } : { status: 'unreachable', reason: 'no-page' };
    },
    stop: () => mailbox.close(),
  };
}
