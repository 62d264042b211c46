import type { KnownBlock, ModalView } from '@slack/web-api';
import { z } from 'zod';
import type { RefresherForm, RefresherReply, RefresherRequest, Select } from '../../chat.ts';
import type { Language } from '../../policy/types.ts';
import { LONGEST, modal, plain, section } from './blocks.ts';
import { type Desk, malformed, ours } from './desk.ts';
import { type FormAnswered, fault, sentenceView, update } from './forms.ts';
import { within } from './in-time.ts';
import { renderNotice } from './notice.ts';
import { fieldsOf, language, metadataOf, type Submitted } from './payloads.ts';
import type { Answered } from './requests.ts';
import { unescaped } from './text.ts';
import { WORDS } from './words.ts';
import type { Connected } from './workspaces.ts';

/** The two forms of a trainer: to write a refresher, and to say what is to become of it. */
export const WRITE_REFRESHER = 'write_refresher';
export const SEND_REFRESHER = 'send_refresher';

const NEXT = 'next';
const written = z.object({ language });
const sending = z.object({ language, refresher: z.string().max(100), round: z.number().int().min(0) });

/** So long it is looked up whether they may write; then something is opened, before Slack would refuse it. */
const BEFORE_OPENING_MS = 500;

/** Opens the form; who may not write gets one sentence in its place. */
export async function openRefresher(
  { inbound }: Desk,
  here: Connected,
  { trigger, person, language }: { trigger: string; person: string; language: Language },
): Promise<Answered> {
  const request = { platform: 'slack', tenant: here.tenant, person, step: { do: 'open' } } as const;
  const asked = inbound.onRefresher(request);
  const soon = await within(BEFORE_OPENING_MS, asked);
  if (soon?.show === 'sentence') return { body: { response_type: 'ephemeral', text: soon.sentence } };
  if (soon?.show === 'form') await here.openModal(trigger, writeView(soon.form));
  if (soon) return {};
  const [id, late] = await Promise.all([
    here.openModal(trigger, sentenceView(language, WORDS[language].waiting)),
    asked.catch(() => ({ show: 'sentence', sentence: WORDS[language].notTaken }) as const),
  ]);
  if (id === undefined) return {};
  if (late.show === 'form') await here.updateModal(id, writeView(late.form));
  if (late.show === 'sentence') await here.updateModal(id, sentenceView(language, late.sentence));
  return {};
}

function writeView(form: RefresherForm): ModalView {
  const input = (id: 'title' | 'words'): KnownBlock => ({
    type: 'input',
    block_id: id,
    label: plain(form[id].label),
    element: { type: 'plain_text_input', action_id: id, multiline: id === 'words', max_length: form[id].longest },
  });
  return modal({
    callback: WRITE_REFRESHER,
    title: form.heading,
    close: WORDS[form.language].cancel,
    submit: form.submit,
    metadata: { language: form.language } satisfies z.infer<typeof written>,
    blocks: [
      input('title'),
      input('words'),
      select('topic', form.topic),
      select('audience', form.audience),
      select('acknowledge', form.acknowledge),
    ],
  });
}

function select(id: string, { label, options }: Select, block = id): KnownBlock {
  return {
    type: 'input',
    block_id: block,
    label: plain(label),
    element: {
      type: 'static_select',
      action_id: id,
      options: options.map(({ value, label: text }) => ({ value, text: plain(text) })),
    },
  };
}

export async function takeWritten(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  const form = metadataOf(submitted, written);
  if (!form) throw malformed('form');
  const fields = fieldsOf(submitted);
  const value = (id: string) => fields.get(id)?.value ?? '';
  return take(desk, submitted, form.language, 0, 'title', {
    do: 'write',
    title: unescaped(value('title')),
    words: unescaped(value('words')),
    topic: value('topic'),
    audience: value('audience'),
    acknowledge: value('acknowledge') === 'yes',
  });
}

export async function takeDecided(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  const form = metadataOf(submitted, sending);
  const when = fieldsOf(submitted).get(NEXT);
  if (!form || !when?.value) throw malformed('form');
  const { refresher, round } = form;
  return take(desk, submitted, form.language, round + 1, when.block, { do: 'send', refresher, when: when.value });
}

/** What can't be taken is said beside `block`, and the form stays with all that was written. */
async function take(
  desk: Desk,
  submitted: Submitted,
  inLanguage: Language,
  round: number,
  block: string,
  step: RefresherRequest['step'],
): Promise<FormAnswered> {
  const { tenant } = await ours(desk, submitted);
  const request: RefresherRequest = { platform: 'slack', tenant, person: submitted.user.id, step };
  try {
    return shown(await desk.inbound.onRefresher(request), inLanguage, round);
  } catch (error) {
    desk.log.error('slack.refresher_failed', { error });
    return fault(block, WORDS[inLanguage].notTaken);
  }
}

function shown(reply: RefresherReply, inLanguage: Language, round: number): FormAnswered {
  switch (reply.show) {
    case 'faults':
      return {
        body: {
          response_action: 'errors',
          errors: Object.fromEntries(reply.faults.map(({ field, sentence }) => [field, sentence])),
        },
      };
    case 'form':
      return update(writeView(reply.form));
    case 'sentence':
      return update(sentenceView(inLanguage, reply.sentence));
    case 'preview':
      return update(
        modal({
          callback: SEND_REFRESHER,
          title: reply.heading,
          close: WORDS[inLanguage].close,
          submit: reply.submit,
          metadata: { language: inLanguage, refresher: reply.refresher, round } satisfies z.infer<typeof sending>,
          blocks: [
            ...reply.lines.map(section),
            { type: 'divider' },
            ...previewBlocks(reply),
            { type: 'divider' },
            // A new block each time: Slack keeps what was chosen in one that it knows.
            select(NEXT, reply.next, `${NEXT}-${round}`),
          ],
        }),
      );
  }
}

/** As it will be, but for its buttons, which do nothing yet: they stand as words. */
function previewBlocks({ notice }: Extract<RefresherReply, { show: 'preview' }>): KnownBlock[] {
  const blocks = renderNotice(notice).blocks.filter(({ type }) => type !== 'actions');
  const labels = notice.choices.map(({ label }) => `[ ${label} ]`).join('  ');
  return labels === '' ? blocks : [...blocks, section(labels.slice(0, LONGEST.section))];
}
