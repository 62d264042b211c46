import { z } from 'zod';
import type { Language } from '../../policy/types.ts';

/** What Teams sends, as far as it is needed here. Ids are taken as they come, but for their length and odd characters. */

export const language = z.enum(['en', 'cy'] satisfies Language[]);
export const conversationId = z.string().regex(/^[\w:.@=;|+-]{1,300}$/);
export const messageId = z.string().regex(/^[\w:.@=|+-]{1,200}$/);
export const personId = z.string().regex(/^[\w:.@+-]{1,300}$/);
export const groupId = z.string().regex(/^[\w-]{1,100}$/);

const account = z.object({ id: personId, aadObjectId: z.string().max(100).nullish() });

/** A part that is odd must not cost a message its text. */
const team = z
  .object({ id: conversationId.nullish(), aadGroupId: groupId.nullish(), name: z.string().nullish() })
  .nullish()
  .catch(null);
const channel = z
  .object({ id: conversationId.nullish(), name: z.string().nullish(), type: z.string().nullish() })
  .nullish()
  .catch(null);

const channelData = z.object({
  tenant: z.object({ id: z.string() }).nullish(),
  eventType: z.string().nullish(),
  team,
  channel,
  settings: z.object({ selectedChannel: channel }).nullish().catch(null),
});

/** The outside of everything that comes at `/api/messages`. */
export const activity = z.object({
  type: z.string(),
  id: messageId.nullish(),
  timestamp: z.string().nullish(),
  serviceUrl: z.string().regex(/^https?:\/\/[^\s?#]{1,400}$/),
  channelId: z.string(),
  locale: z.string().max(35).nullish().catch(null),
  from: account.nullish(),
  recipient: account.nullish(),
  conversation: z.object({
    id: conversationId,
    conversationType: z.string().nullish(),
    tenantId: z.string().nullish(),
    name: z.string().nullish(),
  }),
  channelData: channelData.nullish(),
  name: z.string().max(100).nullish(),
  action: z.string().max(100).nullish(),
  replyToId: messageId.nullish().catch(null),
  membersAdded: z.array(account).nullish().catch(null),
  membersRemoved: z.array(account).nullish().catch(null),
  text: z.string().nullish(),
  /** Who is named, among other things. */
  entities: z
    .array(z.object({ type: z.string().nullish(), mentioned: z.object({ id: z.string().nullish() }).nullish() }))
    .nullish()
    .catch(null),
  attachments: z
    .array(z.object({ contentType: z.string().nullish(), name: z.string().nullish(), content: z.unknown().optional() }))
    .nullish()
    .catch(null),
  value: z.unknown().optional(),
});
export type Activity = z.infer<typeof activity>;

/** A conversation and, in a channel, the thread: `19:…@thread.tacv2;messageid=1726130000000`. */
export function placeOf({ conversation, channelData }: Activity): {
  readonly channel: string;
  readonly thread: string | null;
} {
  const [channel = '', ...rest] = conversation.id.split(';');
  const thread = rest.find((part) => part.startsWith('messageid='))?.slice('messageid='.length) ?? null;
  // Of some events the conversation is the team, and the channel stands beside it.
  return {
    channel: conversation.conversationType === 'channel' ? (channelData?.channel?.id ?? channel) : channel,
    thread,
  };
}

/** Entra's id of whoever sent it, the same as Graph's; of guests of a meeting, who have none, the Bot Framework's. */
export function personOf(someone: Activity['from']): string | null {
  return someone?.aadObjectId?.toLowerCase() || someone?.id || null;
}

export const tenantOf = ({ conversation, channelData }: Activity): string | null =>
  (channelData?.tenant?.id ?? conversation.tenantId)?.toLowerCase() ?? null;

export const isPersonal = ({ conversation }: Activity): boolean => conversation.conversationType === 'personal';

export const namesApp = ({ entities }: Activity, appId: string): boolean =>
  (entities ?? []).some(({ mentioned }) => mentioned?.id === `28:${appId}`);

export function languageIn({ locale }: Pick<Activity, 'locale'>): Language | null {
  return locale?.toLowerCase().startsWith('cy') ? 'cy' : null;
}
