import type { KnownBlock } from '@slack/web-api';
import { z } from 'zod';
import { modal, plain, section } from '../blocks.ts';
import { type Desk, malformed, ours } from '../desk.ts';
import { slackCode } from '../errors.ts';
import { type FormAnswered, fault } from '../forms.ts';
import { fieldsOf, language, metadataOf, type Pressed, type Submitted } from '../payloads.ts';
import { WORDS } from '../words.ts';
import type { Connected } from '../workspaces.ts';
import type { Own } from './own.ts';
import { showHome } from './show.ts';
import { HOME_WORDS } from './words.ts';

export const QUIET_HOURS = 'quiet_hours';
const metadata = z.object({ language });
const time = z
  .string()
  .regex(/^(?:[01]\d|2[0-3]):[0-5]\d$/)
  .nullable();

/** The form, with what they have now. Never rejects: Slack was answered, and the button can be pressed again. */
export async function openQuietHours(desk: Desk, here: Connected, { trigger_id, user }: Pressed): Promise<void> {
  try {
    await here.openModal(trigger_id, quietHoursForm(await desk.own.read(here.tenant, user.id)));
  } catch (error) {
    desk.log.warn('slack.form_not_opened', { reason: slackCode(error) ?? 'not_reached', error });
  }
}

export function quietHoursForm({ language, quietHours }: Pick<Own, 'language' | 'quietHours'>) {
  const words = HOME_WORDS[language].form;
  const form: z.infer<typeof metadata> = { language };
  return modal({
    callback: QUIET_HOURS,
    title: words.title,
    close: WORDS[language].cancel,
    submit: words.submit,
    metadata: form,
    blocks: [section(words.hint), timeInput('from', words.from, quietHours), timeInput('to', words.to, quietHours)],
  });
}

function timeInput(name: 'from' | 'to', label: string, now: Own['quietHours']): KnownBlock {
  return {
    type: 'input',
    block_id: name,
    optional: true,
    label: plain(label),
    element: { type: 'timepicker', action_id: name, ...(now ? { initial_time: now[name] } : {}) },
  };
}

/** The form closes once they are stored; else it says beside the field what is wrong. */
export async function takeQuietHours(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  const here = await ours(desk, submitted);
  const form = metadataOf(submitted, metadata);
  const fields = fieldsOf(submitted);
  const [from, to] = ['from', 'to'].map((name) => time.safeParse(fields.get(name)?.value ?? null));
  if (!form || !from?.success || !to?.success) throw malformed('form');
  const person = submitted.user.id;
  try {
    const wrong = await desk.own.choose(here.tenant, person, { quietHours: { from: from.data, to: to.data } });
    if (wrong) return fault(wrong.at, HOME_WORDS[form.language].form.faults[wrong.what]);
    return { after: () => showHome(desk, here, person) };
  } catch (error) {
    desk.log.error('slack.choice_failed', { error });
    return fault('from', WORDS[form.language].notTaken);
  }
}
