/**
 * A soak of the Teams adapter: the whole program as a process of its own, beside botbuilder's CloudAdapter with an empty bot, in one run.
 *
 *   npm run bench:teams [-- --rounds 10] [-- --seconds 3] [-- --notices 300]
 *
 * They take turns of some seconds with the same signed activities of clear messages, each posted once. Then flagged messages
 * are posted while clear ones go on, and it is measured how long after each its notice reaches the connector. With DATABASE_URL
 * on PostgreSQL, else on the embedded database.
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { APP_ID, startFakeGraph, TENANT } from '../tests/adapters/teams/fake-graph.ts';
import { staff } from '../tests/adapters/teams/stage.ts';
import { startFakeTeams, TEAM, WARD } from '../tests/fake-teams.ts';
import { EAGER, policyFile } from '../tests/policy-file.ts';
import { startProgram } from '../tests/program.ts';
import { person } from '../tests/teams-hands.ts';
import { settingsFor } from '../tests/teams-stage.ts';
import { createSender } from './load.ts';
import { median, quantile } from './measure.ts';
import { loadMessages, POLICY } from './messages.ts';
import { figure, print, table, target } from './table.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '10' },
    seconds: { type: 'string', default: '3' },
    notices: { type: 'string', default: '300' },
  },
});
const LEAST = 0.8;
const MOST_MS = 300;
const CONNECTIONS = 16;
const FLAGGED = 'Mrs Adaeze Winterbourne, NHS 999 000 0042, is back from theatre';
/** Well within what Teams lets an app say, and more than a trust would give cause for. */
const NOTICES_A_SECOND = 20;

const engine = createEngine(loadPolicy(POLICY));
const clear = loadMessages()
  .messages.filter((message) => engine.judge({ ...message, audience: 'organisation' }).level === 'clear')
  .map(({ text }) => text);
const folder = mkdtempSync(join(tmpdir(), 'quietword-bench-teams-'));
const [teams, graph] = await Promise.all([startFakeTeams(APP_ID), startFakeGraph()]);
teams.members.set(TEAM, staff(60));

const bare = spawn(process.execPath, [join(import.meta.dirname, 'teams-bare.ts'), APP_ID, teams.openIdUrl], {
  stdio: ['ignore', 'pipe', 'inherit'],
});
const [printed] = (await once(bare.stdout, 'data')) as [Buffer];
const program = await startProgram({
  ...settingsFor(teams, graph),
  POLICY_FILE: policyFile(join(folder, 'policy'), EAGER),
  LOG_LEVEL: 'warn',
  ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : { DATA_DIR: join(folder, 'data') }),
});
const contenders = [
  { name: 'quietword', url: `${program.url}/api/messages`, rates: [] as number[], times: [] as number[] },
  {
    name: 'CloudAdapter, empty bot',
    url: `${printed.toString().trim()}/api/messages`,
    rates: [] as number[],
    times: [] as number[],
  },
] as const;

let posted = 1_700_000_000_000;
function activity(text: string, by = 'nurse'): Buffer {
  posted += 1;
  const id = String(posted);
  const { aad, id: from } = person(by);
  return Buffer.from(
    JSON.stringify({
      type: 'message',
      id,
      timestamp: new Date(posted).toISOString(),
      channelId: 'msteams',
      serviceUrl: teams.url,
      from: { id: from, aadObjectId: aad, name: by },
      recipient: { id: `28:${APP_ID}` },
      conversation: { id: `${WARD};messageid=${id}`, conversationType: 'channel', tenantId: TENANT, isGroup: true },
      channelData: { tenant: { id: TENANT }, team: { id: TEAM }, channel: { id: WARD } },
      text,
      attachments: [{ contentType: 'text/html', content: `<p>${text}</p>` }],
    }),
  );
}
/** By many: some are flagged where others stand before them, and one person's chat takes a notice every quarter of a second. */
const nextClear = () => activity(clear[posted % clear.length] ?? '', `nurse${posted % 997}`);

const authorization = `Bearer ${await teams.token({}, { expires: '2h' })}`;
const sender = createSender(CONNECTIONS, { 'content-type': 'application/json', authorization });
const ms = Number(options.seconds) * 1000;
for (const { url } of contenders) await sender.run(url, ms, nextClear);
for (let round = 0; round < Number(options.rounds); round++) {
  for (const contender of contenders) {
    const { rate, times } = await sender.run(contender.url, ms, nextClear);
    contender.rates.push(rate);
    contender.times.push(...times);
  }
}
const [ours, floor] = contenders;
const waits = await noticeWaits(Number(options.notices));
await stop();

print(
  `${clear.length} clear messages, ${CONNECTIONS} connections, ${options.rounds} rounds of ${options.seconds} s; Node ${process.versions.node}.\n`,
);
table(
  ['', 'activities/s', 'p50 ms', 'p99 ms'],
  contenders.map(({ name, rates, times }) => {
    const sorted = Float64Array.from(times).sort();
    return [name, figure(median(rates)), ...[0.5, 0.99].map((q) => figure(quantile(sorted, q)))];
  }),
);
const ratio = median(ours.rates.map((rate, round) => rate / (floor.rates[round] ?? rate)));
const sorted = Float64Array.from(waits).sort();
const p99 = quantile(sorted, 0.99);
print();
table(
  ['target', 'reached', ''],
  [
    target(`≥ ${LEAST} × a bare CloudAdapter`, `${figure(ratio)} ×`, ratio >= LEAST),
    target(
      `a notice out ≤ ${MOST_MS} ms at p99`,
      `${figure(p99)} ms (p50 ${figure(quantile(sorted, 0.5))}, of ${waits.length})`,
      p99 <= MOST_MS,
    ),
  ],
);

async function stop(): Promise<void> {
  sender.close();
  bare.kill();
  await program.stop();
  await Promise.all([teams.close(), graph.close()]);
  rmSync(folder, { recursive: true, force: true });
}

/** Milliseconds from each flagged post to its notice at the connector, with clear posts going on beside them. */
async function noticeWaits(count: number): Promise<number[]> {
  const sentAt = new Map<string, number>();
  const found: number[] = [];
  teams.answer = ({ method, path, at }) => {
    const by = /^v3\/conversations\/a:chat-(.+)\/activities$/.exec(path)?.[1] ?? '';
    const sent = sentAt.get(by);
    if (method === 'POST' && sent !== undefined) found.push(at - sent);
    return undefined;
  };
  let going = true;
  const beside = (async () => {
    while (going) {
      await sender.send(ours.url, nextClear());
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  })();
  // The first waits for the login's library to be loaded, once a process.
  await sender.send(ours.url, activity(FLAGGED, 'warm'));
  await new Promise((resolve) => setTimeout(resolve, 3_000));
  for (let one = 0; one < count; one++) {
    const by = `p${one}`;
    const at = performance.now();
    sentAt.set(by, at);
    void sender.send(ours.url, activity(FLAGGED, by));
    await new Promise((resolve) => setTimeout(resolve, 1000 / NOTICES_A_SECOND));
  }
  for (const start = performance.now(); found.length < count && performance.now() - start < 30_000; ) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  going = false;
  await beside;
  if (found.length < count) {
    await stop();
    throw new Error(`Of ${count} notices ${count - found.length} did not come.`);
  }
  return found;
}
