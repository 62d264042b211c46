import { z } from 'zod';
import type { Log } from '../../log.ts';
import type { GuestsAmong } from './members.ts';
import { channelId } from './payloads.ts';
import type { Connected, Workspaces } from './workspaces.ts';

/** What one process is told of channels, and all others have to know (`src/store/slack-channel-changes.ts`). */
export interface ChannelChangeStore {
  note(tenant: string, channel: string): Promise<void>;
  recent(seconds: number): Promise<readonly { readonly tenant: string; readonly channel: string; readonly at: Date }[]>;
}

/** Makes every process forget who can read a channel that has changed: this one at once, the others within seconds. */
export interface ChannelLife {
  /** Never rejects: where the others can't be told, they ask Slack anew within ten minutes. */
  changed(here: Connected, channel: string): Promise<void>;
  /** Somebody came to it, maybe the app itself. Rejects where it can't be known whether they are a guest. */
  joined(here: Connected, person: string, channel: string): Promise<void>;
  /** Forgets what others were told of meanwhile. Rejects where that can't be known; the next look does it. */
  look(): Promise<void>;
  /** Looks every five seconds. */
  start(): void;
  stop(): void;
}

const EVERY_MS = 5_000;
/** Longer than a look may be late. */
const RECENT_SECONDS = 60;

export function createChannelLife(parts: {
  readonly store: ChannelChangeStore;
  readonly workspaces: Pick<Workspaces, 'of'>;
  readonly guestsAmong: GuestsAmong;
  readonly log: Log;
}): ChannelLife {
  const { store, workspaces, guestsAmong, log } = parts;
  /** When each changed, of those that were forgotten for it. */
  let known = new Map<string, number>();
  let timer: NodeJS.Timeout | undefined;

  const changed: ChannelLife['changed'] = async (here, channel) => {
    here.forgetChannel(channel);
    try {
      await store.note(here.tenant, channel);
    } catch (error) {
      log.warn('slack.channel_change_not_noted', { channel, error });
    }
  };

  const look = async (): Promise<void> => {
    const seen = new Map<string, number>();
    for (const { tenant, channel, at } of await store.recent(RECENT_SECONDS)) {
      const name = `${tenant} ${channel}`;
      if (known.get(name) !== at.getTime()) (await workspaces.of([tenant]))?.forgetChannel(channel);
      seen.set(name, at.getTime());
    }
    known = seen;
  };

  return {
    changed,
    look,
    async joined(here, person, channel) {
      const matters = person === here.botUserId || (await guestsAmong({ tenant: here.tenant, people: [person] })) > 0;
      if (matters) await changed(here, channel);
    },
    start() {
      timer = setInterval(() => {
        look().catch((error: unknown) => log.warn('slack.channel_changes_not_read', { error }));
      }, EVERY_MS).unref();
    },
    stop: () => clearInterval(timer),
  };
}

const ofChannel = z.object({ subtype: z.string(), channel: channelId, channel_type: z.string().optional() });
const CHANGES = new Set([
  ...[
    'channel_name',
    'channel_archive',
    'channel_unarchive',
    'channel_convert_to_private',
    'channel_convert_to_public',
  ],
  ...['group_name', 'group_archive', 'group_unarchive'],
]);
const COMING_AND_GOING = new Set(['channel_join', 'channel_leave', 'group_join', 'group_leave']);

/**
 * The channel that one of Slack's own messages in it says has changed. Who comes and goes matters at once where few may read: a
 * public channel is the organisation's, whatever its size, and Slack limits how often it may be looked up.
 */
export function changedChannel(event: Readonly<Record<string, unknown>>): string | undefined {
  // What people write has none, and to find that out by a schema is to make an error for each message.
  if (event.subtype === undefined) return undefined;
  const { data } = ofChannel.safeParse(event);
  if (!data) return undefined;
  const matters = CHANGES.has(data.subtype) || (COMING_AND_GOING.has(data.subtype) && data.channel_type !== 'channel');
  return matters ? data.channel : undefined;
}
