/**
 * Scores the engine on the labelled corpora with the same script that others score it with.
 * A fixed third of each file (by a hash of the id; of the pair in pairs.jsonl) is held back from development.
 *
 *   node scripts/accuracy.ts [--misses FILE]    misses of the development part only
 */
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable, Writable } from 'node:stream';
import { createEngine, loadPolicy } from '../src/policy/index.ts';
import { scan } from '../src/scan.ts';

const here = new URL('..', import.meta.url).pathname;
const corpus = join(here, '../shared/corpus');
const score = join(here, '../shared/tools/score.mjs');
const FILES = ['messages', 'acute', 'community', 'corporate', 'pairs'];
const THIRD = 3;

const print = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

interface Labelled {
  readonly id: string;
  readonly why: string;
}

const isHeldBack = ({ id, why }: Labelled): boolean => {
  const key = /pair \d+/.exec(why)?.[0] ?? id;
  return createHash('sha256').update(key).digest().readUInt32BE(0) % THIRD === 0;
};

const engine = createEngine(loadPolicy(join(here, 'policies/nhs-england.yaml')));

async function verdicts(lines: readonly string[]): Promise<string> {
  const chunks: string[] = [];
  const output = new Writable({
    write: (chunk, _encoding, done) => {
      chunks.push(String(chunk));
      done();
    },
  });
  await scan(Readable.from([lines.join('\n')]), output, process.stderr, { engine, format: 'jsonl' });
  return chunks.join('');
}

const percent = (value: number | null): string => (value === null ? '    –' : (value * 100).toFixed(1).padStart(5));

async function row(folder: string, name: string, lines: readonly string[], misses: boolean): Promise<void> {
  const truth = join(folder, 'truth.jsonl');
  const given = join(folder, 'verdicts.jsonl');
  writeFileSync(truth, lines.join('\n'));
  writeFileSync(given, await verdicts(lines));
  const out = JSON.parse(
    execFileSync(process.execPath, [score, '--truth', truth, '--verdicts', given, '--json'], { encoding: 'utf8' }),
  );
  const cells = [
    out.flagged.precision,
    out.flagged.recall,
    out.flagged.f1,
    out.flagged.falseAlarmRate,
    out.urgent.precision,
    out.urgent.recall,
    out.exactVerdict,
    out.categories.f1,
    out.spans.recall,
    out.spans.precision,
  ];
  print(`${name.padEnd(20)} ${String(lines.length).padStart(5)}  ${cells.map(percent).join('  ')}`);
  if (misses) print(JSON.stringify({ ...out.byCategory, ...out.bySpan }, null, 1));
}

if (!existsSync(corpus)) print('no ../shared/corpus here: nothing to score');
else {
  const folder = mkdtempSync(join(tmpdir(), 'accuracy-'));
  print(`${''.padEnd(27)}  flagP  flagR  flagF1  false  urgP   urgR   exact  catF1  spanR  spanP`);
  const all = FILES.map((name) => ({
    name,
    lines: readFileSync(join(corpus, `${name}.jsonl`), 'utf8')
      .split('\n')
      .filter((line) => line !== ''),
  }));
  const held = (line: string): boolean => isHeldBack(JSON.parse(line) as Labelled);
  for (const [part, keep] of [
    ['developed on', (line: string) => !held(line)],
    ['held back', held],
  ] as const) {
    for (const { name, lines } of all) await row(folder, `${name}, ${part}`.slice(0, 20), lines.filter(keep), false);
    await row(
      folder,
      `all, ${part}`,
      all.flatMap(({ lines }) => lines.filter(keep)),
      process.argv.includes('--categories'),
    );
  }
  await row(folder, 'messages, whole', all[0]?.lines ?? [], false);
  rmSync(folder, { recursive: true });
}
