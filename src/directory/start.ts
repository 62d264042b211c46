import { schedule } from 'node-cron';
import type { ChatAdapter } from '../chat.ts';
import { type ReadingRoom, readDirectory } from './read.ts';

const EVERY_MINUTE = '0 * * * * *';
const nothing = () => {};
/** It would write lines of its own among those of our log; the next look comes in a minute anyway. */
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };
const LAST_MS = 3_000;

export interface Directories {
  /** What waits for a platform is begun anew by the next process. */
  stop(): Promise<void>;
}

/** Looks at once and then each minute what is due of each organisation's directory. */
export function startDirectories(
  room: Omit<ReadingRoom, 'stopped'>,
  adapters: ReadonlyMap<unknown, Pick<ChatAdapter, 'platform' | 'directories'>>,
): Directories {
  let stopped = false;
  const reading: ReadingRoom = { ...room, stopped: () => stopped };

  const look = async (): Promise<void> => {
    for (const adapter of adapters.values()) {
      try {
        for (const directory of await adapter.directories()) await readDirectory(reading, directory);
      } catch (error) {
        room.log.error('directory.failed', { platform: adapter.platform, error });
      }
    }
  };
  let inHand = look();
  const task = schedule(
    EVERY_MINUTE,
    () => {
      inHand = inHand.then(look);
      return inHand;
    },
    { noOverlap: true, suppressMissedWarning: true, logger: SILENT },
  );
  return {
    async stop() {
      stopped = true;
      await task.destroy();
      await Promise.race([inHand, new Promise((resolve) => setTimeout(resolve, LAST_MS).unref())]);
    },
  };
}
