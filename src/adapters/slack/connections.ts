import type { Connection } from '../../chat.ts';
import { createStanding, type Standing } from '../../standing.ts';
import { isTokenFault, slackCode } from './errors.ts';
import type { Installations, Listed } from './installations.ts';
import type { Unread } from './reading.ts';
import type { SocketState } from './socket.ts';
import { askWorkspace, missingScopes } from './workspace.ts';
import type { Workspaces } from './workspaces.ts';

type Said = Pick<Connection, 'state' | 'ok' | 'sentence'>;

/** Asks Slack what it makes of each installation. `socket`: undefined where Socket Mode is off. */
export function createConnections(parts: {
  readonly installations: Installations;
  readonly workspaces: Workspaces;
  /** The last span of time whose messages were never read, or null. */
  readonly lastUnread: (tenant: string) => Promise<Unread | null>;
  readonly socket: (() => SocketState) | undefined;
  /** How an installation is mended, to end a sentence with. */
  readonly mend: string;
  readonly now?: () => number;
}): Standing {
  const { installations, workspaces, lastUnread, socket, mend, now = Date.now } = parts;

  const ask = async (): Promise<readonly Connection[]> => {
    let listed: readonly Listed[];
    try {
      listed = await installations.list();
    } catch (error) {
      return [about(null, 'Slack', sayFault(error, mend))];
    }
    if (listed.length === 0) return [about(null, 'Slack', NOWHERE)];
    return Promise.all(listed.map(async (one) => about(one.tenant, one.name, await sayOf(one))));
  };

  const sayOf = async ({ tenant, ended, refused }: Listed): Promise<Said> => {
    if (ended) return ENDED[ended];
    try {
      const here = await workspaces.now(tenant);
      if (!here) return ENDED.uninstalled;
      const missing = missingScopes(await askWorkspace(here.clients['look-ups']));
      if (missing.length > 0) return sayMissing(missing, mend);
      if (refused !== null) return sayNotRenewed(refused, mend);
      // Where it can't be read the database is away, and its own line says so.
      const unread = await lastUnread(tenant).catch(() => null);
      return unread ? { ...CONNECTED, sentence: `${CONNECTED.sentence} ${sayUnread(unread)}` } : CONNECTED;
    } catch (error) {
      return sayFault(error, mend);
    }
  };

  const standing = createStanding(ask, now);
  const withSocket = (states: readonly Connection[]) =>
    socket ? [...states, about(null, 'Socket Mode', SOCKET[socket()])] : states;
  return {
    now: async () => withSocket(await standing.now()),
    known: () => withSocket(standing.known()),
  };
}

function about(tenant: string | null, name: string, said: Said): Connection {
  return { platform: 'slack', tenant, name, ...said };
}

const CONNECTED: Said = {
  state: 'connected',
  ok: true,
  sentence: 'Connected. Quietword watches the channels that it was invited to.',
};
const NOWHERE: Said = {
  state: 'not_installed',
  ok: false,
  sentence: 'The app is not installed in a workspace yet: open /slack/install.',
};
const ENDED: Record<NonNullable<Listed['ended']>, Said> = {
  uninstalled: {
    state: 'uninstalled',
    ok: false,
    sentence:
      'The app was taken out of this workspace. Nothing is read or said there; install it again if that was not meant.',
  },
  revoked: {
    state: 'revoked',
    ok: false,
    sentence:
      'The app’s token was revoked in Slack. Nothing is read or said there; install it again if that was not meant.',
  },
};
const SOCKET: Record<SocketState, Said> = {
  connected: { state: 'socket_connected', ok: true, sentence: 'Connected. Slack needs no public address of yours.' },
  connecting: {
    state: 'socket_connecting',
    ok: false,
    sentence: 'Not connected just now; it is tried again. Slack keeps for a while what it has to say.',
  },
  refused: {
    state: 'socket_refused',
    ok: false,
    sentence:
      'Slack refuses SLACK_APP_TOKEN: make another on the app’s Basic Information page, with connections:write, and start Quietword with it.',
  },
};

function sayMissing(scopes: readonly string[], mend: string): Said {
  return {
    state: 'scope_missing',
    ok: false,
    sentence: `Slack gave no permission for ${scopes.join(', ')}: ${mend}.`,
  };
}

const IN_LONDON = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  day: 'numeric',
  month: 'long',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
});

function sayUnread({ from, to }: Unread): string {
  return `What was written between ${IN_LONDON.format(from)} and ${IN_LONDON.format(to)} was not read: Quietword was away for too long.`;
}

function sayNotRenewed(code: string, mend: string): Said {
  return {
    state: 'token_not_renewed',
    ok: false,
    sentence: `Slack gave no new token (${code}). It is asked again each minute; if that goes on, ${mend}.`,
  };
}

function sayFault(error: unknown, mend: string): Said {
  const code = slackCode(error);
  if (code !== undefined && isTokenFault(code)) {
    return { state: 'refused', ok: false, sentence: `Slack refuses the token (${code}): ${mend}.` };
  }
  if (error instanceof Error && error.name === 'SealError') {
    return { state: 'sealed', ok: false, sentence: `${error.message} Or ${mend}.` };
  }
  return {
    state: 'not_reached',
    ok: false,
    sentence: 'Slack could not be asked just now. What it has to say it says again, and notices wait until then.',
  };
}
