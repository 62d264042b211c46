import { z } from 'zod';
import type { Channel, Checked } from '../../chat.ts';
import type { Audience, Language } from '../../policy/types.ts';
import {
  apart,
  button,
  type Card,
  card,
  choice,
  type Element,
  heading,
  plain,
  small,
  submit,
  textInput,
} from './cards.ts';
import { hintOf } from './channels.ts';
import type { Answered, Desk } from './desk.ts';
import { type Activity, language } from './payloads.ts';
import { dialog, inPlace, shown } from './replies.ts';
import { WORDS } from './words.ts';

/** A command of the compose box, a command of the chat, and the verb of its button. */
export const CHECK = 'check';
const DRAFT = 'draft';
const WHO = 'who';
/** Teams shows a card of some 28 KB at most. */
const LONGEST = 8_000;
const HERE = 'here';
const AUDIENCES = ['direct', 'care-team', 'organisation', 'external'] as const satisfies Audience[];

const filled = z.object({
  language,
  here: z.boolean(),
  [DRAFT]: z.string().max(LONGEST).optional(),
  [WHO]: z.enum([HERE, ...AUDIENCES]).optional(),
  /** Chosen before, where a rewrite is checked again. */
  chosen: z.enum([HERE, ...AUDIENCES]).optional(),
});

/** In a dialog, or on a card in the chat with the app; whether it was opened where the draft would be posted. */
interface Setting {
  readonly in: 'dialog' | 'chat';
  readonly here: boolean;
  readonly language: Language;
}

/** Asks for what somebody means to post and where. What they had written is not handed over by Teams: they paste it. */
export function checkForm(setting: Setting): Card {
  const words = WORDS[setting.language];
  const audiences: { value: string; title: string }[] = AUDIENCES.map((value) => ({
    value,
    title: words.check.audiences[value],
  }));
  return card(setting.language, words.check.title, [
    ...(setting.in === 'chat' ? [heading(words.check.title)] : []),
    ...plain(words.check.intro),
    textInput(DRAFT, words.check.draft, { longest: LONGEST, required: words.missing }),
    choice(WHO, words.check.who, [...(setting.here ? [{ value: HERE, title: words.check.here }] : []), ...audiences], {
      required: words.missing,
      value: setting.here ? HERE : '',
    }),
    send(setting, words.check.submit, {}),
  ]);
}

export function takeCheckDialog(desk: Desk, activity: Activity, data: unknown): Promise<Answered> {
  const { language } = filled.parse(data);
  const { title } = WORDS[language].check;
  return check(desk, activity, data, 'dialog').then(
    (card) => dialog(title, card),
    (error: unknown) => {
      desk.log.error('teams.check_failed', { error });
      return dialog(title, card(language, WORDS[language].notTaken, [small(WORDS[language].notTaken)]));
    },
  );
}

/** What is shown is not kept: whoever comes back to the chat finds the empty form. */
export function takeCheckPress(desk: Desk, activity: Activity, data: unknown): Promise<Answered> {
  const { language } = filled.parse(data);
  return check(desk, activity, data, 'chat').then(inPlace, (error: unknown) => {
    desk.log.error('teams.check_failed', { error });
    return shown(WORDS[language].notTaken);
  });
}

async function check(desk: Desk, activity: Activity, data: unknown, where: Setting['in']): Promise<Card> {
  const { language, here, chosen, ...fields } = filled.parse(data);
  const setting = { in: where, here, language };
  const text = fields[DRAFT]?.trim() ?? '';
  const who = fields[WHO] ?? chosen;
  if (text === '' || who === undefined) return checkForm(setting);
  const readers = await readersOf(desk, activity, who);
  const checked = await desk.inbound.onCheck({
    platform: 'teams',
    tenant: desk.tenant,
    text,
    attachments: [],
    language,
    ...readers,
  });
  return verdictCard(checked, setting, who);
}

type Readers = Pick<Channel, 'audience' | 'readers' | 'guests'>;

async function readersOf({ channels }: Desk, activity: Activity, who: Audience | typeof HERE): Promise<Readers> {
  if (who !== HERE) return { audience: who, readers: null, guests: null };
  const { audience, readers, guests } = await channels.channelOf(hintOf(activity));
  return { audience, readers, guests };
}

/** A rewrite stands in a field, where it can be copied on every device, changed, and checked again. */
export function verdictCard(checked: Checked, setting: Setting, who: Audience | typeof HERE): Card {
  const words = WORDS[setting.language].check;
  const { suggestion } = checked;
  const fits = suggestion !== null && suggestion.length <= LONGEST;
  const again: Element[] = fits
    ? [
        textInput(DRAFT, words.suggestion, { longest: LONGEST, value: suggestion }),
        send(setting, words.again, { chosen: who }),
      ]
    : [];
  return card(setting.language, [checked.heading, ...checked.paragraphs].join('\n'), [
    heading(checked.heading),
    ...checked.paragraphs.flatMap(plain),
    ...(checked.left === null ? [] : plain(checked.left)),
    ...(suggestion !== null && !fits ? [apart(suggestion)] : []),
    ...again,
  ]);
}

function send({ in: where, here, language }: Setting, label: string, more: object): Element {
  const data = { language, here, ...more };
  return where === 'dialog' ? submit(label, data) : button(CHECK, label, { data, inputs: true, primary: true });
}
