import type { WebClient } from '@slack/web-api';
import { z } from 'zod';

/** A workspace, or an enterprise as a whole, that the app is installed in. */
export interface Workspace {
  /** Rows are kept under it: the team's id, or the enterprise's where the app is installed for all of it. */
  readonly tenant: string;
  readonly orgWide: boolean;
  /** As people know it. */
  readonly name: string;
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
  team: z.string().nullish(),
  team_id: z.string(),
  enterprise_id: z.string().nullish(),
  is_enterprise_install: z.boolean().nullish(),
  user_id: z.string(),
  bot_id: z.string().optional(),
  url: z.url(),
  response_metadata: z.object({ scopes: z.array(z.string()).optional() }).optional(),
});

/** Asks Slack whose token it is. Throws as a WebClient does. */
export async function askWorkspace(client: WebClient): Promise<Workspace> {
  const answer = authTest.parse(await client.auth.test());
  const orgWide = answer.is_enterprise_install === true && typeof answer.enterprise_id === 'string';
  return {
    tenant: orgWide && answer.enterprise_id ? answer.enterprise_id : answer.team_id,
    orgWide,
    name: answer.team ?? answer.team_id,
    botUserId: answer.user_id,
    botId: answer.bot_id,
    url: answer.url,
    scopes: answer.response_metadata?.scopes ?? null,
  };
}

export function missingScopes({ scopes }: Pick<Workspace, 'scopes'>): string[] {
  return SCOPES.filter((scope) => scopes !== null && !scopes.includes(scope));
}
