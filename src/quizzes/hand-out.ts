/** From a slot to the person: when they are at work, in a time that is theirs to be asked in, and not just after a flagged message. */
import { type DueRound, takeDueRounds, zonesAsked } from '../store/quiz-due.ts';
import { tenantsAsked } from '../store/quiz-slots.ts';
import { weekPart } from '../store/week-part.ts';
import { before, type Desk, HOUR, MINUTE } from './desk.ts';
import { clocksOf } from './hours.ts';

const BATCH = 1000;
/** Longer than any platform that puts us off makes a job wait. */
const STRANDED = HOUR;

/** Puts what is due into the queue; any number of processes may do so at once. */
export async function handOut(desk: Desk): Promise<void> {
  const { db, queue, engine, now } = desk;
  const { policy } = engine();
  const { quizzing } = policy;
  const at = now();
  const moment = {
    now: at,
    part: weekPart(at),
    activeSince: before(at, quizzing['active-minutes'] * MINUTE),
    quietSince: before(at, quizzing['after-incident-minutes'] * MINUTE),
    reachBefore: before(at, quizzing['reach-after-hours'] * HOUR),
    remindBefore: before(at, quizzing['reminder-hours'] * HOUR),
    strandedBefore: before(at, STRANDED),
  };
  for (const tenant of await tenantsAsked(db)) {
    const clocks = clocksOf(at, await zonesAsked(db, tenant), policy);
    if (!clocks.some(({ free }) => free)) continue;
    for (let after: string | null = null, taken = BATCH; taken === BATCH; ) {
      const rounds: DueRound[] = await db.transaction().execute(async (trx) => {
        const due = await takeDueRounds(trx, tenant, { ...moment, clocks }, { after, most: BATCH });
        await queue.enqueueQuizzes(
          trx,
          due.map(({ id, attempts }) => ({ tenant, round: id, attempt: attempts })),
        );
        return due;
      });
      taken = rounds.length;
      after = rounds.reduce<string | null>(
        (last, { person }) => (last === null || person > last ? person : last),
        after,
      );
    }
  }
}
