import { z } from 'zod';
import { type ChannelLife, changedChannel } from './channel-life.ts';
import type { Desk } from './desk.ts';
import { type Envelope, envelope, tenantsOf, tenantsOfEvent } from './envelope.ts';
import { HOME_OPENED, takeHomeOpened } from './home/show.ts';
import { readMessage } from './inbound.ts';
import type { Ended, Installations } from './installations.ts';
import { channelId, personId } from './payloads.ts';
import type { Reading } from './reading.ts';
import { type Answered, Refused } from './requests.ts';
import { readStaff, STAFF_EVENTS } from './staff-events.ts';
import type { Connected } from './workspaces.ts';

/** How often Slack has sent an event before, and why it does again. */
export interface Again {
  readonly attempt: number;
  readonly reason: string | undefined;
}

export type TakeEvent = (body: unknown, again: Again) => Promise<Answered>;

const body = z.discriminatedUnion('type', [
  z.object({ type: z.literal('url_verification'), challenge: z.string() }),
  z.object({
    type: z.literal('app_rate_limited'),
    team_id: z.string().optional(),
    /** Seconds since 1970: the minute from which on events are withheld. */
    minute_rate_limited: z.number().optional(),
  }),
  z.looseObject({ type: z.literal('event_callback'), event: z.looseObject({ type: z.string() }) }),
]);
type Inner = Readonly<Record<string, unknown>>;

const joined = z.object({ user: personId, channel: channelId, channel_type: z.string().optional() });
const revoked = z.object({ tokens: z.object({ bot: z.array(z.string()).nullish() }) });

/**
 * What Slack tells of: messages, that the app was brought into a channel, that somebody opened its Home tab, who is staff, that it was taken
 * away. Not by way of Bolt's App, which
 * acknowledges before its listeners have run, so that a message whose claim can't be stored would be lost:
 * https://github.com/slackapi/bolt-js/issues/2788. Rejects where Slack must send it again (at once, after a minute, after five).
 */
export function takeEvents(
  desk: Desk,
  installations: Pick<Installations, 'ended'>,
  reading: Pick<Reading, 'listening' | 'taken' | 'withheld'>,
  channels: Pick<ChannelLife, 'changed' | 'joined'>,
): TakeEvent {
  const { inbound, workspaces, log } = desk;
  const ignored = (reason: string) => log.warn('slack.message_ignored', { reason });

  const takeMessage = async (event: Inner, outside: Envelope, here: Connected): Promise<void> => {
    const changed = changedChannel(event);
    if (changed !== undefined) await channels.changed(here, changed);
    const read = readMessage(event, here);
    switch (read.type) {
      case 'ignored':
        if (read.reason === 'malformed') ignored(read.reason);
        else log.debug('slack.message_ignored', { reason: read.reason });
        return;
      case 'deleted':
        return inbound.onMessage(read.message);
      case 'posted': {
        const channel = await here.channelOf(read.channel, outside.is_ext_shared_channel === true);
        return inbound.onMessage({ ...read.message, channel });
      }
    }
  };

  const takeJoined = async (event: Inner, outside: Envelope, here: Connected): Promise<void> => {
    const parsed = joined.safeParse(event);
    if (!parsed.success) return ignored('malformed');
    await channels.joined(here, parsed.data.user, parsed.data.channel);
    if (parsed.data.user !== here.botUserId) return;
    const hint = { id: parsed.data.channel, type: parsed.data.channel_type === 'G' ? 'group' : 'channel' };
    const channel = await here.channelOf(hint, outside.is_ext_shared_channel === true);
    return inbound.onJoined({ platform: 'slack', tenant: here.tenant, channel, reads: 'channel' });
  };

  const takeStaff = async (event: Inner, _outside: Envelope, here: Connected): Promise<void> => {
    const change = readStaff(event, here);
    if (change) await inbound.onStaff({ platform: 'slack', tenant: here.tenant, changes: [change] });
  };

  /** Whether or not a token of it is still good. */
  const takeEnd = async (how: Ended, outside: Envelope): Promise<void> => {
    const at = outside.event_time ? new Date(outside.event_time * 1000) : new Date();
    for (const tenant of tenantsOfEvent(outside)) {
      await installations.ended(tenant, how, at);
      workspaces.forget(tenant);
    }
  };

  /** What is stored of each. */
  const IN_A_WORKSPACE: Record<string, typeof takeMessage> = {
    message: takeMessage,
    member_joined_channel: takeJoined,
    [HOME_OPENED]: async () => {},
    ...Object.fromEntries(STAFF_EVENTS.map((type) => [type, takeStaff])),
  };

  const take = async (event: Inner & { readonly type: string }, whole: unknown, attempt: number): Promise<Answered> => {
    const { data: outside } = envelope.safeParse(whole);
    if (!outside) {
      ignored('malformed');
      return {};
    }
    const ended = howEnded(event);
    if (ended) await takeEnd(ended, outside);
    const takeHere = IN_A_WORKSPACE[event.type];
    if (!takeHere) return {};
    const here = await workspaces.of(tenantsOfEvent(outside));
    if (!here) {
      log.warn('slack.other_workspace', { tenant: outside.team_id ?? 'unknown' });
      return {};
    }
    await reading.listening(here.tenant);
    await takeHere(event, outside, here);
    if (outside.event_time) await reading.taken(here.tenant, new Date(outside.event_time * 1000), attempt);
    return event.type === HOME_OPENED ? takeHomeOpened(desk, event, here) : {};
  };

  /** Messages of that minute were not sent to us and will not be: they are read again. */
  const takeWithheld = async (team: string | undefined, minute: number | undefined): Promise<void> => {
    log.error('slack.events_withheld', { tenant: team ?? 'unknown' });
    const here = await workspaces.of(tenantsOf({ team_id: team }));
    if (here) await reading.withheld(here.tenant, minute ? new Date(minute * 1000) : new Date());
  };

  return async (given, { attempt, reason }) => {
    const parsed = body.safeParse(given);
    if (!parsed.success) {
      throw new Refused(400, 'unknown_kind', 'The body is not a kind of Slack request that is answered here.');
    }
    switch (parsed.data.type) {
      case 'url_verification':
        return { body: { challenge: parsed.data.challenge } };
      case 'app_rate_limited':
        await takeWithheld(parsed.data.team_id, parsed.data.minute_rate_limited);
        return {};
      case 'event_callback':
        try {
          return await take(withoutNulls(parsed.data.event), parsed.data, attempt);
        } catch (error) {
          log.error('slack.event_failed', { error, attempt, ...(reason === undefined ? {} : { reason }) });
          throw new Refused(500, 'event_failed', 'The event could not be taken; please send it again.');
        }
    }
  };
}

/** People's own tokens, of which we ask none, are told of by the same event. */
function howEnded(event: Inner): Ended | undefined {
  if (event.type === 'app_uninstalled') return 'uninstalled';
  return event.type === 'tokens_revoked' && revoked.safeParse(event).data?.tokens.bot?.length ? 'revoked' : undefined;
}

/** Slack leaves out what doesn't apply, and now and then writes null. */
function withoutNulls<T extends Inner>(event: T): T {
  return Object.fromEntries(Object.entries(event).filter(([, value]) => value !== null)) as T;
}
