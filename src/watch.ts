import type { InboundMessage, OnMessage, PostedMessage } from './chat.ts';
import type { Log } from './log.ts';
import type { Metrics } from './metrics.ts';
import { plan } from './nudges/plan.ts';
import { judgeInThread } from './policy/in-thread.ts';
import type { Engine, Verdict } from './policy/types.ts';
import type { Counts } from './store/counts.ts';
import type { Db } from './store/database.ts';
import { claim, keyOf, resolve } from './store/incidents.ts';
import type { Queue } from './store/queue.ts';
import type { Threads } from './threads.ts';

/** What the journey needs on its way. */
export interface House {
  /** The policy as it is now: taken once for each message. */
  readonly engine: () => Engine;
  readonly db: Db;
  readonly queue: Queue;
  readonly threads: Threads;
  readonly counts: Counts;
  readonly metrics: Metrics;
  readonly log: Log;
}

/**
 * One message's whole journey. In a channel that the policy excludes it is not looked at. Else it is judged in memory; what must be remembered is stored, without
 * its text; then the adapter may acknowledge. The notice goes out from the queue (`nudges/deliver.ts`).
 * Rejects where the claim can't be stored: the platform then delivers the message again.
 */
export function createWatch(house: House): OnMessage {
  return async (message) => {
    if (message.type === 'deleted') {
      house.threads.forget(message);
      return putRight(house, message, 'deleted');
    }

    const engine = house.engine();
    const { text, attachments, channel } = message;
    if (engine.excludes(channel)) return;
    const asked = { text, attachments, audience: channel.audience };
    const verdict = judgeInThread(engine, asked, house.threads.before(message));
    house.threads.remember(message);
    house.metrics.judged(message.platform, channel.audience, verdict.level);

    if (!isFlagged(verdict)) {
      if (isEdit(message)) return putRight(house, message, 'edited');
      house.counts.addClear(message);
      return;
    }
    await claimAndEnqueue(house, message, verdict, engine.policy);
  };
}

type Flagged = Verdict & { readonly level: 'nudge' | 'urgent' };
const isFlagged = (verdict: Verdict): verdict is Flagged => verdict.level !== 'clear';
const isEdit = (message: PostedMessage): boolean => message.version !== '';

/** Claims the message and, in the same transaction, enqueues its notice. The text stops here. */
async function claimAndEnqueue(
  house: House,
  message: PostedMessage,
  verdict: Flagged,
  policy: Engine['policy'],
): Promise<void> {
  const incident = await house.db.transaction().execute(async (trx) => {
    const claimed = await claim(trx, { message, verdict, policy, plan });
    if (claimed?.delivery === 'waiting') {
      await house.queue.enqueue(trx, { tenant: message.tenant, incident: claimed.id, attempt: 0 });
    }
    return claimed;
  });
  house.log.info(incident ? 'message.claimed' : 'message.known', {
    platform: message.platform,
    level: verdict.level,
    ...(incident ? { incident: incident.id } : {}),
  });
}

/** An edit that leaves nothing to say, or a deletion, closes what was open about that message. */
async function putRight(house: House, message: InboundMessage, how: 'edited' | 'deleted'): Promise<void> {
  const key =
    message.type === 'posted'
      ? keyOf(message)
      : { platform: message.platform, tenant: message.tenant, channel: message.channelId, message: message.id };
  const closed = await resolve(house.db, key, how);
  if (closed > 0) house.metrics.putRight(message.platform, how);
}
