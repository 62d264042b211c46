import type { KnownBlock, ModalView } from '@slack/web-api';
import { z } from 'zod';
import type { Channel, Checked } from '../../chat.ts';
import type { Audience, Language } from '../../policy/types.ts';
import { cut, heading, LONGEST, modal, plain, preformatted, section } from './blocks.ts';
import { type Desk, malformed, ours } from './desk.ts';
import { type FormAnswered, fault, update } from './forms.ts';
import { channelId, fieldsOf, language, metadataOf, type Submitted } from './payloads.ts';
import { unescaped } from './text.ts';
import { WORDS } from './words.ts';
import type { Connected } from './workspaces.ts';

export const CHECK = 'check_draft';
const [DRAFT, PLACE, READERS] = ['draft', 'place', 'readers'];

const audience = z.enum(['direct', 'care-team', 'organisation', 'external'] satisfies Audience[]);

/** `place` and `audience`: chosen before, where a rewrite is checked again. `round`: how many times it was. */
const metadata = z.object({
  language,
  round: z.number().int().min(0),
  place: channelId.optional(),
  audience: audience.optional(),
});
type Form = z.infer<typeof metadata>;

/** Asks for what somebody means to post and where. `draft`: what they have written so far. */
export function checkForm(language: Language, draft = ''): ModalView {
  const words = WORDS[language].check;
  const form: Form = { language, round: 0 };
  return modal({
    callback: CHECK,
    title: words.title,
    close: WORDS[language].cancel,
    submit: words.submit,
    metadata: form,
    blocks: [
      draftInput(words.draft, form, draft),
      {
        type: 'input',
        block_id: PLACE,
        optional: true,
        label: plain(words.where),
        hint: plain(words.whereHint, 150),
        element: { type: 'conversations_select', action_id: PLACE, default_to_current_conversation: true },
      },
      {
        type: 'input',
        block_id: READERS,
        optional: true,
        label: plain(words.who),
        hint: plain(words.whoHint, 150),
        element: {
          type: 'static_select',
          action_id: READERS,
          options: audience.options.map((value) => ({ value, text: plain(words.audiences[value]) })),
        },
      },
    ],
  });
}

export async function takeCheck(desk: Desk, submitted: Submitted): Promise<FormAnswered> {
  const here = await ours(desk, submitted);
  const before = metadataOf(submitted, metadata);
  const fields = fieldsOf(submitted);
  const chosen = z.object({ place: channelId.optional(), audience: audience.optional() }).safeParse({
    place: fields.get(PLACE)?.value ?? before?.place,
    audience: fields.get(READERS)?.value ?? before?.audience,
  });
  if (!before || !chosen.success) throw malformed('form');
  const { language, round } = before;
  const form: Form = { language, round: round + 1, ...chosen.data };
  const text = unescaped(fields.get(DRAFT)?.value ?? '').trim();
  if (text === '') return fault(draftBlock(before), WORDS[language].missing);
  const where = await readersOf(here, form);
  if (!where) return fault(READERS, WORDS[language].check.neither);
  try {
    const draft = { platform: 'slack', tenant: here.tenant, text, attachments: [], language, ...where } as const;
    return update(verdictView(await desk.inbound.onCheck(draft), form));
  } catch (error) {
    desk.log.error('slack.check_failed', { error });
    return fault(draftBlock(before), WORDS[language].notTaken);
  }
}

type Readers = Pick<Channel, 'audience' | 'readers' | 'guests'>;

/** Of a conversation that the app isn't in Slack says nothing: there, what the person chose counts. */
async function readersOf({ channelOf }: Connected, { place, audience }: Form): Promise<Readers | undefined> {
  const chosen = audience === undefined ? undefined : { audience, readers: null, guests: null };
  if (place === undefined) return chosen;
  const hint = { id: place, type: /^[UW]/.test(place) ? 'im' : undefined };
  const found = await channelOf(hint, false);
  if (chosen && found.readers === null && found.audience !== 'external') return chosen;
  return { audience: found.audience, readers: found.readers, guests: found.guests };
}

/** A rewrite stands in a field, where it can be copied on every device, changed, and checked again. */
function verdictView(checked: Checked, form: Form): ModalView {
  const words = WORDS[form.language];
  const { suggestion } = checked;
  const fits = suggestion !== null && suggestion.length <= LONGEST.input;
  return modal({
    callback: CHECK,
    title: words.check.title,
    close: words.close,
    submit: fits ? words.check.again : null,
    metadata: form,
    blocks: [
      heading(checked.heading),
      ...checked.paragraphs.map(section),
      ...(fits ? [draftInput(words.check.suggestion, form, suggestion)] : []),
      ...(suggestion !== null && !fits ? [preformatted(suggestion)] : []),
      ...(checked.left === null ? [] : [section(checked.left)]),
    ],
  });
}

/** A new block each time: Slack keeps what was written in one that it knows, whatever its initial value. */
const draftBlock = ({ round }: Form): string => `${DRAFT}-${round}`;

function draftInput(label: string, form: Form, value: string): KnownBlock {
  return {
    type: 'input',
    block_id: draftBlock(form),
    label: plain(label),
    element: {
      type: 'plain_text_input',
      action_id: DRAFT,
      multiline: true,
      max_length: LONGEST.input,
      ...(value === '' ? {} : { initial_value: cut(value, LONGEST.input) }),
    },
  };
}
