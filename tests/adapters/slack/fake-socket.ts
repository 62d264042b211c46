import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Slack's end of Socket Mode: says hello to whoever connects, sends envelopes, and notes what is acknowledged. */
export interface FakeSocket {
  /** For the answer of `apps.connections.open`. What is added as `?of=` names the connection. */
  readonly url: string;
  /** Connections so far. */
  connections(): number;
  /** Names of the connections that are open now, oldest first. */
  open(): string[];
  /** Acknowledgements so far, by envelope. */
  readonly acks: Map<string, unknown>;
  /** To the newest connection, once. */
  send(id: string, type: string, payload: unknown, retry?: number): void;
  /**
   * As Slack does: to the connection of that name, or to each in turn; again, to any, where it wasn't acknowledged in three seconds or
   * that connection was closed before.
   */
  deliver(id: string, type: string, payload: unknown, to?: string): void;
  /** Slack asks to connect anew: the newest connection, or that of a name. */
  recycle(reason?: 'refresh_requested' | 'warning', of?: string): void;
  /** The network breaks off, without a farewell. */
  cut(): void;
  /** Whether hello is said to whoever connects. */
  greets: boolean;
  close(): Promise<void>;
}

interface Pending {
  readonly id: string;
  readonly type: string;
  readonly payload: unknown;
  retry: number;
  on: WebSocket | undefined;
  timer: NodeJS.Timeout | undefined;
}

const AGAIN_MS = 3_000;

export async function startFakeSocket(): Promise<FakeSocket> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  const open = new Map<WebSocket, string>();
  const pending = new Map<string, Pending>();
  const acks = new Map<string, unknown>();
  let newest: WebSocket | undefined;
  let count = 0;
  let turn = 0;

  const say = (socket: WebSocket | undefined, message: object) => socket?.send(JSON.stringify(message));
  const put = (socket: WebSocket | undefined, id: string, type: string, payload: unknown, retry_attempt: number) =>
    say(socket, { envelope_id: id, type, payload, retry_attempt, accepts_response_payload: type !== 'events_api' });
  const named = (of: string) => [...open].find(([, name]) => name === of)?.[0];
  const hand = (one: Pending, to?: string) => {
    const sockets = [...open.keys()];
    one.on = to === undefined ? sockets[turn++ % Math.max(1, sockets.length)] : named(to);
    if (one.on) put(one.on, one.id, one.type, one.payload, one.retry++);
    clearTimeout(one.timer);
    one.timer = setTimeout(() => pending.has(one.id) && hand(one), AGAIN_MS).unref();
  };
  const handAgain = () => {
    for (const one of pending.values()) if (!one.on || !open.has(one.on)) hand(one);
  };

  server.on('connection', (socket, { url }) => {
    count += 1;
    newest = socket;
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data));
      acks.set(envelope_id, payload);
      pending.delete(envelope_id);
    });
    socket.on('close', () => {
      open.delete(socket);
      handAgain();
    });
    if (!fake.greets) return;
    say(socket, { type: 'hello', num_connections: 1 });
    open.set(socket, new URL(url ?? '/', 'ws://slack').searchParams.get('of') ?? '');
    handAgain();
  });
  const fake: FakeSocket = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    open: () => [...open.values()],
    acks,
    greets: true,
    send: (id, type, payload, retry = 0) => put(newest, id, type, payload, retry),
    deliver(id, type, payload, to) {
      const one: Pending = { id, type, payload, retry: 0, on: undefined, timer: undefined };
      pending.set(id, one);
      hand(one, to);
    },
    recycle: (reason = 'refresh_requested', of) =>
      say(of === undefined ? newest : named(of), { type: 'disconnect', reason, debug_info: {} }),
    cut: () => newest?.terminate(),
    close: () =>
      new Promise((resolve) => {
        pending.clear();
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
  return fake;
}
