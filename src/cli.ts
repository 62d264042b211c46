import type { ReadStream } from 'node:fs';
import { open, readdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Command, Option } from 'commander';
import packageJson from '../package.json' with { type: 'json' };
import { DEFAULT_POLICY, DEFAULT_QUIZZES, loadConfig } from './config.ts';
import { greeting } from './greeting.ts';
import { createLog, describeError } from './log.ts';
import { createEngine, loadPolicy, PolicyError } from './policy/index.ts';
import { AUDIENCES, type Audience } from './policy/types.ts';
import type { Bank } from './quizzes/bank.ts';
import { scan } from './scan.ts';

/** The `quietword` command. Every fault is told in a sentence on stderr, with a non-zero exit code. */
export async function run(argv: readonly string[]): Promise<void> {
  const program = new Command('quietword')
    .description('A quiet word, before it is a breach.')
    .version(packageJson.version)
    .showHelpAfterError('(quietword --help lists the commands)');

  program.command('start').description('start the server').action(serve);
  program.command('migrate').description('bring the database up to date').action(migrateDatabase);
  program
    .command('scan')
    .description('judge messages from a file or standard input, and write a verdict a line')
    .argument('[file]', 'JSON Lines, or plain text with one message a line; - is standard input', '-')
    .addOption(new Option('--format <format>', 'what the lines are').choices(['jsonl', 'text']).default('jsonl'))
    .addOption(new Option('--audience <audience>', 'for lines that name none').choices([...AUDIENCES]))
    .option('--summary', 'end with the totals on standard error')
    .option('--entities', 'add every entity with its type and confidence, whatever the verdict')
    .option('--policy <file>', 'the policy to judge by')
    .action(scanFile);
  program
    .command('policies')
    .description('work on policies')
    .command('check')
    .description('check the policies of a folder and run their examples')
    .argument('[dir]', 'the folder', dirname(DEFAULT_POLICY))
    .action(checkPolicies);
  program
    .command('quizzes')
    .description('work on quizzes')
    .command('check')
    .description('check the questions of a folder, and say what a person should look at')
    .argument('[dir]', 'the folder', DEFAULT_QUIZZES)
    .action(checkQuizzes);

  try {
    await program.parseAsync(argv);
  } catch (error) {
    process.exitCode = 1;
    say(sentenceFor(error));
  }
}

// The server and the database are loaded by the commands that need them: `scan` starts in half the time without.
async function serve(): Promise<void> {
  // First, since a setting that is wrong is told sooner so.
  const config = loadConfig();
  const { start } = await import('./main.ts');
  const log = createLog(config.logLevel);
  // Node would print the error's message, which may quote what somebody posted. Whoever keeps us running starts us
  // again, and what was claimed goes on.
  process.once('uncaughtException', (error) => {
    log.error('server.crashed', { error });
    process.exit(1);
  });
  const server = await start(config, log);
  process.stdout.write(greeting(packageJson.version, config, server));
  const stop = (signal: NodeJS.Signals) => {
    log.info('server.stopping', { reason: signal });
    server.stop().then(
      () => process.exit(0),
      (error) => {
        log.error('server.stop-failed', { error });
        process.exit(1);
      },
    );
  };
  process.once('SIGTERM', stop);
  process.once('SIGINT', stop);
}

async function migrateDatabase(): Promise<void> {
  const config = loadConfig();
  const { openDatabase } = await import('./store/database.ts');
  const { migrate } = await import('./store/migrate.ts');
  const store = await openDatabase(config, createLog(config.logLevel));
  try {
    const done = await migrate(store.db);
    say(done.length > 0 ? `Migrated: ${done.join(', ')}.` : 'The database is up to date.');
  } finally {
    await store.close();
  }
}

interface ScanOptions {
  readonly format: 'jsonl' | 'text';
  readonly audience?: Audience;
  readonly summary?: boolean;
  readonly entities?: boolean;
  readonly policy?: string;
}

