import { unwatchFile, watchFile } from 'node:fs';
import type { Log } from './log.ts';
import { createEngine, type EntityEngine, loadPolicy, PolicyError } from './policy/index.ts';

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
  let policy = loadPolicy(file);
  let engine = createEngine(policy);
  let refused: string | undefined;
  const reload = () => {
    try {
      policy = loadPolicy(file);
      engine = createEngine(policy);
      refused = undefined;
      follow(file, policy.wordingFile);
      log.info('policy.loaded', { kind: engine.policy.name, version: engine.policy.version });
    } catch (error) {
      refused = error instanceof PolicyError ? error.message : 'The policy file could not be used.';
      // A refused edit may name another wording file, and it is that one which will be put right.
      if (error instanceof PolicyError) follow(file, policy.wordingFile, error.file);
      const line = Number(/, line (\d+):/.exec(refused)?.[1] ?? 0);
      log.error('policy.refused', { kind: engine.policy.name, version: engine.policy.version, line, error });
    }
  };

  const watched = new Set<string>();
  const follow = (...files: readonly string[]) => {
    for (const known of watched) {
      if (files.includes(known)) continue;
      unwatchFile(known, reload);
      watched.delete(known);
    }
    for (const next of files) {
      if (watched.has(next)) continue;
      // By polling: editors and config maps replace the file, and a watch on the old one would see nothing more.
      watchFile(next, { interval: everyMs, persistent: false }, reload);
      watched.add(next);
    }
  };
  follow(file, policy.wordingFile);
  return {
    engine: () => engine,
    refused: () => refused,
    stop: () => follow(),
  };
}
