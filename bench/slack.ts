/**
 * A soak of the Slack adapter: the whole program as a process of its own on one core, beside a bare node:http server and Bolt's own
 * receiver on the same core, in one run.
 *
 *   npm run bench:slack [-- --rounds 5] [-- --seconds 3] [-- --soak 600]
 *
 * They take turns of some seconds with signed events of messages, 2 % of them flagged for Quietword. Beside the rate stands the
 * processor's time an event takes, which other work on the machine disturbs less. Then it is given half its
 * rate for as long as the soak lasts, and it is measured how long each acknowledgement takes, how long after each flagged post its
 * notice reaches Slack, and what memory does. With DATABASE_URL on PostgreSQL, else on the embedded database. Cores are set by
 * taskset, where there is one (Linux).
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { serve } from '../tests/adapters/slack/fake-web-api.ts';
import authTest from '../tests/fixtures/slack/auth-test.json' with { type: 'json' };
import info from '../tests/fixtures/slack/conversations-info.json' with { type: 'json' };
import envelope from '../tests/fixtures/slack/message.json' with { type: 'json' };
import { EAGER, policyFile } from '../tests/policy-file.ts';
import { median, quantile } from './measure.ts';
import { loadMessages, POLICY } from './messages.ts';
import { figure, print, table, target } from './table.ts';

const members = { ok: true, members: ['U02NURSE01'] };

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '3' },
    soak: { type: 'string', default: '600' },
  },
});
const SECRET = 'bench-secret';
const CONNECTIONS = 16;
const FLAGGED_EVERY = 50;
const FLAGGED = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
const CORE = ['taskset', '-c', '0'];
const pinned = spawnSync('taskset', ['-c', '0', 'true']).status === 0 ? CORE : [];

const engine = createEngine(loadPolicy(POLICY));
const clear = loadMessages()
  .messages.filter((message) => engine.judge({ ...message, audience: 'organisation' }).level === 'clear')
  .map(({ text }) => text);
const folder = mkdtempSync(join(tmpdir(), 'quietword-bench-slack-'));

/** When each notice reached Slack, by whom it was for. */
const reached = new Map<string, number>();
const slack = await serve((req, res) => {
  let body = '';
  req.setEncoding('utf8').on('data', (chunk: string) => {
    body += chunk;
  });
  req.on('end', () => {
    const method = (req.url ?? '').replace('/api/', '');
    const person = new URLSearchParams(body).get('user');
    if (method === 'chat.postEphemeral' && person) reached.set(person, performance.now());
    const answers: Record<string, unknown> = {
      'auth.test': authTest,
      'conversations.info': info,
      'conversations.members': members,
    };
    res.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answers[method] ?? { ok: true }));
  });
});

interface Contender {
  readonly name: string;
  readonly url: string;
  readonly child: ChildProcess;
  readonly rates: number[];
  /** Microseconds of the processor an event. */
  readonly costs: number[];
}
const contenders = [
  await open('quietword', [join(import.meta.dirname, '../bin/quietword.js'), 'start'], /Dashboard\s+(\S+?)\/\n/),
  await open('bare node:http', [join(import.meta.dirname, 'slack-bare.ts'), 'bare', SECRET], /(http\S+)/),
  await open('Bolt’s HTTPReceiver', [join(import.meta.dirname, 'slack-bare.ts'), 'bolt', SECRET], /(http\S+)/),
] as const;
const [ours, bare, bolt] = contenders;

async function open(name: string, args: string[], listening: RegExp): Promise<Contender> {
  const [command = '', ...rest] = [...pinned, process.execPath, ...args];
  const child = spawn(command, rest, {
    env: {
      PATH: process.env.PATH ?? '',
      PORT: '0',
      SLACK_SIGNING_SECRET: SECRET,
      SLACK_BOT_TOKEN: 'xoxb-1',
      SLACK_API_URL: `${slack.url}/api/`,
      POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
      LOG_LEVEL: 'warn',
      ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : { DATA_DIR: join(folder, 'data') }),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  process.on('exit', () => child.kill());
  let said = '';
  for (;;) {
    const [chunk] = (await once(child.stdout as NodeJS.ReadableStream, 'data')) as [Buffer];
    said += chunk;
    const url = listening.exec(said)?.[1];
    if (url) return { name, url: `${url}/slack/events`, child, rates: [], costs: [] };
  }
}

let posted = Math.floor(Date.now() / 1000) * 1_000;
function event(text: string, person: string): Buffer {
  posted += 1;
  const ts = `${Math.floor(posted / 1_000)}.${String(posted % 1_000).padStart(6, '0')}`;
  return Buffer.from(JSON.stringify({ ...envelope, event: { ...envelope.event, text, user: person, ts, blocks: [] } }));
}
/** One in fifty is flagged, each by somebody else. */
function next(): { body: Buffer; flagged: string | undefined } {
  const flagged = posted % FLAGGED_EVERY === 0 ? `U${posted}` : undefined;
  return { body: event(flagged ? FLAGGED : (clear[posted % clear.length] ?? ''), flagged ?? 'U02NURSE01'), flagged };
}

let agent = new Agent({ keepAlive: true, maxSockets: 256 });
/** False where it isn't taken, so that Slack would send it again. */
function send(url: string, body: Buffer): Promise<boolean> {
  const at = String(Math.floor(Date.now() / 1000));
  const signature = createHmac('sha256', SECRET).update(`v0:${at}:`).update(body).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    'x-slack-request-timestamp': at,
    'x-slack-signature': `v0=${signature}`,
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (response) => {
      response.resume().on('end', () => resolve(response.statusCode === 200));
    });
    // A connection may be hung up on just as it is used again: https://nodejs.org/api/http.html#requestreusedsocket
    sent.on('error', (error) => (sent.reusedSocket ? resolve(send(url, body)) : reject(error))).end(body);
  });
}

