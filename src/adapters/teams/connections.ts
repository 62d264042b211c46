import type { Connection } from '../../chat.ts';
import { createStanding, type Standing } from '../../standing.ts';

type Said = Pick<Connection, 'state' | 'ok' | 'sentence'>;

/** Whether Entra gives the app a token for the connector: without one nobody can be told anything. */
export function createConnections(tenant: string, token: () => Promise<string>, now = Date.now): Standing {
  return createStanding(async () => {
    const said = await token().then(() => CONNECTED, sayFault);
    return [{ platform: 'teams', tenant, name: 'Microsoft Teams', ...said }];
  }, now);
}

const CONNECTED: Said = {
  state: 'connected',
  ok: true,
  sentence: 'Connected: Entra knows the app. Each activity that arrives is verified.',
};

/** Entra names what is wrong by a number that its documentation explains; the rest of what it says is for programmers. */
function sayFault(error: unknown): Said {
  const [code] = /AADSTS\d+/.exec(error instanceof Error ? error.message : '') ?? [];
  if (code === undefined) {
    return {
      state: 'not_reached',
      ok: false,
      sentence:
        'Entra gave the app no token just now. It is asked again with the next notice, and notices wait until then.',
    };
  }
  return {
    state: 'refused',
    ok: false,
    sentence: `Entra refuses the app a token (${code}), so that nobody can be told anything. Check TEAMS_APP_ID, TEAMS_TENANT_ID and the secret or certificate, which may have run out; then start Quietword anew.`,
  };
}
