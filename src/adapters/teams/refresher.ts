import { z } from 'zod';
import type { RefresherForm, RefresherReply, RefresherRequest, Select } from '../../chat.ts';
import type { Language } from '../../policy/types.ts';
import { button, type Card, card, choice, type Element, heading, messageOf, plain, small, textInput } from './cards.ts';
import type { Answered, Desk } from './desk.ts';
import { renderNotice } from './notice.ts';
import { type Activity, language, personOf } from './payloads.ts';
import { inPlace, shown } from './replies.ts';
import { WORDS } from './words.ts';

/** Verbs of the two cards of a trainer: to write a refresher, and to say what is to become of it. */
export const WRITE_REFRESHER = 'write-refresher';
export const SEND_REFRESHER = 'send-refresher';

const field = z.string().max(8_000).default('');
const written = z.object({
  language,
  title: field,
  words: field,
  topic: field,
  audience: field,
  acknowledge: field,
});
const decided = z.object({ language, refresher: z.string().max(100), next: field });

/** Says in the person's own chat with the app what opens: the form, or why not. */
export async function openRefresher(desk: Desk, person: string, inLanguage: Language): Promise<void> {
  const request = { platform: 'teams', tenant: desk.tenant, person, step: { do: 'open' } } as const;
  const content = await desk.inbound.onRefresher(request).then(
    (reply) => cardOf(reply, inLanguage),
    (error: unknown) => {
      desk.log.error('teams.refresher_failed', { error });
      return sentenceCard(WORDS[inLanguage].notTaken, inLanguage);
    },
  );
  return desk.say(person, messageOf(content));
}

export function takeWritten(desk: Desk, activity: Activity, data: unknown): Promise<Answered> {
  const { language: inLanguage, acknowledge, ...fields } = written.parse(data);
  return take(desk, activity, inLanguage, { do: 'write', ...fields, acknowledge: acknowledge === 'yes' });
}

export async function takeDecided(desk: Desk, activity: Activity, data: unknown): Promise<Answered> {
  const { language: inLanguage, refresher, next } = decided.parse(data);
  if (next === '') return shown(WORDS[inLanguage].missing);
  return take(desk, activity, inLanguage, { do: 'send', refresher, when: next });
}

/** What is wrong is said beside the card, which stays with all that was written. */
async function take(
  desk: Desk,
  activity: Activity,
  inLanguage: Language,
  step: RefresherRequest['step'],
): Promise<Answered> {
  const person = personOf(activity.from) ?? '';
  try {
    const reply = await desk.inbound.onRefresher({ platform: 'teams', tenant: desk.tenant, person, step });
    if (reply.show === 'faults') return shown(reply.faults.map(({ sentence }) => sentence).join('\n'));
    return inPlace(cardOf(reply, inLanguage));
  } catch (error) {
    desk.log.error('teams.refresher_failed', { error });
    return shown(WORDS[inLanguage].notTaken);
  }
}

export function cardOf(reply: RefresherReply, inLanguage: Language): Card {
  switch (reply.show) {
    case 'form':
      return writeCard(reply.form);
    case 'preview':
      return previewCard(reply);
    case 'sentence':
      return sentenceCard(reply.sentence, inLanguage);
    case 'faults':
      return sentenceCard(reply.faults.map(({ sentence }) => sentence).join('\n'), inLanguage);
  }
}

const sentenceCard = (sentence: string, inLanguage: Language): Card => card(inLanguage, sentence, plain(sentence));

function writeCard(form: RefresherForm): Card {
  const required = WORDS[form.language].missing;
  const select = (id: string, { label, options }: Select): Element => choice(id, label, titled(options), { required });
  return card(form.language, form.heading, [
    heading(form.heading),
    textInput('title', form.title.label, { longest: form.title.longest, required, lines: 1 }),
    textInput('words', form.words.label, { longest: form.words.longest, required }),
    { ...select('topic', form.topic), style: 'compact' },
    select('audience', form.audience),
    select('acknowledge', form.acknowledge),
    button(WRITE_REFRESHER, form.submit, { data: { language: form.language }, inputs: true, primary: true }),
  ]);
}

const titled = (options: Select['options']) => options.map(({ value, label }) => ({ value, title: label }));

/** As it will be, but for its buttons, which do nothing yet: they stand as words. */
function previewCard(reply: Extract<RefresherReply, { show: 'preview' }>): Card {
  const { language: inLanguage, lines, notice, next, refresher } = reply;
  const { body } = renderNotice({ ...notice, choices: [] }, null);
  return card(inLanguage, [reply.heading, ...lines].join('\n'), [
    heading(reply.heading),
    ...lines.flatMap(plain),
    {
      type: 'Container',
      style: 'emphasis',
      items: [...body, ...notice.choices.map(({ label }) => small(`[ ${label} ]`))],
    },
    choice('next', next.label, titled(next.options)),
    button(SEND_REFRESHER, reply.submit, { data: { language: inLanguage, refresher }, inputs: true, primary: true }),
  ]);
}
