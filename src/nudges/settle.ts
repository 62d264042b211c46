import type { ChatAdapter, Platform, PrivateNotice, Recipient } from '../chat.ts';
import type { Log } from '../log.ts';
import { cardsOf } from '../store/cards.ts';
import type { Db } from '../store/database.ts';

export interface Cards {
  readonly db: Db;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly log: Log;
}

export interface Settled {
  readonly platform: Platform;
  readonly incident: string;
  readonly to: Recipient;
  /** What became of it: without its buttons it takes the place of the others. */
  readonly notice: PrivateNotice;
  /** The one that says so already. */
  readonly but: string | null;
  /** Whether it holds for the messages that were summed up with it. */
  readonly burst: boolean;
}

/**
 * So that no notice goes on asking for what was done: what became of a message is said on the others that its person had of it,
 * where the platform lets them be changed. Never rejects: one that stays as it was still takes its answers.
 */
export async function settle(cards: Cards, { platform, incident, to, notice, but, burst }: Settled): Promise<void> {
  const { db, adapters, log } = cards;
  const said: PrivateNotice = { ...notice, suggestion: null, choices: [], asks: null };
  try {
    for (const ref of await cardsOf(db, { tenant: to.tenant, incident, burst })) {
      if (ref === but) continue;
      const changed = await adapters.get(platform)?.change(to, said, ref);
      if (!changed) log.info('notice.card-stays', { incident, platform });
    }
  } catch (error) {
    log.warn('notice.card-stays', { incident, platform, error });
  }
}
