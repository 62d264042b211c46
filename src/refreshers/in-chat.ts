import type { Inbound, RefresherForm, RefresherReply, RefresherRequest } from '../chat.ts';
import { fill } from '../nudges/phrases.ts';
import type { Language } from '../policy/types.ts';
import type { Words } from '../policy/wording.ts';
import { reachShown } from '../scores/refreshers.ts';
import type { Actor } from '../store/audit.ts';
import { languageOf, type PersonKey, personOf } from '../store/people.ts';
import { countAudience } from '../store/refresher-audience.ts';
import { teamOfPerson } from '../store/refresher-authors.ts';
import { findRefresher, type Refresher } from '../store/refreshers.ts';
import type { RefresherAudience } from '../store/tables.ts';
import type { RefresherDesk } from './desk.ts';
import { LONGEST, type Written } from './refresher.ts';
import { previewOf, saveRefresher, send, sendTest } from './trainer.ts';

type Step<D extends RefresherRequest['step']['do']> = Extract<RefresherRequest['step'], { do: D }>;

interface Trainer {
  readonly key: PersonKey;
  readonly account: Actor;
  /** Their pseudonym: the author of what they write. */
  readonly id: string;
  readonly language: Language;
  readonly words: Words['refresher']['form'];
}

/**
 * A short refresher, written in a chat with the dashboard's own checks: the form, a look at it, a test to oneself, and out it goes.
 * `findTrainer`: the account of somebody who posts, where it has that role on the dashboard; asked at each step.
 */
export function createRefresherInChat(
  desk: RefresherDesk,
  findTrainer: (person: PersonKey) => Promise<Actor | undefined>,
): Inbound['onRefresher'] {
  return async ({ platform, tenant, person: user, step }) => {
    const key = { platform, tenant, user };
    const language = (await languageOf(desk.db, key)) ?? 'en';
    const words = desk.engine().policy.wording[language].refresher.form;
    const account = await findTrainer(key);
    desk.log.info('refresher.written', { platform, kind: step.do, status: account ? 'trainer' : 'refused' });
    if (!account) return sentence(words.notTrainer);
    if (step.do === 'open') return { show: 'form', form: await formFor(desk, tenant, language, words) };
    const id = await desk.db.transaction().execute((trx) => personOf(trx, key));
    const trainer = { key, account, id, language, words };
    return step.do === 'write' ? write(desk, trainer, step) : decide(desk, trainer, step);
  };
}

const sentence = (text: string): RefresherReply => ({ show: 'sentence', sentence: text });

async function formFor(
  { decks }: RefresherDesk,
  tenant: string,
  language: Language,
  words: Trainer['words'],
): Promise<RefresherForm> {
  const { titles } = (await decks.of(tenant)).bank;
  return {
    language,
    heading: words.heading,
    title: { label: words.title, longest: LONGEST.title },
    words: { label: words.words, longest: LONGEST.words },
    topic: {
      label: words.topic,
      options: Object.entries(titles).map(([value, title]) => ({ value, label: title[language] })),
    },
    audience: { label: words.audience, options: optionsOf(words.audiences) },
    acknowledge: { label: words.acknowledge, options: optionsOf({ yes: words.yes, no: words.no }) },
    submit: words.submit,
  };
}

const optionsOf = (labels: Readonly<Record<string, string>>) =>
  Object.entries(labels).map(([value, label]) => ({ value, label }));

async function write(desk: RefresherDesk, trainer: Trainer, step: Step<'write'>): Promise<RefresherReply> {
  const { tenant, platform } = trainer.key;
  const written: Written = {
    title: { en: step.title, cy: '' },
    words: { en: step.words, cy: '' },
    topic: step.topic,
    picture: null,
    alt: { en: '', cy: '' },
    question: { from: 'none' },
    acknowledge: step.acknowledge,
    audience: await audienceOf(desk, trainer, step),
    category: null,
    campaign: null,
  };
  const saved = await saveRefresher(desk, { tenant, platform, author: trainer.id }, written, trainer.account);
  if ('faults' in saved) return { show: 'faults', faults: saved.faults };
  return preview(desk, trainer, saved.ok, []);
}

async function audienceOf(desk: RefresherDesk, { id, key }: Trainer, step: Step<'write'>): Promise<RefresherAudience> {
  switch (step.audience) {
    case 'everyone':
    case 'new':
      return { kind: step.audience };
    case 'weak':
      return { kind: 'weak', topic: step.topic };
    default: {
      // Without a known team there is nobody to choose, and the reading of it says so.
      const team = step.audience === 'team' ? await teamOfPerson(desk.db, key.tenant, id) : null;
      return { kind: 'teams', teams: team === null ? [] : [team] };
    }
  }
}

async function preview(
  desk: RefresherDesk,
  { key: { tenant, platform }, language, words }: Trainer,
  id: string,
  said: readonly string[],
): Promise<RefresherReply> {
  const refresher = await findRefresher(desk.db, tenant, id);
  if (refresher?.state !== 'draft') return sentence(words.gone);
  const people = await countAudience(desk.db, { tenant, platform }, refresher.audience, desk.now());
  const reach = reachShown(refresher.audience, people);
  const line =
    reach === null ? words.reachFew : reach === 0 ? words.reachNobody : fill(words.reach, { n: COUNT.format(reach) });
  return {
    show: 'preview',
    refresher: id,
    language,
    heading: words.heading,
    lines: [...said, line, words.preview],
    notice: previewOf(desk, refresher, { platform, language }),
    next: { label: words.next, options: optionsOf(words.whens) },
    submit: words.go,
  };
}

const COUNT = new Intl.NumberFormat('en-GB');
const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** Only what they wrote themself: others' drafts are on the dashboard. */
async function decide(
  desk: RefresherDesk,
  trainer: Trainer,
  { refresher: id, when }: Step<'send'>,
): Promise<RefresherReply> {
  const { words, key } = trainer;
  const found: Refresher | undefined = UUID.test(id) ? await findRefresher(desk.db, key.tenant, id) : undefined;
  if (!found || found.author !== trainer.id || found.state !== 'draft') return sentence(words.gone);
  switch (when) {
    case 'test':
      await sendTest(desk, found, trainer.id, trainer.account);
      return preview(desk, trainer, id, [words.done.test]);
    case 'now':
    case 'tomorrow': {
      const sent = await send(desk, found, { kind: when }, trainer.account);
      return sentence('faults' in sent ? words.gone : words.done[when]);
    }
    default:
      return sentence(words.done.keep);
  }
}
