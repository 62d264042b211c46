import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, createServer as createTcpServer, type Socket } from 'node:net';

/** Stands before a server and takes it away and gives it back, as an outage does. */
export interface Cable {
  readonly port: number;
  cut(): void;
  mend(): Promise<void>;
  close(): Promise<void>;
}

export async function startCable(host: string, targetPort: number): Promise<Cable> {
  const sockets = new Set<Socket>();
  const server = createTcpServer((near) => {
    const far = connect(targetPort, host);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const cut = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    cut,
    mend: () => listen(port),
    close: async () => {
      if (server.listening) cut();
    },
  };
}

/**
 * Stands before a Web API and may answer in its place. `answer` gives true where it has dealt
 * with the call, and else the call goes on.
 */
export interface Gatekeeper {
  readonly url: string;
  /** Methods that were called, in order, those answered here included. */
  readonly calls: string[];
  answer: (method: string, res: ServerResponse) => boolean;
  close(): Promise<void>;
}

export async function startGatekeeper(target: string): Promise<Gatekeeper> {
  const server: Server = createServer((req, res) => void pass(req, res));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const gatekeeper: Gatekeeper = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api/`,
    calls: [],
    answer: () => false,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  async function pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const method = (req.url ?? '').replace(/^\/api\//, '');
    gatekeeper.calls.push(method);
    if (gatekeeper.answer(method, res)) return;
    const answer = await fetch(new URL(method, target), {
      method: req.method ?? 'POST',
      headers: { 'content-type': req.headers['content-type'] ?? '', authorization: req.headers.authorization ?? '' },
      body: Buffer.concat(chunks),
    });
    res.writeHead(answer.status, { 'content-type': answer.headers.get('content-type') ?? 'application/json' });
    res.end(await answer.text());
  }
  return gatekeeper;
}
