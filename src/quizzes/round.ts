/** The weekly slot: what each person is asked is chosen once, by one process, and taken up again where that one died. */
import type { Db } from '../store/database.ts';
import { learnersOf, type StoredLearner } from '../store/quiz-learners.ts';
import { addRounds, lapseRounds, type RoundToAsk } from '../store/quiz-new-rounds.ts';
import { claimSlot, endSlot, moveSlot, peopleToAsk, type SlotFor, tenantsLeft } from '../store/quiz-slots.ts';
import { addSurveyRounds, notYetSurveyed, type Survey, surveyAt } from '../store/surveys.ts';
import { choose, seenKey } from './choose.ts';
import type { Deck } from './deck.ts';
import { before, DAY, type Desk, MINUTE, scheduleOf } from './desk.ts';
import type { Schedule } from './schedule.ts';
import { latestSlots } from './slot.ts';

/** Memory is bounded by a page of people; its claim lasts for much longer than a page takes. */
const PAGE = 1000;
const LEASE = 2 * MINUTE;
/** What went wrong so long ago counts for nothing. */
const LATELY = 90 * DAY;

/** Runs the latest slots for each organisation where nobody has. True once none is left to run. */
export async function runSlots(desk: Desk, page = PAGE): Promise<boolean> {
  const { quizzing, nudging } = desk.engine().policy;
  const seenSince = before(desk.now(), quizzing['active-days'] * DAY);
  let left = 0;
  for (const { at, whom } of latestSlots(desk.now(), quizzing, nudging['time-zone'])) {
    const slot = { at, whom, seenSince, now: desk.now() };
    const tenants = await tenantsLeft(desk.db, slot);
    left += tenants.length;
    for (const tenant of tenants) {
      const claim = await claimSlot(desk.db, { tenant, at, now: desk.now(), leaseMs: LEASE });
      if (claim) await runSlot(desk, { tenant, slot, after: claim.after, page });
    }
  }
  return left === 0;
}

interface Run {
  readonly tenant: string;
  readonly slot: SlotFor;
  readonly after: string | null;
  readonly page: number;
}

async function runSlot(desk: Desk, { tenant, slot, page, ...run }: Run): Promise<void> {
  const { db, now, log } = desk;
  const deck = await desk.decks.of(tenant);
  const { quizzing } = desk.engine().policy;
  const weeks = quizzing['survey-weeks'];
  const survey = await db.transaction().execute((trx) => surveyAt(trx, { tenant, slot: slot.at, weeks }));
  let count = 0;
  for (let { after } = run; ; ) {
    const people = await peopleToAsk(db, slot, { tenant, after, most: page });
    const last = people.at(-1);
    if (last === undefined) break;
    count += await askPage(desk, { tenant, slot: slot.at, people, survey, last, deck });
    after = last;
  }
  await endSlot(db, { tenant, at: slot.at, now: now() });
  log.info('quiz.slot-run', { count });
}

interface PageOfRun {
  readonly tenant: string;
  readonly slot: Date;
  readonly people: readonly string[];
  readonly survey: Survey | undefined;
  readonly deck: Deck;
  readonly last: string;
}

/** Whoever wasn't asked in the survey that is open gets that, and everybody else questions: never both. */
async function askPage(desk: Desk, { tenant, slot, people, survey, last, deck }: PageOfRun): Promise<number> {
  const { db, now } = desk;
  const most = desk.engine().policy.quizzing.questions;
  const schedule = scheduleOf(desk);
  return db.transaction().execute(async (trx) => {
    const surveyed = survey ? await notYetSurveyed(trx, { tenant, people, survey }) : [];
    const rest = new Set(people).difference(new Set(surveyed));
    const rounds = await chooseFor(trx, deck, { tenant, people: [...rest], now: now(), most, schedule });
    await lapseRounds(trx, { tenant, people, slot, now: now() });
    await addSurveyRounds(trx, tenant, slot, surveyed);
    await addRounds(trx, tenant, slot, rounds);
    await moveSlot(trx, { tenant, at: slot, now: now(), after: last });
    return rounds.length + surveyed.length;
  });
}

interface Page {
  readonly tenant: string;
  readonly people: readonly string[];
  readonly now: Date;
  readonly most: number;
  readonly schedule: Schedule;
}

/** Of each person the questions that come next; who knows everything well enough is left out. */
export async function chooseFor(
  db: Db,
  deck: Deck,
  { tenant, people, now, most, schedule }: Page,
): Promise<RoundToAsk[]> {
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
