import type { Connection } from '../../chat.ts';

export interface Connections {
  /** As it is now, or was half a minute ago at most. Never rejects. */
  now(): Promise<readonly Connection[]>;
  /** As far as it is known, at once: a probe must not wait for Entra. */
  known(): readonly Connection[];
}

const LIFE_MS = 30_000;
type Said = Pick<Connection, 'state' | 'ok' | 'sentence'>;

/** Whether Entra gives the app a token for the connector: without one nobody can be told anything. */
export function createConnections(tenant: string, token: () => Promise<string>, now = Date.now): Connections {
  let known: readonly Connection[] = [];
  let asked: { readonly at: number; readonly answer: Promise<readonly Connection[]> } | undefined;

  const ask = async (): Promise<readonly Connection[]> => {
    const said = await token().then(() => CONNECTED, sayFault);
    return [{ platform: 'teams', tenant, name: 'Microsoft Teams', ...said }];
  };
  const current = () => {
    if (!asked || now() - asked.at > LIFE_MS) {
      const answer = ask();
      asked = { at: now(), answer };
      void answer.then((states) => {
        known = states;
      });
    }
    return asked.answer;
  };
  return {
    now: current,
    known() {
      void current();
      return known;
    },
  };
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
