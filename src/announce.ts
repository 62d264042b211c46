import type { ChatAdapter, Inbound, Platform } from './chat.ts';
import type { House } from './house.ts';
import { announcement } from './nudges/checked.ts';
import { claimAnnouncement, releaseAnnouncement } from './store/announcements.ts';

/** Tells a channel, once, that Quietword is there. One that is never read is not told that it is. */
export function createAnnounce(
  { engine, db, log }: Pick<House, 'engine' | 'db' | 'log'>,
  adapters: ReadonlyMap<Platform, Pick<ChatAdapter, 'announce'>>,
): Inbound['onJoined'] {
  return async (joined) => {
    const { platform, tenant, channel } = joined;
    const { excludes, policy } = engine();
    const adapter = adapters.get(platform);
    if (excludes(channel) || !adapter) return;
    const place = { tenant, platform, channel: channel.id };
    if (!(await claimAnnouncement(db, place))) return;
    // Should it throw, nobody knows whether the channel heard it: it isn't said twice.
    const receipt = await adapter.announce(joined, announcement(policy.wording.en, joined.reads));
    log.info('channel.announced', { platform, channel: channel.id, status: receipt.status });
    if (receipt.status === 'accepted') return;
    await releaseAnnouncement(db, place);
    throw new NotAnnounced();
  };
}

class NotAnnounced extends Error {
  constructor() {
    super('The platform did not take the announcement; it may send the event again.');
  }
}
