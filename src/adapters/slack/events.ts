import type { App } from '@slack/bolt';
import { z } from 'zod';
import type { Desk } from './desk.ts';
import { readMessage } from './inbound.ts';
import { channelId, personId } from './payloads.ts';
import { listenToStaff, STAFF_EVENTS } from './staff-events.ts';
import { type Envelope, envelope, isFor, type Workspace } from './workspace.ts';

export const EVENT_TYPES: ReadonlySet<string> = new Set(['message', 'member_joined_channel', ...STAFF_EVENTS]);

const joined = z.object({ user: personId, channel: channelId, channel_type: z.string().optional() });

/** Hands in what Slack tells of: messages, that the app was brought into a channel, and who is staff. */
export function listen(app: App, desk: Desk): void {
  const { inbound, workspace, channelOf, log } = desk;
  // An error handler that resolves would have the receiver answer 200, and the message would be lost.
  app.error(async (error) => {
    throw 'original' in error ? error.original : error;
  });

  app.event('message', async ({ event, body }) => {
    const here = await workspace();
    const outside = outsideOf(body, here);
    if (!outside) return;
    const read = readMessage(event, here);
    switch (read.type) {
      case 'ignored':
        if (read.reason === 'malformed') ignored(read.reason);
        else log.debug('slack.message_ignored', { reason: read.reason });
        return;
      case 'deleted':
        return inbound.onMessage(read.message);
      case 'posted': {
        const channel = await channelOf(read.channel, outside.is_ext_shared_channel === true);
        return inbound.onMessage({ ...read.message, channel });
      }
    }
  });

  app.event('member_joined_channel', async ({ event, body }) => {
    const here = await workspace();
    const outside = outsideOf(body, here);
    if (!outside) return;
    const parsed = joined.safeParse(event);
    if (!parsed.success) return ignored('malformed');
    if (parsed.data.user !== here.botUserId) return;
    const hint = { id: parsed.data.channel, type: parsed.data.channel_type === 'G' ? 'group' : 'channel' };
    const channel = await channelOf(hint, outside.is_ext_shared_channel === true);
    return inbound.onJoined({ platform: 'slack', tenant: here.tenant, channel });
  });

  const outsideOf = (body: unknown, here: Workspace): Envelope | undefined => {
    const outside = envelope.safeParse(body);
    if (!outside.success) {
      ignored('malformed');
      return undefined;
    }
    if (isFor(outside.data, here)) return outside.data;
    log.warn('slack.other_workspace', { tenant: outside.data.team_id ?? 'unknown' });
    return undefined;
  };
  const ignored = (reason: string) => log.warn('slack.message_ignored', { reason });

  listenToStaff(app, desk, outsideOf);
}
