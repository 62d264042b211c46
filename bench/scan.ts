/** `quietword scan` over many lines made on the fly: how fast it is beside the engine alone, and whether its memory stays. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Judgeable } from '../src/policy/index.ts';
import type { Contender } from './contenders.ts';
import { measure, median } from './measure.ts';
import { ROOT } from './messages.ts';
import { figure, table, target } from './table.ts';

const LINES_A_CHUNK = 500;
const OWN_ROUNDS = 4;
const MB = 1024 * 1024;
/** How much more memory the last quarter may take than the second: the first is the warm-up. */
const MOST_GROWTH = 1.15;
const LEAST_SHARE = 0.6;

export async function scanBench(engine: Contender, messages: readonly Judgeable[], lines: number) {
  // The engine's own rate before and after, since the machine may have become slower meanwhile.
  const before = await ownRate(engine, messages);
  const { rate, answers, peak, samples } = await scanLines(messages, lines);
  const own = median([before, await ownRate(engine, messages)]);
  const quarter = (n: number): number => {
    const from = Math.floor((samples.length * (n - 1)) / 4);
    return median(samples.slice(from, Math.max(from + 1, Math.floor((samples.length * n) / 4)))) / MB;
  };
  const growth = quarter(4) / quarter(2);
  table(
    ['quietword scan', 'lines', 'lines/s', 'engine/s', 'share', 'RSS by quarter, MB', 'peak MB'],
    [
      [
        '',
        figure(answers),
        figure(rate),
        figure(own),
        `${figure((rate / own) * 100)} %`,
        [1, 2, 3, 4].map((n) => figure(quarter(n))).join(' '),
        figure(peak / MB),
      ],
    ],
  );
  return [
    target(
      `scan ≥ ${LEAST_SHARE * 100} % of the engine's rate`,
      `${figure((rate / own) * 100)} %`,
      rate / own >= LEAST_SHARE,
    ),
    target('scan in constant memory', `last quarter ${figure(growth)} × the second`, growth <= MOST_GROWTH),
    target('scan answers every line', `${figure(answers)} of ${figure(lines)}`, answers === lines),
  ];
}

const ownRate = async (engine: Contender, messages: readonly Judgeable[]): Promise<number> =>
  median((await measure([engine], messages, OWN_ROUNDS))[0]?.rates ?? []);

async function scanLines(messages: readonly Judgeable[], lines: number) {
  const child = spawn(
    process.execPath,
    ['--import', join(import.meta.dirname, 'peak.ts'), join(ROOT, 'bin/quietword.js'), 'scan', '-'],
    { stdio: ['pipe', 'pipe', 'inherit', 'pipe'] },
  );
  const start = performance.now();
  const exit = once(child, 'exit');
  const [answers, report] = await Promise.all([
    countLines(child),
    textOf(child.stdio[3] as Readable),
    pipeline(Readable.from(chunks(messages, lines)), child.stdin as NonNullable<ChildProcess['stdin']>),
  ]);
  const [code] = await exit;
  if (code !== 0) throw new Error(`quietword scan ended with ${code}.`);
  const { peak, samples } = JSON.parse(report) as { peak: number; samples: number[] };
  return { rate: (answers * 1000) / (performance.now() - start), answers, peak, samples };
}

/** The messages again and again under new ids. Their JSON is made once, so that making lines costs next to nothing. */
function* chunks(messages: readonly Judgeable[], lines: number): Generator<string> {
  const tails = messages.map((message) => `${JSON.stringify(message).slice(1)}\n`);
  for (let line = 0; line < lines; ) {
    let chunk = '';
    for (const end = Math.min(line + LINES_A_CHUNK, lines); line < end; line++)
      chunk += `{"id":${line},${tails[line % tails.length]}`;
    yield chunk;
  }
}

async function countLines({ stdout }: ChildProcess): Promise<number> {
  let count = 0;
  for await (const chunk of stdout as AsyncIterable<Buffer>) {
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, at + 1)) count++;
  }
  return count;
}

async function textOf(stream: Readable): Promise<string> {
  let text = '';
  for await (const chunk of stream.setEncoding('utf8')) text += chunk;
  return text;
}
