import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { slackCode } from './errors.ts';
import { type Again, readAgain } from './inbound.ts';
import type { Workspace } from './workspace.ts';

export interface Place {
  readonly channel: string;
  readonly message: string;
  readonly thread: string | null;
}

/** The message at a place, as it is now. Never rejects. */
export type Reread = (place: Place) => Promise<Again>;

const answer = z.object({ messages: z.array(z.looseObject({ ts: z.string() })) });
const GONE = new Set(['message_not_found', 'thread_not_found']);
/** `latest` and `oldest` leave the one message, and a thread's first, which Slack always sends along. */
const LIMIT = 20;

export function createReread(client: WebClient, workspace: Workspace, log: Log): Reread {
  return async ({ channel, message, thread }) => {
    const one = { channel, latest: message, oldest: message, inclusive: true, limit: LIMIT };
    try {
      const { messages } = answer.parse(
        thread === null
          ? await client.conversations.history(one)
          : await client.conversations.replies({ ...one, ts: thread }),
      );
      const found = messages.find(({ ts }) => ts === message);
      return found ? readAgain(found, workspace) : { status: 'gone' };
    } catch (error) {
      const code = slackCode(error);
      if (code !== undefined && GONE.has(code)) return { status: 'gone' };
      log.warn('slack.message_not_reread', { channel, reason: code ?? 'unknown', error });
      return { status: 'unknown' };
    }
  };
}
