/**
 * How well people's names are found in text that nobody here wrote, by our `entities()` and by compromise, in one run.
 *
 *   npm ci --prefix bench     once, for compromise
 *   npm run names [-- --misses FILE]
 *
 * A name counts as found when a span overlaps at least half of it; a span counts as right when it overlaps a name so,
 * or the name it. The files are in ../shared/external and stay there.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { print, table } from '../bench/table.ts';
import { createEngine, loadPolicy } from '../src/policy/index.ts';

interface Span {
  readonly start: number;
  readonly end: number;
}
interface Text {
  readonly text: string;
  readonly spans: readonly (Span & { readonly label: string })[];
}
type Finder = (text: string) => readonly Span[];

const ROOT = join(import.meta.dirname, '..');
const EXTERNAL = join(ROOT, '../shared/external');
const FILES = ['btc_uk_a.jsonl', 'btc_uk_b.jsonl', 'presidio_research.jsonl'];
const OURS = 'quietword';

const { values: options } = parseArgs({ options: { misses: { type: 'string' } } });

const overlaps = (a: Span, b: Span): boolean =>
  Math.min(a.end, b.end) - Math.max(a.start, b.start) >= (a.end - a.start) / 2;

async function finders(): Promise<Map<string, Finder>> {
  const engine = createEngine(loadPolicy(join(ROOT, 'policies/nhs-england.yaml')));
  const found = new Map<string, Finder>([
    [OURS, (text) => engine.entities(text).filter(({ type }) => type === 'name' || type === 'initials')],
  ]);
  const people = await compromise();
  if (people) found.set('compromise', people);
  else print('compromise is missing: run `npm ci --prefix bench` first. Going on without it.\n');
  return found;
}

async function compromise(): Promise<Finder | undefined> {
  try {
    return (await import('../bench/people.ts')).people;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return undefined;
    throw error;
  }
}

interface Score {
  names: number;
  found: number;
  given: number;
  right: number;
}

const misses: object[] = [];

function score(texts: readonly Text[], find: Finder, isOurs: boolean): Score {
  const total: Score = { names: 0, found: 0, given: 0, right: 0 };
  for (const { text, spans } of texts) {
    const truth = spans.filter(({ label }) => label === 'PERSON');
    const given = find(text);
    const missed = truth.filter((name) => !given.some((span) => overlaps(name, span)));
    const wrong = given.filter((span) => !truth.some((name) => overlaps(span, name) || overlaps(name, span)));
    total.names += truth.length;
    total.found += truth.length - missed.length;
    total.given += given.length;
    total.right += given.length - wrong.length;
    const words = ({ start, end }: Span): string => text.slice(start, end);
    if (isOurs && missed.length + wrong.length > 0)
      misses.push({ missed: missed.map(words), wrong: wrong.map(words), text });
  }
  return total;
}

const percent = (n: number, of: number): string => (of === 0 ? '–' : ((n / of) * 100).toFixed(1));

function row(file: string, finder: string, { names, found, given, right }: Score): string[] {
  const [recall, precision] = [found / names, right / given];
  const f1 = (2 * recall * precision) / (recall + precision);
  return [file, finder, `${names}`, percent(found, names), percent(right, given), percent(f1, 1)];
}

const sum = (scores: readonly Score[]): Score => ({
  names: scores.reduce((n, { names }) => n + names, 0),
  found: scores.reduce((n, { found }) => n + found, 0),
  given: scores.reduce((n, { given }) => n + given, 0),
  right: scores.reduce((n, { right }) => n + right, 0),
});

const files = FILES.filter((file) => existsSync(join(EXTERNAL, file)));
if (files.length === 0) print('There is no ../shared/external here: nothing to look for names in.');
else {
  const all = await finders();
  const texts = new Map(files.map((file) => [file, jsonLines(join(EXTERNAL, file))]));
  const rows = [...all].map(([finder, find]) => {
    const scores = files.map((file) => score(texts.get(file) ?? [], find, finder === OURS));
    return [...files.map((file, at) => row(file, finder, scores[at] as Score)), row('all', finder, sum(scores))];
  });
  table(
    ['', '', 'names', 'recall %', 'precision %', 'F1 %'],
    [...files, 'all'].flatMap((_, at) => rows.map((mine) => mine[at] as string[])),
  );
  if (options.misses) writeFileSync(options.misses, misses.map((miss) => JSON.stringify(miss)).join('\n'));
}

function jsonLines(path: string): Text[] {
  return readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Text);
}