async function scanFile(file: string, options: ScanOptions): Promise<void> {
  const engine = createEngine(loadPolicy(options.policy ?? DEFAULT_POLICY));
  const { input, size } = file === '-' ? { input: process.stdin, size: undefined } : await openFile(file);
  // On a terminal only: elsewhere standard error is for faults.
  const bar = process.stderr.isTTY;
  const { messages, badLines, byLevel } = await scan(input, process.stdout, process.stderr, {
    engine,
    format: options.format,
    entities: options.entities ?? false,
    ...(options.audience ? { audience: options.audience } : {}),
    ...(bar ? { onProgress: (count: number) => drawBar(count, size && (input as ReadStream).bytesRead / size) } : {}),
  });
  if (bar) process.stderr.write(CLEAR_LINE);
  if (options.summary) {
    const { clear, nudge, urgent } = byLevel;
    say(`${messages} messages: ${clear} clear, ${nudge} nudge, ${urgent} urgent; ${badLines} lines could not be read.`);
  }
  if (badLines > 0) process.exitCode = 1;
}

const CLEAR_LINE = '\r\x1b[K';
const BAR_WIDTH = 30;

/** `done`: the part of the input that was read, 0 to 1; undefined where its size is not known. */
function drawBar(messages: number, done: number | undefined): void {
  const filled = Math.round((done ?? 0) * BAR_WIDTH);
  const bar = done === undefined ? '' : `[${'#'.repeat(filled)}${'.'.repeat(BAR_WIDTH - filled)}] `;
  process.stderr.write(`${CLEAR_LINE}${bar}${messages.toLocaleString('en-GB')} messages`);
}

async function openFile(path: string): Promise<{ input: ReadStream; size: number }> {
  try {
    const handle = await open(path);
    return { input: handle.createReadStream(), size: (await handle.stat()).size };
  } catch (error) {
    throw new CommandError(`The file ${path} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/** Tells of every policy, also after one was refused. Files of words (`*.words.yaml`) are read with the policy that names them. */
async function checkPolicies(folder: string): Promise<void> {
  const files = (await listFolder(folder)).filter((name) => /(?<!\.words)\.ya?ml$/.test(name)).sort();
  if (files.length === 0) throw new CommandError(`The folder ${folder} has no policy (a file that ends in .yaml).`);
  for (const file of files) {
    try {
      const { name, version } = loadPolicy(join(folder, file));
      say(`${join(folder, file)}: ${name}, version ${version}, is sound and its examples hold.`);
    } catch (error) {
      if (!(error instanceof PolicyError)) throw error;
      say(error.message);
      process.exitCode = 1;
    }
  }
}

/** Tells of every fault, or of what is in each topic. What a person should look at is said, and is no fault. */
async function checkQuizzes(folder: string): Promise<void> {
  const { readBank } = await import('./quizzes/load.ts');
  const { lookOver } = await import('./quizzes/look-over.ts');
  const { bank, refusals } = readBank(folder);
  for (const { message } of refusals) say(message);
  if (bank === undefined) {
    process.exitCode = 1;
    return;
  }
  const count = (questions: Bank['questions']) =>
    `${questions.length} questions in ${questions.reduce((sum, { variants }) => sum + variants.length, 0)} variants`;
  const topics = Object.entries(bank.titles);
  for (const [topic, { en }] of topics)
    say(`${en}: ${count(bank.questions.filter((question) => question.topic === topic))}.`);
  for (const remark of lookOver(bank, new Date().toISOString().slice(0, 10))) say(`Please look at ${remark}`);
  say(`${folder}: ${topics.length} topics, ${count(bank.questions)}, in English and Welsh, are sound.`);
}

async function listFolder(folder: string): Promise<string[]> {
  try {
    return await readdir(folder);
  } catch (error) {
    throw new CommandError(`The folder ${folder} can't be read (${(error as NodeJS.ErrnoException).code}).`);
  }
}

class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** Errors whose message is a sentence written for whoever runs the command. */
const TOLD = new Set([
  'BankError',
  'CommandError',
  'ConfigError',
  'DatabaseError',
  'FolderLockedError',
  'PolicyError',
  'SlackTokenError',
  'StartError',
]);

function sentenceFor(error: unknown): string {
  if (error instanceof Error && TOLD.has(error.name)) return error.message;
  const { name, code, at } = describeError(error);
  return `Something happened that Quietword did not expect: ${name}${code ? ` ${code}` : ''}${at?.[0] ? ` at ${at[0]}` : ''}. Please report it with this line.`;
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
