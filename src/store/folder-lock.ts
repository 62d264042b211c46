import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';

/**
 * PGlite does not lock its folder, and two processes that write to it destroy it. So the process
 * that opens it leaves its id in `quietword.lock`. A lock whose process is gone (killed, power
 * lost) is taken over; one that names our own id too, since in a container every run is process 1.
 */
export function lockFolder(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const path = join(folder, 'quietword.lock');
  if (!create(path)) {
    const holder = Number.parseInt(readFileSync(path, 'utf8'), 10);
    if (isRunning(holder)) throw new FolderLockedError(folder, holder, path);
    rmSync(path, { force: true });
    if (!create(path)) throw new FolderLockedError(folder, holder, path);
  }
  return () => rmSync(path, { force: true });
}

export class FolderLockedError extends Error {
  override readonly name = 'FolderLockedError';
  constructor(folder: string, holder: number, path: string) {
    super(
      `DATA_DIR ${folder} is in use by another Quietword (process ${holder}). Stop that one, or give this one a DATA_DIR of its own. If no Quietword runs, delete ${path}.`,
    );
  }
}

function create(path: string): boolean {
  try {
    const file = openSync(path, 'wx');
    writeSync(file, `${process.pid}\n`);
    closeSync(file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function isRunning(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it runs, under another user.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
