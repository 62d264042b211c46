import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeClient } from '@slack/socket-mode';
import type { SlackConfig } from '../../config.ts';
import type { Log } from '../../log.ts';
import { isTokenFault, slackCode } from './errors.ts';
import type { Takers } from './receiver.ts';
import { type Answered, Refused } from './requests.ts';
import { clientOptions, silenced } from './web.ts';

export type SocketState = 'connected' | 'connecting' | 'refused';

/** Socket Mode: Slack says by a WebSocket that we open what it would else send to our address. */
export interface Socket {
  /** Resolves when connected, or when it goes on trying by itself. Gives Slack's code where it refuses the token. */
  start(): Promise<string | undefined>;
  /** Takes nothing new, finishes what is in hand, and hangs up. */
  stop(): Promise<void>;
  state(): SocketState;
}

/** Slack says hello at once. */
const HELLO_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;

interface Envelope {
  readonly type: string;
  readonly body: unknown;
  readonly retry_num?: number;
  readonly retry_reason?: string;
  readonly ack: (answer?: object) => Promise<void>;
}

/**
 * An envelope is acknowledged once what must be remembered is stored; one that isn't, or whose acknowledgement is lost with the
 * connection, Slack sends again, here or to another process. The library's own reconnecting gives up, with an error that nobody
 * catches, where the network is away: it is off, and done here.
 */
export function createSocket(appToken: string, config: Pick<SlackConfig, 'apiUrl'>, takers: Takers, log: Log): Socket {
  const client = new SocketModeClient({
    appToken,
    autoReconnectEnabled: false,
    logger: silenced(log),
    clientOptions: clientOptions(config, log, 'nudges'),
  });
  const inHand = new Set<Promise<void>>();
  const stopping = new AbortController();
  let state: SocketState = 'connecting';
  let connecting: Promise<void> | undefined;

  const take = ({ type, body, retry_num, retry_reason }: Envelope): Promise<Answered> => {
    switch (type) {
      case 'events_api':
        return takers.event(body, { attempt: retry_num ?? 0, reason: retry_reason });
      case 'interactive':
        return takers.interaction(body);
      case 'slash_commands':
        return takers.command(body);
      default:
        return Promise.resolve({});
    }
  };

  const answer = async (envelope: Envelope): Promise<void> => {
    try {
      const { body, after } = await take(envelope);
      await envelope.ack(body);
      await after?.();
    } catch (error) {
      if (error instanceof Refused) log.warn('slack.envelope_refused', { reason: error.code, kind: envelope.type });
      else log.error('slack.envelope_failed', { kind: envelope.type, error });
    }
  };

  client.on('slack_event', (envelope: Envelope) => {
    if (stopping.signal.aborted) return;
    const work = answer(envelope).finally(() => inHand.delete(work));
    inHand.add(work);
  });
  client.on('disconnected', () => {
    if (connecting || stopping.signal.aborted) return;
    log.warn('slack.socket_lost');
    void connect();
  });

  /** Tries until it is connected. Never rejects. */
  const connect = (): Promise<void> => {
    state = 'connecting';
    connecting ??= keepTrying().finally(() => {
      connecting = undefined;
    });
    return connecting;
  };

  const keepTrying = async (): Promise<void> => {
    for (let wait = FIRST_WAIT_MS; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      if ((await tryOnce()) === undefined) return;
      await sleep(wait * (0.5 + Math.random()), undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  /** Gives a code where it failed. */
  const tryOnce = async (): Promise<string | undefined> => {
    const silent = setTimeout(() => void client.disconnect(), HELLO_MS);
    try {
      await client.start();
      state = 'connected';
      log.info('slack.socket_connected');
      return undefined;
    } catch (error) {
      const code = slackCode(error) ?? 'not_reached';
      state = isTokenFault(code) ? 'refused' : 'connecting';
      log.warn('slack.socket_not_connected', { reason: code, error });
      return code;
    } finally {
      clearTimeout(silent);
    }
  };

  return {
    async start() {
      const code = await tryOnce();
      if (code !== undefined && isTokenFault(code)) return code;
      if (code !== undefined) void connect();
      return undefined;
    },
    async stop() {
      stopping.abort();
      await Promise.all(inHand);
      await client.disconnect();
      await connecting;
    },
    state: () => state,
  };
}
