import type { ChatAdapter, Platform, Receipt } from '../chat.ts';
import type { Log } from '../log.ts';
import type { Engine } from '../policy/types.ts';
import type { Db } from '../store/database.ts';
import { findIncident } from '../store/incident.ts';
import { findNotice, type Notice, setDelivery } from '../store/notices.ts';
import type { NoticeJob, Queue } from '../store/queue.ts';
import { offerRefresher } from '../store/refresher-offers.ts';
import type { Trx } from '../store/tables.ts';
import { raiseIncident } from '../store/triage.ts';
import { compose } from './compose.ts';
import type { NoticeFacts } from './facts.ts';
import { nextStep, waitForLater, waitForUnreachable } from './handover.ts';
import { settle } from './settle.ts';

export interface Post {
  readonly db: Db;
  readonly queue: Queue;
  readonly engine: () => Engine;
  readonly now: () => Date;
  readonly adapters: ReadonlyMap<Platform, ChatAdapter>;
  readonly log: Log;
  /** Told once for each step that a notice takes, for the metrics. */
  readonly onStep: (platform: Platform, step: string) => void;
}

/**
 * Carries one notice to its reader. The handing over is recorded before the platform is asked and
 * its answer after, each in a transaction: whatever dies in between, `nextStep` can tell.
 */
export async function deliver(post: Post, job: NoticeJob, lastTry: boolean): Promise<void> {
  const taken = await takeUp(post, job, lastTry);
  if (!taken) return;
  const { notice, offers } = taken;
  const adapter = post.adapters.get(notice.platform);
  const { wording, nudging } = post.engine().policy;
  const facts = { ...factsOf(notice, nudging['credit-minutes']), offers };
  // What is put in the place of another rings no bell: a reminder is said anew, and so is what sums up other messages.
  const replaces = notice.kind === 'reminder' || notice.kind === 'summary' ? null : notice.replaces;
  const said = compose(facts, wording[facts.language]);
  const send = (to: ChatAdapter): Promise<Receipt> => to.sendPrivately(notice.to, said, replaces);
  const receipt: Receipt = notice.left
    ? { status: 'unreachable', reason: 'left' }
    : adapter
      ? await send(adapter)
      : { status: 'later', afterSeconds: 300, reason: 'platform-off' };
  await record(post, job, notice, receipt);
  if (notice.kind !== 'thanks' || receipt.status !== 'accepted') return;
  const { platform, incident, to } = notice;
  await settle(post, { platform, incident, to, notice: said, but: receipt.ref, burst: false });
}

function factsOf(notice: Notice, creditMinutes: number): Omit<NoticeFacts, 'offers'> {
  const { postedAt, resolvedAt, resolution, language } = notice;
  return {
    ...notice,
    language: language ?? 'en',
    putRight: resolution,
    early: resolvedAt !== null && resolvedAt.getTime() - postedAt.getTime() <= creditMinutes * 60_000,
  };
}

/** Marks the notice as handed over and gives it, or undefined where there is nothing to say. */
async function takeUp(
  post: Post,
  job: NoticeJob,
  lastTry: boolean,
): Promise<{ readonly notice: Notice; readonly offers: boolean } | undefined> {
  return post.db.transaction().execute(async (trx) => {
    const { tenant, attempt } = job;
    const notice = await findNotice(trx, job, post.now());
    if (!notice) return undefined;
    const step = nextStep(notice, attempt, lastTry);
    post.onStep(notice.platform, step);
    switch (step) {
      case 'send':
        await setDelivery(trx, tenant, notice, { delivery: 'handed', attempts: attempt + 1 }, { kind: 'handed' });
        return { notice, offers: notice.kind === 'thanks' && (await offerRefresher(trx, tenant, notice.incident)) };
      case 'send-again':
        await setDelivery(trx, tenant, notice, { delivery: 'handed' }, { kind: 'handed-again', detail: 'answer-lost' });
        return { notice, offers: false };
      case 'uncertain':
        await setDelivery(trx, tenant, notice, { delivery: 'uncertain' }, { kind: 'uncertain', detail: 'answer-lost' });
        return undefined;
      case 'hold':
        await setDelivery(trx, tenant, notice, { delivery: 'held' }, { kind: 'held', detail: 'put-right' });
        return undefined;
      case 'skip':
        return undefined;
    }
  });
}

async function record(post: Post, job: NoticeJob, notice: Notice, receipt: Receipt): Promise<void> {
  const { tenant } = job;
  if (receipt.status === 'accepted') {
    const { via, ref } = receipt;
    await setDelivery(post.db, tenant, notice, { delivery: 'sent', via, ref }, { kind: 'sent', detail: via });
  } else await post.db.transaction().execute((trx) => notYet(trx, post, job, notice, receipt));
  post.onStep(notice.platform, receipt.status);
  post.log.info('notice.delivered', {
    incident: notice.incident,
    kind: notice.kind,
    platform: notice.platform,
    level: notice.level,
    status: receipt.status,
    ...(receipt.status === 'accepted' ? { via: receipt.via } : { reason: receipt.reason }),
  });
}

/** Not handed over: it is tried again later, or else who else has to know is told. */
async function notYet(
  trx: Trx,
  post: Post,
  job: NoticeJob,
  notice: Notice,
  receipt: Exclude<Receipt, { status: 'accepted' }>,
): Promise<void> {
  const { tenant } = job;
  const attempts = job.attempt + 1;
  const wait = receipt.status === 'later' ? waitForLater(attempts, receipt.afterSeconds) : waitForUnreachable(attempts);
  const delivery = receipt.status === 'later' && wait !== null ? 'waiting' : 'unreachable';
  await setDelivery(trx, tenant, notice, { delivery }, { kind: receipt.status, detail: receipt.reason });
  if (wait !== null) await post.queue.enqueue(trx, { ...job, attempt: attempts }, wait);
  // Nobody can tell the poster, and it is urgent: somebody else has to look at it.
  if (delivery !== 'unreachable' || notice.level !== 'urgent') return;
  const incident = await findIncident(trx, tenant, notice.incident);
  if (incident) await raiseIncident(trx, tenant, incident, 'unreachable', post.now());
}
