/** Sends bodies over so many connections at once, each the next as soon as its last is answered. */
import { Agent, request } from 'node:http';

export interface Load {
  /** Answers a second. */
  readonly rate: number;
  /** Milliseconds of each answer. */
  readonly times: readonly number[];
}

export interface Sender {
  run(url: string, ms: number, next: () => Buffer): Promise<Load>;
  send(url: string, body: Buffer): Promise<void>;
  close(): void;
}

export function createSender(connections: number, headers: Record<string, string>): Sender {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const send = (url: string, body: Buffer) =>
    new Promise<void>((resolve, reject) => {
      const sent = request(
        url,
        { method: 'POST', agent, headers: { ...headers, 'content-length': String(body.length) } },
        (response) => {
          response.resume().on('end', () => {
            if (response.statusCode === 200) resolve();
            else reject(new Error(`An activity was answered ${response.statusCode}.`));
          });
        },
      );
      sent.on('error', reject).end(body);
    });
  return {
    send,
    async run(url, ms, next) {
      const times: number[] = [];
      const start = performance.now();
      const end = start + ms;
      const line = async () => {
        while (performance.now() < end) {
          const at = performance.now();
          await send(url, next());
          times.push(performance.now() - at);
        }
      };
      await Promise.all(Array.from({ length: connections }, line));
      return { rate: (times.length * 1000) / (performance.now() - start), times };
    },
    close: () => agent.destroy(),
  };
}
