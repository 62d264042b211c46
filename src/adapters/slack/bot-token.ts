import type { WebClient } from '@slack/web-api';
import type { Log } from '../../log.ts';
import { isTokenFault, slackCode } from './errors.ts';
import type { Ended, Installations } from './installations.ts';
import { askWorkspace, missingScopes, type Workspace } from './workspace.ts';

/** Its message is one sentence for whoever set Slack up. */
export class SlackTokenError extends Error {
  override readonly name = 'SlackTokenError';
}

/** The one workspace (or enterprise) that a bot token belongs to, as Slack says. A failure is passed on, and the next call asks again. */
export function createBotToken(client: WebClient, token: string, log: Log): Installations {
  let known: Promise<Workspace> | undefined;
  let ended: Ended | null = null;
  const workspace = () => {
    known ??= askWorkspace(client).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  return {
    async find(tenant) {
      const here = await workspace();
      return here.tenant === tenant ? { ...here, token } : undefined;
    },
    async list() {
      const { tenant, name } = await workspace();
      return [{ tenant, name, ended, refused: null }];
    },
    /** Nothing to take away: Slack refuses the token from now on. */
    async ended(_tenant, how) {
      ended = how;
      log.warn('slack.app_ended', { reason: how });
    },
    /** Throws `SlackTokenError` where Slack refuses the token; what else is wrong may pass. */
    async ready() {
      try {
        for (const scope of missingScopes(await workspace())) log.warn('slack.scope_missing', { reason: scope });
      } catch (error) {
        const code = slackCode(error);
        if (code !== undefined && isTokenFault(code)) {
          throw new SlackTokenError(
            `SLACK_BOT_TOKEN was refused by Slack (${code}): copy the bot token anew from the app's OAuth & Permissions page.`,
          );
        }
        log.warn('slack.unreachable', { reason: code ?? 'unknown', error });
      }
    },
    upkeep: async () => {},
  };
}
