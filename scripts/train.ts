/**
 * Trains the engine's weights (src/policy/model/*.txt) on the marked cases of this repository.
 *
 *   node scripts/train.ts
 *
 * The heads learn from what a tagger finds in messages that it was not trained on: the cases are cut in folds, neighbours
 * together, and each fold is tagged by weights trained on the others. No chance in it: the same cases give the same
 * weights. Takes some minutes on two cores. Longer than most files: it is one list of steps, and each is short. Prints how well the heads judge messages that neither they nor the tagger saw.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isMainThread, parentPort, Worker, workerData } from 'node:worker_threads';
import { print } from '../bench/table.ts';
import { lexicon, read } from '../src/policy/engine.ts';
import { loadPolicy } from '../src/policy/index.ts';
import type { Vocabulary } from '../src/policy/lexicons/index.ts';
import { NAME, WARD_NAME } from '../src/policy/lexicons/tags.ts';
import { featuresOf, type Knowledge, kinOfAll, noteContext, OF_CONTEXT } from '../src/policy/model/features.ts';
import { noteFeatures, partNames } from '../src/policy/model/hash.ts';
import { H, HEADS, headFeatures } from '../src/policy/model/heads.ts';
import { K, LABELS, OF_NAMES } from '../src/policy/model/labels.ts';
import { HEADS_FILE, knowledge, TAGGER, VOCABULARY } from '../src/policy/model/model.ts';
import { pieces } from '../src/policy/model/tagger.ts';
import { normalise } from '../src/policy/normalise.ts';
import type { Marked } from '../tests/policy/marked.ts';
import { allMarked, asCase, type Case } from './train/cases.ts';
import { emissions, trainCrf, viterbi } from './train/crf.ts';
import { byKey } from './train/keys.ts';
import { trainLogistic } from './train/logistic.ts';
import { renamed } from './train/rename.ts';
import { unmarked } from './train/unmarked.ts';

const FOLDS = 3;
/** Cases side by side are often variants of each other. */
const NEIGHBOURS = 20;
const LEAST = { word: 3, tagger: 10, heads: 5 };
const MOST_COMMON = 300;
const TAGGING = { rounds: 4, rate: 0.1, penalty: 1e-3 };
const HEADING = { rounds: 14, rate: 0.1, penalty: 1e-3, dropout: 0.4 };
/** Weights below this, in hundredths, are left out. */
const SMALLEST = 10;

const policy = loadPolicy(join(import.meta.dirname, '../policies/nhs-england.yaml'), { examples: false });
const fold = (at: number): number => Math.floor(at / NEIGHBOURS) % FOLDS;

/** Words that may stand for themselves: on some list, no name and nothing else, and met often enough. */
function vocabularyOf(messages: readonly Marked[]): Vocabulary {
  const counts = new Map<string, number>();
  for (const { text } of messages)
    for (const { kind, word, row } of read(normalise(text), lexicon()).tokens) {
      // By itself, whatever phrase it stands in: "crohn" is a name, "crohn's" isn't.
      const tags = lexicon().tags[row] as number;
      const isNameOnly = (tags & NAME) !== 0 && (tags & ~(NAME | WARD_NAME)) === 0 && lexicon().cues[row] === 0;
      if ((kind === 'word' || kind === 'mixed') && tags !== 0 && !isNameOnly)
        counts.set(word, (counts.get(word) ?? 0) + 1);
    }
  const words = [...counts]
    .filter(([, count]) => count >= LEAST.word)
    .sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  return {
    words: words.map(([word]) => word).sort(),
    common: words.slice(0, MOST_COMMON).map(([word]) => word),
  };
}

/** Numbers the features that are met often enough. */
function numbered(examples: readonly (readonly number[])[], least: number): Map<number, number> {
  const counts = new Map<number, number>();
  for (const keys of examples) for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  const numbers = new Map<number, number>();
  for (const [key, count] of counts) if (count >= least) numbers.set(key, numbers.size);
  return numbers;
}

const asNumbers = (keys: readonly number[], numbers: ReadonlyMap<number, number>): Int32Array =>
  Int32Array.from(keys.flatMap((key) => numbers.get(key) ?? []));

