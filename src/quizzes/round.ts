/** The weekly slot: what each person is asked is chosen once, by one process, and taken up again where that one died. */
import type { Db } from '../store/database.ts';
import { learnersOf, type StoredLearner } from '../store/quiz-learners.ts';
import { addRounds, lapseRounds, type RoundToAsk } from '../store/quiz-new-rounds.ts';
import { claimSlot, endSlot, moveSlot, peopleToAsk, tenantsLeft } from '../store/quiz-slots.ts';
import { choose, seenKey } from './choose.ts';
import type { Deck } from './deck.ts';
import { before, DAY, type Desk, MINUTE, scheduleOf } from './desk.ts';
import type { Schedule } from './schedule.ts';
import { latestSlot } from './slot.ts';

/** Memory is bounded by a page of people; its claim lasts for much longer than a page takes. */
const PAGE = 1000;
const LEASE = 2 * MINUTE;
/** What went wrong so long ago counts for nothing. */
const LATELY = 90 * DAY;

/** Runs the latest slot for each organisation where nobody has. True once none is left to run. */
export async function runSlots(desk: Desk, page = PAGE): Promise<boolean> {
  const { quizzing, nudging } = desk.engine().policy;
  const slot = latestSlot(desk.now(), quizzing, nudging['time-zone']);
  const seenSince = before(desk.now(), quizzing['active-days'] * DAY);
  const tenants = await tenantsLeft(desk.db, slot, seenSince);
  for (const tenant of tenants) {
    const claim = await claimSlot(desk.db, { tenant, at: slot, now: desk.now(), leaseMs: LEASE });
    if (claim) await runSlot(desk, { tenant, slot, seenSince, after: claim.after, page });
  }
  return tenants.length === 0;
}

interface Run {
  readonly tenant: string;
  readonly slot: Date;
  readonly seenSince: Date;
  readonly after: string | null;
  readonly page: number;
}

async function runSlot(desk: Desk, { tenant, slot, seenSince, page, ...run }: Run): Promise<void> {
  const { db, now, log } = desk;
  const deck = await desk.decks.of(tenant);
  const most = desk.engine().policy.quizzing.questions;
  const schedule = scheduleOf(desk);
  let count = 0;
  for (let { after } = run; ; ) {
    const people = await peopleToAsk(db, { tenant, slot, seenSince, now: now(), after, most: page });
    const last = people.at(-1);
    if (last === undefined) break;
    const rounds = await chooseFor(db, deck, { tenant, people, now: now(), most, schedule });
    await db.transaction().execute(async (trx) => {
      await lapseRounds(trx, { tenant, people, slot, now: now() });
      await addRounds(trx, tenant, slot, rounds);
      await moveSlot(trx, { tenant, at: slot, now: now(), after: last });
    });
    count += rounds.length;
    after = last;
  }
  await endSlot(db, { tenant, at: slot, now: now() });
  log.info('quiz.slot-run', { count });
}

interface Page {
  readonly tenant: string;
  readonly people: readonly string[];
  readonly now: Date;
  readonly most: number;
  readonly schedule: Schedule;
}

async function chooseFor(db: Db, deck: Deck, { tenant, people, now, most, schedule }: Page): Promise<RoundToAsk[]> {
  const learners = await learnersOf(db, { tenant, people, since: before(now, LATELY) });
  return [...learners].flatMap(([person, learner]) => {
    const chosen = choose(deck.bank, learnerFrom(person, learner), now, most, schedule);
    const questions = chosen.map(({ question, variant }) => ({
      topic: question.topic,
      question: question.id,
      variant: variant.id,
      version: deck.find(question.id, variant.id)?.version ?? '',
    }));
    return questions.length > 0 ? [{ person, questions }] : [];
  });
}

const learnerFrom = (person: string, { memory, lately, seen }: StoredLearner) => ({
  memory,
  lately,
  seen: new Map(seen.map(({ question, variant, at }) => [seenKey(question, variant), at])),
  // Their pseudonym's first digits: random, and the same each time.
  turn: Number.parseInt(person.slice(0, 8), 16),
});
