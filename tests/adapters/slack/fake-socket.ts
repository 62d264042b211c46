import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';

/** Slack's end of Socket Mode: says hello to whoever connects, sends envelopes, and notes what is acknowledged. */
export interface FakeSocket {
  /** For the answer of `apps.connections.open`. */
  readonly url: string;
  /** Connections so far. */
  connections(): number;
  /** Acknowledgements so far, by envelope. */
  readonly acks: Map<string, unknown>;
  /** To the newest connection. */
  send(id: string, type: string, payload: unknown, retry?: number): void;
  /** Slack asks to connect anew. */
  recycle(): void;
  /** The network breaks off, without a farewell. */
  cut(): void;
  /** Whether hello is said to whoever connects. */
  greets: boolean;
  close(): Promise<void>;
}

export async function startFakeSocket(): Promise<FakeSocket> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  let newest: WebSocket | undefined;
  let count = 0;
  const acks = new Map<string, unknown>();
  server.on('connection', (socket) => {
    count += 1;
    newest = socket;
    socket.on('message', (data) => {
      const { envelope_id, payload } = JSON.parse(String(data));
      acks.set(envelope_id, payload);
    });
    if (fake.greets) socket.send(JSON.stringify({ type: 'hello', num_connections: 1 }));
  });
  const say = (message: object) => newest?.send(JSON.stringify(message));
  const fake: FakeSocket = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    connections: () => count,
    acks,
    greets: true,
    send: (envelope_id, type, payload, retry_attempt = 0) =>
      say({ envelope_id, type, payload, retry_attempt, accepts_response_payload: type !== 'events_api' }),
    recycle: () => say({ type: 'disconnect', reason: 'refresh_requested' }),
    cut: () => newest?.terminate(),
    close: () =>
      new Promise((resolve) => {
        for (const socket of server.clients) socket.terminate();
        server.close(() => resolve());
      }),
  };
  return fake;
}
