import { setTimeout as sleep } from 'node:timers/promises';
import type { KnownBlock, ModalView } from '@slack/web-api';
import { z } from 'zod';
import type { Language } from '../../policy/types.ts';
import { modal, section } from './blocks.ts';
import { type Desk, ours } from './desk.ts';
import type { Late } from './in-time.ts';
import { json, language, metadataOf, type Submitted } from './payloads.ts';
import type { Answered } from './requests.ts';
import { WORDS } from './words.ts';

/** What a form that was sent is answered with: another in its place, faults beside its blocks, or nothing, and it closes. */
export interface FormAnswered extends Answered {
  readonly body?:
    | { readonly response_action: 'update'; readonly view: ModalView }
    | { readonly response_action: 'errors'; readonly errors: Readonly<Record<string, string>> };
}

export function update(view: ModalView): FormAnswered {
  return { body: { response_action: 'update', view } };
}

/** Slack keeps the form open, with all that was written, and says this beside the block. */
export function fault(block: string, sentence: string): FormAnswered {
  return { body: { response_action: 'errors', errors: { [block]: sentence } } };
}

/** One sentence, and nothing more to do. */
export function sentenceView(inLanguage: Language, sentence: string, title = 'Quietword'): ModalView {
  const { close } = WORDS[inLanguage];
  return modal({ callback: 'sentence', title, close, submit: null, metadata: {}, blocks: [section(sentence)] });
}

/** HAZARD: an update that overtakes our own answer on its way to Slack would be put aside by it. */
const OUR_ANSWER_ARRIVES_MS = 300;

/** A form that can't be answered soon says so, and what came of it takes its place: faults with all that was written. */
export function lateForm(desk: Desk, submitted: Submitted): Late<FormAnswered> {
  const inLanguage = metadataOf(submitted, z.object({ language }))?.language ?? 'en';
  const { waiting, taken, notTaken } = WORDS[inLanguage];
  const show = async (view: ModalView): Promise<void> => {
    await sleep(OUR_ANSWER_ARRIVES_MS);
    const here = await ours(desk, submitted);
    await here.updateModal(submitted.view.id, view);
  };
  return {
    ...update(sentenceView(inLanguage, waiting)),
    async done({ body, after }) {
      await after?.();
      if (body?.response_action === 'errors') await show(formAgain(submitted, inLanguage, Object.values(body.errors)));
      else await show(body?.view ?? sentenceView(inLanguage, taken));
    },
    failed: () => show(formAgain(submitted, inLanguage, [notTaken])),
  };
}

const input = z.looseObject({
  type: z.literal('input'),
  block_id: z.string(),
  element: z.looseObject({ action_id: z.string(), options: z.array(z.looseObject({ value: z.string() })).optional() }),
});

/** The form as it was sent, under what is wrong with it. */
function formAgain({ view }: Submitted, inLanguage: Language, sentences: readonly string[]): ModalView {
  const blocks = view.blocks.map((block) => {
    const { success, data } = input.safeParse(block);
    return success ? { ...data, element: { ...emptied(data.element), ...initial(data, view.state) } } : block;
  });
  return modal({
    callback: view.callback_id,
    title: view.title.text,
    close: WORDS[inLanguage].cancel,
    submit: view.submit?.text ?? null,
    metadata: json(view.private_metadata) as object,
    // Ours, as Slack gives them back.
    blocks: [...sentences.map(section), ...(blocks as KnownBlock[])],
  });
}

/** Without what it held when it went out, which may have been taken out since. */
function emptied(element: object): object {
  return Object.fromEntries(Object.entries(element).filter(([key]) => !key.startsWith('initial_')));
}

function initial({ block_id, element }: z.infer<typeof input>, { values }: Submitted['view']['state']): object {
  const given = values[block_id]?.[element.action_id];
  const option = element.options?.find(({ value }) => value === given?.selected_option?.value);
  if (option) return { initial_option: option };
  if (given?.selected_time) return { initial_time: given.selected_time };
  if (given?.selected_conversation) return { initial_conversation: given.selected_conversation };
  return given?.value ? { initial_value: given.value } : {};
}
