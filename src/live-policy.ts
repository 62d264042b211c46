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
 * Loads the policy, and loads it again whenever its file changes. Throws `PolicyError` at first;
 * later a bad file is refused, said in the log and kept out: the last good policy goes on.
 */
export function watchPolicy(file: string, log: Log, everyMs = LOOK_EVERY_MS): LivePolicy {
  let engine = createEngine(loadPolicy(file));
  let refused: string | undefined;
  const reload = () => {
    try {
      engine = createEngine(loadPolicy(file));
      refused = undefined;
      log.info('policy.loaded', { kind: engine.policy.name, version: engine.policy.version });
    } catch (error) {
      refused = error instanceof PolicyError ? error.message : 'The policy file could not be used.';
      const line = Number(/, line (\d+):/.exec(refused)?.[1] ?? 0);
      log.error('policy.refused', { kind: engine.policy.name, version: engine.policy.version, line, error });
    }
  };
  // By polling: editors and config maps replace the file, and a watch on the old one would see nothing more.
  watchFile(file, { interval: everyMs, persistent: false }, reload);
  return {
    engine: () => engine,
    refused: () => refused,
    stop: () => unwatchFile(file, reload),
  };
}
