/**
 * What bench/slack.ts compares with, each as a process of its own that prints where it listens:
 *
 *   node bench/slack-bare.ts bare SECRET     node:http, which checks the signature, parses the JSON and answers
 *   node bench/slack-bare.ts bolt SECRET     Bolt's own HTTPReceiver and App, with a listener that does nothing
 */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { App, HTTPReceiver, LogLevel } from '@slack/bolt';

const [kind, secret = ''] = process.argv.slice(2);
const server = kind === 'bolt' ? await bolt() : bare();
if (!server.listening) await once(server, 'listening');
process.stdout.write(`http://127.0.0.1:${(server.address() as AddressInfo).port}\n`);

function bare(): Server {
  return createServer((req, res) => {
    const chunks: Buffer[] = [];
    req.on('data', (chunk: Buffer) => chunks.push(chunk));
    req.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      const at = String(req.headers['x-slack-request-timestamp']);
      const expected = Buffer.from(`v0=${createHmac('sha256', secret).update(`v0:${at}:${body}`).digest('hex')}`);
      const given = Buffer.from(String(req.headers['x-slack-signature']));
      const good = expected.length === given.length && timingSafeEqual(expected, given);
      res.writeHead(good && JSON.parse(body).type === 'event_callback' ? 200 : 401).end();
    });
  }).listen(0, '127.0.0.1');
}

async function bolt(): Promise<Server> {
  const receiver = new HTTPReceiver({ signingSecret: secret, logLevel: LogLevel.ERROR });
  const app = new App({
    receiver,
    authorize: async () => ({ botToken: 'xoxb-1', botUserId: 'U01BOT', botId: 'B01BOT' }),
    convoStore: false,
    logLevel: LogLevel.ERROR,
  });
  app.event('message', async () => {});
  return (await app.start({ port: 0, host: '127.0.0.1' })) as Server;
}
