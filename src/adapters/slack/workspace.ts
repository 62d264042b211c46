import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

/** Where the bot token belongs, as `auth.test` tells it. */
export interface Workspace {
  /** Rows are kept under it: the team's id, or the enterprise's where the app is installed for all of it. */
  readonly tenant: string;
  readonly orgWide: boolean;
  readonly botUserId: string;
  readonly botId: string | undefined;
  /** `https://example.slack.com/`, with its slash. */
  readonly url: string;
  /** What the token may do, or null where Slack doesn't say. */
  readonly scopes: readonly string[] | null;
}

/** The scopes of `manifest/slack/manifest.yaml`, where each says what it is for. */
export const SCOPES = [
  'channels:history',
  'groups:history',
  'im:history',
  'mpim:history',
  'channels:read',
  'groups:read',
  'mpim:read',
  'chat:write',
  'commands',
  'pins:write',
  'users:read',
  'usergroups:read',
] as const;

const authTest = z.object({
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  url: z.url(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack once and remembers; a failure is passed on to all who wait for it, and the next call asks again. */
export function createWorkspaceLookUp(client: WebClient): () => Promise<Workspace> {
  let known: Promise<Workspace> | undefined;
  return () => {
    known ??= ask(client).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
}

async function ask(client: WebClient): Promise<Workspace> {
  const answer = authTest.parse(await client.auth.test());
  const orgWide = answer.is_enterprise_install === true && typeof answer.enterprise_id === 'string';
  return {
    tenant: orgWide && answer.enterprise_id ? answer.enterprise_id : answer.team_id,
    orgWide,
    botUserId: answer.user_id,
    botId: answer.bot_id,
    url: answer.url,
    scopes: answer.response_metadata?.scopes ?? null,
  };
}

/** The outside of an event: for whom it is, and whether other organisations read the channel. */
export const envelope = z.object({
  team_id: z.string().nullish(),
  enterprise_id: z.string().nullish(),
  context_team_id: z.string().nullish(),
  is_ext_shared_channel: z.boolean().nullish(),
  authorizations: z.array(z.object({ team_id: z.string().nullish(), enterprise_id: z.string().nullish() })).nullish(),
});
export type Envelope = z.infer<typeof envelope>;

/**
 * Whether an event is for this installation. `authorizations` says so: in a channel shared between organisations
 * `team_id` may be the other one's. Where it is absent, the context's or the event's team has to do.
 */
export function isFor(event: Envelope, { tenant, orgWide }: Workspace): boolean {
  const installations = event.authorizations?.length
    ? event.authorizations
    : [{ team_id: event.context_team_id ?? event.team_id, enterprise_id: event.enterprise_id }];
  return installations.some((one) => (orgWide ? one.enterprise_id : one.team_id) === tenant);
}
