import { schedule } from 'node-cron';
import type { Desk } from './desk.ts';
import { handOut } from './hand-out.ts';
import { runSlots } from './round.ts';
import { latestSlots } from './slot.ts';

const EVERY_TEN_SECONDS = '*/10 * * * * *';
const nothing = () => {};
/** It would write lines of its own among those of our log; the next look comes in ten seconds anyway. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

export interface Quizzes {
  /** Waits for what is in hand. */
  stop(): Promise<void>;
}

/**
 * Looks every ten seconds whether a slot has come and who can be asked. The slot is worked out by the policy as it is now, and
 * its claim is a row: clocks that change, processes that were away and several at once need nothing more.
 */
export function startQuizzes(desk: Desk): Quizzes {
  let inHand: Promise<void> = Promise.resolve();
  let done: string | undefined;

  const look = async (): Promise<void> => {
    const { quizzing, nudging } = desk.engine().policy;
    if (!quizzing.on) return;
    const slots = JSON.stringify(latestSlots(desk.now(), quizzing, nudging['time-zone']));
    if (slots !== done && (await runSlots(desk))) done = slots;
    await handOut(desk);
  };
  const task = schedule(
    EVERY_TEN_SECONDS,
    () => {
      inHand = look().catch((error: unknown) => desk.log.error('quiz.failed', { error }));
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
