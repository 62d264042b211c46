import type { ChatAdapter, Platform, Receipt } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Db } from '../store/database.ts';
import { findNotice, type Notice, setDelivery } from '../store/incidents.ts';
import type { NoticeJob, Queue } from '../store/queue.ts';
import { compose } from './compose.ts';
import { nextStep, waitForLater, waitForUnreachable } from './handover.ts';

export interface Post {
  readonly db: Db;
  readonly queue: Queue;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly log: Log;
  /** Told once for each step that a notice takes, for the metrics. */
  readonly onStep: (platform: Platform, step: string) => void;
}

/**
 * Carries one notice to its poster. The handing over is recorded before the platform is asked and
 * its answer after, each in a transaction: whatever dies in between, `nextStep` can tell.
 */
export async function deliver(post: Post, job: NoticeJob, lastTry: boolean): Promise<void> {
  const notice = await takeUp(post, job, lastTry);
  if (!notice) return;
  const adapter = post.adapters.get(notice.platform);
  const receipt: Receipt = adapter
    ? await adapter.sendPrivately(notice.to, compose(notice))
    : { status: 'later', afterSeconds: 300, reason: 'platform-off' };
  await record(post, job, notice, receipt);
}

/** Marks the notice as handed over and gives it, or undefined where there is nothing to say. */
async function takeUp(post: Post, job: NoticeJob, lastTry: boolean): Promise<Notice | undefined> {
  return post.db.transaction().execute(async (trx) => {
    const notice = await findNotice(trx, job.tenant, job.incident);
    if (!notice) return undefined;
    const attempts = job.attempt + 1;
    const step = nextStep(notice, job.attempt, lastTry);
    post.onStep(notice.platform, step);
    switch (step) {
      case 'send':
        await setDelivery(trx, job.tenant, notice.id, { delivery: 'handed', attempts }, { kind: 'handed' });
        return notice;
      case 'send-again':
        await setDelivery(
          trx,
          job.tenant,
          notice.id,
          { delivery: 'handed' },
          { kind: 'handed-again', detail: 'answer-lost' },
        );
        return notice;
      case 'uncertain':
        await setDelivery(
          trx,
          job.tenant,
          notice.id,
          { delivery: 'uncertain' },
          { kind: 'uncertain', detail: 'answer-lost' },
        );
        return undefined;
      case 'hold':
        await setDelivery(trx, job.tenant, notice.id, { delivery: 'held' }, { kind: 'held', detail: 'put-right' });
        return undefined;
      case 'skip':
        return undefined;
    }
  });
}

async function record(post: Post, job: NoticeJob, notice: Notice, receipt: Receipt): Promise<void> {
  const attempts = job.attempt + 1;
  await post.db.transaction().execute(async (trx) => {
    if (receipt.status === 'accepted') {
      await setDelivery(
        trx,
        job.tenant,
        notice.id,
        { delivery: 'sent', via: receipt.via },
        { kind: 'sent', detail: receipt.via },
      );
      return;
    }
    const wait =
      receipt.status === 'later' ? waitForLater(attempts, receipt.afterSeconds) : waitForUnreachable(attempts);
    const delivery = receipt.status === 'later' && wait !== null ? 'waiting' : 'unreachable';
    await setDelivery(trx, job.tenant, notice.id, { delivery }, { kind: receipt.status, detail: receipt.reason });
    if (wait !== null) await post.queue.enqueue(trx, { ...job, attempt: attempts }, wait);
  });
  post.onStep(notice.platform, receipt.status);
  post.log.info('notice.delivered', {
    incident: notice.id,
    platform: notice.platform,
    level: notice.level,
    status: receipt.status,
    ...(receipt.status === 'accepted' ? { via: receipt.via } : { reason: receipt.reason }),
  });
}
