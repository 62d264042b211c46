import { randomBytes } from 'node:crypto';
import { type Installation as Granted, InstallProvider, InvalidStateError } from '@slack/oauth';
import { WebClient } from '@slack/web-api';
import type { RequestHandler, Response } from 'express';
import express, { type Router } from 'express';
import { z } from 'zod';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import { slackCode } from './errors.ts';
import type { InstallStore, Kept } from './installations.ts';
import { clientOptions, silenced } from './web.ts';
import { askWorkspace, SCOPES } from './workspace.ts';

export const INSTALL = '/slack/install';
export const CALLBACK = '/slack/oauth/callback';

/** Installations under way (`src/store/slack-install-states.ts`). */
export interface StateStore {
  begin(state: string, now: Date): Promise<void>;
  take(state: string, now: Date): Promise<boolean>;
}

/** What came of it, for a page. */
export interface Outcome {
  readonly installed: boolean;
  /** The workspace, or undefined where nothing was installed. */
  readonly name: string | undefined;
  readonly sentence: string;
}

export interface OAuthOptions {
  readonly config: SlackConfig & { readonly oauth: NonNullable<SlackConfig['oauth']> };
  /** Where people reach us, without a trailing slash. */
  readonly publicUrl: string;
  readonly store: Pick<InstallStore, 'save'>;
  readonly states: StateStore;
  readonly show: (res: Response, outcome: Outcome) => void;
  readonly onInstalled: (tenant: string) => void;
  readonly log: Log;
}

const granted = z.object({
  bot: z.object({
    token: z.string(),
    scopes: z.array(z.string()),
    refreshToken: z.string().optional(),
    /** Seconds since 1970. */
    expiresAt: z.number().optional(),
  }),
});

/**
 * Installs the app in a workspace, or in an enterprise as a whole, by OAuth v2: to Slack with a `state` that the browser holds in a
 * cookie and we in the database, and back once. Who may begin is for whoever mounts these routes to decide.
 */
export function installRoutes(options: OAuthOptions): Router {
  const { config, publicUrl, store, states, show, onInstalled, log } = options;
  const { clientId, clientSecret } = config.oauth;
  const web = clientOptions(config, log, 'nudges');
  const urls = { scopes: [...SCOPES], redirectUri: `${publicUrl}${CALLBACK}` };

  const keep = async (installation: unknown): Promise<void> => {
    const { bot } = granted.parse(installation);
    const workspace = await askWorkspace(new WebClient(bot.token, web));
    const rotation =
      bot.refreshToken !== undefined && bot.expiresAt !== undefined
        ? { refreshToken: bot.refreshToken, expiresAt: new Date(bot.expiresAt * 1000) }
        : null;
    const kept: Kept = { ...workspace, scopes: bot.scopes, token: bot.token, rotation };
    await store.save(kept, new Date());
    onInstalled(workspace.tenant);
    log.info('slack.installed', { tenant: workspace.tenant, kind: workspace.orgWide ? 'enterprise' : 'workspace' });
  };

  const installer = new InstallProvider({
    clientId,
    clientSecret,
    ...(config.apiUrl === undefined ? {} : { authorizationUrl: new URL('../oauth/v2/authorize', config.apiUrl).href }),
    installUrlOptions: urls,
    directInstall: true,
    stateStore: {
      async generateStateParam(_options, now) {
        const state = randomBytes(32).toString('base64url');
        await states.begin(state, now);
        return state;
      },
      async verifyStateParam(now, state) {
        if (await states.take(state, now)) return urls;
        throw new InvalidStateError('The state is unknown, too old, or was used before.');
      },
    },
    installationStore: {
      storeInstallation: keep,
      fetchInstallation: async () => {
        throw new Error('Installations are found by installations.ts.');
      },
    },
    logger: silenced(log),
    clientOptions: web,
  });

  const install: RequestHandler = (req, res) => installer.handleInstallPath(req, res, {}, urls);
  const comeBack: RequestHandler = (req, res) =>
    installer.handleCallback(req, res, {
      successAsync: async (installation) => show(res, installedIn(installation)),
      failureAsync: async (error) => {
        const reason = slackCode(error) ?? error.code;
        log.warn('slack.not_installed', { reason, error });
        show(res, { installed: false, name: undefined, sentence: whyNot(reason) });
      },
    });
  return express.Router().get(INSTALL, install).get(CALLBACK, comeBack);
}

function installedIn(installation: Granted): Outcome {
  const { isEnterpriseInstall, enterprise, team } = installation;
  const name = (isEnterpriseInstall ? enterprise?.name : team?.name) ?? 'your workspace';
  return {
    installed: true,
    name,
    sentence:
      'Now tell people that it is there, and what it does; then invite @Quietword to the channels that it should watch.',
  };
}

/** `reason`: a code of Slack's or of its library. */
function whyNot(reason: string): string {
  switch (reason) {
    case 'slack_oauth_installer_authorization_error':
      return 'It was called off on Slack’s page.';
    case 'slack_oauth_missing_state':
    case 'slack_oauth_invalid_state':
      return 'This way back from Slack is not known here, is more than ten minutes old, or was used before. Please begin again.';
    case 'slack_oauth_missing_code':
      return 'Slack sent you back without the code that an installation needs. Please begin again.';
    case 'bad_client_secret':
    case 'invalid_client_id':
      return 'Slack refused SLACK_CLIENT_ID and SLACK_CLIENT_SECRET: copy both anew from the app’s Basic Information page.';
    default:
      return `Slack or the database did not take it (${reason}). Please begin again; the log says more.`;
  }
}
