import type { Answer, Inbound } from './chat.ts';
import type { House } from './house.ts';
import type { NoticeFacts, ReplyFacts } from './nudges/facts.ts';
import { foremost } from './nudges/phrases.ts';
import { LONGEST_REASON, reply } from './nudges/reply.ts';
import { type Cards, settle } from './nudges/settle.ts';
import { masked, mayBeKept, rewrite } from './policy/index.ts';
import type { Language } from './policy/types.ts';
import { NEEDED_REASONS } from './policy/wording.ts';
import { addQuizAnswer, setAnswer } from './store/answers.ts';
import { findIncident, type Incident } from './store/incident.ts';
import { noteOnce } from './store/outcomes.ts';
import { languageOf } from './store/people.ts';
import { offerRefresher } from './store/refresher-offers.ts';
import { resolve } from './store/resolve.ts';
import { raiseIncident } from './store/triage.ts';

/**
 * One answer's journey: a button that somebody pressed on a notice. It is believed only from the one whom the notice was for;
 * each choice counts once, however often it is pressed; and what is said back is stored nowhere. Rejects where the answer can't be
 * stored: the adapter then says so, and the button can be pressed again.
 */
export function createAnswers(house: House, adapters: Cards['adapters']): Inbound['onAnswer'] {
  return async (answer) => {
    const incident = UUID.test(answer.incident)
      ? await findIncident(house.db, answer.tenant, answer.incident)
      : undefined;
    const language = (await languageOf(house.db, { ...answer, user: answer.person })) ?? 'en';
    const isTheirs = incident?.platform === answer.platform && incident.user === answer.person;
    const said: ReplyFacts = !incident
      ? { say: 'too-old' }
      : isTheirs
        ? await answerTo(house, answer, incident, language)
        : { say: 'not-yours' };
    house.log.info('notice.answered', {
      platform: answer.platform,
      status: said.say,
      ...(incident ? { incident: incident.id } : {}),
    });
    const offers =
      incident !== undefined &&
      PUT_RIGHT.includes(said.say) &&
      (await house.db.transaction().execute((trx) => offerRefresher(trx, answer.tenant, incident.id)));
    const facts =
      incident && isTheirs
        ? { ...factsOf(incident, language, isEarly(house, incident)), offers }
        : nothingKnown(answer, language);
    const replaces = !['too-old', 'not-yours', 'not-known'].includes(said.say);
    const notice = reply(said, facts, house.engine().policy.wording[language]);
    if (incident && isTheirs && SETTLES.includes(said.say))
      void settle(
        { ...house, adapters },
        { ...about(answer.tenant, incident), notice, but: answer.ref ?? null, burst: !IS_GONE.includes(said.say) },
      );
    return { notice, replaces };
  };
}

/** The same said on the dashboard, on a page of their own: their notices in chat say so, too. */
export function createChallenged(house: House, adapters: Cards['adapters']) {
  return async (tenant: string, id: string): Promise<void> => {
    const incident = await findIncident(house.db, tenant, id);
    if (!incident) return;
    const language = incident.language ?? 'en';
    const facts = factsOf(incident, language, false);
    const notice = reply({ say: 'not-patient' }, facts, house.engine().policy.wording[language]);
    await settle({ ...house, adapters }, { ...about(tenant, incident), notice, but: null, burst: true });
  };
}

/** What is said of the message itself, and not of the others that were summed up with it. */
const IS_GONE: readonly ReplyFacts['say'][] = ['clear', 'gone'];
/** After these nothing more is asked of them. */
const SETTLES: readonly ReplyFacts['say'][] = [...IS_GONE, 'said-fixed', 'not-patient', 'needed'];

const about = (tenant: string, { id: incident, platform, user: person, channel, message, thread }: Incident) => ({
  platform,
  incident,
  to: { tenant, person, channel, message, thread },
});

/** What is answered to who put it right, or says so: a refresher may be offered with it. */
const PUT_RIGHT: readonly ReplyFacts['say'][] = ['clear', 'gone', 'said-fixed'];

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

async function answerTo(house: House, answer: Answer, incident: Incident, language: Language): Promise<ReplyFacts> {
  const [choice, detail = ''] = answer.action.split(':');
  switch (choice) {
    case 'safer':
      return safer(house, answer, incident);
    case 'fixed':
      return fixed(house, answer, incident);
    case 'not-patient':
      return dispute(house, answer, incident);
    case 'needed':
      return { say: 'ask-reason' };
    case 'reason':
      return NEEDED_REASONS.some((reason) => reason === detail)
        ? needed(house, answer, incident, { detail })
        : { say: 'not-known' };
    case 'reason-words': {
      const words = answer.words?.trim() ?? '';
      if (words === '') return { say: 'ask-reason' };
      return words.length <= LONGEST_REASON && mayBeKept(house.engine(), words)
        ? needed(house, answer, incident, { detail: 'own-words', note: words })
        : { say: 'words-identify' };
    }
    case 'why':
      await noteOnce(house.db, answer.tenant, incident.id, { kind: 'why' });
      return { say: 'lesson' };
    case 'option':
      return mark(house, answer, incident, Number(detail), language);
    case 'back':
      return { say: 'notice' };
    default:
      return { say: 'not-known' };
  }
}

