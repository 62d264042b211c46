import type { ModalView, WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Inbound } from '../../chat.ts';
import type { Log } from '../../log.ts';
import type { Language } from '../../policy/types.ts';
import { tenantsOf } from './envelope.ts';
import type { OwnDesk } from './home/own.ts';
import type { Interaction } from './payloads.ts';
import { Refused } from './requests.ts';
import type { Respond } from './respond.ts';
import type { Connected, Workspaces } from './workspaces.ts';

/** What everything that answers an event, a press, a form or a command needs. */
export interface Desk {
  readonly inbound: Inbound;
  readonly workspaces: Workspaces;
  readonly respond: Respond;
  /** What is kept of one person, for themselves. */
  readonly own: OwnDesk;
  /** The person's own setting, as far as it is known. Never rejects. */
  readonly languageOf: (tenant: string, person: string) => Promise<Language>;
  readonly log: Log;
}

export type Sender = Pick<Interaction, 'user' | 'team' | 'enterprise' | 'is_enterprise_install'>;

/** The workspace that a press was made in, where the app is installed there; else it is refused. */
export async function ours({ workspaces, log }: Pick<Desk, 'workspaces' | 'log'>, sender: Sender): Promise<Connected> {
  const team = sender.team?.id ?? sender.user.team_id;
  const { enterprise, is_enterprise_install } = sender;
  const here = await workspaces.of(tenantsOf({ team_id: team, enterprise_id: enterprise?.id, is_enterprise_install }));
  if (here) return here;
  log.warn('slack.other_workspace', { tenant: team ?? enterprise?.id ?? 'unknown' });
  throw new Refused(403, 'other_workspace', 'Quietword is not installed in this Slack workspace.');
}

const opened = z.object({ view: z.object({ id: z.string() }) });

/** Opens a form, within three seconds of the press, or Slack refuses it. Gives its id, or undefined where Slack doesn't say. */
export function modalOpener(client: WebClient): (trigger: string, view: ModalView) => Promise<string | undefined> {
  return async (trigger_id, view) => opened.safeParse(await client.views.open({ trigger_id, view })).data?.view.id;
}

/** Puts another in the place of a form that is open. */
export function modalUpdater(client: WebClient): (id: string, view: ModalView) => Promise<void> {
  return async (view_id, view) => {
    await client.views.update({ view_id, view });
  };
}

export const malformed = (what: string) =>
  new Refused(400, 'malformed', `The ${what} is not one that this Quietword sends out.`);
