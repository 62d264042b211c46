/** Puts the next question of a round to its person, as a notice is handed over: recorded before the platform is asked, and after. */
import type { Receipt } from '../chat.ts';
import { nextStep, waitForLater, waitForUnreachable } from '../nudges/handover.ts';
import { nextWorkingMoment } from '../nudges/quiet-hours.ts';
import type { QuizJob } from '../store/queue.ts';
import { findRound, markSeen, putInWords, type Round, setRound } from '../store/quiz-rounds.ts';
import type { Trx } from '../store/tables.ts';
import type { Card, Deck } from './deck.ts';
import { before, type Desk, MINUTE } from './desk.ts';
import { sayQuestion } from './say.ts';

export async function ask(desk: Desk, job: QuizJob, lastTry: boolean): Promise<void> {
  const taken = await takeUp(desk, job, lastTry);
  if (!taken) return;
  const { round, card } = taken;
  const language = round.language ?? 'en';
  const words = desk.engine().policy.wording[language];
  const adapter = desk.adapters.get(round.platform);
  const receipt: Receipt = adapter
    ? await adapter.sendPrivately(
        { tenant: job.tenant, person: round.user, channel: '', message: '', thread: null },
        sayQuestion({ ...round, id: round.asked, language, isReminder: round.askedAt !== null }, card, words),
        null,
      )
    : { status: 'later', afterSeconds: 300, reason: 'platform-off' };
  await record(desk, job, round, receipt);
}

/** Marks the round as handed over, or undefined where now is not the time, or there is nothing to ask. */
async function takeUp(desk: Desk, job: QuizJob, lastTry: boolean): Promise<{ round: Round; card: Card } | undefined> {
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
    const card = await cardFor(desk, trx, tenant, round, deck);
    // Answered, overtaken by the next slot, or about a question that was taken out of the bank.
    if (round.closedAt !== null || card === undefined) {
      await setRound(trx, tenant, round.id, { delivery: 'held', ...(round.closedAt ? {} : { closed_at: desk.now() }) });
      return undefined;
    }
    if (!isTime(desk, round)) {
      await setRound(trx, tenant, round.id, { delivery: 'waiting', queued_at: null });
      return undefined;
    }
    if (card.version !== round.version) await putInWords(trx, tenant, round.asked, card.version);
    await setRound(trx, tenant, round.id, { delivery: 'handed', attempts: attempt + 1 });
    return { round, card };
  });
}

/** A question that nobody has read yet is asked in the words of now; a reminder says again what was read, unless it is asked no more. */
async function cardFor({ decks }: Desk, trx: Trx, tenant: string, round: Round, deck: Deck): Promise<Card | undefined> {
  const card = deck.find(round.question, round.variant);
  if (round.seenAt === null || card?.version === round.version) return card;
  return deck.has(round.question) ? decks.asked(trx, tenant, round) : undefined;
}

/** A job may have waited, and the person's message have been flagged since. */
function isTime({ engine, now }: Desk, { flaggedAt, pausedUntil, notBefore }: Round): boolean {
  const { quizzing, nudging } = engine().policy;
  const at = now();
  const quietSince = before(at, quizzing['after-incident-minutes'] * MINUTE);
  return (
    (flaggedAt === null || flaggedAt <= quietSince) &&
    (pausedUntil === null || pausedUntil <= at) &&
    notBefore <= at &&
    nextWorkingMoment(at, nudging) <= at
  );
}

async function nowAsked({ now }: Desk, trx: Trx, tenant: string, { id, asked }: Round): Promise<void> {
  await setRound(trx, tenant, id, { asked_at: now() });
  await markSeen(trx, tenant, asked, now());
}

async function record(desk: Desk, job: QuizJob, round: Round, receipt: Receipt): Promise<void> {
  const { tenant } = job;
  const attempts = job.attempt + 1;
  await desk.db.transaction().execute(async (trx) => {
    if (receipt.status === 'accepted') {
      await setRound(trx, tenant, round.id, { delivery: 'sent', via: receipt.via });
      await nowAsked(desk, trx, tenant, round);
      return;
    }
    const wait =
      receipt.status === 'later' ? waitForLater(attempts, receipt.afterSeconds) : waitForUnreachable(attempts);
    const delivery = receipt.status === 'later' && wait !== null ? 'waiting' : 'unreachable';
    await setRound(trx, tenant, round.id, { delivery });
    if (wait !== null) await desk.queue.enqueueQuizzes(trx, [{ ...job, attempt: attempts }], wait);
  });
  desk.log.info('quiz.asked', {
    kind: round.askedAt === null ? 'question' : 'reminder',
    platform: round.platform,
    status: receipt.status,
    ...(receipt.status === 'accepted' ? { via: receipt.via } : { reason: receipt.reason }),
  });
}
