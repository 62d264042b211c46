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
  /** Resolves after the first try. Where it failed it goes on trying by itself. */
  start(): Promise<void>;
  /** Takes nothing new, finishes what is in hand, and hangs up. */
  stop(): Promise<void>;
  state(): SocketState;
}

/** Slack says hello at once. */
const HELLO_MS = 10_000;
const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 30_000;
/** A token that is refused is good again only once a person has seen to it. */
const REFUSED_WAIT_MS = 300_000;

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
    connect();
  });

  /** Tries until it is connected. `tried`: called after each try. */
  const connect = (tried = () => {}): void => {
    state = 'connecting';
    connecting ??= keepTrying(tried).finally(() => {
      connecting = undefined;
    });
  };

  /** Never rejects. */
  const keepTrying = async (tried: () => void): Promise<void> => {
    for (let wait = FIRST_WAIT_MS; !stopping.signal.aborted; wait = Math.min(wait * 2, LONGEST_WAIT_MS)) {
      await tryOnce();
      tried();
      if (state === 'connected') return;
      const about = state === 'refused' ? REFUSED_WAIT_MS : wait;
      await sleep(about * (0.5 + Math.random()), undefined, { signal: stopping.signal }).catch(() => {});
    }
  };

  const tryOnce = async (): Promise<void> => {
    const silent = setTimeout(() => void client.disconnect(), HELLO_MS);
    try {
      await client.start();
      state = 'connected';
      log.info('slack.socket_connected');
    } catch (error) {
      const code = slackCode(error) ?? 'not_reached';
      state = isTokenFault(code) || code === 'missing_scope' ? 'refused' : 'connecting';
      log.warn('slack.socket_not_connected', { reason: code, error });
    } finally {
      clearTimeout(silent);
    }
  };

  return {
    start: () => new Promise((tried) => connect(tried)),
    async stop() {
      stopping.abort();
      await Promise.all(inHand);
      await client.disconnect();
      await connecting;
    },
    state: () => state,
  };
}
