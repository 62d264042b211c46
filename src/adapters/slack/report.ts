import type { ModalView } from '@slack/web-api';
import { z } from 'zod';
import { modal, plain, section } from './blocks.ts';
import { type Desk, malformed, ours } from './desk.ts';
import { type FormAnswered, fault, sentenceView, update } from './forms.ts';
import { permalink } from './inbound.ts';
import {
  channelId,
  fieldsOf,
  language,
  type MessageShortcut,
  metadataOf,
  personId,
  type Submitted,
  timestamp,
} from './payloads.ts';
import type { Answered } from './requests.ts';
import { WORDS } from './words.ts';

export const REPORT = 'report_message';
const NAME = 'name';

/** Which message, and never its words: it is read again when the form comes back. */
const metadata = z.object({
  language,
  channel: channelId,
  message: timestamp,
  thread: timestamp.nullable(),
  author: personId.nullable(),
});
type Form = z.infer<typeof metadata>;

export async function openReport(desk: Desk, shortcut: MessageShortcut): Promise<Answered> {
  const here = await ours(desk, shortcut);
  const { channel, message } = shortcut;
  const form: Form = {
    language: await desk.languageOf(here.tenant, shortcut.user.id),
    channel: channel.id,
    message: message.ts,
    thread: message.thread_ts && message.thread_ts !== message.ts ? message.thread_ts : null,
    author: personId.safeParse(message.user).data ?? null,
  };
  await here.openModal(shortcut.trigger_id, reportForm(form));
  return {};
}

function reportForm(form: Form): ModalView {
  const { report, cancel } = WORDS[form.language];
  const option = (value: 'named' | 'unnamed') => ({ value, text: plain(report[value]) });
  return modal({
    callback: REPORT,
    title: report.title,
    close: cancel,
    submit: report.submit,
    metadata: form,
    blocks: [
      ...report.passedOn.map(section),
      {
        type: 'input',
        block_id: NAME,
        label: plain(report.name),
        // Neither is chosen beforehand: it is theirs to say.
        element: { type: 'radio_buttons', action_id: NAME, options: [option('named'), option('unnamed')] },
      },
    ],
  });
}

export async function takeReport(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  const here = await ours(desk, submitted);
  const form = metadataOf(submitted, metadata);
  const name = z.enum(['named', 'unnamed']).safeParse(fieldsOf(submitted).get(NAME)?.value);
  if (!form || !name.success) throw malformed('form');
  const { channel, message, thread } = form;
  const [now, where] = await Promise.all([
    here.reread({ channel, message, thread }),
    here.channelOf({ id: channel, type: undefined }, false),
  ]);
  try {
    const sentence = await desk.inbound.onReport({
      platform: 'slack',
      tenant: here.tenant,
      person: submitted.user.id,
      named: name.data === 'named',
      language: form.language, // the form's own, so that its answer reads on from it
      message: {
        channel: where,
        id: message,
        author: now.status === 'there' ? now.author : form.author,
        // Where the app isn't, or where it was deleted meanwhile, the Guardian gets the place and the link alone.
        text: now.status === 'there' ? now.text : '',
        attachments: now.status === 'there' ? now.attachments : [],
        link: permalink(here.url, channel, message, thread),
      },
    });
    return update(sentenceView(form.language, sentence, WORDS[form.language].report.title));
  } catch (error) {
    desk.log.error('slack.report_failed', { error });
    return fault(NAME, WORDS[form.language].notTaken);
  }
}
