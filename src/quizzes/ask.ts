/** Puts a round to its person, as a notice is handed over: recorded before the platform is asked, and after. */
import type { PrivateNotice, Receipt } from '../chat.ts';
import { nextStep, waitForLater, waitForUnreachable } from '../nudges/handover.ts';
import type { QuizJob } from '../store/queue.ts';
import { openCards } from '../store/quiz-cards.ts';
import { findRound, markSeen, putInWords, type Round, setRound } from '../store/quiz-rounds.ts';
import type { Trx } from '../store/tables.ts';
import type { Card, Deck } from './deck.ts';
import { before, type Desk, MINUTE } from './desk.ts';
import { clockOf, isWithin } from './hours.ts';
import { makeWay } from './make-way.ts';
import { sayQuestion } from './say.ts';
import { saySurvey } from './survey.ts';

export async function ask(desk: Desk, job: QuizJob, lastTry: boolean): Promise<void> {
  const taken = await takeUp(desk, job, lastTry);
  if (!taken) return;
  const { round, notice } = taken;
  const adapter = desk.adapters.get(round.platform);
  const receipt: Receipt = adapter
    ? await adapter.sendPrivately(
        { tenant: job.tenant, person: round.user, channel: '', message: '', thread: null },
        notice,
        null,
      )
    : { status: 'later', afterSeconds: 300, reason: 'platform-off' };
  await record(desk, job, round, receipt);
}

/** What is said of it; undefined where a question is asked no more. */
function noticeOf(desk: Desk, round: Round, card: Card | undefined): PrivateNotice | undefined {
  const { id, language: theirs, next, questions, askedAt } = round;
  const language = theirs ?? 'en';
  const words = desk.engine().policy.wording[language];
  if (!next) return saySurvey({ id, language }, [], words);
  const at = { id: next.asked, place: next.place, questions, language, isReminder: askedAt !== null };
  return card && sayQuestion(at, card, words);
}

/** Marks the round as handed over, or undefined where now is not the time, or there is nothing to ask. */
async function takeUp(
  desk: Desk,
  job: QuizJob,
  lastTry: boolean,
): Promise<{ round: Round; notice: PrivateNotice } | undefined> {
  const { tenant, attempt } = job;
  const deck = await desk.decks.of(tenant);
  return desk.db.transaction().execute(async (trx) => {
    const round = await findRound(trx, tenant, job.round);
    if (!round) return undefined;
    const { delivery, attempts } = round;
    // Of a question it is never worth saying it twice.
    const open = { kind: 'first', level: 'nudge', resolution: null, answer: null, messages: 1 } as const;
    const step = nextStep({ ...open, delivery, attempts }, attempt, lastTry);
    if (step === 'uncertain') {
      await setRound(trx, tenant, round.id, { delivery: 'uncertain' });
      await nowAsked(desk, trx, tenant, round);
      return undefined;
    }
    if (step !== 'send') return undefined;
    const card = await cardFor(desk, trx, tenant, round.next, deck);
    const notice = noticeOf(desk, round, card);
    // Answered, overtaken by the next slot, or about a question that was taken out of the bank.
    if (round.closedAt !== null || !notice) {
      await setRound(trx, tenant, round.id, { delivery: 'held', ...(round.closedAt ? {} : { closed_at: desk.now() }) });
      return undefined;
    }
    if (!isTime(desk, round)) {
      await setRound(trx, tenant, round.id, { delivery: 'waiting', queued_at: null });
      return undefined;
    }
    if (round.next && card && card.version !== round.next.version)
      await putInWords(trx, tenant, round.next.asked, card.version);
    await setRound(trx, tenant, round.id, { delivery: 'handed', attempts: attempt + 1 });
    return { round, notice };
  });
}

/** A question that nobody has read yet is asked in the words of now; a reminder says again what was read, unless it is asked no more. */
export async function cardFor(
  { decks }: Desk,
  trx: Trx,
  tenant: string,
  next: Round['next'],
  deck: Deck,
): Promise<Card | undefined> {
  if (!next) return undefined;
  const card = deck.find(next.question, next.variant);
  if (next.seenAt === null || card?.version === next.version) return card;
  return deck.has(next.question) ? decks.asked(trx, tenant, next) : undefined;
}

/** A job may have waited, and the person's message have been flagged since. */
function isTime({ engine, now }: Desk, round: Round): boolean {
  const { policy } = engine();
  const at = now();
  const quietSince = before(at, policy.quizzing['after-incident-minutes'] * MINUTE);
  const { flaggedAt, pausedUntil, awayUntil, leftOn, notBefore, quietFrom: from, quietTo: to } = round;
  const { free, time } = clockOf(at, round.timeZone, policy);
  return (
    free &&
    !(from !== null && to !== null && isWithin(time, { from, to })) &&
    (flaggedAt === null || flaggedAt <= quietSince) &&
    (pausedUntil === null || pausedUntil <= at) &&
    (awayUntil === null || awayUntil <= at) &&
    (leftOn === null || new Date(leftOn) > at) &&
    notBefore <= at
  );
}

async function nowAsked({ now }: Desk, trx: Trx, tenant: string, { id, next }: Round): Promise<void> {
  await setRound(trx, tenant, id, { asked_at: now() });
  if (next) await markSeen(trx, tenant, next.asked, now());
}

async function record(desk: Desk, job: QuizJob, round: Round, receipt: Receipt): Promise<void> {
  const { tenant } = job;
  const attempts = job.attempt + 1;
  const older = await desk.db.transaction().execute(async (trx) => {
    if (receipt.status === 'accepted') {
      const cards = await openCards(trx, tenant, round.person);
      await setRound(trx, tenant, round.id, { delivery: 'sent', via: receipt.via, ref: receipt.ref });
      await nowAsked(desk, trx, tenant, round);
      return cards;
    }
    const wait =
      receipt.status === 'later' ? waitForLater(attempts, receipt.afterSeconds) : waitForUnreachable(attempts);
    const delivery = receipt.status === 'later' && wait !== null ? 'waiting' : 'unreachable';
    await setRound(trx, tenant, round.id, { delivery });
    if (wait !== null) await desk.queue.enqueueQuizzes(trx, [{ ...job, attempt: attempts }], wait);
    return [];
  });
  desk.log.info('quiz.asked', {
    kind: round.kind === 'survey' ? 'survey' : round.askedAt === null ? 'question' : 'reminder',
    platform: round.platform,
    status: receipt.status,
    ...(receipt.status === 'accepted' ? { via: receipt.via } : { reason: receipt.reason }),
  });
  await makeWay(desk, { ...round, tenant }, older);
}
