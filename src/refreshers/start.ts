import { schedule } from 'node-cron';
import type { RefresherDesk } from './desk.ts';
import { sendRefreshers } from './hand-out.ts';

const EVERY_TWO_SECONDS = '*/2 * * * * *';
const nothing = () => {};
/** It would write lines of its own among those of our log; the next look comes soon anyway. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface Refreshers {
  /** Waits for what is in hand. */
  stop(): Promise<void>;
}

/** Looks every two seconds whose time has come: what is due is in rows, so that any number of processes may look. */
export function startRefreshers(desk: RefresherDesk): Refreshers {
  let inHand: Promise<void> = Promise.resolve();
  const task = schedule(
    EVERY_TWO_SECONDS,
    () => {
      inHand = sendRefreshers(desk).catch((error: unknown) => desk.log.error('refresher.failed', { error }));
      return inHand;
    },
    { noOverlap: true, suppressMissedWarning: true, logger: SILENT },
  );
  return {
    async stop() {
      await task.destroy();
      await inHand;
    },
  };
}
