import { z } from 'zod';
import type { Answer, Reply } from '../../chat.ts';
import { LONGEST, modal, plain, section } from './blocks.ts';
import { type Desk, malformed, ours } from './desk.ts';
import { slackCode } from './errors.ts';
import { type FormAnswered, fault } from './forms.ts';
import { showHome } from './home/show.ts';
import { ABOUT, ASKS, asked, CHOICE, OPENS, renderNotice, withAbout } from './notice.ts';
import {
  fieldsOf,
  json,
  type MessageShortcut,
  metadataOf,
  type Pressed,
  type Submitted,
  timestamp,
} from './payloads.ts';
import type { Answered } from './requests.ts';
import { besideIt, inItsPlace } from './respond.ts';
import { unescaped } from './text.ts';
import { WORDS } from './words.ts';
import type { Connected } from './workspaces.ts';

const action = z.string().regex(/^[a-z0-9:-]{1,60}$/);

/** What a button carries is not trusted: it names an incident, and `src/answers.ts` knows whose it is and where. */
const choice = z.object({ action, incident: z.string().min(1).max(100) });

/** Where an answer to a press is shown. */
const where = z.object({
  url: z.string().max(500).optional(),
  kept: z.boolean(),
  ref: z.string().max(100).optional(),
  thread: timestamp.optional(),
  /** Slack's own markup, taken over from the notice. */
  about: z.string().max(500).optional(),
});
type Where = z.infer<typeof where>;

/** A button of a notice: an answer, or the form for one. */
export async function takePress(desk: Desk, pressed: Pressed): Promise<Answered> {
  const [{ action_id: id, value }] = pressed.actions as [Pressed['actions'][number]];
  if (id.startsWith(OPENS)) return {};
  const here = await ours(desk, pressed);
  if (id.startsWith(ASKS)) return ask(here, pressed, id.slice(ASKS.length), value);
  if (!id.startsWith(CHOICE)) throw malformed('button');
  const chosen = choice.safeParse({ action: id.slice(CHOICE.length), incident: value });
  if (!chosen.success) throw malformed('button');
  const at = whereOf(pressed);
  const reply = await desk.inbound.onAnswer(answerOf(here, pressed.user.id, { ...chosen.data, ...at }, null));
  if (pressed.view) {
    return { after: () => showHome(desk, here, pressed.user.id, async () => renderNotice(reply.notice).blocks) };
  }
  return { after: () => show(desk, here, reply, at) };
}

/** The person is told that it didn't reach us: Slack shows a small warning sign, or nothing where it has its answer already. */
export async function tellNotTaken(desk: Desk, chosen: Pressed | MessageShortcut): Promise<void> {
  const here = await ours(desk, chosen).catch(() => undefined);
  const text = WORDS[await desk.languageOf(here?.tenant ?? chosen.team?.id ?? '', chosen.user.id)].notTaken;
  const blocks = [section(text)];
  if (chosen.type === 'block_actions' && chosen.view && here)
    return showHome(desk, here, chosen.user.id, async () => blocks);
  const thread = chosen.type === 'block_actions' ? chosen.container.thread_ts : chosen.message.thread_ts;
  await desk.respond(chosen.response_url, besideIt({ text, blocks }, thread ?? undefined));
}

export const OWN_WORDS = 'own_words';
const WORDS_FIELD = 'words';
const ownWords = z.object({ ...choice.shape, ...where.shape, language: asked.shape.language });

async function ask(here: Connected, pressed: Pressed, to: string, value: string): Promise<Answered> {
  const question = asked.safeParse(json(value));
  const known = action.safeParse(to);
  if (!question.success || !known.success) throw malformed('button');
  const { incident, label, submit, longest, language } = question.data;
  const metadata: z.infer<typeof ownWords> = { action: to, incident, language, ...whereOf(pressed) };
  const view = modal({
    callback: OWN_WORDS,
    title: 'Quietword',
    close: WORDS[language].cancel,
    submit,
    metadata,
    blocks: [
      {
        type: 'input',
        block_id: WORDS_FIELD,
        label: plain(label, 500),
        element: {
          type: 'plain_text_input',
          action_id: WORDS_FIELD,
          multiline: true,
          max_length: Math.min(longest, LONGEST.input),
        },
      },
    ],
  });
  await here.openModal(pressed.trigger_id, view);
  return {};
}

/** The form is closed once the answer is taken; the reply is shown where the button was. */
export async function takeOwnWords(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  const here = await ours(desk, submitted);
  const form = metadataOf(submitted, ownWords);
  if (!form) throw malformed('form');
  const words = unescaped(fieldsOf(submitted).get(WORDS_FIELD)?.value ?? '').trim();
  const { missing, notTaken } = WORDS[form.language];
  if (words === '') return fault(WORDS_FIELD, missing);
  try {
    const reply = await desk.inbound.onAnswer(answerOf(here, submitted.user.id, form, words));
    return { after: () => show(desk, here, reply, form) };
  } catch (error) {
    desk.log.error('slack.answer_failed', { error });
    return fault(WORDS_FIELD, notTaken);
  }
}

type Given = z.infer<typeof choice> & Where;

function answerOf(here: Connected, person: string, given: Given, words: string | null): Answer {
  const { incident, action, kept, ref } = given;
  return { platform: 'slack', tenant: here.tenant, person, incident, action, words, current: here.reread, kept, ref };
}

/** A direct message can be changed otherwise, too, where its `response_url` can't be reached. Never rejects. */
async function show(desk: Desk, here: Connected, reply: Reply, { url, ref, about, thread }: Where): Promise<void> {
  const rendered = renderNotice(reply.notice);
  if (!reply.replaces) return void (await desk.respond(url, besideIt(rendered, thread)));
  const notice = about === undefined ? rendered : withAbout(rendered, about);
  const [channel, ts] = ref?.split(':') ?? [];
  if ((await desk.respond(url, inItsPlace(notice))) || channel === undefined || ts === undefined) return;
  try {
    await here.clients.nudges.chat.update({ channel, ts, ...notice });
  } catch (error) {
    desk.log.warn('slack.reply_not_shown', { reason: slackCode(error) ?? 'not_reached', error });
  }
}

const aboutLine = z.object({
  block_id: z.literal(ABOUT),
  elements: z.tuple([z.object({ text: z.string().max(500) })]),
});

function whereOf({ response_url: url, container, message }: Pressed): Where {
  const about = message?.blocks?.map((block) => aboutLine.safeParse(block).data?.elements[0].text).find(Boolean);
  return {
    ...(url === undefined ? {} : { url }),
    // A direct message stays; what only its reader sees goes with the next reload.
    kept: container.is_ephemeral !== true,
    ...(container.is_ephemeral !== true && container.channel_id !== undefined && container.message_ts !== undefined
      ? { ref: `${container.channel_id}:${container.message_ts}` }
      : {}),
    ...(container.thread_ts === undefined ? {} : { thread: container.thread_ts }),
    ...(about === undefined ? {} : { about }),
  };
}
