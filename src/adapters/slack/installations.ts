import type { WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Log } from '../../log.ts';
import { slackCode } from './errors.ts';
import type { Workspace } from './workspace.ts';

/** A workspace, and what opens it. */
export interface Installation extends Workspace {
  readonly token: string;
}

export type Ended = 'uninstalled' | 'revoked';

export interface Listed {
  readonly tenant: string;
  readonly name: string;
  readonly ended: Ended | null;
  /** Slack's code, where it gave no new token. */
  readonly refused: string | null;
}

/** Where the app is installed. */
export interface Installations {
  /** Undefined where it isn't. Rejects where that can't be known now. */
  find(tenant: string): Promise<Installation | undefined>;
  list(): Promise<readonly Listed[]>;
  /** Slack says that it was taken away, at `at`. */
  ended(tenant: string, how: Ended, at: Date): Promise<void>;
  /** Once, at start. */
  ready(): Promise<void>;
  /** What falls due whether or not anything happens: tokens that expire soon. */
  upkeep(): Promise<void>;
}

interface Rotation {
  readonly refreshToken: string;
  readonly expiresAt: Date;
}
type Renewed = { readonly token: string; readonly rotation: Rotation } | { readonly refused: string };

/** What is kept between processes (`src/store/slack-installs.ts`). */
export interface InstallStore {
  save(install: Kept, now: Date): Promise<void>;
  find(tenant: string): Promise<Kept | undefined>;
  list(): Promise<readonly Listed[]>;
  end(tenant: string, how: Ended, at: Date): Promise<boolean>;
  dueBefore(expiry: Date, triedBefore: Date): Promise<readonly string[]>;
  renew(
    tenant: string,
    due: { readonly expiry: Date; readonly triedBefore: Date; readonly now: Date; readonly patient: boolean },
    ask: (refreshToken: string) => Promise<Renewed>,
  ): Promise<void>;
  reseal(): Promise<readonly string[]>;
}

export interface Kept extends Installation {
  readonly scopes: readonly string[];
  readonly rotation: Rotation | null;
}

/** Tokens live twelve hours: this leaves ten for Slack or us to be away. */
const RENEW_BEFORE_MS = 2 * 3_600_000;
/** With less than this a token isn't used: a call may still be under way when it ends. */
const USELESS_BEFORE_MS = 60_000;
const TRY_EVERY_MS = 60_000;

const given = z.object({ access_token: z.string(), refresh_token: z.string(), expires_in: z.number().positive() });

/** Installations by OAuth. `client`: one without a token. */
export function createInstallations(parts: {
  readonly store: InstallStore;
  readonly client: WebClient;
  readonly app: { readonly clientId: string; readonly clientSecret: string };
  readonly log: Log;
  readonly now?: () => number;
}): Installations {
  const { store, client, app, log, now = Date.now } = parts;

  const renew = (tenant: string, leftMs: number, patient: boolean) => {
    const at = now();
    const due = { expiry: new Date(at + leftMs), triedBefore: new Date(at - TRY_EVERY_MS), now: new Date(at), patient };
    return store.renew(tenant, due, (refreshToken) => ask(tenant, refreshToken));
  };

  const ask = async (tenant: string, refreshToken: string): Promise<Renewed> => {
    try {
      const answer = await client.oauth.v2.access({
        grant_type: 'refresh_token',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        refresh_token: refreshToken,
      });
      const { access_token: token, refresh_token, expires_in } = given.parse(answer);
      const expiresAt = new Date(now() + expires_in * 1000);
      log.info('slack.token_renewed', { tenant });
      return { token, rotation: { refreshToken: refresh_token, expiresAt } };
    } catch (error) {
      const refused = slackCode(error) ?? 'not_reached';
      log.error('slack.token_not_renewed', { tenant, reason: refused, error });
      return { refused };
    }
  };

  return {
    async find(tenant) {
      const kept = await store.find(tenant);
      if (!kept?.rotation || kept.rotation.expiresAt.getTime() - now() > USELESS_BEFORE_MS) return kept;
      await renew(tenant, USELESS_BEFORE_MS, true);
      return store.find(tenant);
    },

    list: () => store.list(),

    async ended(tenant, how, at) {
      if (await store.end(tenant, how, at)) log.warn('slack.app_ended', { tenant, reason: how });
    },

    async ready() {
      for (const tenant of await store.reseal()) log.error('slack.token_sealed_otherwise', { tenant });
    },

    async upkeep() {
      const at = now();
      for (const tenant of await store.dueBefore(new Date(at + RENEW_BEFORE_MS), new Date(at - TRY_EVERY_MS)))
        await renew(tenant, RENEW_BEFORE_MS, false);
    },
  };
}
