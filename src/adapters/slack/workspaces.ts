import type { WebClient } from '@slack/web-api';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import { type Channels, createChannels, readChannelInfo } from './channels.ts';
import { modalOpener, modalUpdater } from './desk.ts';
import type { Installation, Installations } from './installations.ts';
import { countGuests, type GuestsAmong } from './members.ts';
import { createReread } from './reread.ts';
import { type Clients, createClients } from './web.ts';
import type { Workspace } from './workspace.ts';

/** A workspace that the app is installed in, with all that may be asked of Slack there, and nowhere else. */
export interface Connected extends Workspace {
  readonly clients: Clients;
  readonly channelOf: Channels['of'];
  readonly forgetChannel: Channels['forget'];
  readonly reread: ReturnType<typeof createReread>;
  readonly openModal: ReturnType<typeof modalOpener>;
  readonly updateModal: ReturnType<typeof modalUpdater>;
}

export interface Workspaces {
  /** The first of these that the app is installed in, as it was some seconds ago. Rejects where that can't be known. */
  of(tenants: readonly string[]): Promise<Connected | undefined>;
  /** As it is now: asked before anything is said. */
  now(tenant: string): Promise<Connected | undefined>;
  /** It was taken away or installed anew. */
  forget(tenant: string): void;
}

/** Another process may have been told that the app was taken away or has a new token. */
const LIFE_MS = 5_000;

interface Known {
  readonly connected: Promise<Connected | undefined>;
  readonly until: number;
}

export function createWorkspaces(parts: {
  readonly installations: Installations;
  readonly config: Pick<SlackConfig, 'apiUrl'>;
  readonly careTeam: () => number;
  readonly guestsAmong: GuestsAmong;
  readonly log: Log;
  readonly now?: () => number;
}): Workspaces {
  const { installations, config, careTeam, guestsAmong, log, now = Date.now } = parts;
  const known = new Map<string, Known>();
  const open = new Map<string, { readonly token: string; readonly connected: Connected }>();

  const connect = async (tenant: string): Promise<Connected | undefined> => {
    const installation = await installations.find(tenant);
    if (!installation) {
      open.delete(tenant);
      return undefined;
    }
    const before = open.get(tenant);
    if (before?.token === installation.token) return before.connected;
    const connected = connectTo(installation);
    open.set(tenant, { token: installation.token, connected });
    return connected;
  };

  const connectTo = ({ token, ...workspace }: Installation): Connected => {
    const clients = createClients(config, log, token);
    const lookUps = clients['look-ups'];
    const channels = createChannels({
      lookUp: (channel) => lookUpChannel(lookUps, channel),
      guestsOf: (channel) =>
        countGuests(lookUps, channel, (people) => guestsAmong({ tenant: workspace.tenant, people })),
      careTeam,
      log,
    });
    return {
      ...workspace,
      clients,
      channelOf: channels.of,
      forgetChannel: channels.forget,
      reread: createReread(lookUps, workspace, log),
      openModal: modalOpener(lookUps),
      updateModal: modalUpdater(clients.nudges),
    };
  };

  const remembered = (tenant: string): Promise<Connected | undefined> => {
    const found = known.get(tenant);
    return found && found.until > now() ? found.connected : ask(tenant);
  };

  /** Remembered where it is installed: a failure is asked about again. */
  const ask = (tenant: string): Promise<Connected | undefined> => {
    const entry: Known = { connected: connect(tenant), until: now() + LIFE_MS };
    known.set(tenant, entry);
    const drop = () => {
      if (known.get(tenant) === entry) known.delete(tenant);
    };
    entry.connected.then((connected) => connected ?? drop(), drop);
    return entry.connected;
  };

  return {
    async of(tenants) {
      for (const tenant of tenants) {
        const connected = await remembered(tenant);
        if (connected) return connected;
      }
      return undefined;
    },
    now: ask,
    forget: (tenant) => void known.delete(tenant),
  };
}

async function lookUpChannel(client: WebClient, channel: string) {
  return readChannelInfo(await client.conversations.info({ channel, include_num_members: true }));
}
