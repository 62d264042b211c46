import type { Answer, Inbound, PrivateNotice, Reply } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import { languageOf } from '../store/people.ts';
import { type Asked, addAnswer, closeRound, findAsked, pausePerson, snoozeRound } from '../store/quiz-asked.ts';
import { cardIsDone } from '../store/quiz-cards.ts';
import { findMemory, keepMemory } from '../store/quiz-learners.ts';
import { markSeen, putInWords } from '../store/quiz-rounds.ts';
import { cardFor } from './ask.ts';
import { DAY, type Desk, HOUR, scheduleOf } from './desk.ts';
import { type Mark, mark } from './mark.ts';
import { type Plainly, sayMarked, sayPlainly, sayQuestion } from './say.ts';

/** What a button carries isn't trusted: it may be no id at all. */
export const isId = (text: string): boolean => /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);

/**
 * A press on a question: believed only from the one whom it was put to, counted once, and answered at once. Rejects where it
 * can't be stored: the adapter then says so, and the button can be pressed again.
 */
export function createQuizAnswers(desk: Desk): Inbound['onAnswer'] {
  return async (answer): Promise<Reply> => {
    const { tenant, platform, incident: id } = answer;
    const asked = isId(id) ? await findAsked(desk.db, tenant, id) : undefined;
    const language = (await languageOf(desk.db, { tenant, platform, user: answer.person })) ?? 'en';
    const isTheirs = asked?.platform === platform && asked.user === answer.person;
    const known = asked && {
      card: await desk.decks.asked(desk.db, tenant, asked),
      version: asked.version,
      chosen: asked.chosen,
      hasNext: asked.next !== null,
    };
    const marked: Mark = known && isTheirs ? mark(answer.action, known) : { do: 'not-known' };
    const status = !asked ? 'too-old' : isTheirs ? marked.do : 'not-yours';
    const notice =
      asked && isTheirs
        ? await take(desk, answer, asked, marked, language)
        : plainly(desk, asked ? 'notYours' : 'tooOld', id, language);
    desk.log.info('quiz.answered', { platform, status });
    return { notice, replaces: isTheirs && marked.do !== 'not-known' };
  };
}

export const plainly = (desk: Desk, what: Plainly, id: string, language: Language, values?: Record<string, string>) =>
  sayPlainly(what, { id, language }, desk.engine().policy.wording[language], values);

async function take(
  desk: Desk,
  { tenant }: Answer,
  asked: Asked,
  marked: Mark,
  language: Language,
): Promise<PrivateNotice> {
  const { db, now } = desk;
  const { quizzing } = desk.engine().policy;
  const say = (what: Plainly, values?: Record<string, string>) => plainly(desk, what, asked.id, language, values);
  switch (marked.do) {
    case 'count':
      await count(desk, tenant, asked, marked);
      return shown(desk, tenant, asked.id, language);
    case 'show':
    case 'open':
      return shown(desk, tenant, asked.id, language);
    case 'next':
      return (await putNext(desk, tenant, asked.next ?? ''))
        ? shown(desk, tenant, asked.next ?? '', language)
        : say('noMore');
    case 'later': {
      const until = new Date(now().getTime() + quizzing['snooze-hours'] * HOUR);
      await db.transaction().execute(async (trx) => {
        await snoozeRound(trx, tenant, asked.round, until);
        await cardIsDone(trx, tenant, asked.round);
      });
      return say('later');
    }
    case 'pause':
      await db.transaction().execute(async (trx) => {
        const until = new Date(now().getTime() + quizzing['pause-days'] * DAY);
        await pausePerson(trx, tenant, asked.person, until);
        await closeRound(trx, tenant, asked.round, now());
        await cardIsDone(trx, tenant, asked.round);
      });
      return say('paused', { days: String(quizzing['pause-days']) });
    case 'resume':
      await db.transaction().execute((trx) => pausePerson(trx, tenant, asked.person, null));
      return say('resumed');
    case 'changed':
      return say('changed');
    case 'not-known':
      return say('notKnown');
  }
}

/** The answer, what it says of memory, and the end of the round: together, or not at all. A late one counts, too. */
async function count(
  desk: Desk,
  tenant: string,
  asked: Asked,
  { chosen, correct }: Extract<Mark, { do: 'count' }>,
): Promise<void> {
  const at = desk.now();
  await desk.db.transaction().execute(async (trx) => {
    const of = { tenant, person: asked.person, topic: asked.topic };
    const known = await findMemory(trx, of);
    await markSeen(trx, tenant, asked.id, at);
    if (!(await addAnswer(trx, tenant, asked, { chosen, correct, at }))) return;
    await keepMemory(trx, of, scheduleOf(desk).after(known, correct, at));
    if (asked.next !== null) return;
    await closeRound(trx, tenant, asked.round, at);
    await cardIsDone(trx, tenant, asked.round);
  });
}

/**
 * The next question of a round comes before its person, in the words that the bank has now; or what its answer was worth. False
 * where it is asked no more: its round is over.
 */
async function putNext(desk: Desk, tenant: string, id: string): Promise<boolean> {
  const { db, decks, now } = desk;
  const deck = await decks.of(tenant);
  return db.transaction().execute(async (trx) => {
    const next = await findAsked(trx, tenant, id);
    if (!next || next.chosen !== null) return true;
    const card = await cardFor(desk, trx, tenant, { ...next, asked: id }, deck);
    if (!card) {
      await closeRound(trx, tenant, next.round, now());
      await cardIsDone(trx, tenant, next.round);
      return false;
    }
    if (card.version !== next.version) await putInWords(trx, tenant, id, card.version);
    await markSeen(trx, tenant, id, now());
    return true;
  });
}

/** A question as it stands: to be answered, or with what its answer was worth. */
export async function shown(desk: Desk, tenant: string, id: string, language: Language): Promise<PrivateNotice> {
  const asked = await findAsked(desk.db, tenant, id);
  const card = asked && (await desk.decks.asked(desk.db, tenant, asked));
  if (!asked || !card) return plainly(desk, 'changed', id, language);
  const words = desk.engine().policy.wording[language];
  const place = { ...asked, language, isLast: asked.next === null };
  return asked.chosen === null ? sayQuestion(place, card, words) : sayMarked(place, card, asked.chosen, words);
}