/** The message as it is now, with the identifying parts replaced. */
async function safer(house: House, answer: Answer, incident: Incident): Promise<ReplyFacts> {
  const { tenant } = answer;
  const current = await answer.current(incident);
  if (current.status === 'gone') return gone(house, tenant, incident);
  if (current.status === 'unknown') return { say: 'cannot-read' };
  await noteOnce(house.db, tenant, incident.id, { kind: 'safer' });
  const engine = house.engine();
  const message = { ...current, audience: incident.audience, colleagues: house.colleagues(tenant) };
  const verdict = engine.judge(message);
  if (verdict.level === 'clear') return { say: 'clear' };
  const made = rewrite(engine, message, verdict);
  if (made.text === current.text) return { say: 'nothing-safer' };
  return {
    say: 'safer',
    text: answer.kept ? masked(made) : made.text,
    left: made.verdict.categories,
    masked: answer.kept,
  };
}

/** Believed, and looked at where it can be: of a burst its first message only, so that no more is said than is known. */
async function fixed(house: House, answer: Answer, incident: Incident): Promise<ReplyFacts> {
  const { tenant } = answer;
  const current = await answer.current(incident);
  const asked = { audience: incident.audience, colleagues: house.colleagues(tenant) };
  const left = current.status === 'there' ? house.engine().judge({ ...current, ...asked }) : undefined;
  const how = current.status === 'gone' ? 'deleted' : left?.level === 'clear' ? 'edited' : undefined;
  if (how) {
    await close(house, tenant, incident, how);
    if (!incident.leadsOthers) return { say: how === 'deleted' ? 'gone' : 'clear' };
  }
  await noteOnce(house.db, tenant, incident.id, { kind: 'said-fixed' });
  if (left !== undefined && !how) return { say: 'still-there', left: left.categories };
  await house.db.transaction().execute((trx) => setAnswer(trx, tenant, incident.id, 'fixed', house.now()));
  return { say: 'said-fixed' };
}

async function gone(house: House, tenant: string, incident: Incident): Promise<ReplyFacts> {
  await close(house, tenant, incident, 'deleted');
  return { say: 'gone' };
}

/** As the platform's own event would, which may come later or never; the answer is the thanks. */
async function close(house: House, tenant: string, incident: Incident, how: 'edited' | 'deleted'): Promise<void> {
  const creditMinutes = house.engine().policy.nudging['credit-minutes'];
  const { closed } = await house.db
    .transaction()
    .execute((trx) => resolve(trx, { ...incident, tenant }, how, { now: house.now(), creditMinutes, silent: true }));
  if (closed > 0) house.metrics.putRight(incident.platform, how);
}

/** A finding that the poster disputes goes to the Guardian's review list, and is counted against what found it. */
async function dispute({ db, now }: House, { tenant }: Answer, incident: Incident): Promise<ReplyFacts> {
  return db.transaction().execute(async (trx): Promise<ReplyFacts> => {
    if (!(await noteOnce(trx, tenant, incident.id, { kind: 'not-patient' }))) return { say: 'already' };
    await setAnswer(trx, tenant, incident.id, 'not-patient', now());
    await raiseIncident(trx, tenant, incident, 'disputed', now());
    return { say: 'not-patient' };
  });
}

async function needed(
  { db, now }: House,
  { tenant }: Answer,
  incident: Incident,
  reason: { detail: string; note?: string },
): Promise<ReplyFacts> {
  return db.transaction().execute(async (trx): Promise<ReplyFacts> => {
    if (!(await noteOnce(trx, tenant, incident.id, { kind: 'needed', ...reason }))) return { say: 'already' };
    await setAnswer(trx, tenant, incident.id, 'needed', now());
    return { say: 'needed' };
  });
}

/** The lesson's question; the first answer to a notice's question counts. */
async function mark(
  house: House,
  { tenant }: Answer,
  incident: Incident,
  chosen: number,
  language: Language,
): Promise<ReplyFacts> {
  const topic = foremost(incident.categories);
  const { right, options } = house.engine().policy.wording[language].why[topic];
  if (!Number.isInteger(chosen) || chosen < 1 || chosen > options.length) return { say: 'not-known' };
  const { person, id: about } = incident;
  await house.db
    .transaction()
    .execute((trx) => addQuizAnswer(trx, { tenant, person, about, topic, correct: chosen === right }));
  return { say: 'marked', chosen };
}

const NOTHING: Omit<NoticeFacts, 'incident' | 'platform' | 'language'> = {
  kind: 'reply',
  level: 'nudge',
  categories: [],
  findings: [],
  audience: 'direct',
  readers: null,
  guests: null,
  turn: 0,
  gone: [],
  goneFindings: [],
  messages: 1,
  putRight: null,
  early: false,
  offers: false,
};

const nothingKnown = ({ incident, platform }: Answer, language: Language): NoticeFacts => ({
  ...NOTHING,
  incident,
  platform,
  language,
});

const factsOf = (incident: Incident, language: Language, early: boolean): NoticeFacts => ({
  ...NOTHING,
  ...incident,
  incident: incident.id,
  language,
  early,
});

/** Whether what is put right now counts in the poster's favour. */
const isEarly = ({ engine, now }: House, { postedAt }: Incident): boolean =>
  now().getTime() - postedAt.getTime() <= engine().policy.nudging['credit-minutes'] * 60_000;
