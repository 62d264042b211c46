/** Cold start and memory of a contender, in a process of its own; the best of a few, since noise only ever adds. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export interface Weight {
  /** From before its modules are read to its first verdict, in milliseconds. */
  readonly coldMs: number;
  /** After the first verdict, garbage collected, in bytes. */
  readonly loadedHeap: number;
  readonly loadedRss: number;
  /** After a pass over the messages. */
  readonly heapUsed: number;
  readonly rss: number;
}

const TRIES = 3;

export function weigh(name: string): Weight | undefined {
  const tries: Weight[] = [];
  for (let i = 0; i < TRIES; i++) {
    const child = spawnSync(process.execPath, ['--expose-gc', join(import.meta.dirname, 'alone.ts'), name], {
      encoding: 'utf8',
    });
    if (child.status !== 0) return undefined;
    tries.push(JSON.parse(child.stdout) as Weight);
  }
  return tries.toSorted((a, b) => a.coldMs - b.coldMs)[0];
}
