/** A question that somebody asks for: the next that is due, at once, and counted as any other. */
import type { PrivateNotice } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import { type PersonKey, personOf } from '../store/people.ts';
import { cardIsDone, type OpenCard, openCards } from '../store/quiz-cards.ts';
import { addRounds } from '../store/quiz-new-rounds.ts';
import { dropSurvey, markSeen, nextQuestion, openRound, putInWords, setRound } from '../store/quiz-rounds.ts';
import type { Trx } from '../store/tables.ts';
import { plainly, shown } from './answer.ts';
import { cardFor } from './ask.ts';
import type { Deck } from './deck.ts';
import { type Desk, scheduleOf } from './desk.ts';
import { makeWay } from './make-way.ts';
import { chooseFor } from './round.ts';

interface Found {
  readonly round: string;
  readonly asked: string;
  /** Cards that ask still, which it takes the place of. */
  readonly cards: readonly OpenCard[];
}

/** Asked for again before it is answered, it is the same question; two that ask at once wait for each other. */
export async function askNow(desk: Desk, key: PersonKey, language: Language): Promise<PrivateNotice> {
  const deck = await desk.decks.of(key.tenant);
  const found = await desk.db.transaction().execute(async (trx) => {
    const person = await personOf(trx, key);
    const waiting = await questionOf(desk, trx, key.tenant, person, deck);
    const next = waiting ?? (await newQuestion(desk, trx, key.tenant, person, deck));
    if (!next) return undefined;
    const at = desk.now();
    // It is shown in the answer, which no platform lets us change later: the card has no ref, and no reminder follows.
    await setRound(trx, key.tenant, next.round, { delivery: 'sent', via: 'asked-for', asked_at: at, reminded_at: at });
    await markSeen(trx, key.tenant, next.asked, at);
    const cards = await openCards(trx, key.tenant, person);
    await cardIsDone(trx, key.tenant, next.round);
    return { ...next, cards };
  });
  if (!found) return plainly(desk, 'nothingDue', '', language);
  await makeWay(desk, { ...key, id: found.round, language }, found.cards);
  desk.log.info('quiz.asked', { kind: 'question', platform: key.platform, status: 'asked-for' });
  return shown(desk, key.tenant, found.asked, language);
}

type Next = Pick<Found, 'round' | 'asked'>;

/** The question that waits for them already, unless it is asked no more. */
async function questionOf(desk: Desk, trx: Trx, tenant: string, person: string, deck: Deck): Promise<Next | undefined> {
  const { now } = desk;
  const round = await openRound(trx, tenant, person);
  if (!round) return undefined;
  if (round.kind === 'survey') {
    await dropSurvey(trx, tenant, round.id, now());
    return undefined;
  }
  const next = await nextQuestion(trx, tenant, round.id);
  const card = await cardFor(desk, trx, tenant, next ?? null, deck);
  if (next && card) {
    if (card.version !== next.version) await putInWords(trx, tenant, next.asked, card.version);
    return { round: round.id, asked: next.asked };
  }
  await setRound(trx, tenant, round.id, { closed_at: now() });
  return undefined;
}

async function newQuestion(
  desk: Desk,
  trx: Trx,
  tenant: string,
  person: string,
  deck: Deck,
): Promise<Next | undefined> {
  const now = desk.now();
  const page = { tenant, people: [person], now, most: 1, schedule: scheduleOf(desk) };
  await addRounds(trx, tenant, now, await chooseFor(trx, deck, page));
  const round = await openRound(trx, tenant, person);
  const next = round && (await nextQuestion(trx, tenant, round.id));
  return next && { round: round.id, asked: next.asked };
}
