/** Sends one person's copy, as a notice is handed over: recorded before the platform is asked, and after. */
import type { Receipt } from '../chat.ts';
import { nextStep, waitForLater } from '../nudges/handover.ts';
import type { RefresherJob } from '../store/queue.ts';
import { type Copy, findCopy, setCopy } from '../store/refresher-recipients.ts';
import type { RefresherDesk } from './desk.ts';
import { sayCopy } from './say-copy.ts';
import { timeFor } from './time.ts';

export async function send(desk: RefresherDesk, job: RefresherJob, lastTry: boolean): Promise<void> {
  const copy = await takeUp(desk, job, lastTry);
  if (!copy) return;
  const { tenant } = job;
  const adapter = desk.adapters.get(copy.refresher.platform);
  const to = { tenant, person: copy.user, channel: '', message: '', thread: null };
  const receipt: Receipt = adapter
    ? await adapter.sendPrivately(to, sayCopy(desk, copy), null)
    : { status: 'later', afterSeconds: 300, reason: 'platform-off' };
  await record(desk, job, copy, receipt);
}

/** Marks the copy as handed over, or undefined where now is not the time, or it is not to be sent any more. */
async function takeUp(desk: RefresherDesk, job: RefresherJob, lastTry: boolean): Promise<Copy | undefined> {
  const { tenant, attempt } = job;
  return desk.db.transaction().execute(async (trx) => {
    const copy = await findCopy(trx, tenant, job.copy);
    if (!copy || copy.delivery === 'offered') return undefined;
    const { delivery, attempts } = copy;
    // A refresher is never worth saying twice.
    const open = { kind: 'first', level: 'nudge', resolution: null, answer: null, messages: 1 } as const;
    const step = nextStep({ ...open, delivery, attempts }, attempt, lastTry);
    if (step === 'uncertain') await setCopy(trx, tenant, copy.id, { delivery: 'uncertain', reason: 'answer-lost' });
    if (step !== 'send') return undefined;
    if (!copy.isTest && copy.refresher.state !== 'sending') {
      await setCopy(trx, tenant, copy.id, { delivery: 'held', reason: 'cancelled' });
      return undefined;
    }
    const time = copy.isTest ? 'now' : timeFor(desk.now(), copy, desk.engine().policy);
    if (time !== 'now') {
      const later = time === 'left' ? undefined : { queued_at: null, not_before: time.notBefore };
      await setCopy(trx, tenant, copy.id, later ?? { delivery: 'held', reason: 'left' });
      return undefined;
    }
    await setCopy(trx, tenant, copy.id, { delivery: 'handed', attempts: attempt + 1, queued_at: desk.now() });
    return copy;
  });
}

async function record(desk: RefresherDesk, job: RefresherJob, copy: Copy, receipt: Receipt): Promise<void> {
  const { tenant } = job;
  const attempts = job.attempt + 1;
  const at = desk.now();
  await desk.db.transaction().execute(async (trx) => {
    if (receipt.status === 'accepted')
      return setCopy(trx, tenant, copy.id, { delivery: 'sent', via: receipt.via, reason: null, sent_at: at });
    const wait = receipt.status === 'later' ? waitForLater(attempts, receipt.afterSeconds) : null;
    // Who can't be reached is not tried again by itself: the trainer sees why, and may resend.
    if (wait === null) return setCopy(trx, tenant, copy.id, { delivery: 'unreachable', reason: receipt.reason });
    const queued_at = new Date(at.getTime() + wait * 1000);
    await setCopy(trx, tenant, copy.id, { delivery: 'waiting', reason: receipt.reason, queued_at });
    return desk.queue.enqueueRefreshers(trx, [{ ...job, attempt: attempts }], wait);
  });
  desk.log.info('refresher.sent', {
    refresher: copy.refresher.id,
    platform: copy.refresher.platform,
    status: receipt.status,
    ...(receipt.status === 'accepted' ? { via: receipt.via } : { reason: receipt.reason }),
  });
}