/** Each line sends its next as soon as its last is answered. */
async function turn({ url, child }: Contender, ms: number): Promise<{ rate: number; cost: number }> {
  const start = performance.now();
  const before = processorTime(child);
  let count = 0;
  const line = async () => {
    while (performance.now() - start < ms) {
      if (await send(url, next().body)) count += 1;
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, line));
  const rate = (count * 1000) / (performance.now() - start);
  // A server hangs up on who is silent for some seconds, as all are here until their next turn.
  agent.destroy();
  agent = new Agent({ keepAlive: true, maxSockets: 256 });
  return { rate, cost: (processorTime(child) - before) / count };
}

const TICK_US = 10_000;
/** Microseconds so far, from /proc; 0 where there is none. */
function processorTime({ pid }: ChildProcess): number {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return (Number(fields[11]) + Number(fields[12])) * TICK_US;
  } catch {
    return 0;
  }
}

/** `VmRSS` of /proc, in MB; 0 where there is none. */
function memory({ child }: Contender): number {
  try {
    return Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    return 0;
  }
}

const ms = Number(options.seconds) * 1000;
for (const contender of contenders) await turn(contender, ms);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const contender of contenders) {
    const { rate, cost } = await turn(contender, ms);
    contender.rates.push(rate);
    contender.costs.push(cost);
  }
}

const rate = median(ours.rates) / 2;
const soakMs = Number(options.soak) * 1000;
const acks: number[] = [];
let refused = 0;
const sentAt = new Map<string, number>();
const memories: number[] = [];
const start = performance.now();
const pending = new Set<Promise<void>>();
for (let sent = 0; performance.now() - start < soakMs; ) {
  for (const due = ((performance.now() - start) / 1000) * rate; sent < due; sent++) {
    const { body, flagged } = next();
    const at = performance.now();
    if (flagged) sentAt.set(flagged, at);
    const done: Promise<void> = send(ours.url, body).then((taken) => {
      acks.push(performance.now() - at);
      if (!taken) refused += 1;
      if (!taken && flagged) sentAt.delete(flagged);
      pending.delete(done);
    });
    pending.add(done);
  }
  if (memories.length <= (performance.now() - start) / 1000) memories.push(memory(ours));
  await new Promise((resolve) => setTimeout(resolve, 2));
}
await Promise.all(pending);
await new Promise((resolve) => setTimeout(resolve, 3_000));
const waits = [...sentAt].flatMap(([person, at]) => {
  const there = reached.get(person);
  return there === undefined ? [] : [there - at];
});

for (const { child } of contenders) child.kill();
await Promise.all(contenders.map(({ child }) => child.exitCode ?? once(child, 'exit')));
agent.destroy();
await slack.close();
rmSync(folder, { recursive: true, force: true });

const p99 = (values: number[]) => quantile(Float64Array.from(values).sort(), 0.99);
const times = (other: Contender) => median(ours.rates.map((one, round) => one / (other.rates[round] ?? one)));
const third = Math.max(1, Math.floor(memories.length / 3));
const growth = median(memories.slice(-third)) / median(memories.slice(third, third * 2));
print(
  `${clear.length} clear messages, ${CONNECTIONS} connections, ${options.rounds} rounds of ${options.seconds} s, then ${figure(rate)} events/s for ${options.soak} s; ${pinned.length > 0 ? 'each server on one and the same core' : 'cores not set'}; Node ${process.versions.node}.\n`,
);
table(
  ['', 'events/s', 'processor µs an event'],
  contenders.map(({ name, rates, costs }) => [name, figure(median(rates)), figure(median(costs))]),
);
print();
table(
  ['target', 'reached', ''],
  [
    target('≥ 0.5 × bare node:http', `${figure(times(bare))} ×`, times(bare) >= 0.5),
    target('> Bolt’s own receiver', `${figure(times(bolt))} ×`, times(bolt) > 1),
    target('acknowledged ≤ 50 ms at p99, at half the load', `${figure(p99(acks))} ms`, p99(acks) <= 50),
    target(
      'a notice out ≤ 250 ms at p99',
      `${figure(p99(waits))} ms of ${waits.length}`,
      p99(waits) <= 250 && waits.length === sentAt.size,
    ),
    target('every event taken the first time', `all but ${refused} of ${acks.length}`, refused === 0),
    target('no notice lost', `${sentAt.size - waits.length} of ${sentAt.size}`, waits.length === sentAt.size),
    target(
      'memory in the last third ≤ 1.1 × the second',
      `${figure(growth)} × (${figure(memories.at(-1) ?? 0)} MB)`,
      growth <= 1.1,
    ),
  ],
);
