/** From a refresher whose time has come to its people: chosen once, then handed out as fast as they can be written to. */
import type { Platform } from '../chat.ts';
import { nextWorkingMoment } from '../nudges/quiet-hours.ts';
import { before, DAY, HOUR, MINUTE } from '../quizzes/desk.ts';
import { choosePage, claimRefresher } from '../store/refresher-audience.ts';
import { countOnTheWay, endRefreshers, takeDueCopies } from '../store/refresher-recipients.ts';
import type { RefresherDesk } from './desk.ts';

const PAGE = 1000;
/** A process that chooses says so with each page; one that has been silent for so long has gone. */
const LEASE = 2 * MINUTE;
/** In the queue at most at once: what is cancelled, or caught by the evening, has not gone far. */
const ON_THE_WAY = 500;
/** Longer than any platform that puts us off makes a job wait. */
const STRANDED = HOUR;
/** Whoever was away for longer is not sent what everybody else read weeks ago. */
const STALE = 28 * DAY;

/** Any number of processes may do so at once. `page`: how many people are looked at at a time. */
export async function sendRefreshers(desk: RefresherDesk, page = PAGE): Promise<void> {
  await chooseAll(desk, page);
  await handOut(desk);
  const now = desk.now();
  const times = { now, strandedBefore: before(now, STRANDED), staleBefore: before(now, STALE) };
  await desk.db.transaction().execute((trx) => endRefreshers(trx, times));
}

const platformsOf = ({ adapters }: RefresherDesk): Platform[] => [...adapters.keys()];

/** A refresher that was claimed is chosen for to its end, page by page, each in a transaction. */
async function chooseAll(desk: RefresherDesk, page: number): Promise<void> {
  const { db, now, log } = desk;
  for (;;) {
    const claim = { platforms: platformsOf(desk), now: now(), leaseMs: LEASE };
    const choosing = await db.transaction().execute((trx) => claimRefresher(trx, claim));
    if (!choosing) return;
    const { refresher } = choosing;
    for (let after: string | null = choosing.after; ; ) {
      const from = { after, most: page, now: now() };
      after = await db.transaction().execute((trx) => choosePage(trx, refresher, from));
      if (after === null) break;
    }
    log.info('refresher.chosen', { refresher: refresher.id, platform: refresher.platform });
  }
}

/** In working hours, and not more than can be written to soon. */
async function handOut(desk: RefresherDesk): Promise<void> {
  const { db, queue, engine, now } = desk;
  const { quizzing, nudging } = engine().policy;
  const at = now();
  if (nextWorkingMoment(at, nudging) > at) return;
  const moment = {
    platforms: platformsOf(desk),
    now: at,
    quietSince: before(at, quizzing['after-incident-minutes'] * MINUTE),
    strandedBefore: before(at, STRANDED),
  };
  const room = ON_THE_WAY - (await countOnTheWay(db, moment));
  if (room <= 0) return;
  await db.transaction().execute(async (trx) => {
    const copies = await takeDueCopies(trx, moment, room);
    await queue.enqueueRefreshers(
      trx,
      copies.map(({ tenant, id, attempts }) => ({ tenant, copy: id, attempt: attempts })),
    );
  });
}
