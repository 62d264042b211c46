/**
 * How fast the engine is, beside one plain regular expression and what npm has, in one run on one thread.
 *
 *   npm ci --prefix bench        once, for the detectors to compare with
 *   npm run bench [-- --rounds 12] [-- --scan [--lines 1000000]]
 *
 * Times are in microseconds for a message; the rate is the median of the rounds. Memory is that of a process with one
 * detector alone, Node's own included.
 */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { type Contender, FLOOR, load, MISSING, NAMES, OURS } from './contenders.ts';
import { linearity } from './linearity.ts';
import { measure, median, quantile, ratio, type Speed } from './measure.ts';
import { loadMessages, POLICY } from './messages.ts';
import { scanBench } from './scan.ts';
import { figure, print, table, target } from './table.ts';
import { type Weight, weigh } from './weigh.ts';

const { values: options } = parseArgs({
  options: {
    rounds: { type: 'string', default: '12' },
    scan: { type: 'boolean', default: false },
    lines: { type: 'string', default: '1000000' },
  },
});

const MB = 1024 * 1024;
const MOST_COLD_MS = 300;
const MOST_MB = 150;
const MOST_P99_US = 100;
const RATIOS = [
  { to: FLOOR, least: 0.5 },
  { to: 'compromise', least: 50 },
  { to: 'openredaction', least: 30 },
] as const;

const { name: source, messages } = loadMessages();
const loaded = await Promise.all(NAMES.map(load));
const contenders = loaded.filter((contender): contender is Contender => contender !== undefined);
if (contenders.length < NAMES.length) print(MISSING);

const characters = messages.reduce((sum, { text }) => sum + text.length, 0) / messages.length;
print(
  `${messages.length} messages of ${source}, ${figure(characters)} characters each; ${options.rounds} rounds; ` +
    `Node ${process.versions.node}, ${process.platform} ${process.arch}, ${availableParallelism()} cores.\n`,
);

const weights = new Map(contenders.map(({ name }) => [name, weigh(name)]));
const speeds = await measure(contenders, messages, Number(options.rounds));
const ours = speeds.find(({ name }) => name === OURS) as Speed;
showSpeeds();
const targets = [...speedTargets(), ...weightTargets(weights.get(OURS))];
print();
targets.push(...linearity(createEngine(loadPolicy(POLICY))));
if (options.scan) {
  print();
  targets.push(...(await scanBench(contenders[0] as Contender, messages, Number(options.lines))));
}
print();
table(['target', 'reached', ''], targets);

function showSpeeds(): void {
  table(
    ['', 'messages/s', 'ours ×', 'p50 µs', 'p99 µs', 'max µs', 'cold ms', 'heap MB', 'RSS MB'],
    speeds.map((speed) => {
      const weight = weights.get(speed.name);
      return [
        speed.name,
        figure(median(speed.rates)),
        figure(ratio(ours, speed)),
        ...[0.5, 0.99, 1].map((q) => figure(quantile(speed.times, q))),
        figure(weight?.coldMs ?? Number.NaN),
        figure((weight?.heapUsed ?? Number.NaN) / MB),
        figure((weight?.rss ?? Number.NaN) / MB),
      ];
    }),
  );
}

function speedTargets(): (readonly string[])[] {
  const p99 = quantile(ours.times, 0.99);
  return [
    ...RATIOS.flatMap(({ to, least }) => {
      const other = speeds.find(({ name }) => name === to);
      if (other === undefined) return [];
      const reached = ratio(ours, other);
      return [target(`≥ ${least} × ${to}`, `${figure(reached)} ×`, reached >= least)];
    }),
    target(`p99 ≤ ${MOST_P99_US / 1000} ms`, `${figure(p99 / 1000)} ms`, p99 <= MOST_P99_US),
  ];
}

function weightTargets(weight: Weight | undefined): (readonly string[])[] {
  if (weight === undefined) return [];
  const { coldMs, rss } = weight;
  return [
    target(`cold start ≤ ${MOST_COLD_MS} ms`, `${figure(coldMs)} ms`, coldMs <= MOST_COLD_MS),
    target(`memory ≤ ${MOST_MB} MB`, `${figure(rss / MB)} MB`, rss / MB <= MOST_MB),
  ];
}