function file(
  letters: readonly string[],
  k: number,
  weights: Float64Array,
  numbers: ReadonlyMap<number, number>,
  names: (key: number) => string,
  extra: readonly string[],
): string {
  const lines: string[] = [];
  for (const [key, number] of numbers) {
    let line = '';
    for (let label = 0; label < k; label++) {
      const hundredths = Math.round((weights[number * k + label] as number) * 100);
      if (Math.abs(hundredths) >= SMALLEST) line += String.fromCharCode(97 + label) + hundredths;
    }
    if (line !== '') lines.push(`${names(key)}\t=${line}`);
  }
  const header = letters.map((name, at) => `# ${String.fromCharCode(97 + at)} ${name}`);
  return `${[...header, ...extra, ...lines.sort()].join('\n')}\n`;
}

function namer(noted: ReadonlyMap<number, readonly number[]>): (key: number) => string {
  const names = partNames();
  return (key) => {
    const parts = noted.get(key);
    if (parts === undefined) throw new Error('A feature that nobody noted.');
    return parts.map((each) => names.get(each) ?? '?').join('\t');
  };
}

function ranges(numbers: ReadonlyMap<number, number>): Uint8Array {
  const range = new Uint8Array(numbers.size * 2);
  for (const [key, number] of numbers) {
    const names = OF_CONTEXT.has(key);
    range[number * 2] = names ? OF_NAMES.first : 0;
    range[number * 2 + 1] = names ? OF_NAMES.last : K - 1;
  }
  return range;
}

/** Every second message that names somebody, once more with other people in it. */
function renamedCases(messages: readonly Marked[], known: Knowledge): Case[] {
  let seed = 5;
  const random = (): number => {
    seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
    return seed / 2 ** 32;
  };
  return messages.flatMap((message, at) => {
    const other = at % 2 === 0 ? renamed(message, random) : undefined;
    return other === undefined ? [] : [asCase(other, known, policy)];
  });
}

/** Trains the tagger without one fold, and tags that fold; or on all (fold -1), writes its weights and tags the unmarked cases. */
function trainTagger({ messages, vocabulary, without }: Job): Uint8Array[] {
  const known = knowledge(vocabulary);
  const noted = noteFeatures();
  noteContext();
  const cases = messages.map((message) => asCase(message, known, policy));
  const features = cases.map(({ reading, marks }) => featuresOf(reading, marks, known));
  const numbers = numbered(features.filter((_, at) => fold(at) !== without).flat(), LEAST.tagger);
  const sequences = cases.map(({ gold }, at) => ({
    gold,
    features: (features[at] as number[][]).map((keys) => asNumbers(keys, numbers)),
  }));
  const others = renamedCases(
    messages.filter((_, at) => fold(at) !== without),
    known,
  ).map(({ gold, reading, marks }) => ({
    gold,
    features: featuresOf(reading, marks, known).map((keys) => asNumbers(keys, numbers)),
  }));
  const learnt = [...sequences.filter((_, at) => fold(at) !== without), ...others];
  const crf = trainCrf(learnt, numbers.size, K, ranges(numbers), TAGGING);
  if (without < 0) {
    const moves = Array.from({ length: K + 1 }, (_, from) => {
      const weights = LABELS.map((_, to) => [to, Math.round((crf.moves[from * K + to] as number) * 100)] as const);
      return `move\t${from === K ? 'start' : from}\t=${weights.map(([to, weight]) => String.fromCharCode(97 + to) + weight).join('')}`;
    });
    writeFileSync(TAGGER, file(LABELS, K, crf.weights, numbers, namer(noted), moves));
    return unmarked().map((message) => {
      const { reading, marks } = asCase(message, known, policy);
      return viterbi(
        crf,
        emissions(
          crf,
          featuresOf(reading, marks, known).map((keys) => asNumbers(keys, numbers)),
        ),
      );
    });
  }
  return sequences.map((sequence, at) =>
    fold(at) === without ? viterbi(crf, emissions(crf, sequence.features)) : new Uint8Array(),
  );
}

interface Job {
  readonly messages: readonly Marked[];
  readonly vocabulary: Vocabulary;
  readonly without: number;
}

const inWorker = (job: Job): Promise<Uint8Array[]> =>
  new Promise((resolve, reject) => {
    const worker = new Worker(new URL(import.meta.url), {
      workerData: job,
      resourceLimits: { maxOldGenerationSizeMb: 9000 },
    });
    worker.once('message', resolve);
    worker.once('error', reject);
  });

