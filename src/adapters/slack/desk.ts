import type { ModalView, WebClient } from '@slack/web-api';
import type { Channel, Inbound } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { Language } from '../../policy/types.ts';
import type { ChannelHint } from './channels.ts';
import type { Interaction } from './payloads.ts';
import { Refused } from './requests.ts';
import type { Reread } from './reread.ts';
import type { Respond } from './respond.ts';
import { isFor, type Workspace } from './workspace.ts';

/** What everything that answers a press, a form or a command needs. */
export interface Desk {
  readonly inbound: Inbound;
  readonly workspace: () => Promise<Workspace>;
  readonly channelOf: (hint: ChannelHint, sharedOutside: boolean) => Promise<Channel>;
  readonly reread: Reread;
  readonly respond: Respond;
  /** Within three seconds of the press, or Slack refuses it. */
  readonly openModal: (trigger: string, view: ModalView) => Promise<void>;
  /** The person's own setting, as far as it is known. Never rejects. */
  readonly languageOf: (tenant: string, person: string) => Promise<Language>;
  readonly log: Log;
}

type Sender = Pick<Interaction, 'user' | 'team' | 'enterprise'>;

/** The workspace that we are in, where the press was made in it; else it is refused. */
export async function ours({ workspace, log }: Pick<Desk, 'workspace' | 'log'>, sender: Sender): Promise<Workspace> {
  const here = await workspace();
  const tenant = sender.team?.id ?? sender.user.team_id;
  if (isFor({ team_id: tenant, enterprise_id: sender.enterprise?.id }, here)) return here;
  log.warn('slack.other_workspace', { tenant: tenant ?? 'unknown' });
  throw new Refused(403, 'other_workspace', 'This Quietword belongs to another Slack workspace.');
}

export function modalOpener(client: WebClient): Desk['openModal'] {
  return async (trigger_id, view) => {
    await client.views.open({ trigger_id, view });
  };
}

export const malformed = (what: string) =>
  new Refused(400, 'malformed', `The ${what} is not one that this Quietword sends out.`);
