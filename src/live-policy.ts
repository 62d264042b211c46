import { statSync } from 'node:fs';
import type { Log } from './log.ts';
import { createEngine, type EntityEngine, loadPolicy, PolicyError, wordingFileOf } from './policy/index.ts';

/** The engine of the policy file as it is now. */
export interface LivePolicy {
  /** Take it anew for each message: an edit of the file changes it. */
  engine(): EntityEngine;
  /** The sentence that refused the latest edit, while the last good policy goes on; undefined when all is well. */
  refused(): string | undefined;
  stop(): void;
}

const LOOK_EVERY_MS = 2_000;

/**
 * Loads the policy with its words, and loads it again whenever its file or theirs changes. Throws `PolicyError` at first;
 * later a bad file is refused, said in the log and kept out: the last good policy goes on, words and all.
 */
export function watchPolicy(file: string, log: Log, everyMs = LOOK_EVERY_MS): LivePolicy {
  /** Each file the policy is made of, as it was before it was read: what is written while it is read is seen next time. */
  let seen = new Map<string, string>();
  const load = () => {
    seen = new Map([[file, stampOf(file)]]);
    const words = wordingFileOf(file);
    seen.set(words, stampOf(words));
    return loadPolicy(file);
  };

  let policy = load();
  let engine = createEngine(policy);
  let refused: string | undefined;
  const reload = () => {
    try {
      policy = load();
      engine = createEngine(policy);
      refused = undefined;
      log.info('policy.loaded', { kind: engine.policy.name, version: engine.policy.version });
    } catch (error) {
      refused = error instanceof PolicyError ? error.message : 'The policy file could not be used.';
      const line = Number(/, line (\d+):/.exec(refused)?.[1] ?? 0);
      log.error('policy.refused', { kind: engine.policy.name, version: engine.policy.version, line, error });
    }
  };

  // By polling: editors and config maps replace the file, and a watch on the old one would see nothing more. Not by
  // fs.watchFile, which looks at the file some time after it is called and takes an edit before that for the old text.
  const timer = setInterval(() => {
    if ([...seen].some(([name, stamp]) => stampOf(name) !== stamp)) reload();
  }, everyMs);
  timer.unref();
  return { engine: () => engine, refused: () => refused, stop: () => clearInterval(timer) };
}

function stampOf(file: string): string {
  try {
    const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
    return `${ino} ${size} ${mtimeNs} ${ctimeNs}`;
  } catch {
    return 'none'; // Loading it says why.
  }
}
