import { z } from 'zod';
import type { Language } from '../../policy/types.ts';

/** What Slack sends when somebody presses, chooses or sends a form, as far as it is needed here. */

export const language = z.enum(['en', 'cy'] satisfies Language[]);
export const channelId = z.string().regex(/^[CDGUW][A-Z0-9]{1,30}$/);
export const personId = z.string().regex(/^[UW][A-Z0-9]{1,30}$/);
export const timestamp = z.string().regex(/^\d{1,12}\.\d{1,9}$/);

/** Slack writes it either way, and as a word in commands. */
const flag = z.union([z.boolean(), z.enum(['true', 'false']).transform((word) => word === 'true')]);

const someone = {
  user: z.object({ id: personId, team_id: z.string().nullish() }),
  team: z.object({ id: z.string() }).nullish(),
  enterprise: z.object({ id: z.string() }).nullish(),
  is_enterprise_install: flag.nullish(),
};
const trigger = z.string().min(1).max(500);
const responseUrl = z.string().max(500).optional();

const pressed = z.object({
  ...someone,
  type: z.literal('block_actions'),
  trigger_id: trigger,
  response_url: responseUrl,
  container: z.object({
    is_ephemeral: z.boolean().optional(),
    channel_id: channelId.optional(),
    message_ts: timestamp.optional(),
    thread_ts: timestamp.optional(),
  }),
  /** Where the button stands in the app's Home tab, and in no message. */
  view: z.object({ type: z.literal('home') }).optional(),
  // Slack leaves it out of what is ephemeral.
  message: z.object({ blocks: z.array(z.unknown()).optional() }).optional(),
  // A button that opens a page has no value.
  actions: z.array(z.object({ action_id: z.string().max(255), value: z.string().max(2_000).default('') })).length(1),
});
export type Pressed = z.infer<typeof pressed>;

/** One value of a form: what was written or chosen, or null where nothing was. */
const field = z.object({
  value: z.string().nullish(),
  selected_option: z.object({ value: z.string() }).nullish(),
  selected_conversation: channelId.nullish(),
  selected_time: z.string().max(10).nullish(),
});
const submitted = z.object({
  ...someone,
  type: z.literal('view_submission'),
  view: z.object({
    id: z.string(),
    callback_id: z.string(),
    private_metadata: z.string().max(3_000),
    title: z.object({ text: z.string() }),
    submit: z.object({ text: z.string() }).nullish(),
    blocks: z.array(z.unknown()),
    state: z.object({ values: z.record(z.string(), z.record(z.string(), field)) }),
  }),
});
export type Submitted = z.infer<typeof submitted>;

const shortcut = z.object({
  ...someone,
  type: z.literal('shortcut'),
  callback_id: z.string(),
  trigger_id: trigger,
});
export type Shortcut = z.infer<typeof shortcut>;

const messageShortcut = z.object({
  ...someone,
  type: z.literal('message_action'),
  callback_id: z.string(),
  trigger_id: trigger,
  response_url: responseUrl,
  channel: z.object({ id: channelId }),
  message: z.object({ ts: timestamp, thread_ts: timestamp.nullish(), user: z.string().nullish() }),
});
export type MessageShortcut = z.infer<typeof messageShortcut>;

export const interaction = z.discriminatedUnion('type', [pressed, submitted, shortcut, messageShortcut]);
export type Interaction = z.infer<typeof interaction>;

export const command = z.object({
  text: z.string().default(''),
  user_id: personId,
  team_id: z.string(),
  enterprise_id: z.string().optional(),
  is_enterprise_install: flag.optional(),
  trigger_id: trigger,
  response_url: responseUrl,
});

/** A form's fields by their `action_id`, whatever blocks they stand in. */
export function fieldsOf({ view }: Submitted): Map<string, { readonly block: string; readonly value: string | null }> {
  const fields = Object.entries(view.state.values).flatMap(([block, values]) =>
    Object.entries(values).map(([action, one]) => {
      const value = one.value ?? one.selected_option?.value ?? one.selected_conversation ?? one.selected_time ?? null;
      return [action, { block, value }] as const;
    }),
  );
  return new Map(fields);
}

/** What went out with a form and came back, or undefined where it isn't what this form is sent out with. */
export function metadataOf<T>({ view }: Submitted, schema: z.ZodType<T>): T | undefined {
  return schema.safeParse(json(view.private_metadata)).data;
}

export function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
