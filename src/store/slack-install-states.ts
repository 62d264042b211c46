import { createHash } from 'node:crypto';
import type { Db } from './database.ts';

/** Installations under way: who was sent to Slack may come back once, and within ten minutes. */
export interface SlackInstallStates {
  begin(state: string, now: Date): Promise<void>;
  /** Whether it was begun here, is not too old, and nobody came back with it before. */
  take(state: string, now: Date): Promise<boolean>;
}

const LIFE_MS = 10 * 60_000;

/** `app`: the app's client id. */
export function openSlackInstallStates(db: Db, app: string): SlackInstallStates {
  const hash = (state: string) => createHash('sha256').update(state).digest();
  return {
    async begin(state, now) {
      await db.deleteFrom('slack_install_states').where('tenant', '=', app).where('expires_at', '<', now).execute();
      await db
        .insertInto('slack_install_states')
        .values({ tenant: app, state_hash: hash(state), expires_at: new Date(now.getTime() + LIFE_MS) })
        .execute();
    },
    async take(state, now) {
      const taken = await db
        .deleteFrom('slack_install_states')
        .where('tenant', '=', app)
        .where('state_hash', '=', hash(state))
        .returning('expires_at')
        .executeTakeFirst();
      return taken !== undefined && taken.expires_at > now;
    },
  };
}
