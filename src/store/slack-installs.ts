import type { Selectable } from 'kysely';
import { type Seal, SealError } from '../seal.ts';
import type { Db } from './database.ts';
import type { Database, Trx } from './tables.ts';

/** A workspace (or an enterprise as a whole) with the app in it, and what opens it. */
export interface Install {
  readonly tenant: string;
  readonly orgWide: boolean;
  readonly name: string;
  readonly url: string;
  readonly botUserId: string;
  readonly botId: string | undefined;
  readonly scopes: readonly string[];
  readonly token: string;
  /** Null where tokens don't rotate. */
  readonly rotation: Rotation | null;
}

export interface Rotation {
  readonly refreshToken: string;
  readonly expiresAt: Date;
}

/** What Slack gave for a refresh token, or its code where it refused. */
export type Renewed = { readonly token: string; readonly rotation: Rotation } | { readonly refused: string };

export type Ended = 'uninstalled' | 'revoked';

/** An install as the settings page shows it, without what opens it. */
export interface Listed {
  readonly tenant: string;
  readonly name: string;
  readonly ended: Ended | null;
  /** Slack's code, where it gave no new token. */
  readonly refused: string | null;
}

/** Installs by OAuth, shared by all processes. */
export interface SlackInstalls {
  /** Takes the place of what was there for the same tenant. */
  save(install: Install, now: Date): Promise<void>;
  /** Undefined where the app isn't installed any more. Throws `SealError` where its key is gone. */
  find(tenant: string): Promise<Install | undefined>;
  list(): Promise<Listed[]>;
  /** Its tokens are forgotten. `at`: when Slack says that it happened, so that what comes late doesn't end a newer install. */
  end(tenant: string, how: Ended, at: Date): Promise<boolean>;
  /** Those whose tokens expire before then, and were not asked for since `triedBefore`. */
  dueBefore(expiry: Date, triedBefore: Date): Promise<string[]>;
  /**
   * Asks for a new token, while holding the row, so that of many processes one does: a refresh token is good for one use. Where it
   * isn't due any more when the row is had, nothing is asked. `patient`: waits for whoever holds the row; else leaves it to them.
   */
  renew(
    tenant: string,
    due: { readonly expiry: Date; readonly triedBefore: Date; readonly now: Date; readonly patient: boolean },
    ask: (refreshToken: string) => Promise<Renewed>,
  ): Promise<void>;
  /** Closes anew what was closed with a key that is being retired. Gives those whose key is gone. */
  reseal(): Promise<readonly string[]>;
}

export function openSlackInstalls(db: Db, seal: Seal): SlackInstalls {
  const about = (tenant: string, what: 'token' | 'refresh token') => `The Slack ${what} of ${tenant}`;
  const closed = (tenant: string, token: string, rotation: Rotation | null) => ({
    token: seal.close(token, about(tenant, 'token')),
    refresh_token: rotation && seal.close(rotation.refreshToken, about(tenant, 'refresh token')),
    expires_at: rotation?.expiresAt ?? null,
  });
  const opened = (row: Row): Pick<Install, 'token' | 'rotation'> | undefined => {
    if (row.token === null) return undefined;
    const { refresh_token, expires_at } = row;
    return {
      token: seal.open(row.token, about(row.tenant, 'token')),
      rotation: refresh_token &&
        expires_at && {
          refreshToken: seal.open(refresh_token, about(row.tenant, 'refresh token')),
          expiresAt: expires_at,
        },
    };
  };

  return {
    async save({ tenant, token, rotation, ...install }, now) {
      const row = {
        org_wide: install.orgWide,
        name: install.name,
        url: install.url,
        bot_user: install.botUserId,
        bot_id: install.botId ?? null,
        scopes: install.scopes.join(','),
        ...closed(tenant, token, rotation),
        tried_at: null,
        refused: null,
        installed_at: now,
        ended: null,
        ended_at: null,
      };
      await db
        .insertInto('slack_installs')
        .values({ tenant, ...row })
        .onConflict((conflict) => conflict.column('tenant').doUpdateSet(row))
        .execute();
    },

    async find(tenant) {
      const row = await db.selectFrom('slack_installs').selectAll().where('tenant', '=', tenant).executeTakeFirst();
      const secrets = row && opened(row);
      if (!secrets) return undefined;
      return {
        tenant,
        orgWide: row.org_wide,
        name: row.name,
        url: row.url,
        botUserId: row.bot_user,
        botId: row.bot_id ?? undefined,
        scopes: row.scopes.split(',').filter((scope) => scope !== ''),
        ...secrets,
      };
    },

    list: () =>
      db.selectFrom('slack_installs').select(['tenant', 'name', 'ended', 'refused']).orderBy('name').execute(),

    async end(tenant, how, at) {
      const { numUpdatedRows } = await db
        .updateTable('slack_installs')
        .set({ ended: how, ended_at: at, token: null, refresh_token: null, expires_at: null, refused: null })
        .where('tenant', '=', tenant)
        .where('ended', 'is', null)
        .where('installed_at', '<=', at)
        .executeTakeFirst();
      return numUpdatedRows > 0n;
    },

    async dueBefore(expiry, triedBefore) {
      const rows = await db
        .selectFrom('slack_installs')
        .select('tenant')
        .where('ended', 'is', null)
        .where('expires_at', '<', expiry)
        .where((row) => row.or([row('tried_at', 'is', null), row('tried_at', '<', triedBefore)]))
        .execute();
      return rows.map(({ tenant }) => tenant);
    },

    async renew(tenant, { expiry, triedBefore, now, patient }, ask) {
      await db.transaction().execute(async (trx) => {
        const row = await lock(trx, tenant, patient);
        const rotation = row && opened(row)?.rotation;
        if (!rotation || rotation.expiresAt >= expiry) return;
        if (row.tried_at && row.tried_at >= triedBefore) return;
        const answer = await ask(rotation.refreshToken);
        const change =
          'refused' in answer
            ? { refused: answer.refused }
            : { refused: null, ...closed(tenant, answer.token, answer.rotation) };
        await trx
          .updateTable('slack_installs')
          .set({ ...change, tried_at: now })
          .where('tenant', '=', tenant)
          .execute();
      });
    },

    async reseal() {
      const rows = await db.selectFrom('slack_installs').select('tenant').where('ended', 'is', null).execute();
      const lost: string[] = [];
      for (const { tenant } of rows) {
        await db
          .transaction()
          .execute(async (trx) => {
            const row = await lock(trx, tenant, true);
            const secrets = row?.token && !seal.isCurrent(row.token) ? opened(row) : undefined;
            if (!secrets) return;
            const change = closed(tenant, secrets.token, secrets.rotation);
            await trx.updateTable('slack_installs').set(change).where('tenant', '=', tenant).execute();
          })
          .catch((error: unknown) => {
            if (!(error instanceof SealError)) throw error;
            lost.push(tenant);
          });
      }
      return lost;
    },
  };
}

type Row = Selectable<Database['slack_installs']>;

/** Undefined where there is none, or where another holds it and one isn't patient. */
function lock(trx: Trx, tenant: string, patient: boolean): Promise<Row | undefined> {
  const row = trx.selectFrom('slack_installs').selectAll().where('tenant', '=', tenant).forUpdate();
  return (patient ? row : row.skipLocked()).executeTakeFirst();
}
