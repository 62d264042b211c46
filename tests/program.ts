import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const COMMAND = join(import.meta.dirname, '../bin/quietword.js');

/** For Node. WebAssembly, which is the embedded database, is compiled fast and not well: to compile it well takes longer than a test lives. */
export const FOR_SHORT_LIVES = '--liftoff-only';

/** The program as a process of its own, as a user would start it. */
export interface Program {
  /** Where it listens, without a trailing slash. */
  readonly url: string;
  /** All that it wrote so far, to both outputs. */
  output(): string;
  /** SIGTERM, and waits for its end. Gives the exit code. */
  stop(): Promise<number | null>;
  /** SIGKILL, and waits for its end. */
  kill(): Promise<void>;
}

/** Only these settings, whatever the shell of the person who runs the tests has. */
function environment(settings: Record<string, string>): Record<string, string> {
  return { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PORT: '0', ...settings };
}

/** Starts it and waits until it listens. Rejects with what it said where it ends before. */
export async function startProgram(settings: Record<string, string>, cwd = import.meta.dirname): Promise<Program> {
  const child = spawn(process.execPath, [FOR_SHORT_LIVES, COMMAND, 'start'], {
    cwd,
    env: environment(settings),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const read = collect(child);
  const exit = once(child, 'exit') as Promise<[number | null]>;
  const url = await new Promise<string>((resolve, reject) => {
    const look = () => {
      const found = /Dashboard\s+(http:\/\/\S+?)\/\n/.exec(read());
      if (found) resolve(found[1] as string);
    };
    child.stdout?.on('data', look);
    exit.then(([code]) => reject(new Error(`The program ended with ${code}: ${read()}`)), reject);
  });
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode === null && child.signalCode === null) child.kill(signal);
    return (await exit)[0];
  };
  return {
    url,
    output: read,
    stop: () => end('SIGTERM'),
    kill: async () => void (await end('SIGKILL')),
  };
}

/** Runs a command to its end. */
export async function runProgram(
  args: readonly string[],
  options: { settings?: Record<string, string>; cwd?: string; input?: string } = {},
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, [FOR_SHORT_LIVES, COMMAND, ...args], {
    cwd: options.cwd ?? import.meta.dirname,
    env: environment(options.settings ?? {}),
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
  // The program may end without reading all of it.
  child.stdin.on('error', () => {});
  child.stdin.end(options.input ?? '');
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

function collect(child: ChildProcess): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream?.setEncoding('utf8').on('data', (text) => (output += text));
  return () => output;
}