async function main(): Promise<void> {
  const messages = allMarked();
  const vocabulary = vocabularyOf(messages);
  writeFileSync(VOCABULARY, `${vocabulary.words.join(' ')}\n${vocabulary.common.join(' ')}\n`);
  print(`${vocabulary.words.length} words`);
  const paths: Uint8Array[] = [];
  let others: readonly Uint8Array[] = [];
  const jobs = [-1, ...Array.from({ length: FOLDS }, (_, at) => at)];
  const next = async (): Promise<void> => {
    for (let job = jobs.shift(); job !== undefined; job = jobs.shift()) {
      const tagged = await inWorker({ messages, vocabulary, without: job });
      if (job < 0) others = tagged;
      else for (const [at, path] of tagged.entries()) if (fold(at) === job) paths[at] = path;
      print(job < 0 ? 'tagger trained' : `fold ${job + 1} of ${FOLDS} tagged`);
    }
  };
  await Promise.all([next(), next()]);
  trainHeads([...messages, ...unmarked()], vocabulary, [...paths, ...others]);
}

function trainHeads(messages: readonly Marked[], vocabulary: Vocabulary, paths: readonly Uint8Array[]): void {
  const known = knowledge(vocabulary);
  const noted = noteFeatures();
  const cases = messages.map((message) => asCase(message, known, policy));
  const keys = cases.map(({ message, reading, marks, facts }, at) => {
    const kin = kinOfAll(reading, marks, known);
    const { audience, attachments } = message;
    const found = new Set<number>();
    headFeatures(
      { reading, pieces: pieces(paths[at] as Uint8Array), of: kin, audience, attachments, facts },
      byKey((key) => found.add(key)),
    );
    return [...found];
  });
  const numbers = numbered(keys, LEAST.heads);
  const examples = keys.map((each) => asNumbers(each, numbers));
  const answers = cases.map(({ message }) => Uint8Array.from(HEADS, (head) => (isAnswer(message, head) ? 1 : 0)));
  const weights = trainLogistic(examples, answers, numbers.size, H, HEADING);
  writeFileSync(HEADS_FILE, file(HEADS, H, weights, numbers, namer(noted), []));
  print(`${cases.length} messages, ${numbers.size} features of the heads`);
  checkHeads(cases, examples, answers, numbers.size);
}

const isAnswer = ({ expect, categories }: Case['message'], head: (typeof HEADS)[number]): boolean =>
  head === 'flagged' ? expect !== 'clear' : head === 'urgent' ? expect === 'urgent' : categories.includes(head);

/** Each fold judged by heads trained on the others. */
function checkHeads(
  cases: readonly Case[],
  examples: readonly Int32Array[],
  answers: readonly Uint8Array[],
  features: number,
): void {
  let [right, wrong, missed, clear, exact] = [0, 0, 0, 0, 0];
  for (let without = 0; without < FOLDS; without++) {
    const others = <T>(list: readonly T[]): T[] => list.filter((_, at) => fold(at) !== without);
    const weights = trainLogistic(others(examples), others(answers), features, H, HEADING);
    for (const [at, example] of examples.entries()) {
      if (fold(at) !== without) continue;
      const score = (head: number): number => example.reduce((sum, f) => sum + (weights[f * H + head] as number), 0);
      const level = score(0) <= 0 ? 'clear' : score(1) > 0 ? 'urgent' : 'nudge';
      const { expect } = (cases[at] as Case).message;
      if (level === expect) exact++;
      if (expect === 'clear') clear++;
      if (level !== 'clear' && expect !== 'clear') right++;
      else if (level !== 'clear') wrong++;
      else if (expect !== 'clear') missed++;
    }
  }
  const percent = (n: number, of: number): string => ((100 * n) / of).toFixed(1);
  print(
    `unseen folds: precision ${percent(right, right + wrong)}, recall ${percent(right, right + missed)}, ` +
      `false alarms ${percent(wrong, clear)}, exact ${percent(exact, cases.length)}`,
  );
}

if (isMainThread) await main();
else parentPort?.postMessage(trainTagger(workerData as Job));
