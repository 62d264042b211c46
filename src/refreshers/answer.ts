import type { Answer, Inbound, PrivateNotice, Reply } from '../chat.ts';
import type { Language } from '../policy/types.ts';
import { scheduleOf } from '../quizzes/desk.ts';
import { languageOf } from '../store/people.ts';
import { findMemory, keepMemory } from '../store/quiz-learners.ts';
import { addRefresherAnswer } from '../store/refresher-answers.ts';
import { type Copy, findCopy, findOffer, setCopy } from '../store/refresher-recipients.ts';
import type { Trx } from '../store/tables.ts';
import type { RefresherDesk } from './desk.ts';
import { type Mark, mark } from './mark.ts';
import { type Plainly, sayPlainly } from './say.ts';
import { sayCopy } from './say-copy.ts';

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;
export const OFFER = 'refresher:offer';

/**
 * A press on a refresher, or on the offer of one: believed only from the one whose copy it is, counted once, and answered with
 * the refresher as it stands then. Rejects where it can't be stored: the adapter then says so, and the button can be pressed again.
 */
export function createRefresherAnswers(desk: RefresherDesk): Inbound['onAnswer'] {
  return async (answer): Promise<Reply> => {
    const { tenant, platform, person, incident: carried } = answer;
    const language = (await languageOf(desk.db, { tenant, platform, user: person })) ?? 'en';
    const { notice, status } = await desk.db.transaction().execute(async (trx) => {
      const id = UUID.test(carried) ? await copyIdOf(trx, answer) : undefined;
      const copy = id === undefined ? undefined : await findCopy(trx, tenant, id);
      if (!copy) return plainly(desk, answer.action === OFFER ? 'gone' : 'tooOld', carried, language);
      if (copy.refresher.platform !== platform || copy.user !== person)
        return plainly(desk, 'notYours', carried, language);
      return answer.action === OFFER ? takeOffer(desk, trx, copy, language) : take(desk, trx, answer, copy, language);
    });
    desk.log.info('refresher.answered', { platform, status });
    return { notice, replaces: !['notYours', 'tooOld', 'notKnown'].includes(status) };
  };
}

/** A button of an offer carries the incident with whose putting right it came. */
const copyIdOf = async (trx: Trx, { tenant, action, incident }: Answer): Promise<string | undefined> =>
  action === OFFER ? findOffer(trx, tenant, incident) : incident;

interface Said {
  readonly notice: PrivateNotice;
  readonly status: string;
}

const plainly = (desk: RefresherDesk, what: Plainly, id: string, language: Language): Said => ({
  notice: sayPlainly(what, { id, language }, desk.engine().policy.wording[language]),
  status: what,
});

const shown = async (desk: RefresherDesk, trx: Trx, copy: Copy, status: string): Promise<Said> => ({
  notice: sayCopy(desk, (await findCopy(trx, copy.refresher.tenant, copy.id)) ?? copy),
  status,
});

/** Asked for, it is sent: it takes the place of the words that offered it. */
async function takeOffer(desk: RefresherDesk, trx: Trx, copy: Copy, language: Language): Promise<Said> {
  const { tenant, state } = copy.refresher;
  if (copy.delivery === 'held' || (copy.delivery === 'offered' && state !== 'sending'))
    return plainly(desk, 'gone', copy.id, language);
  if (copy.delivery === 'offered')
    await setCopy(trx, tenant, copy.id, { delivery: 'sent', via: 'offer', sent_at: desk.now() });
  return shown(desk, trx, copy, 'offer');
}

async function take(desk: RefresherDesk, trx: Trx, { action }: Answer, copy: Copy, language: Language): Promise<Said> {
  const { acknowledge, question, tenant } = copy.refresher;
  const known = { acknowledge, acknowledged: copy.acknowledgedAt !== null, question, chosen: copy.chosen };
  const marked: Mark = mark(action, known);
  if (marked.do === 'not-known') return plainly(desk, 'notKnown', copy.id, language);
  const at = desk.now();
  // Whoever presses has it before them, whatever became of the platform's answer.
  if (copy.delivery !== 'sent') await setCopy(trx, tenant, copy.id, { delivery: 'sent', reason: null, sent_at: at });
  if (marked.do === 'read') await setCopy(trx, tenant, copy.id, { acknowledged_at: at });
  if (marked.do === 'count') await count(desk, trx, copy, marked, at);
  return shown(desk, trx, copy, marked.do);
}

/** The answer and what it says of memory: together, or not at all. A test counts for nothing. */
async function count(
  desk: RefresherDesk,
  trx: Trx,
  { id, isTest, person, refresher: { tenant, id: refresher, question } }: Copy,
  { chosen, correct }: Extract<Mark, { do: 'count' }>,
  at: Date,
): Promise<void> {
  await setCopy(trx, tenant, id, { answered_at: at, chosen, correct });
  if (isTest || question === null) return;
  const of = { tenant, person, topic: question.topic };
  const known = await findMemory(trx, of);
  await addRefresherAnswer(trx, { ...of, copy: id, refresher, question, chosen, correct, at });
  await keepMemory(trx, of, scheduleOf(desk).after(known, correct, at));
}
