import type { RequestListener } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Slack's Web API at its worst, which the emulator has no part of: each method answers as it was told to. */
export interface FakeWebApi {
  /** For `SlackConfig.apiUrl`. */
  readonly apiUrl: string;
  /** Calls so far, in order. What is posted to a `response_url` is JSON and no form: `body` has it. */
  readonly calls: { readonly method: string; readonly params: URLSearchParams; readonly body: string }[];
  /** A `response_url`, which answers as it was told to under `response`. */
  readonly responseUrl: string;
  /** From now on the method answers this. Methods that were told nothing answer `unknown_method`. */
  answer(method: string, reply: Reply | (() => Reply)): void;
  close(): Promise<void>;
}

/** JSON for a 200, an HTTP answer, or one of the ways not to answer. */
export type Reply =
  | { readonly json: unknown }
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: string }
  | 'hang'
  | 'hang after the headers'
  | 'reset';

export async function startFakeWebApi(): Promise<FakeWebApi> {
  const replies = new Map<string, Reply | (() => Reply)>();
  const calls: FakeWebApi['calls'] = [];
  const server = await serve((req, res) => {
    let body = '';
    req.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    req.on('end', () => {
      const method = (req.url ?? '').replace('/api/', '');
      calls.push({ method, params: new URLSearchParams(body), body });
      const told = replies.get(method) ?? { json: { ok: false, error: 'unknown_method' } };
      const reply = typeof told === 'function' ? told() : told;
      if (reply === 'hang') return;
      if (reply === 'reset') return void req.socket.resetAndDestroy();
      if (reply === 'hang after the headers') return void res.writeHead(200).write('{');
      if ('json' in reply) return void res.writeHead(200, JSON_TYPE).end(JSON.stringify(reply.json));
      res.writeHead(reply.status, reply.headers).end(reply.body);
    });
  });
  return {
    apiUrl: `${server.url}/api/`,
    calls,
    responseUrl: `${server.url}/api/response`,
    answer: (method, reply) => {
      replies.set(method, reply);
    },
    close: server.close,
  };
}

const JSON_TYPE = { 'content-type': 'application/json' };

/** Serves on a free port of this machine until closed, which also ends the connections that are open. */
export async function serve(listener: RequestListener): Promise<{ url: string; close(): Promise<void> }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
